"""The solver's numbers as decisions: the only place that rounds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.options import NO_MERGE
from planner.solution import Solution

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from planner.model import Model
    from planner.model.variables import Variable
    from planner.problem import Problem

HALF = 1 / 2
# Below this a share of a group that may be split is the solver's noise.
SMALLEST_SHARE = 1e-7


def read_solution(problem: Problem, model: Model, values: NDArray[np.float64]) -> Solution:
    """Return the decisions behind the solver's values, one a variable in the order of columns."""
    x, number = model.variables, _Numbers(model, values)
    closed, merged = number.years(x.close), number.years(x.merge)
    left_upper = number.years(x.reduce)
    moves = _moves(problem, number.shares(x.move, problem), closed, left_upper, merged)
    group, option, year, part = (
        np.array([row[i] for row in moves], dtype=kind)
        for i, kind in enumerate((np.int64, np.int64, np.int64, float))
    )
    share = np.ones(len(group)) if problem.whole else part
    if len(group):
        share = share / np.bincount(group, weights=share)[group]
    never = len(problem.years)
    return Solution(
        closed,
        option,
        year,
        share,
        reduced={s: t for s, t in left_upper.items() if closed.get(s, never) > t},
        merged=merged,
        built=number.years(x.build),
        relieved=tuple(i for i, v in x.relieve.items() if number.of(v) > HALF),
    )


class _Numbers:
    """The value of each variable."""

    def __init__(self, model: Model, values: NDArray[np.float64]) -> None:
        self.positions, self.values = model.positions, values

    def of(self, variable: Variable) -> float:
        return float(self.values[self.positions[variable.id]])

    def years(self, variables: Mapping[tuple[int, int], Variable]) -> dict[int, int]:
        return {i: t for (i, t), v in variables.items() if self.of(v) > HALF}

    def shares(
        self, variables: Mapping[tuple[int, int], Variable], problem: Problem
    ) -> list[tuple[int, int, float]]:
        floor = HALF if problem.whole else SMALLEST_SHARE
        numbers = ((o, t, self.of(v)) for (o, t), v in variables.items())
        return [(o, t, n) for o, t, n in numbers if n > floor]


def _moves(
    problem: Problem,
    taken: list[tuple[int, int, float]],
    closed: Mapping[int, int],
    left_upper: Mapping[int, int],
    merged: Mapping[int, int],
) -> list[tuple[int, int, int, float]]:
    """Return (group, option, year, share) of the moves that a change of the home school explains."""
    options, rows = problem.options, []
    for o, t, n in taken:
        group, pair = int(options.group[o]), int(options.merge[o])
        home = int(problem.homes[group])
        if pair != NO_MERGE:
            leaves = merged.get(pair)
        elif problem.upper[group] and home in left_upper:
            leaves = left_upper[home]
        else:
            leaves = closed.get(home)
        if leaves == t:
            rows.append((group, o, t, n))
    return sorted(rows)
