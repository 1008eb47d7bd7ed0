"""Constraint families: seats and beds."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from pulp import LpAffineExpression

from planner.options import BOARD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from planner.model.placing import Row
    from planner.model.variables import Variables
    from planner.problem import Problem


def seats(problem: Problem, x: Variables) -> Iterator[Row]:
    """(4) Pupils who come fit into the seats that a school's own pupils leave, up to its cap.

    ``sum_{o to r, u <= t} pupils[g(o), t] * move[o, u] <= room[r, t]`` for every receiving
    school r, year t; ``room = max(0, min(seats, size cap) - own pupils)``, in pupils.

    A school over its seats or cap has no room: its pupils may stay, nobody comes.
    Source: contract, hard rule 4; size caps: policy P12.
    """
    rows = np.arange(len(problem.options))
    yield from _arrivals(problem, x, rows, problem.room)


def beds(problem: Problem, x: Variables) -> Iterator[Row]:
    """(5) Boarders who come fit into the lawful beds that present boarders leave.

    ``sum_{o to r by board, u <= t} pupils[g(o), t] * move[o, u] <= beds[r, t]`` for every
    receiving school r, year t, in beds.

    Source: contract, hard rule 3; lawful beds: policy P18.
    """
    rows = np.flatnonzero(problem.options.mode == BOARD)
    yield from _arrivals(problem, x, rows, problem.beds)


def _arrivals(
    problem: Problem, x: Variables, rows: NDArray[np.int64], limit: NDArray[np.float64]
) -> Iterator[Row]:
    """Yield one row for each receiver and year that could be filled; years that repeat once."""
    coming = defaultdict(list)
    for o in rows.tolist():
        coming[int(problem.options.school[o])].append(o)
    for r, options in sorted(coming.items()):
        groups = problem.options.group[options]
        for t in _years_that_matter(problem.pupils[groups], limit[r]):
            pupils = problem.pupils[groups, t]
            if _most(groups, pupils) <= limit[r, t]:
                continue
            terms = [
                (x.move[o, u], n)
                for o, n in zip(options, pupils.tolist(), strict=True)
                for u in range(t + 1)
                if (o, u) in x.move and n
            ]
            yield (r, t), LpAffineExpression.from_list(terms) <= float(limit[r, t])


def _years_that_matter(pupils: NDArray[np.float64], limit: NDArray[np.float64]) -> list[int]:
    """Return the years not implied by a later one: arrivals only grow where pupils do not fall."""
    years = len(limit)
    return [
        t
        for t in range(years)
        if not any(
            limit[u] <= limit[t] and bool((pupils[:, u] >= pupils[:, t]).all())
            for u in range(t + 1, years)
        )
    ]


def _most(groups: NDArray[np.int64], pupils: NDArray[np.float64]) -> float:
    """Return the pupils of all groups together, each counted once however many options it has."""
    _, firsts = np.unique(groups, return_index=True)
    return float(pupils[firsts].sum())
