"""What happens when: every decision of a plan as a row of `actions.csv`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from planner.schedule import whole
from planner.standing import lowest_band, offers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.assumptions import Assumptions
    from planner.dataset import Dataset
    from planner.problem import Problem
    from planner.solution import Solution

ACTIONS = (
    "year",
    "school_id",
    "name",
    "township",
    "action",
    "band",
    "pupils",
    "receivers",
    "detail",
)
# Within a year and school, works stand before what they make possible.
ORDER = ("works", "convert", "close", "merge_form", "downgrade", "relief")


@dataclass(frozen=True)
class Event:
    """One row of `actions.csv` in positions of schools and years."""

    action: str
    school: int
    year: int
    band: str = ""
    pupils: float = 0.0
    receivers: frozenset[int] = frozenset()
    detail: str = ""


def actions(
    dataset: Dataset, assumptions: Assumptions, problem: Problem, solution: Solution
) -> pd.DataFrame:
    """Return `actions.csv`, by year, school and kind."""
    events = [
        *_closures(problem, solution),
        *_reductions(dataset, assumptions, problem, solution),
        *_merges(problem, solution),
        *_works(problem, solution),
        *_reliefs(problem, solution),
    ]
    ids = [str(school) for school in dataset.schools["school_id"]]
    events.sort(key=lambda e: (e.year, ids[e.school], ORDER.index(e.action), e.detail))
    table = pd.DataFrame(
        [
            {
                "year": problem.years[event.year],
                "school_id": ids[event.school],
                "name": dataset.schools["name"].iloc[event.school],
                "township": dataset.schools["township"].iloc[event.school],
                "action": event.action,
                "band": event.band,
                "pupils": event.pupils,
                "receivers": ";".join(sorted(ids[r] for r in event.receivers)),
                "detail": event.detail,
            }
            for event in events
        ],
        columns=list(ACTIONS),
    )
    return table.assign(pupils=whole(table["pupils"].to_numpy(float)))


def _moving(
    problem: Problem, solution: Solution, school: int, year: int
) -> tuple[float, frozenset[int]]:
    """Return pupils and receivers of the moves out of a school in one year."""
    groups = problem.options.group[solution.option]
    mine = (problem.homes[groups] == school) & (solution.year == year)
    pupils = problem.pupils[groups[mine], year] * solution.share[mine]
    receivers = frozenset(problem.options.school[solution.option[mine]].tolist())
    return float(pupils.sum()), receivers


def _closures(problem: Problem, solution: Solution) -> Iterator[Event]:
    for s, t in solution.closed.items():
        pupils, receivers = _moving(problem, solution, s, t)
        yield Event("close", s, t, pupils=pupils, receivers=receivers)


def _reductions(
    dataset: Dataset, assumptions: Assumptions, problem: Problem, solution: Solution
) -> Iterator[Event]:
    lowest = lowest_band(assumptions)
    others = [band.name for band in assumptions.bands if band.name != lowest]
    offered = {band: offers(dataset.schools, assumptions, band) for band in others}
    for s, t in solution.reduced.items():
        pupils, receivers = _moving(problem, solution, s, t)
        given_up = ";".join(band for band in others if offered[band][s])
        yield Event("downgrade", s, t, given_up, pupils, receivers)


def _merges(problem: Problem, solution: Solution) -> Iterator[Event]:
    for p, t in solution.merged.items():
        s, receiver = int(problem.merges.absorbed[p]), int(problem.merges.receiver[p])
        pupils, _ = _moving(problem, solution, s, t)
        yield Event("merge_form", s, t, pupils=pupils, receivers=frozenset({receiver}))


def _works(problem: Problem, solution: Solution) -> Iterator[Event]:
    for k, t in solution.built.items():
        s = int(problem.works.school[k])
        yield Event("works", s, t, detail=problem.works.ids[k])
        if problem.works.converts[k]:
            yield Event("convert", s, t)


def _reliefs(problem: Problem, solution: Solution) -> Iterator[Event]:
    """Yield one event for each school, year of the start and receiver: the places are its detail."""
    reliefs = problem.reliefs
    together: dict[tuple[int, int, int], list[int]] = {}
    for i in solution.relieved:
        key = (int(reliefs.source[i]), int(reliefs.start[i]), int(reliefs.school[i]))
        together.setdefault(key, []).append(i)
    for (s, t, r), rows in together.items():
        pupils = float(reliefs.redirected[rows, t].sum())
        places = ";".join(sorted(reliefs.place[i] for i in rows))
        yield Event("relief", s, t, pupils=pupils, receivers=frozenset({r}), detail=places)
