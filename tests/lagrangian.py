"""A limit for the money of the basic model without any solver: prices for what schools share.

Seats, beds, 'who receives stays open' and the targets are left out of the rules and priced; then
every school decides alone: stay, or close in its cheapest year with every group at its cheapest
place. Whatever the prices (none below 0), no plan costs less. Prices follow the subgradient.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tests.state_form import BOARDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from planner.problem import Problem

type Reals = NDArray[np.float64]
_STEP, _PATIENCE, _SMALLEST = 1.2, 8, 1e-3
_HUGE = 1e12  # yuan: a group without a place


@dataclass(frozen=True)
class Prices:
    """Yuan for what schools share.

    Parameters
    ----------
    seats, beds
        Shape (schools, T), of a place in a year.
    stays
        Shape (pairs,), of a group and a receiver that may close.
    fewer, more
        Shape (T,), of a closure below and beyond the counts allowed.
    """

    seats: Reals
    beds: Reals
    stays: Reals
    fewer: Reals
    more: Reals

    def moved(self, other: Prices, step: float) -> Prices:
        """Return the prices after a step, none below 0."""
        return Prices(
            *(
                np.maximum(mine + step * theirs, 0.0)
                for mine, theirs in zip(self._all(), other._all(), strict=True)
            )
        )

    def length(self) -> float:
        """Return the square of the Euclidean length."""
        return float(sum((part**2).sum() for part in self._all()))

    def _all(self) -> tuple[Reals, ...]:
        return self.seats, self.beds, self.stays, self.fewer, self.more


class Lagrangian:
    """The priced problem of plans with given distances to the targets."""

    def __init__(self, problem: Problem, far: Sequence[int]) -> None:
        self.problem = problem
        options = problem.options
        self.years, self.schools = len(problem.years), len(problem.running)
        self.pupils = problem.pupils[options.group]
        self.boards = (options.mode == BOARDS)[:, None]
        closable = np.zeros(self.schools, dtype=bool)
        closable[problem.closable] = True
        self.linked = closable[options.school]
        key = options.group * self.schools + options.school
        pairs, place = np.unique(key[self.linked], return_inverse=True)
        self.pair_of = np.zeros(len(options), dtype=np.int64)
        self.pair_of[self.linked] = place
        self.receiver = pairs % self.schools
        self.least, self.most = _counts(problem, far)
        self.counted = closable & problem.standing.counted
        self.may = _may_close(problem)
        self.must = _must_close(problem)
        moving = np.unique(options.group)
        self.stuck = np.setdiff1d(np.flatnonzero(closable[problem.homes]), moving)

    def none(self) -> Prices:
        """Return prices of 0."""
        square = np.zeros((self.schools, self.years))
        counts = np.zeros(self.years)
        return Prices(square, square, np.zeros(len(self.receiver)), counts, counts)

    def value(self, prices: Prices) -> tuple[float, Prices]:
        """Return the limit under these prices, and how much of each is used beyond what is."""
        problem, options = self.problem, self.problem.options
        cost, close = self._of_options(prices), self._of_closing(prices)
        best, which = _cheapest(cost, options.group, len(problem.homes))
        best[self.stuck] = _HUGE
        np.add.at(close, problem.homes, best)
        close = np.where(self.may, close, np.inf)
        year = close.argmin(axis=1)
        value = close[np.arange(self.schools), year]
        goes = np.where(self.must, True, value < 0) & np.isfinite(value)
        total = float(value[goes].sum()) - self._constant(prices)
        return problem.do_nothing + total, self._used(goes, year, which)

    def _of_options(self, prices: Prices) -> Reals:
        """Return shape (options, T): yuan of going there in year t, with the prices of later."""
        school = self.problem.options.school
        by_year = (prices.seats[school] + self.boards * prices.beds[school]) * self.pupils
        later = by_year[:, ::-1].cumsum(axis=1)[:, ::-1]
        stays = np.where(self.linked, prices.stays[self.pair_of] if len(prices.stays) else 0.0, 0.0)
        early = np.arange(self.years) < self.problem.options.first[:, None]
        return np.where(early, _HUGE, self.problem.options.money + later + stays[:, None])

    def _of_closing(self, prices: Prices) -> Reals:
        """Return shape (schools, T): yuan of closing in year t, without the groups."""
        saved = -self.problem.running[:, None] * self.problem.years_left
        stays = np.bincount(self.receiver, weights=prices.stays, minlength=self.schools)
        return saved + stays[:, None] + self.counted[:, None] * (prices.more - prices.fewer)

    def _constant(self, prices: Prices) -> float:
        problem = self.problem
        given = (prices.seats * problem.room).sum() + (prices.beds * problem.beds).sum()
        finite = np.where(np.isfinite(self.most), self.most, 0.0)
        return float(given + prices.stays.sum() + prices.more @ finite - prices.fewer @ self.least)

    def _used(
        self, goes: NDArray[np.bool_], year: NDArray[np.int64], which: NDArray[np.int64]
    ) -> Prices:
        """Return for each price how far the schools' decisions go beyond what there is."""
        problem, options = self.problem, self.problem.options
        seats, beds = -problem.room.astype(float), -problem.beds.astype(float)
        leaving = np.flatnonzero(goes[problem.homes])
        when = year[problem.homes[leaving]]
        option = which[leaving, when]
        known = option >= 0
        leaving, when, option = leaving[known], when[known], option[known]
        there = (np.arange(self.years) >= when[:, None]) * problem.pupils[leaving]
        np.add.at(seats, options.school[option], there)
        np.add.at(beds, options.school[option], there * self.boards[option])
        stays = goes[self.receiver].astype(float) - 1.0
        linked = option[self.linked[option]]
        np.add.at(stays, self.pair_of[linked], 1.0)
        counted = goes & self.counted
        planned = np.bincount(year[counted], minlength=self.years).astype(float)
        more = np.where(np.isfinite(self.most), planned - self.most, 0.0)
        return Prices(seats, beds, stays, self.least - planned, more)


