"""From decisions to the tables people read: who is where in which year, and what happens when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.options import BOARD, MODES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from planner.assumptions import Assumptions
    from planner.dataset import Dataset
    from planner.demand import Demand
    from planner.problem import Problem
    from planner.solution import Solution
    from planner.travel import TravelCosts

ASSIGNMENTS = (
    "year",
    "place_id",
    "band",
    "from_school_id",
    "school_id",
    "mode",
    "pupils",
    "km",
    "minutes",
)
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


@dataclass(frozen=True)
class Stays:
    """How each group reaches its present school: km and minutes, shape (groups,), NaN: no way."""

    km: NDArray[np.float64]
    minutes: NDArray[np.float64]


def present_ways(assumptions: Assumptions, demand: Demand, travel: TravelCosts) -> Stays:
    """Return each group's way to its present school, on foot within the walking limit, else by bus."""
    origin = {place: i for i, place in enumerate(travel.origins)}
    at = np.array([origin[place] for place in demand.places], dtype=np.int64)
    km, ride = travel.between(at, demand.homes)
    rules = assumptions.travel
    limit = np.array([rules.max_walk_km[band] for band in demand.bands])
    speed = np.array([rules.walk_kmh[band] for band in demand.bands])
    return Stays(km, np.where(km <= limit + 1e-9, km / speed * 60, ride))


def placements(problem: Problem, solution: Solution, demand: Demand, stays: Stays) -> pd.DataFrame:
    """Return one row for every group, year and school where some of it is.

    Columns `t`, `group`, `school`, `mode` (position in `MODES`; -1: stays), `share`, `km`,
    `minutes`, `moved` (the index of the year of the move; -1: none), by t, group and school.
    """
    years, groups = len(problem.years), len(demand.homes)
    leaving = np.full(groups, years)
    leaving[problem.options.group[solution.option]] = solution.year
    t, g = np.meshgrid(np.arange(years), np.arange(groups), indexing="ij")
    staying = (t < leaving[g]).ravel()
    here = g.ravel()[staying]
    stay = pd.DataFrame(
        {
            "t": t.ravel()[staying],
            "group": here,
            "school": demand.homes[here],
            "mode": -1,
            "share": 1.0,
            "km": stays.km[here],
            "minutes": stays.minutes[here],
            "moved": -1,
        }
    )
    moves = [_moved(problem, solution, row, years) for row in range(len(solution.option))]
    joined = pd.concat([stay, *moves], ignore_index=True)
    return joined.sort_values(["t", "group", "school"], ignore_index=True)


def _moved(problem: Problem, solution: Solution, row: int, years: int) -> pd.DataFrame:
    o, year = int(solution.option[row]), int(solution.year[row])
    options = problem.options
    return pd.DataFrame(
        {
            "t": np.arange(year, years),
            "group": options.group[o],
            "school": options.school[o],
            "mode": options.mode[o],
            "share": solution.share[row],
            "km": options.km[o],
            "minutes": options.minutes[o],
            "moved": year,
        }
    )


def assignments(
    dataset: Dataset, problem: Problem, demand: Demand, rows: pd.DataFrame
) -> pd.DataFrame:
    """Return `assignments.csv`."""
    ids = dataset.schools["school_id"].to_numpy()
    group = rows["group"].to_numpy()
    return pd.DataFrame(
        {
            "year": np.array(problem.years)[rows["t"]],
            "place_id": np.array(demand.places, dtype=object)[group],
            "band": np.array(demand.bands, dtype=object)[group],
            "from_school_id": ids[demand.homes[group]],
            "school_id": ids[rows["school"]],
            "mode": np.array([*MODES, "stay"], dtype=object)[rows["mode"]],
            "pupils": whole(demand.pupils[group, rows["t"]] * rows["share"].to_numpy()),
            "km": rows["km"].round(6).to_numpy(),
            "minutes": rows["minutes"].round(6).to_numpy(),
        },
        columns=list(ASSIGNMENTS),
    )


def demand_table(dataset: Dataset, problem: Problem, demand: Demand) -> pd.DataFrame:
    """Return `demand.csv`: the pupils of every group in every year."""
    groups, years = demand.pupils.shape
    ids = dataset.schools["school_id"].to_numpy()
    return pd.DataFrame(
        {
            "year": np.repeat(problem.years, groups),
            "place_id": list(demand.places) * years,
            "band": list(demand.bands) * years,
            "from_school_id": np.tile(ids[demand.homes], years),
            "pupils": whole(demand.pupils.T.ravel()),
        }
    )


