"""Every school in every year: open or not, its pupils, places, classes, posts and warning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.room import NINE_YEAR
from planner.schedule import whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from planner.assumptions import Assumptions
    from planner.dataset import Dataset
    from planner.placements import Placements
    from planner.problem import Problem
    from planner.solution import Solution


@dataclass(frozen=True)
class InForce:
    """What holds for each school in each year, shape (T, schools).

    Parameters
    ----------
    is_open
        Neither closed nor absorbed by then.
    kind
        Its kind, `nine_year` once it has become one.
    seats, beds
        With works in use and the other site of a merge within one kilometre.
    present_boarders
        Boarders it has by itself; with those of such a site.
    """

    is_open: NDArray[np.bool_]
    kind: NDArray[np.object_]
    seats: NDArray[np.float64]
    beds: NDArray[np.float64]
    present_boarders: NDArray[np.float64]


def in_force(dataset: Dataset, problem: Problem, solution: Solution) -> InForce:
    """Return what holds under `solution`."""
    years, n = len(problem.years), len(dataset.schools)
    tables = {
        name: np.tile(dataset.schools[name].to_numpy(float), (years, 1))
        for name in ("seats", "beds", "boarders")
    }
    kind = np.tile(dataset.schools["kind"].to_numpy(object), (years, 1))
    is_open = np.ones((years, n), dtype=bool)
    for s, t in solution.closed.items():
        is_open[t:, s] = False
    for k, t in solution.built.items():
        s = int(problem.works.school[k])
        tables["seats"][t:, s] += problem.works.seats[k]
        tables["beds"][t:, s] += problem.works.beds[k]
        if problem.works.converts[k]:
            kind[t:, s] = NINE_YEAR
    for p, t in solution.merged.items():
        a, b = int(problem.merges.absorbed[p]), int(problem.merges.receiver[p])
        is_open[t:, a] = False
        kind[t:, b] = NINE_YEAR
        if problem.merges.near[p]:
            for table in tables.values():
                table[t:, b] += table[t, a]
    return InForce(is_open, kind, tables["seats"], tables["beds"], tables["boarders"])


def schools_by_year(
    dataset: Dataset,
    assumptions: Assumptions,
    *,
    problem: Problem,
    solution: Solution,
    placed: Placements,
) -> pd.DataFrame:
    """Return `schools.csv`: every school in every year."""
    schools, holds = dataset.schools, in_force(dataset, problem, solution)
    n, years = len(schools), len(problem.years)
    by_grade = placed.by_school(placed.by_grade, n, years)
    pupils = by_grade.sum(axis=2)
    coming = placed.by_school(np.where(placed.boards, placed.pupils, 0.0), n, years)
    boarders = np.where(holds.is_open, coming + holds.present_boarders, 0.0)
    classes = _classes(assumptions, by_grade)
    caps = assumptions.schools.size_cap
    return pd.DataFrame(
        {
            "year": np.repeat(problem.years, n),
            "school_id": np.tile(schools["school_id"], years),
            "name": np.tile(schools["name"], years),
            "kind": holds.kind.ravel(),
            "open": holds.is_open.ravel().astype(int),
            "pupils": whole(pupils.ravel()),
            "seats": whole(holds.seats.ravel()),
            "boarders": whole(boarders.ravel()),
            "beds": whole(holds.beds.ravel()),
            "classes": classes.ravel().astype(int),
            "staff_needed": _staff(assumptions, by_grade, classes).ravel(),
            "seat_warning": seat_warnings(
                pupils.ravel(),
                holds.seats.ravel(),
                np.array([caps.get(kind, np.inf) for kind in holds.kind.ravel()]),
            ),
        }
    )


def _classes(assumptions: Assumptions, by_grade: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return classes: each grade's pupils by the class size of its band, rounded up."""
    size = np.full(by_grade.shape[2], np.inf)
    for band in assumptions.bands:
        size[band.first - 1 : band.last] = assumptions.schools.class_size[band.name]
    classes: NDArray[np.float64] = np.ceil(np.round(by_grade / size, 9)).sum(axis=2)
    return classes


def _staff(
    assumptions: Assumptions, by_grade: NDArray[np.float64], classes: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return posts needed: by pupils and stage, but no fewer than the classes ask for."""
    ratio = assumptions.staff.pupils_per_teacher
    primary, junior = by_grade[..., :6].sum(axis=2), by_grade[..., 6:9].sum(axis=2)
    by_pupils = primary / ratio["primary"] + junior / ratio["junior"]
    needed = np.maximum(by_pupils, assumptions.staff.teachers_per_class * classes)
    return np.ceil(np.round(needed, 9)).astype(np.int64)


def seat_warnings(
    pupils: NDArray[np.float64], seats: NDArray[np.float64], caps: NDArray[np.float64]
) -> NDArray[np.object_]:
    """Return `none`, `yellow` (over 90 % of seats), `orange` (over seats), `red` (over the cap)."""
    pupils = np.round(pupils, 6)  # shares of a group leave noise far below one pupil
    nearly = 10 * pupils > 9 * seats
    choices: Sequence[NDArray[np.bool_]] = (pupils > caps, pupils > seats, nearly)
    return np.select(choices, ["red", "orange", "yellow"], "none").astype(object)
