"""What happens when: every decision of a plan as a row of `actions.csv`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.schedule import whole
from planner.standing import lowest_band, offers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

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


def actions(
    dataset: Dataset, assumptions: Assumptions, problem: Problem, solution: Solution
) -> pd.DataFrame:
    """Return `actions.csv`, by year, kind and school."""
    rows = [
        *_closures(problem, solution),
        *_reductions(dataset, assumptions, problem, solution),
        *_merges(problem, solution),
        *_works(problem, solution),
        *_reliefs(problem, solution),
    ]
    ids = dataset.schools["school_id"].to_numpy()
    rows.sort(
        key=lambda row: (row["t"], ids[row["school"]], ORDER.index(row["action"]), row["detail"])
    )
    table = pd.DataFrame(
        [
            {
                "year": problem.years[row["t"]],
                "school_id": ids[row["school"]],
                "name": dataset.schools["name"].iloc[row["school"]],
                "township": dataset.schools["township"].iloc[row["school"]],
                "action": row["action"],
                "band": row["band"],
                "pupils": row["pupils"],
                "receivers": ";".join(sorted(ids[list(row["receivers"])])),
                "detail": row["detail"],
            }
            for row in rows
        ],
        columns=list(ACTIONS),
    )
    return table.assign(pupils=whole(table["pupils"].to_numpy(float)))


def _row(action: str, school: int, t: int, **more: object) -> dict[str, object]:
    blank: dict[str, object] = {"band": "", "pupils": 0.0, "receivers": (), "detail": ""}
    return {"action": action, "school": school, "t": t, **blank, **more}


def _moving(problem: Problem, solution: Solution, rows: NDArray[np.bool_]) -> dict[str, object]:
    """Return pupils and receivers of the moves in `rows`."""
    options = solution.option[rows]
    groups = problem.options.group[options]
    pupils = problem.pupils[groups, solution.year[rows]] * solution.share[rows]
    receivers = set(problem.options.school[options].tolist())
    return {"pupils": float(pupils.sum()), "receivers": receivers}


def _of_school(problem: Problem, solution: Solution, school: int, t: int) -> NDArray[np.bool_]:
    homes = problem.homes[problem.options.group[solution.option]]
    return (homes == school) & (solution.year == t)


def _closures(problem: Problem, solution: Solution) -> Iterator[dict[str, object]]:
    for s, t in solution.closed.items():
        yield _row("close", s, t, **_moving(problem, solution, _of_school(problem, solution, s, t)))


def _reductions(
    dataset: Dataset, assumptions: Assumptions, problem: Problem, solution: Solution
) -> Iterator[dict[str, object]]:
    lowest = lowest_band(assumptions)
    others = [band.name for band in assumptions.bands if band.name != lowest]
    offered = {band: offers(dataset.schools, assumptions, band) for band in others}
    for s, t in solution.reduced.items():
        moves = _moving(problem, solution, _of_school(problem, solution, s, t))
        given_up = ";".join(band for band in others if offered[band][s])
        yield _row("downgrade", s, t, band=given_up, **moves)


def _merges(problem: Problem, solution: Solution) -> Iterator[dict[str, object]]:
    for p, t in solution.merged.items():
        s = int(problem.merges.absorbed[p])
        moves = _moving(problem, solution, _of_school(problem, solution, s, t))
        yield _row("merge_form", s, t, **{**moves, "receivers": {int(problem.merges.receiver[p])}})


def _works(problem: Problem, solution: Solution) -> Iterator[dict[str, object]]:
    for k, t in solution.built.items():
        s = int(problem.works.school[k])
        yield _row("works", s, t, detail=problem.works.ids[k])
        if problem.works.converts[k]:
            yield _row("convert", s, t)


def _reliefs(problem: Problem, solution: Solution) -> Iterator[dict[str, object]]:
    """Yield one row for each school, year of the start and receiver: the places are its detail."""
    reliefs = problem.reliefs
    together: dict[tuple[int, int, int], list[int]] = {}
    for i in solution.relieved:
        key = (int(reliefs.source[i]), int(reliefs.start[i]), int(reliefs.school[i]))
        together.setdefault(key, []).append(i)
    for (s, t, r), rows in together.items():
        pupils = float(reliefs.redirected[rows, t].sum())
        places = ";".join(sorted(reliefs.place[i] for i in rows))
        yield _row("relief", s, t, pupils=pupils, receivers={r}, detail=places)
