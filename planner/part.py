"""A part of a question: the same county and rules with fewer places and redirections to choose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.options import NO_MERGE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.model.covers import Cover
    from planner.problem import Problem
    from planner.solution import Solution


@dataclass(frozen=True)
class Choice:
    """Which moves and redirections of a question are looked at.

    Parameters
    ----------
    moves
        Shape (options, T).
    reliefs
        Shape (redirections,).
    """

    moves: NDArray[np.bool_]
    reliefs: NDArray[np.bool_]

    def __or__(self, other: Choice) -> Choice:
        """Return what is in either."""
        return Choice(self.moves | other.moves, self.reliefs | other.reliefs)

    def __len__(self) -> int:
        """Return the number of moves and redirections looked at."""
        return int(self.moves.sum() + self.reliefs.sum())


@dataclass(frozen=True)
class Hint:
    """What a question like this one was answered with: where to begin, and nothing that must hold.

    Parameters
    ----------
    group, school
        Shape (options,): whose options they were, and where to.
    looked_at
        The choices stated for its relaxed answer.
    covers
        The rows of `planner.model.covers` found with it.
    distance
        How near each year comes to its target, where that holds of this question too; empty where
        it must be found anew.
    """

    group: NDArray[np.int64]
    school: NDArray[np.int64]
    looked_at: Choice
    covers: frozenset[Cover]
    distance: tuple[int, ...] = ()

    def begins(self, problem: Problem) -> Choice | None:
        """Return what to look at first of a question; None where its options are other ones."""
        options = problem.options
        alike = np.array_equal(self.group, options.group) and np.array_equal(
            self.school, options.school
        )
        if not alike or len(self.looked_at.reliefs) != len(problem.reliefs):
            return None
        return Choice(self.looked_at.moves & options.may, self.looked_at.reliefs)


@dataclass(frozen=True)
class Part:
    """A question with some of its choices, and where they stand in the whole.

    Parameters
    ----------
    problem
        The question itself.
    options, reliefs
        Positions in the whole question, one for each of the part's.
    """

    problem: Problem
    options: NDArray[np.int64]
    reliefs: NDArray[np.int64]

    @classmethod
    def of(cls, whole: Problem, choice: Choice) -> Part:
        """Return the part of `whole` with only the moves and redirections of `choice`."""
        rows = np.flatnonzero(choice.moves.any(axis=1))
        options = replace(whole.options.only(rows), may=choice.moves[rows])
        chosen = np.flatnonzero(choice.reliefs)
        reliefs = whole.reliefs.only(choice.reliefs)
        return cls(replace(whole, options=options, reliefs=reliefs), rows, chosen)

    def whole(self, solution: Solution) -> Solution:
        """Return decisions about the part as decisions about the whole question."""
        relieved = tuple(self.reliefs[list(solution.relieved)].tolist())
        return replace(solution, option=self.options[solution.option], relieved=relieved)

    def part(self, solution: Solution) -> Solution:
        """Return decisions about the whole question, all of whose moves are here, for the part."""
        option = np.searchsorted(self.options, solution.option)
        relieved = tuple(np.searchsorted(self.reliefs, solution.relieved).tolist())
        return replace(solution, option=option, relieved=relieved)


def everything(problem: Problem) -> Choice:
    """Return all moves and redirections of a question."""
    return Choice(problem.options.may.copy(), np.ones(len(problem.reliefs), dtype=bool))


def chosen_by(problem: Problem, solution: Solution) -> Choice:
    """Return the moves and redirections that a plan uses."""
    moves = np.zeros_like(problem.options.may)
    moves[solution.option, solution.year] = True
    reliefs = np.zeros(len(problem.reliefs), dtype=bool)
    reliefs[list(solution.relieved)] = True
    return Choice(moves, reliefs)


def cheapest(problem: Problem, number: int) -> Choice:
    """Return the `number` cheapest moves of each group and year, and redirections of each sending.

    Every move that a merge prescribes is among them.
    """
    options = problem.options
    free = options.may & (options.merge == NO_MERGE)[:, None]
    rate = np.where(free, options.rate[:, None], np.inf)
    moves = lowest(rate, options.group, number)
    moves |= options.may & (options.merge != NO_MERGE)[:, None]
    reliefs = np.zeros(len(problem.reliefs), dtype=bool)
    for sending in problem.reliefs.sendings:
        rows = np.array(sending.rows)
        order = np.argsort(problem.reliefs.money[rows], kind="stable")
        reliefs[rows[order[:number]]] = True
    return Choice(moves, reliefs)


def lowest(costs: NDArray[np.float64], group: NDArray[np.int64], number: int) -> NDArray[np.bool_]:
    """Return the `number` least costs of each group and year, shape (options, T); inf is none.

    Parameters
    ----------
    costs
        Shape (options, T).
    group
        Shape (options,).
    """
    found = np.zeros(costs.shape, dtype=bool)
    for t in range(costs.shape[1]):
        rows = np.flatnonzero(np.isfinite(costs[:, t]))
        rows = rows[np.lexsort((costs[rows, t], group[rows]))]
        rank = np.arange(len(rows)) - np.searchsorted(group[rows], group[rows])
        found[rows[rank < number], t] = True
    return found
