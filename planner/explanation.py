"""What explains a plan, as people read it: decisions, firmness, lawful ranges, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.once import once
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.plan import TargetLine
    from planner.reason import Decision, Firmness, LawfulRange, Reason, Worth
    from planner.run import Run

DECISION_NAMES: dict[str, Text] = {
    "close": Text("规划撤并", "planned to close"),
    "downgrade": Text("规划降格为教学点", "planned to become a teaching point"),
    "merge": Text("规划合并组建", "planned to merge"),
    "keep": Text("规划保留", "planned to stay"),
    "must_keep": Text("应留必留", "must be kept"),
    "not_candidate": Text("不在撤并范围", "not considered for closing"),
}
FIRMNESS_NAMES: dict[str, Text] = {
    "robust": Text("稳定", "robust"),
    "open": Text("两可", "open"),
    "": Text("", ""),
}
FIRMNESS_NOTE = Text(
    "稳定：资金与本方案相差1%以内的各种安排都作同样决定；两可：其中有的安排作不同决定。",
    "Robust: decided alike in every plan whose money is within 1 % of this one; open: some such "
    "plan decides otherwise.",
)
MUST_KEEP_NOTE = Text(
    "在现行规则下，任何方案、任何年度都不能撤并的学校。",
    "Schools that no plan may close in any year under the rules in force.",
)
# Papers show so many of the additions that are worth most.
WORTH_SHOWN = 10

_RANGE = Text(
    "{year}年：规则允许撤并{least}—{most}所，目标{asked}所",
    "{year}: the rules allow {least} to {most} closures; {asked} asked",
)
_ONE = Text(
    "{year}年：规则只允许撤并{most}所，目标{asked}所",
    "{year}: the rules allow {most} closures, no fewer and no more; {asked} asked",
)
_WITHIN = Text(
    "{year}年：规则允许的撤并数不少于{least}所、不多于{most}所（两端尚未证明），目标{asked}所",
    "{year}: the rules allow no fewer than {least} and no more than {most} closures (the ends are "
    "not proven); {asked} asked",
)
_ALL_WITHIN = Text(
    "各年度目标都在规则允许的撤并数之内，且离两端较远：{said}。",
    "Every year's target lies well within what the rules allow: {said}.",
)
_ALL_INSIDE = Text(
    "各年度目标都在规则允许的撤并数的界限之内：{said}（界限，未必都能达到）。",
    "Every year's target lies within the bounds of what the rules allow: {said} (bounds, not "
    "proven to be reached).",
)
_SPAN = Text("{year}年{least}—{most}所", "{year}: {least} to {most}")


@dataclass(frozen=True)
class Explanation:
    """Everything that is said of one school.

    Parameters
    ----------
    year
        Of the decision; None where the school stays.
    reasons
        At least one, the gravest first.
    """

    school_id: str
    decision: Decision
    year: int | None
    reasons: tuple[Reason, ...]

    @property
    def firmness(self) -> Firmness:
        """Return whether plans that cost nearly the same decide alike; blank where unknown."""
        return next((one.robust for one in self.reasons if one.robust), "")

    @property
    def flips(self) -> tuple[Text, ...]:
        """Return what would change the decision, each said once."""
        return tuple(dict.fromkeys(one.flip for one in self.reasons if one.flip is not None))


@once
def explanations(run: Run) -> Mapping[str, Explanation]:
    """Return what is said of every school, by id in the order of the reasons; empty if nothing."""
    explained, found = run.plan.explained, dict[str, list["Reason"]]()
    for reason in explained.reasons if explained else ():
        found.setdefault(reason.school_id, []).append(reason)
    return {
        school: Explanation(school, of[0].decision, of[0].year, tuple(of))
        for school, of in found.items()
    }


def must_keep(run: Run) -> tuple[Explanation, ...]:
    """Return the schools that no lawful plan closes in any year."""
    return _decided(run, "must_keep")


def _decided(run: Run, *decisions: str) -> tuple[Explanation, ...]:
    return tuple(one for one in explanations(run).values() if one.decision in decisions)


def changing(run: Run) -> tuple[Explanation, ...]:
    """Return the schools with which the plan does something, by year."""
    found = _decided(run, "close", "merge", "downgrade")
    return tuple(sorted(found, key=lambda one: one.year or 0))


def staying(run: Run) -> tuple[Explanation, ...]:
    """Return the schools that may close and stay in this plan."""
    return _decided(run, "keep")


def ranges(run: Run) -> tuple[tuple[LawfulRange, TargetLine], ...]:
    """Return the lawful range of each year beside its target."""
    lines = {line.year: line for line in run.plan.targets}
    known = run.plan.explained.ranges if run.plan.explained else ()
    return tuple((one, lines[one.year]) for one in known if one.year in lines)


def telling(run: Run) -> tuple[tuple[LawfulRange, TargetLine], ...]:
    """Return those ranges whose target lies outside, or near an end."""
    return tuple((one, line) for one, line in ranges(run) if one.tells(line.asked))


def range_words(one: LawfulRange, asked: int) -> Text:
    """Return a range beside what is asked, as a remark."""
    said = _WITHIN if not one.proven else _ONE if one.least == one.most else _RANGE
    return said.filled(year=one.year, least=one.least, most=one.most, asked=asked)


def all_within(run: Run) -> Text:
    """Return in one sentence that every target lies well within its range, or within bounds."""
    spans = [_SPAN.filled(year=one.year, least=one.least, most=one.most) for one, _ in ranges(run)]
    said = Text("、".join(span.zh for span in spans), "; ".join(span.en for span in spans))
    proven = all(one.proven for one, _ in ranges(run))
    return (_ALL_WITHIN if proven else _ALL_INSIDE).filled(said=said)


def worth(run: Run) -> tuple[Worth, ...]:
    """Return the additions that are worth most, the first ones."""
    return run.plan.explained.worth[:WORTH_SHOWN] if run.plan.explained else ()
