"""Seats and beds that a plan leaves, and whether they still do when a few schools change."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from planner.modes import BOARD
from planner.obstacles.aftermath import lawful_beds
from planner.over import places

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from planner.problem import Problem
    from planner.solution import Solution

TOLERANCE = 1e-6


@dataclass(frozen=True)
class Room:
    """What a plan leaves of seats and beds once everybody has moved."""

    problem: Problem
    solution: Solution

    @cached_property
    def rows(self) -> Mapping[int, tuple[int, ...]]:
        """School -> the rows of the solution that leave it."""
        return _by(self.problem.homes[self.problem.options.group[self.solution.option]])

    @cached_property
    def coming(self) -> Mapping[int, tuple[int, ...]]:
        """School -> the rows of the solution that come to it."""
        return _by(self.problem.options.school[self.solution.option])

    @cached_property
    def left(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Seats and beds left, shape (schools, T) each."""
        problem, solution = self.problem, _counting(self.problem, self.solution)
        room = places(problem, solution) - problem.left.own
        beds = lawful_beds(problem, solution)
        for row in range(len(solution.option)):
            self.shift((room, beds), row, int(solution.year[row]), sign=1)
        for i in solution.relieved:
            room[problem.reliefs.source[i]] += problem.reliefs.redirected[i]
            room[problem.reliefs.school[i]] -= problem.reliefs.redirected[i]
        return room, beds

    def shift(self, left: Left, row: int, t: int, *, sign: int) -> None:
        """Let a row of the solution move in year `t` (sign 1), or not (sign -1), in place."""
        options, o = self.problem.options, int(self.solution.option[row])
        g, r = int(options.group[o]), int(options.school[o])
        pupils = sign * self.problem.pupils[g, t:] * self.solution.share[row]
        room, beds = left
        room[self.problem.homes[g]][t:] += pupils
        room[r][t:] -= pupils
        if options.mode[o] == BOARD:
            beds[r][t:] -= pupils

    def copied(self, schools: Iterable[int]) -> Left:
        """Return what is left at some schools, to be changed, with those that they send to."""
        touched = set(schools) | {
            int(self.problem.options.school[self.solution.option[row]])
            for s in schools
            for row in self.rows.get(s, ())
        }
        room, beds = self.left
        return {s: room[s].copy() for s in touched}, {s: beds[s].copy() for s in touched}

    def fits(self, years: Mapping[int, int]) -> bool:
        """Tell whether every receiver has its places if some schools close in other years."""
        left = self.copied(years)
        for s, t in years.items():
            for row in self.rows.get(s, ()):
                self.shift(left, row, int(self.solution.year[row]), sign=-1)
                self.shift(left, row, t, sign=1)
        return all(self._holds(left, r, years) for r in left[0])

    def _holds(self, left: Left, r: int, years: Mapping[int, int]) -> bool:
        """Tell whether nothing is short at a receiver from the year in which somebody comes."""
        problem, solution = self.problem, self.solution
        since = {
            row: years.get(
                int(problem.homes[problem.options.group[solution.option[row]]]),
                int(solution.year[row]),
            )
            for row in self.coming.get(r, ())
        }
        boards = [
            t for row, t in since.items() if problem.options.mode[solution.option[row]] == BOARD
        ]
        seats, beds = left[0][r], left[1][r]
        return bool(
            (seats[min(since.values(), default=len(seats)) :] >= -TOLERANCE).all()
            and (beds[min(boards, default=len(beds)) :] >= -TOLERANCE).all()
        )


type Left = tuple[
    NDArray[np.float64] | dict[int, NDArray[np.float64]],
    NDArray[np.float64] | dict[int, NDArray[np.float64]],
]


def _by(schools: NDArray[np.int64]) -> dict[int, tuple[int, ...]]:
    found = defaultdict[int, list[int]](list)
    for row, s in enumerate(schools.tolist()):
        found[s].append(row)
    return {s: tuple(rows) for s, rows in found.items()}


def _counting(problem: Problem, solution: Solution) -> Solution:
    """Return the solution with its works counted from the year in which they count."""
    if problem.build_before_close:
        return solution
    return replace(solution, built=dict.fromkeys(solution.built, 0))
