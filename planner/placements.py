"""Who is where in which year, pupil by grade: every later table is a sum over these rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.modes import BOARD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from planner.assumptions import Assumptions
    from planner.demand import Demand
    from planner.problem import Problem
    from planner.solution import Solution
    from planner.travel import TravelCosts

STAYS = -1


@dataclass(frozen=True)
class Stays:
    """How each group reaches its present school: km and minutes, shape (groups,), NaN: no way."""

    km: NDArray[np.float64]
    minutes: NDArray[np.float64]


@dataclass(frozen=True)
class Placements:
    """One row for every group, year and school where some of it is, by t, group and school.

    Parameters
    ----------
    rows
        Columns `t`, `group`, `school`, `mode` (position in `MODES`; -1: stays), `km`, `minutes`,
        `moved` (index of the year in which the group changed school; -1: it did not).
    by_grade
        Shape (rows, 12), pupils.
    """

    rows: pd.DataFrame
    by_grade: NDArray[np.float64]

    @property
    def pupils(self) -> NDArray[np.float64]:
        """Return the pupils of each row."""
        return self.by_grade.sum(axis=1)

    @property
    def boards(self) -> NDArray[np.bool_]:
        """Tell which rows board."""
        return (self.rows["mode"] == BOARD).to_numpy()

    def by_school(
        self, values: NDArray[np.float64], schools: int, years: int
    ) -> NDArray[np.float64]:
        """Return the sums of `values` (one or several a row) by year and school."""
        total = np.zeros((years, schools, *values.shape[1:]))
        np.add.at(total, (self.rows["t"].to_numpy(), self.rows["school"].to_numpy()), values)
        return total


def present_ways(assumptions: Assumptions, demand: Demand, travel: TravelCosts) -> Stays:
    """Return each group's way to its present school, on foot within the walking limit, else by bus."""
    at = np.array([travel.position(place) for place in demand.places], dtype=np.int64)
    km, ride = travel.between(at, demand.homes)
    rules = assumptions.travel
    limit = np.array([rules.max_walk_km[band] for band in demand.bands])
    speed = np.array([rules.walk_kmh[band] for band in demand.bands])
    return Stays(km, np.where(km <= limit + 1e-9, km / speed * 60, ride))


def placements(
    problem: Problem, solution: Solution, demand: Demand, assumptions: Assumptions, stays: Stays
) -> Placements:
    """Return where everybody is under `solution`."""
    sent = list(_redirected(problem, solution, demand, assumptions))
    parts = [_staying(problem, solution, demand, stays), _moved(problem, solution, demand), *sent]
    rows = pd.concat([part for part, _ in parts], ignore_index=True)
    by_grade = np.concatenate([grades for _, grades in parts])
    for part in sent:
        _take_away(rows, by_grade, part)
    order = np.lexsort((rows["school"], rows["group"], rows["t"]))
    return Placements(rows.iloc[order].reset_index(drop=True), by_grade[order])


type Part = tuple[pd.DataFrame, NDArray[np.float64]]


def _staying(problem: Problem, solution: Solution, demand: Demand, stays: Stays) -> Part:
    years, groups = len(problem.years), len(demand.homes)
    leaving = np.full(groups, years)
    leaving[problem.options.group[solution.option]] = solution.year
    t, g = np.meshgrid(np.arange(years), np.arange(groups), indexing="ij")
    staying = (t < leaving[g]).ravel()
    here, when = g.ravel()[staying], t.ravel()[staying]
    rows = _rows(when, here, demand.homes[here], STAYS, stays.km[here], stays.minutes[here], -1)
    return rows, demand.by_grade[here, when]


def _moved(problem: Problem, solution: Solution, demand: Demand) -> Part:
    options, years = problem.options, len(problem.years)
    move = np.repeat(np.arange(len(solution.year)), years - solution.year)
    first = np.searchsorted(move, np.arange(len(solution.year)))
    year, o = solution.year[move], solution.option[move]
    when, g = year + np.arange(len(move)) - first[move], options.group[o]
    rows = _rows(
        when, g, options.school[o], options.mode[o], options.km[o], options.minutes[o], year
    )
    return rows, demand.by_grade[g, when] * solution.share[move][:, None]


def _redirected(
    problem: Problem, solution: Solution, demand: Demand, assumptions: Assumptions
) -> Iterator[Part]:
    """Yield the entrants redirected, from the first year in which a group has any."""
    reliefs, years = problem.reliefs, len(problem.years)
    for i in solution.relieved:
        entry, start = int(reliefs.entry[i]), int(reliefs.start[i])
        for b, g in enumerate(reliefs.groups[i].tolist()):
            band = assumptions.bands[b]
            when = np.arange(start + max(0, band.first - entry), years)
            if g < 0 or not len(when):
                continue
            grades = np.zeros((len(when), demand.by_grade.shape[2]))
            for n, t in enumerate(when.tolist()):
                at = slice(max(entry, band.first) - 1, min(entry + t - start, band.last))
                grades[n, at] = demand.by_grade[g, t, at]
            first = int(np.argmax(grades.any(axis=1)))
            if not grades.any():
                continue
            when, grades = when[first:], grades[first:]
            way = (float(reliefs.km[i, b]), float(reliefs.minutes[i, b]), -1)
            to, mode = int(reliefs.school[i]), int(reliefs.mode[i, b])
            yield _rows(when, g, to, mode, *way), grades


def _take_away(rows: pd.DataFrame, by_grade: NDArray[np.float64], part: Part) -> None:
    """Take redirected pupils out of the rows of those of their group who stay."""
    sent, grades = part
    for t, g, gone in zip(sent["t"], sent["group"], grades, strict=True):
        here = (rows["t"] == t) & (rows["group"] == g) & (rows["mode"] == STAYS)
        by_grade[here.to_numpy()] -= gone


def _rows(t: object, group: object, school: object, mode: object, *ways: object) -> pd.DataFrame:
    km, minutes, moved = ways
    return pd.DataFrame(
        {
            "t": t,
            "group": group,
            "school": school,
            "mode": mode,
            "km": km,
            "minutes": minutes,
            "moved": moved,
        }
    )
