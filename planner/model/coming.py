"""Who may come to each school: the arrivals that several families count."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from planner.modes import BOARD

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.model.terms import Terms
    from planner.model.variables import Variables
    from planner.problem import Problem


class Coming:
    """Who may come to each school: options and redirections, with their pupils by year."""

    def __init__(self, problem: Problem, *, boarding: bool) -> None:
        self.problem = problem
        self.options: dict[int, list[int]] = defaultdict(list)
        self.reliefs: dict[int, list[int]] = defaultdict(list)
        reliefs = problem.reliefs
        self.entrants = reliefs.boarding if boarding else reliefs.redirected
        boards = problem.options.mode == BOARD
        for o in np.flatnonzero(boards) if boarding else range(len(problem.options)):
            self.options[int(problem.options.school[o])].append(int(o))
        for i, r in enumerate(reliefs.school.tolist()):
            if not boarding or self.entrants[i].any():
                self.reliefs[r].append(i)

    @classmethod
    def of(cls, problem: Problem, *, boarding: bool = False) -> Coming:
        """Return those of a problem: everybody, or only those who board."""
        return cls(problem, boarding=boarding)

    def schools(self) -> list[int]:
        """Return the schools to which somebody may come."""
        return sorted({*self.options, *self.reliefs})

    def terms(self, x: Variables, r: int, t: int) -> Terms:
        """Return the pupils of year t who came to school r by then."""
        problem = self.problem
        options = self.options.get(r, [])
        pupils = problem.pupils[problem.options.group[options], t].tolist() if options else []
        came = [
            (x.move[o, u], n)
            for o, n in zip(options, pupils, strict=True)
            for u in range(t + 1)
            if n and (o, u) in x.move
        ]
        return came + [
            (x.relieve[i], float(self.entrants[i, t]))
            for i in self.reliefs.get(r, [])
            if self.entrants[i, t]
        ]

    def most(self, r: int, t: int) -> float:
        """Return all who could be there in year t, each group once, whatever its options."""
        groups = np.unique(self.problem.options.group[self.options.get(r, [])])
        return float(self.problem.pupils[groups, t].sum() + self._entrants(r)[t])

    def years_that_matter(self, r: int, limit: NDArray[np.float64]) -> list[int]:
        """Return the years not implied by a later one: arrivals only grow if pupils do not fall."""
        groups = self.problem.options.group[self.options.get(r, [])]
        pupils = np.vstack([self.problem.pupils[groups], self.entrants[self.reliefs.get(r, [])]])
        years = len(limit)
        return [
            t
            for t in range(years)
            if not any(
                limit[u] <= limit[t] and bool((pupils[:, u] >= pupils[:, t]).all())
                for u in range(t + 1, years)
            )
        ]

    def _entrants(self, r: int) -> NDArray[np.float64]:
        return self.entrants[self.reliefs.get(r, [])].sum(axis=0)
