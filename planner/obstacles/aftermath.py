"""A solution seen from a school that stays: what is left of seats and beds, who has come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.modes import BOARD
from planner.obstacles.reach import takers
from planner.options import NO_MERGE
from planner.over import places
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from planner.case import Case
    from planner.obstacles.reach import Takers
    from planner.problem import Problem
    from planner.solution import Solution


@dataclass(frozen=True)
class Aftermath:
    """A solution and what follows from it.

    What comes after the targets - merges that do not count, bands given up, entrants redirected -
    takes no places here: the plan would do without it if one more school could close.

    Parameters
    ----------
    year
        Index of the year in which a school is to close.
    room, beds
        Shape (schools, T): places left by own pupils and those who came; below 0 where over.
    senders
        School -> the schools whose closing brings it pupils.
    gone
        Schools that close or are absorbed.
    firm
        Those of them that close, or are absorbed where that counts.
    converted
        School -> the year in which it becomes a nine-year school.
    moved
        Groups that move.
    takers
        Which schools teach a band, by band.
    names
        Of all schools.
    """

    case: Case
    solution: Solution
    year: int
    room: NDArray[np.float64]
    beds: NDArray[np.float64]
    senders: Mapping[int, set[int]]
    gone: frozenset[int]
    firm: frozenset[int]
    converted: Mapping[int, int]
    moved: frozenset[int]
    takers: Mapping[str, Takers]
    names: tuple[str, ...]

    @classmethod
    def of(cls, case: Case, solution: Solution, year: int) -> Aftermath:
        """Return what follows from a solution for closings in year `year`."""
        problem = case.problem
        absorbed = problem.merges.absorbed[list(solution.merged)].tolist()
        firm = frozenset((*solution.closed, *(absorbed if problem.merges_count else ())))
        room, beds, senders = _left(problem, _used(problem, solution), firm)
        return cls(
            case,
            solution,
            year,
            room,
            beds,
            senders,
            gone=firm | frozenset(absorbed),
            firm=firm,
            converted=_converted(problem, _used(problem, solution)),
            moved=frozenset(problem.options.group[solution.option].tolist()),
            takers=takers(case),
            names=tuple(str(name) for name in case.dataset.schools["name"]),
        )

    def staying(self, school: int) -> list[int]:
        """Return the groups of a school that do not move, the largest first."""
        pupils = self.case.problem.pupils
        mine = np.flatnonzero(self.case.problem.homes == school).tolist()
        stays = [g for g in mine if g not in self.moved]
        return sorted(stays, key=lambda g: -float(pupils[g, self.year :].max()))

    def options_of(self, g: int) -> NDArray[np.int64]:
        """Return the places that a group may choose in the year."""
        options = self.case.problem.options
        start, end = np.searchsorted(options.group, (g, g + 1))
        free = options.merge[start:end] == NO_MERGE
        found: NDArray[np.int64] = np.arange(start, end)[
            free & (options.first[start:end] <= self.year)
        ]
        return found

    def listed(self, schools: Iterable[int]) -> Text:
        """Return the names of schools."""
        names = [self.names[s] for s in sorted(schools)]
        return Text("、".join(names), ", ".join(names))


def _used(problem: Problem, solution: Solution) -> Solution:
    """Return the solution with its works counted from the year in which they count."""
    if problem.build_before_close:
        return solution
    return replace(solution, built=dict.fromkeys(solution.built, 0))


def _converted(problem: Problem, solution: Solution) -> dict[int, int]:
    works, merges = problem.works, problem.merges
    found = {int(merges.receiver[p]): t for p, t in solution.merged.items()}
    return found | {int(works.school[k]): t for k, t in solution.built.items() if works.converts[k]}


def _left(
    problem: Problem, solution: Solution, firm: frozenset[int]
) -> tuple[NDArray[np.float64], NDArray[np.float64], dict[int, set[int]]]:
    """Return seats and beds left by school and year, and who sends pupils to whom."""
    room = places(problem, solution) - problem.left.own
    beds = lawful_beds(problem, solution)
    senders: dict[int, set[int]] = {}
    rows = zip(solution.option.tolist(), solution.year.tolist(), solution.share, strict=True)
    for o, t, share in rows:
        g, r = int(problem.options.group[o]), int(problem.options.school[o])
        home, moved = int(problem.homes[g]), problem.pupils[g, t:] * share
        room[home, t:] += moved
        if home not in firm:
            continue
        room[r, t:] -= moved
        if problem.options.mode[o] == BOARD:
            beds[r, t:] -= moved
        senders.setdefault(r, set()).add(home)
    for i in solution.relieved:
        room[problem.reliefs.source[i]] += problem.reliefs.redirected[i]
    return room, beds, senders


def lawful_beds(problem: Problem, solution: Solution) -> NDArray[np.float64]:
    """Return free beds by school and year, with those of works and sites that become one."""
    beds = problem.beds.copy()
    works, merges = problem.works, problem.merges
    for k, t in solution.built.items():
        s = works.school[k]
        beds[s, t:] += max(works.beds[k] - problem.left.without_bed[s], 0.0)
    for p, t in solution.merged.items():
        if merges.near[p]:
            beds[merges.receiver[p], t:] += problem.own_beds[merges.absorbed[p]]
    return beds
