"""Why a county has no plan, and what would give it one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.change import Change
from planner.conflict import Conflict, Rule
from planner.diagnosis.asking import Asking, OutOfTime
from planner.diagnosis.brief import brief
from planner.diagnosis.county import County, joined
from planner.diagnosis.described import code_of, rules_of
from planner.diagnosis.facts import Facts
from planner.diagnosis.members import clash_of
from planner.diagnosis.pins import impossible_closings, only
from planner.diagnosis.repairs import mended
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
    """

    conflicts: tuple[Conflict, ...]

    @property
    def together(self) -> bool:
        """Tell whether with the first repair of each conflict there is a plan, tried and checked."""
        return all(conflict.repairs for conflict in self.conflicts)

    def findings(self) -> tuple[Finding, ...]:
        """Return the conflicts as findings, with what is to be done about several."""
        found = [conflict.finding() for conflict in self.conflicts]
        n = len(self.conflicts)
        if n > 1:
            hint = ALL_FIRST if self.together else ONE_EACH
            found.append(Finding("several", SEVERAL.filled(n=n), hint))
        return tuple(found)


SEVERAL = Text("共有{n}处冲突，每处都须修改", "there are {n} conflicts, and each must be mended")
ALL_FIRST = Text(
    "各处都采用第一项修改，合在一起有可行方案（已重新测算并复核）；"
    "后面各处的修改是在前面各处已采用第一项之后测算的",
    "with the first repair of each together there is a plan (planned again and checked); "
    "the repairs of each were tried with the first of all before it made",
)
ONE_EACH = Text(
    "没有全部试完：改后请重新测算，或增大 solver.seconds",
    "not everything was tried: plan again afterwards, or with more solver.seconds",
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
    return Diagnosis(tuple(_conflicts(county, found)))


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
                (one.what,),
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


def _conflicts(county: County, found: Sequence[Facts]) -> Iterator[Conflict]:
    """Yield the clashes in words, with repairs.

    Each is mended with the first repair of all before it made, and those after it set aside: so the
    first repairs together are tried with the last.
    """
    made = Change()
    for n, facts in enumerate(found):
        later = Change(free=tuple(school for other in found[n + 1 :] for school in schools(other)))
        trials = mended(Trials(facts, county, joined(made, later)))
        if trials:
            made, county = joined(made, trials[0].change), trials[0].county
        rules = rules_of(facts)
        townships = tuple(dict.fromkeys(facts.township(s) for s in facts.pinned))
        yield Conflict(
            code_of(rules),
            townships,
            schools(facts),
            rules,
            brief(facts, rules),
            tuple(trial.repair for trial in trials),
        )


def schools(facts: Facts) -> tuple[str, ...]:
    """Return the schools (ids) that are to close."""
    return tuple(facts.school_id(s) for s in facts.pinned)
