"""A target that is missed: asked, lawful, planned, and what each school that is lacking would need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.explanation import explanations, ranges
from planner.words import Text

if TYPE_CHECKING:
    from planner.explanation import Explanation
    from planner.plan import Obstacle, TargetLine
    from planner.reason import LawfulRange
    from planner.run import Run


@dataclass(frozen=True)
class YearGap:
    """One year's target beside what the rules allow and what is planned.

    Parameters
    ----------
    lawful
        Most closures that the rules allow; None where that is not known.
    proven
        So many are lawful; False: no more than so many are.
    """

    year: int
    asked: int
    lawful: int | None
    proven: bool
    planned: int

    @property
    def short(self) -> int:
        """Return how many are lacking, 0 where none are."""
        return max(0, self.asked - self.planned)

    def said(self) -> Text:
        """Return asked and lawful in words."""
        said = _ASKED_ONLY if self.lawful is None else _LAWFUL if self.proven else _AT_MOST
        return said.filled(
            year=self.year, asked=self.asked, lawful=self.lawful, planned=self.planned
        )


_LAWFUL = Text(
    "{year}年要求{asked}所，规则最多允许{lawful}所，规划{planned}所",
    "{year}: asked {asked}, lawful {lawful}, planned {planned}",
)
_AT_MOST = Text(
    "{year}年要求{asked}所，规则允许的不超过{lawful}所（尚未证明能否达到），规划{planned}所",
    "{year}: asked {asked}, lawful no more than {lawful} (not proven), planned {planned}",
)
_ASKED_ONLY = Text(
    "{year}年要求{asked}所，规划{planned}所（尚不清楚规则最多允许几所）",
    "{year}: asked {asked}, planned {planned} (how many are lawful is not known)",
)


@dataclass(frozen=True)
class Need:
    """A school that a missed target would need to close: why it stays, and what that would take.

    Parameters
    ----------
    must_keep
        No lawful plan closes it in any year.
    tried
        `change` was tried by planning again.
    """

    school_id: str
    why: Text
    change: Text
    must_keep: bool
    tried: bool


def year_gaps(run: Run) -> tuple[YearGap, ...]:
    """Return every year's target, lawful closures and planned ones."""
    known = {one.year: one for one, _ in ranges(run)}
    return tuple(_year_gap(line, known.get(line.year)) for line in run.plan.targets)


def _year_gap(line: TargetLine, known: LawfulRange | None) -> YearGap:
    lawful, proven = line.best_possible, False
    if known is not None:
        lawful, proven = known.most, known.proven
    elif line.planned < line.asked and line.proven:
        lawful, proven = line.planned, True
    return YearGap(line.year, line.asked, lawful, proven=proven, planned=line.planned)


def missed(run: Run) -> tuple[YearGap, ...]:
    """Return the years that plan fewer closures than are asked for, where that misses a target."""
    if run.assumptions.closures.rule == "at_most":
        return ()
    return tuple(gap for gap in year_gaps(run) if gap.short)


def needs(run: Run) -> tuple[Need, ...]:
    """Return what each school would need that a missed target could not close.

    What was tried comes first, schools that must be kept last.
    """
    if not missed(run):
        return ()
    known = explanations(run)
    found = [_need(one, known.get(one.school_id)) for one in run.plan.obstacles]
    return tuple(sorted(found, key=lambda need: (need.must_keep, not need.tried)))


def _need(obstacle: Obstacle, known: Explanation | None) -> Need:
    flips = known.flips if known else ()
    return Need(
        obstacle.school_id,
        obstacle.what,
        flips[0] if flips else obstacle.change,
        must_keep=known is not None and known.decision == "must_keep",
        tried=bool(flips),
    )


def needs_words(run: Run) -> Text | None:
    """Return how many of the schools that stay a target would need; None where none is missed."""
    lacking, there = sum(gap.short for gap in missed(run)), len(needs(run))
    if not lacking or not there:
        return None
    said = _THESE if lacking == there else _SOME if lacking < there else _NOT_ENOUGH
    return said.filled(lacking=lacking, there=there, more=lacking - there)


_THESE = Text(
    "合计还差{lacking}所；要达到目标，下列{there}所都要撤并，各须具备的条件如下",
    "{lacking} lacking in all; these {there} would all have to close, and would need",
)
_SOME = Text(
    "合计还差{lacking}所；要达到目标，须从下列{there}所中再撤并{lacking}所，各须具备的条件如下",
    "{lacking} lacking in all; {lacking} of these {there} would have to close, and would need",
)
_NOT_ENOUGH = Text(
    "合计还差{lacking}所；下列{there}所即使都能撤并，也还差{more}所，各须具备的条件如下",
    "{lacking} lacking in all; even if these {there} could all close, {more} would be lacking; they "
    "would need",
)
