"""What a move or redirection that is left out would be worth, by the prices of a relaxed answer.

The reduced cost of a column is its own money less what it takes of every row, at the row's price.
A row that the part does not state, because nothing in the part could break it, has price 0: that
keeps the prices true for the whole question, whose bound is the relaxed answer's value once no
column has a negative reduced cost.

Source: Gilmore and Gomory (1961), DOI 10.1287/opre.9.6.849; here for a fixed list of columns.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.modes import BOARD
from planner.options import NO_MERGE
from planner.part import Choice, lowest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from planner.model.covers import Cover
    from planner.part import Part
    from planner.problem import Problem

# Of a reduced cost, in yuan or pupils: below this it is noise.
NOISE = 1e-6

type Rows = list[tuple[str, tuple[int, ...]]]


@dataclass(frozen=True)
class Worth:
    """Reduced costs of every move and redirection of a question.

    Parameters
    ----------
    moves
        Shape (options, T); inf where the group may not come.
    reliefs
        Shape (redirections,).
    closing, reducing
        Shape (schools, T): the same of closing a school and of giving up its upper bands, not
        below 0; 0 where it cannot.
    """

    moves: NDArray[np.float64]
    reliefs: NDArray[np.float64]
    closing: NDArray[np.float64]
    reducing: NDArray[np.float64]

    def missing(self, problem: Problem, looked_at: Choice) -> float:
        """Return by how much a relaxed answer may be above that of the whole question, <= 0.

        A school closes, or gives up its upper bands, once at most, with each of its groups at its
        best place: no school can gain more. A place's entrants are redirected at most once. What a
        merge prescribes is always looked at.
        """
        lost = sum(
            float(np.minimum(together.min(axis=1), 0.0)[problem.closable].sum())
            for _, together in self._by_school(problem, self._best(problem, looked_at))
        )
        sent = np.where(looked_at.reliefs, 0.0, np.minimum(self.reliefs, 0.0))
        return lost + float(sent.sum())

    def with_schools(self, problem: Problem, looked_at: Choice) -> Worth:
        """Return what each move costs a plan at the least, with all that must go with it.

        Its school closes or shrinks then, and the other groups take their best places.
        """
        best = self._best(problem, looked_at)
        rest = np.zeros_like(best)
        for groups, together in self._by_school(problem, best):
            rest[groups] = together[problem.homes[groups]] - np.where(
                np.isfinite(best[groups]), best[groups], 0.0
            )
        moves = self.moves + rest[problem.options.group]
        free = (problem.options.merge == NO_MERGE)[:, None]
        return replace(self, moves=np.where(free, moves, self.moves))

    def _best(self, problem: Problem, looked_at: Choice) -> NDArray[np.float64]:
        """Return the reduced cost of each group's best place, shape (groups, T)."""
        best = np.full(problem.pupils.shape, np.inf)
        seen = np.where(looked_at.moves, np.maximum(self.moves, 0.0), self.moves)
        free = problem.options.merge == NO_MERGE
        np.minimum.at(best, problem.options.group[free], seen[free])
        return best

    def _by_school(
        self, problem: Problem, best: NDArray[np.float64]
    ) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.float64]]]:
        """Yield groups that leave together, and what it costs each school that they do, (s, T)."""
        split = np.isin(problem.homes, problem.reducible) & problem.upper
        for groups, leaving in ((~split, self.closing), (split, self.reducing)):
            together = leaving.copy()
            np.add.at(together, problem.homes[groups], best[groups])
            yield groups, together

    def tempting(self, problem: Problem, looked_at: Choice, most: int) -> Choice:
        """Return choices not looked at of negative reduced cost, up to `most` a group and year."""
        better = np.where(looked_at.moves | (self.moves >= -NOISE), np.inf, self.moves)
        moves = lowest(better, problem.options.group, most)
        return Choice(moves, (self.reliefs < -NOISE) & ~looked_at.reliefs)


@dataclass(frozen=True)
class RowPrices:
    """The prices of a part's rows in its relaxed answer.

    Parameters
    ----------
    rows
        Family and index of each row of the part's model, in its order.
    prices
        Shape (rows,).
    covers
        The rows of `planner.model.covers` that were stated, with theirs.
    closing, reducing
        See `Worth`.
    """

    rows: Rows
    prices: NDArray[np.float64]
    covers: Mapping[Cover, float]
    closing: NDArray[np.float64]
    reducing: NDArray[np.float64]


def reduced_costs(problem: Problem, part: Part, priced: RowPrices, *, money: bool) -> Worth:
    """Return the reduced costs of all columns of `problem` under the prices of a part of it.

    Parameters
    ----------
    priced
        The prices of the part's rows.
    money
        Whether money is the aim; else pupils over places.
    """
    by = _ByFamily.of(priced.rows, priced.prices)
    taken = _Taken.of(problem, by)
    return Worth(
        _moves(problem, part, by, taken, money=money) - _counted(problem, priced.covers),
        _reliefs(problem, part, by, taken, money=money),
        priced.closing,
        priced.reducing,
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


def _counted(problem: Problem, covers: Mapping[Cover, float]) -> NDArray[np.float64]:
    """Return the prices of the covers in which each move counts, shape (options, T)."""
    found = np.zeros(problem.options.may.shape)
    if not covers:
        return found
    by_school = np.argsort(problem.options.school, kind="stable")
    ordered = problem.options.school[by_school]
    for cover, price in covers.items():
        begin, end = np.searchsorted(ordered, (cover.school, cover.school + 1))
        rows = by_school[begin:end]
        counted = cover.counts(problem, problem.options.group[rows])
        found[rows, : cover.year + 1] += (price * counted)[:, None]
    return found


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