def lagrangian_bound(
    problem: Problem, far: Sequence[int], money: float, *, rounds: int = 60
) -> float:
    """Return yuan that no plan with these distances to the targets is below.

    Parameters
    ----------
    problem
        Without works, merges, downgrades and relief.
    far
        Distance of each year to its target, in schools.
    money
        Of a plan that is known; it only sets the length of the steps.
    rounds
        Steps taken.
    """
    priced = Lagrangian(problem, far)
    prices, best, step, idle = priced.none(), -np.inf, _STEP, 0
    for _ in range(rounds):
        value, used = priced.value(prices)
        idle = 0 if value > best else idle + 1
        best = max(best, value)
        length = used.length()
        if length == 0 or step < _SMALLEST:
            break
        if idle >= _PATIENCE:
            step, idle = step / 2, 0
        prices = prices.moved(used, step * max(money - value, 1.0) / length)
    return best


def _cheapest(
    cost: Reals, group: NDArray[np.int64], groups: int
) -> tuple[Reals, NDArray[np.int64]]:
    """Return shape (groups, T): the cheapest option's cost, and which it is (-1: none)."""
    best = np.zeros((groups, cost.shape[1]))
    which = np.full((groups, cost.shape[1]), -1, dtype=np.int64)
    if not len(cost):
        return best, which
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    best[group[starts]] = np.minimum.reduceat(cost, starts, axis=0)
    for t in range(cost.shape[1]):
        rows = np.flatnonzero(cost[:, t] == best[group, t])
        first = np.unique(group[rows], return_index=True)[1]
        which[group[rows[first]], t] = rows[first]
    return best, which


def _counts(problem: Problem, far: Sequence[int]) -> tuple[Reals, Reals]:
    """Return the fewest and the most closures of each year that count."""
    asked, far_of = problem.asked.astype(float), np.asarray(far, dtype=float)
    endless = np.full(len(asked), np.inf)
    least = np.zeros(len(asked)) if problem.rule == "at_most" else asked - far_of
    most = endless if problem.rule == "at_least" else asked + far_of
    return np.maximum(least, 0.0), most


def _may_close(problem: Problem) -> NDArray[np.bool_]:
    """Return shape (schools, T): a school may close in that year."""
    may = np.zeros((len(problem.running), len(problem.years)), dtype=bool)
    may[problem.closable] = True
    may[[*problem.standing.kept, *problem.standing.against]] = False
    for s, year in problem.standing.pinned.items():
        may[s] = np.array(problem.years) == year
    return may


def _must_close(problem: Problem) -> NDArray[np.bool_]:
    must = np.zeros(len(problem.running), dtype=bool)
    must[list(problem.standing.pinned)] = True
    return must
