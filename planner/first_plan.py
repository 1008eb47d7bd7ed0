"""A first lawful plan, at once: schools close in the order of what each saves, while there is room.

No works, merges, downgrades or redirections, and no proof: what a search starts from, and what is
kept where its time runs out before it finds anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from planner.modes import BOARD, TOLERANCE
from planner.options import NO_MERGE
from planner.solution import Solution

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from planner.problem import Problem


def first_plan(problem: Problem) -> Solution | None:
    """Return a plan with decided and due closings, and as many more as are asked; None without one.

    A year in which fewer can be closed this way closes fewer.
    """
    filling = _Filling(problem)
    for t in range(len(problem.years)):
        for s in filling.due(t):
            if not filling.close(s, t):
                return None
        more = problem.asked[t] - filling.counted(t)
        for s in filling.worth_closing(t) if more > 0 else ():
            more -= filling.close(s, t)
            if more <= 0:
                break
    return filling.solution()


@dataclass
class _Filling:
    """Schools being closed one after the other, and the places left."""

    problem: Problem
    closed: dict[int, int] = field(default_factory=dict)
    moved: dict[int, tuple[int, int]] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        problem = self.problem
        self.room, self.beds = problem.room.copy(), problem.beds.copy()
        order = np.argsort(problem.homes, kind="stable")
        starts = np.searchsorted(problem.homes[order], np.arange(len(problem.running) + 1))
        self.groups = [order[a:b] for a, b in pairwise(starts)]
        groups = np.arange(len(problem.homes) + 1)
        self.options = np.searchsorted(problem.options.group, groups)
        self.decided = set(problem.standing.pinned)

    def due(self, t: int) -> list[int]:
        """Return the schools that must close in year t."""
        problem, year = self.problem, self.problem.years[t]
        pinned = [s for s, when in problem.standing.pinned.items() if when == year]
        empty = [s for s, last in problem.empty_due.items() if last == t and s not in self.closed]
        return sorted(pinned) + sorted(s for s in empty if not self._is_last_junior(s))

    def counted(self, t: int) -> int:
        """Return the closings of year t that count."""
        return sum(when == t and bool(self.problem.standing.counted[s])
                   for s, when in self.closed.items())  # fmt: skip

    def worth_closing(self, t: int) -> Iterator[int]:
        """Yield the schools that may close and count, those that save most from year t on first."""
        problem, standing = self.problem, self.problem.standing
        spared = standing.against | set(standing.kept) | self.decided
        free = [
            s
            for s in problem.closable.tolist()
            if standing.counted[s] and s not in spared and not self._only_reduced(s, t)
        ]
        saved = self._saved(t)
        yield from sorted(free, key=lambda s: (-saved[s], s))

    def _saved(self, t: int) -> NDArray[np.float64]:
        """Return the yuan that closing each school in year t saves at the most; -inf where none may."""
        problem = self.problem
        best = np.full(len(problem.homes), np.inf)
        free = problem.options.may[:, t] & (problem.options.merge == NO_MERGE)
        np.minimum.at(best, problem.options.group[free], problem.options.money[free, t])
        saved: NDArray[np.float64] = problem.running * problem.years_left[t]
        np.subtract.at(saved, problem.homes, best)
        return saved

    def close(self, school: int, t: int) -> bool:
        """Close a school in year t if all its groups find places; tell whether it did."""
        if school in self.closed or school in self.taken or self._is_last_junior(school):
            return False
        pupils = self.problem.pupils[:, t:]
        placed: list[int] = []
        for g in sorted(self.groups[school].tolist(), key=lambda g: -pupils[g].max()):
            o = self._place(g, t, leaving=school)
            if o is None:
                for before in placed:
                    self._take(before, t, back=True)
                return False
            self._take(o, t)
            placed.append(o)
        self.closed[school] = t
        options = self.problem.options
        self.moved |= {int(options.group[o]): (o, t) for o in placed}
        self.taken |= {int(options.school[o]) for o in placed}
        return True

    def _place(self, g: int, t: int, *, leaving: int) -> int | None:
        """Return the cheapest place of a group that has room from year t on."""
        options, pupils = self.problem.options, self.problem.pupils[g, t:]
        start, end = self.options[g], self.options[g + 1]
        here = slice(start, end)
        free = options.may[here, t] & (options.merge[here] == NO_MERGE) & ~options.needs[here]
        rows: list[int] = (np.flatnonzero(free) + start).tolist()
        for o in rows:
            r = int(options.school[o])
            if r == leaving or r in self.closed or r in self.decided or not pupils.size:
                continue
            come = pupils > 0
            if (self.room[r, t:] + TOLERANCE < pupils)[come].any():
                continue
            if options.mode[o] == BOARD and (self.beds[r, t:] + TOLERANCE < pupils)[come].any():
                continue
            return o
        return None

    def _take(self, o: int, t: int, *, back: bool = False) -> None:
        options = self.problem.options
        r, pupils = int(options.school[o]), self.problem.pupils[options.group[o], t:]
        come = -pupils if back else pupils
        self.room[r, t:] -= come
        if options.mode[o] == BOARD:
            self.beds[r, t:] -= come

    def _is_last_junior(self, school: int) -> bool:
        return any(
            school in juniors and all(q == school or q in self.closed for q in juniors)
            for juniors, _ in self.problem.junior_townships
        )

    def _only_reduced(self, school: int, t: int) -> bool:
        problem = self.problem
        lowest = self.groups[school][~problem.upper[self.groups[school]]]
        return problem.only_reduce and bool(problem.pupils[lowest, t].sum() > 0)

    def solution(self) -> Solution:
        """Return what was decided."""
        moves = [self.moved[g] for g in sorted(self.moved)]
        option, year = (np.array([move[n] for move in moves], dtype=np.int64) for n in (0, 1))
        return Solution(self.closed, option, year, np.ones(len(moves)))
