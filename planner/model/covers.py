"""Rows that whole groups obey and parts of groups need not: how many large ones fit one school.

Of groups of n pupils that come to a school with room for R, each counts ``floor(n (k + 1) / (R + 1))``
and together they count k at the most: one of more than half the room, two of more than a third.
They cut off relaxed answers that fill every last seat with parts of groups. Only those that an
answer breaks are stated.

Source: Chvátal (1973), DOI 10.1016/0012-365X(73)90167-2, on the seats of each school and year.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from pulp import LpAffineExpression

from planner.model.terms import gone

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.model import Model
    from planner.model.variables import Variables
    from planner.problem import Problem

LARGEST = 6
# An answer breaks a row by at least this before it is stated.
BROKEN = 0.02


@dataclass(frozen=True, order=True)
class Cover:
    """At most `most` large groups come to a school by a year.

    Parameters
    ----------
    school, year
        Positions.
    most
        k of the formula.
    """

    school: int
    year: int
    most: int

    def counts(self, problem: Problem, groups: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return what each group counts, shape (groups,)."""
        room = np.floor(problem.left.most_room[self.school, self.year])
        pupils = problem.pupils[groups, self.year]
        counted: NDArray[np.float64] = np.floor(pupils * (self.most + 1) / (room + 1))
        return counted


def cover_row(
    problem: Problem, x: Variables, cover: Cover, options: list[int]
) -> LpAffineExpression:
    """Return ``sum counts * move + k * gone <= k`` over the options to the cover's school."""
    groups = problem.options.group[options]
    counted = zip(options, cover.counts(problem, groups).tolist(), strict=True)
    terms = [
        (x.move[o, t], n)
        for o, n in counted
        if n
        for t in range(cover.year + 1)
        if (o, t) in x.move
    ]
    leaves = [(v, cover.most * n) for v, n in gone(problem, x, cover.school)]
    return LpAffineExpression.from_list(terms + leaves) <= cover.most


def broken_covers(problem: Problem, model: Model, values: NDArray[np.float64]) -> set[Cover]:
    """Return the rows that a relaxed answer breaks; none where groups may be divided."""
    x = model.variables
    if not problem.whole or not x.move:
        return set()
    position = model.positions
    taken = np.array([values[position[v.id]] for v in x.move.values()])
    keys = np.array(list(x.move), dtype=np.int64)[taken > 0]
    taken = taken[taken > 0]
    school, group = (
        column[keys[:, 0]] for column in (problem.options.school, problem.options.group)
    )
    leaves = _leaves(problem, model, values)
    found = set()
    for t in range(len(problem.years)):
        room = np.floor(problem.left.most_room[:, t])
        by_then = keys[:, 1] <= t
        for k in range(1, LARGEST + 1):
            n = np.floor(problem.pupils[group, t] * (k + 1) / (room[school] + 1))
            there = np.bincount(school, weights=taken * n * by_then, minlength=len(room))
            broken = np.flatnonzero((there > k * (1 - leaves) + BROKEN * k) & (room >= k))
            found |= {Cover(r, t, k) for r in broken.tolist()}
    return found


def _leaves(problem: Problem, model: Model, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how much of each school closes or is absorbed in a relaxed answer, shape (s,)."""
    x, position = model.variables, model.positions
    leaves = np.zeros(len(problem.running))
    for (s, _), v in x.close.items():
        leaves[s] += values[position[v.id]]
    for (p, _), v in x.merge.items():
        leaves[problem.merges.absorbed[p]] += values[position[v.id]]
    return leaves