def actions(dataset: Dataset, problem: Problem, solution: Solution, demand: Demand) -> pd.DataFrame:
    """Return `actions.csv`: the closures, by year and school."""
    schools, options = dataset.schools, problem.options
    ids = schools["school_id"].to_numpy()
    group = options.group[solution.option]
    moving = demand.pupils[group, solution.year] * solution.share
    rows = []
    for s, t in sorted(solution.closed.items(), key=lambda item: (item[1], ids[item[0]])):
        mine = demand.homes[group] == s
        receivers = sorted(set(ids[options.school[solution.option[mine]]]))
        rows.append(
            {
                "year": problem.years[t],
                "school_id": ids[s],
                "name": schools["name"].iloc[s],
                "township": schools["township"].iloc[s],
                "action": "close",
                "band": "",
                "pupils": moving[mine].sum(),
                "receivers": ";".join(receivers),
                "detail": "",
            }
        )
    table = pd.DataFrame(rows, columns=list(ACTIONS))
    return table.assign(pupils=whole(table["pupils"].to_numpy(float)))


def zones(assigned: pd.DataFrame) -> pd.DataFrame:
    """Return `zones.csv`: for each place and band the school with most of its pupils."""
    keys = ["year", "band", "place_id"]
    pupils = assigned.groupby([*keys, "school_id"])["pupils"].sum().reset_index()
    ordered = pupils.sort_values(
        [*keys, "pupils", "school_id"], ascending=[True, True, True, False, True]
    )
    first: pd.DataFrame = ordered.drop_duplicates(keys)[[*keys, "school_id"]]
    return first.reset_index(drop=True)


def schools_by_year(
    dataset: Dataset,
    assumptions: Assumptions,
    *,
    problem: Problem,
    solution: Solution,
    demand: Demand,
    rows: pd.DataFrame,
) -> pd.DataFrame:
    """Return `schools.csv`: every school in every year."""
    schools = dataset.schools
    n, years = len(schools), len(problem.years)
    by_grade = np.zeros((years, n, demand.by_grade.shape[2]))
    group, t, share = (rows[c].to_numpy() for c in ("group", "t", "share"))
    np.add.at(by_grade, (t, rows["school"].to_numpy()), demand.by_grade[group, t] * share[:, None])
    pupils = by_grade.sum(axis=2)
    boards = (rows["mode"] == BOARD).to_numpy()
    boarders = np.zeros((years, n))
    coming = demand.pupils[group, t] * share
    np.add.at(boarders, (t[boards], rows["school"].to_numpy()[boards]), coming[boards])
    is_open = np.ones((years, n), dtype=bool)
    for s, year in solution.closed.items():
        is_open[year:, s] = False
    classes = _classes(assumptions, by_grade)
    seats = np.tile(schools["seats"].to_numpy(), years)
    caps = schools["kind"].map(assumptions.schools.size_cap).fillna(np.inf)
    return pd.DataFrame(
        {
            "year": np.repeat(problem.years, n),
            "school_id": np.tile(schools["school_id"], years),
            "name": np.tile(schools["name"], years),
            "kind": np.tile(schools["kind"], years),
            "open": is_open.ravel().astype(int),
            "pupils": whole(pupils.ravel()),
            "seats": seats,
            "boarders": whole(
                np.where(is_open, boarders + schools["boarders"].to_numpy(), 0).ravel()
            ),
            "beds": np.tile(schools["beds"].to_numpy(), years),
            "classes": classes.ravel().astype(int),
            "staff_needed": _staff(assumptions, by_grade, classes).ravel(),
            "seat_warning": seat_warnings(pupils.ravel(), seats, np.tile(caps, years)),
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


def whole(values: NDArray[np.float64]) -> NDArray[np.float64] | NDArray[np.int64]:
    """Return `values` as whole numbers where all are, else rounded to six places."""
    rounded = np.round(np.asarray(values, dtype=float), 6)
    integers = np.rint(rounded)
    return integers.astype(np.int64) if np.array_equal(rounded, integers) else rounded
