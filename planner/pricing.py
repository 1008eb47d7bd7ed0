"""What a move or redirection that is left out would be worth, by the prices of a relaxed answer.

The reduced cost of a column is its own money less what it takes of every row, at the row's price.
A row that the part does not state, because nothing in the part could break it, has price 0: that
keeps the prices true for the whole question, whose bound is the relaxed answer's value once no
column has a negative reduced cost.

Source: Gilmore and Gomory (1961), DOI 10.1287/opre.9.6.849; here for a fixed list of columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.modes import BOARD
from planner.options import NO_MERGE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from planner.part import Choice, Part
    from planner.problem import Problem

type Rows = list[tuple[str, tuple[int, ...]]]
# Of a reduced cost, in yuan or pupils: below this it is noise.
NOISE = 1e-6


@dataclass(frozen=True)
class Worth:
    """Reduced costs of every move and redirection of a question.

    Parameters
    ----------
    moves
        Shape (options, T); inf where the group may not come.
    reliefs
        Shape (redirections,).
    """

    moves: NDArray[np.float64]
    reliefs: NDArray[np.float64]

    def missing(self, problem: Problem, looked_at: Choice) -> float:
        """Return by how much a relaxed answer may be above that of the whole question, <= 0.

        A group moves at most once, and a place's entrants are redirected at most once: each can
        gain no more than the best column that was not looked at.
        """
        lost = np.zeros(len(problem.homes))
        unseen = np.where(looked_at.moves, 0.0, self.moves)
        np.minimum.at(lost, problem.options.group, unseen.min(axis=1, initial=0.0))
        sent = np.where(looked_at.reliefs, 0.0, np.minimum(self.reliefs, 0.0))
        return float(lost.sum() + sent.sum())


def worth(
    problem: Problem, part: Part, rows: Rows, prices: NDArray[np.float64], *, money: bool
) -> Worth:
    """Return the reduced costs of all columns of `problem` under the prices of a part of it.

    Parameters
    ----------
    rows
        Family and index of each row of the part's model, in its order.
    prices
        Shape (rows,): the relaxed answer's price of each.
    money
        Whether money is the aim; else pupils over places.
    """
    by = _ByFamily.of(rows, prices)
    taken = _Taken.of(problem, by)
    return Worth(
        _moves(problem, part, by, taken, money=money),
        _reliefs(problem, part, by, taken, money=money),
    )


@dataclass(frozen=True)
class _ByFamily:
    """Prices by family: index -> price."""

    prices: dict[str, dict[tuple[int, ...], float]]

    @classmethod
    def of(cls, rows: Rows, prices: NDArray[np.float64]) -> _ByFamily:
        found: dict[str, dict[tuple[int, ...], float]] = {}
        for (family, index), price in zip(rows, prices.tolist(), strict=True):
            if price:
                found.setdefault(family, {})[index] = price
        return cls(found)

    def items(self, family: str) -> Iterable[tuple[tuple[int, ...], float]]:
        return self.prices.get(family, {}).items()


@dataclass(frozen=True)
class _Taken:
    """The price of one more pupil, and of one more boarder, at each school and year, (s, T)."""

    seats: NDArray[np.float64]
    beds: NDArray[np.float64]

    @classmethod
    def of(cls, problem: Problem, by: _ByFamily) -> _Taken:
        seats, beds = np.zeros_like(problem.room), np.zeros_like(problem.room)
        for family in ("seats", "changing_seats"):
            for (r, t, *_), price in by.items(family):
                seats[r, t] += price
        for (r, t), price in by.items("beds"):
            beds[r, t] += price
        if not problem.build_before_close:
            # who comes before the seats are built is a pupil over
            for (s, t, _), price in by.items("excess"):
                seats[s, t] -= price
        return cls(seats, beds)


def _moves(
    problem: Problem, part: Part, by: _ByFamily, taken: _Taken, *, money: bool
) -> NDArray[np.float64]:
    options, pupils = problem.options, problem.pupils
    each = pupils[options.group] * taken.seats[options.school]
    boards = (options.mode == BOARD)[:, None]
    each += np.where(boards, pupils[options.group] * taken.beds[options.school], 0.0)
    # a group counts in the year in which it comes and in every later one
    cost = -np.cumsum(each[:, ::-1], axis=1)[:, ::-1]
    if money:
        cost += options.money
    cost -= _placed(problem, by)
    cost -= _stay_open(problem, by)[:, None]
    for (o, t), price in by.items("offered_by_then"):
        cost[part.options[o], t] -= price
    return np.where(options.may, cost, np.inf)


def _placed(problem: Problem, by: _ByFamily) -> NDArray[np.float64]:
    """Return the prices of the rows that place each option's group, shape (options, T)."""
    placed = np.zeros(problem.pupils.shape)
    for (g, t), price in by.items("everyone_placed"):
        placed[g, t] = price
    found: NDArray[np.float64] = placed[problem.options.group]
    prescribed = np.flatnonzero(problem.options.merge != NO_MERGE)
    found[prescribed] = 0.0
    merged = by.prices.get("merged_whole", {})
    for o in prescribed.tolist() if merged else ():
        p, g = int(problem.options.merge[o]), int(problem.options.group[o])
        found[o] = [merged.get((p, g, t), 0.0) for t in range(found.shape[1])]
    return found


def _stay_open(problem: Problem, by: _ByFamily) -> NDArray[np.float64]:
    """Return the price of the row that keeps each option's school open, shape (options,)."""
    schools = len(problem.running)
    priced = sorted((g * schools + r, price) for (g, r), price in by.items("receivers_stay_open"))
    if not priced:
        return np.zeros(len(problem.options))
    known, prices = (np.array(column) for column in zip(*priced, strict=True))
    wanted = problem.options.group * schools + problem.options.school
    at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return np.where(known[at] == wanted, prices[at], 0.0)


def _reliefs(
    problem: Problem, part: Part, by: _ByFamily, taken: _Taken, *, money: bool
) -> NDArray[np.float64]:
    reliefs = problem.reliefs
    cost = reliefs.money.copy() if money else np.zeros(len(reliefs))
    cost -= (reliefs.redirected * taken.seats[reliefs.school]).sum(axis=1)
    cost -= (reliefs.boarding * taken.beds[reliefs.school]).sum(axis=1)
    once = {index[0]: price for index, price in by.items("redirected_once") if len(index) == 1}
    for n, sending in enumerate(problem.reliefs.sendings):
        cost[list(sending.rows)] -= once.get(n, 0.0)
    for (i, kind), price in by.items("redirected_lawfully"):
        if kind < 3:  # noqa: PLR2004 - the fourth kind of row has no redirection in it
            cost[part.reliefs[i]] -= price
    return cost


def negative(worth: Worth, problem: Problem, looked_at: Choice, *, most: int) -> Choice:
    """Return columns not yet looked at that would help: up to `most` a group and year."""
    from planner.part import Choice  # noqa: PLC0415 - only here

    better = (worth.moves < -NOISE) & ~looked_at.moves
    moves = np.zeros_like(better)
    for t in range(better.shape[1]):
        rows = np.flatnonzero(better[:, t])
        order = rows[np.lexsort((worth.moves[rows, t], problem.options.group[rows]))]
        group = problem.options.group[order]
        rank = np.arange(len(order)) - np.searchsorted(group, group)
        moves[order[rank < most], t] = True
    return Choice(moves, (worth.reliefs < -NOISE) & ~looked_at.reliefs)
