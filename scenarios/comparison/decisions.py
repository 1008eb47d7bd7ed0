"""What each run decides about each school, and in what two runs' decisions differ."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from planner.planned_works import planned_works, works_id
from planner.roadmap import GROUP, receivers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from planner.plan import Plan
    from planner.run import Run
    from planner.words import Text

type Kind = Literal["decision", "year", "receivers"]

# A school with none of these keeps all its grades.
GIVES_UP = ("close", "merge_form", "downgrade")
# The other half of `merge_form`: the school that takes the absorbed one in.
TAKES_IN = "takes_in"


@dataclass(frozen=True, order=True)
class Step:
    """One thing that happens to a school.

    Parameters
    ----------
    year
        From which September.
    action
        As in `actions.csv`, or `takes_in` for the school that a merge leaves open.
    receivers
        Schools that pupils go to; for `takes_in` the school absorbed.
    detail
        Bands given up, works or places, as `actions.csv` has them.
    what, cost
        Of a work: what it adds, in words, and yuan; the same work of two runs is one step, even
        where their tables differ in these.
    """

    year: int
    action: str
    receivers: tuple[str, ...] = ()
    detail: str = ""
    what: Text | None = field(default=None, compare=False)
    cost: float | None = field(default=None, compare=False)


type Steps = tuple[Step, ...]


def steps(run: Run) -> Mapping[str, Steps]:
    """Return what happens to each school, by year; schools to which nothing does are not there."""
    found: dict[str, list[Step]] = defaultdict(list)
    works = {work.works_id: work for work in planned_works(run)}
    columns = ["year", "school_id", "action", "receivers", "band", "detail"]
    for year, school, action, cell, band, detail in run.plan.actions[columns].itertuples(
        index=False, name=None
    ):
        to, said = tuple(sorted(receivers(cell))), str(band or detail or "")
        work = works.get(works_id(said)) if action == "works" else None
        facts = (work.what, work.cost) if work else (None, None)
        found[school].append(Step(int(year), action, to, said, *facts))
        if action == "merge_form":
            for one in to:
                found[one].append(Step(int(year), TAKES_IN, (school,)))
    return {school: tuple(sorted(of)) for school, of in found.items()}


def placings(plan: Plan) -> Mapping[str, frozenset[tuple[object, ...]]]:
    """Return where and how the pupils of each school go elsewhere, and from when."""
    rows = plan.assignments
    away = rows[(rows["mode"] != "stay") & (rows["pupils"] > 0)]
    first = away.groupby([*GROUP, "school_id", "mode"], sort=False)["year"].min().reset_index()
    found: dict[str, set[tuple[object, ...]]] = defaultdict(set)
    for row in first.itertuples(index=False, name=None):
        found[row[GROUP.index("from_school_id")]].add(row)
    return {school: frozenset(of) for school, of in found.items()}


def difference(decided: Sequence[Steps], placed: Sequence[frozenset[object]]) -> Kind | None:
    """Return in what the runs differ about one school, the weightiest first; None: in nothing."""
    if _differ(frozenset(step.action for step in of) for of in decided):
        return "decision"
    if _differ(tuple((step.action, step.year) for step in of) for of in decided):
        return "year"
    return "receivers" if _differ(decided) or _differ(placed) else None


def _differ(values: Iterable[object]) -> bool:
    return len(set(values)) > 1


@dataclass(frozen=True)
class Shared:
    """What all runs do alike.

    Parameters
    ----------
    done
        For each action the schools that it happens to in every run.
    same_year
        How many of these in the same year everywhere.
    kept
        Schools that keep all their grades in every run.
    """

    done: Mapping[str, tuple[str, ...]]
    same_year: Mapping[str, int]
    kept: tuple[str, ...]


def shared(schools: Iterable[str], decided: Sequence[Mapping[str, Steps]]) -> Shared:
    """Return what all runs do alike with `schools`, in their order."""
    done: dict[str, list[str]] = defaultdict(list)
    same: dict[str, int] = defaultdict(int)
    kept = []
    for school in schools:
        each = [of.get(school, ()) for of in decided]
        actions = [{step.action for step in of} for of in each]
        for action in sorted(set.intersection(*actions)):
            done[action].append(school)
            years = {tuple(s.year for s in of if s.action == action) for of in each}
            same[action] += len(years) == 1
        if not any(set(GIVES_UP) & of for of in actions):
            kept.append(school)
    return Shared({action: tuple(of) for action, of in done.items()}, dict(same), tuple(kept))
