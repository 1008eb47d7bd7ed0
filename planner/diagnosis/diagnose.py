"""Why a county has no plan, and what would give it one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.change import Change
from planner.conflict import Conflict, Rule
from planner.diagnosis.asking import Asking, OutOfTime
from planner.diagnosis.county import County, joined
from planner.diagnosis.described import code_of, rules_of
from planner.diagnosis.facts import Facts
from planner.diagnosis.members import clash_of
from planner.diagnosis.pins import impossible_closings, only
from planner.diagnosis.repairs import repairs
from planner.diagnosis.trials import Trials
from planner.errors import Finding
from planner.pipeline import solver_options
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from planner.assumptions import Assumptions
    from planner.dataset import Dataset


@dataclass(frozen=True)
class Diagnosis:
    """Why there is no plan.

    Parameters
    ----------
    conflicts
        Every conflict that was found; none where the time given was over before the first.
    together
        With the first repair of each conflict there is a plan, planned and checked.
    """

    conflicts: tuple[Conflict, ...]
    together: bool = False

    def findings(self) -> tuple[Finding, ...]:
        """Return the conflicts as findings, with what is to be done about several."""
        found = [conflict.finding() for conflict in self.conflicts]
        n = len(self.conflicts)
        if n > 1:
            hint = ALL_FIRST if self.together else ONE_EACH
            found.append(Finding("several", SEVERAL.filled(n=n), hint))
        return tuple(found)


SEVERAL = Text(
    "共有{n}处互不相干的冲突，每处都须修改", "there are {n} conflicts, and each must be mended"
)
ALL_FIRST = Text(
    "各处的第一项修改一并实施后有可行方案（已重新测算并复核）",
    "with the first repair of each together there is a plan (planned again and checked)",
)
ONE_EACH = Text(
    "每处的修改都是在其他各处暂不撤并时测算的；改后请重新测算",
    "each repair was tried with the closings of the other conflicts set aside; plan again afterwards",
)


def diagnose(
    dataset: Dataset,
    assumptions: Assumptions,
    *,
    suspects: Iterable[str] = (),
    cache_dir: Path | None = None,
) -> Diagnosis:
    """Return why a county has no plan under a scenario; without a conflict where it has one.

    It takes no more time than the scenario gives the solver.

    Parameters
    ----------
    suspects
        Schools (ids) whose decided closing is looked at first.
    cache_dir
        Folder in which travel is kept between runs; None keeps nothing.
    """
    county = County.of(dataset, assumptions, Asking(solver_options(assumptions)), cache_dir)
    standing = county.case(Change()).problem.standing
    ids = dataset.schools["school_id"]
    pins = [str(ids.iloc[s]) for s in sorted(standing.pinned)]
    found = tuple(_clashes(county, pins, [one for one in suspects if one in pins]))
    everybody = {school for facts in found for school in _schools(facts)}
    conflicts = tuple(_conflict(county, facts, everybody) for facts in found)
    return Diagnosis(conflicts, together=_all_at_once(county, conflicts))


def suspected(dataset: Dataset, findings: Iterable[Finding]) -> Diagnosis:
    """Return what is known of closings that cannot be (their school is the value), untried."""
    townships = dict(zip(dataset.schools["school_id"], dataset.schools["township"], strict=True))
    return Diagnosis(
        tuple(
            Conflict(
                one.code,
                (where := str(townships[one.value]),),
                (one.value,),
                (Rule(one.code, one.value, where, None, one.what),),
                (),
            )
            for one in findings
        )
    )


def _clashes(county: County, pins: Sequence[str], suspects: Sequence[str]) -> Iterator[Facts]:
    """Yield the clashes as far as there is time."""
    try:
        for schools in impossible_closings(county, pins, suspects):
            case = county.case(only(pins, schools))
            yield Facts(clash_of(case, county.asking))
    except OutOfTime:
        return


def _conflict(county: County, facts: Facts, everybody: set[str]) -> Conflict:
    """Return a clash in words, with repairs tried while the other clashes are set aside."""
    schools = _schools(facts)
    base = Change(free=tuple(sorted(everybody - set(schools))))
    rules = rules_of(facts)
    townships = tuple(dict.fromkeys(facts.township(s) for s in facts.pinned))
    mended = repairs(Trials(facts, county, base))
    return Conflict(code_of(rules), townships, schools, rules, mended)


def _schools(facts: Facts) -> tuple[str, ...]:
    return tuple(facts.school_id(s) for s in facts.pinned)


def _all_at_once(county: County, conflicts: Sequence[Conflict]) -> bool:
    """Tell whether the first repairs of several conflicts together give a plan."""
    if len(conflicts) < 2 or not all(conflict.repairs for conflict in conflicts):  # noqa: PLR2004
        return False
    change = Change()
    for conflict in conflicts:
        change = joined(change, Change(**conflict.repairs[0].change))
    minutes = change.max_minutes
    try:
        return (county.with_longer_ways(minutes) if minutes else county).plans(change)
    except OutOfTime:
        return False
