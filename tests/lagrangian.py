"""A limit for the money of the basic model that no solver of whole numbers is needed for: prices.

Seats, beds and 'who receives stays open' are left out of the rules and priced. Then every group has
a cheapest place in every year, and what is left is which schools close when, with the closures of
each year as the targets want them: a transport problem, whose linear program is whole by itself.
Whatever the prices (none below 0), no plan costs less. Prices follow the subgradient.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from tests.state_form import BOARDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from planner.problem import Problem

type Reals = NDArray[np.float64]
_STEP, _PATIENCE, _SMALLEST, _MEMORY = 1.0, 8, 1e-3, 0.3
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
    """

    seats: Reals
    beds: Reals
    stays: Reals

    def along(self, used: Prices, pupils: float) -> Prices:
        """Return the direction of a step: seats counted in groups of so many pupils.

        A price that is 0 and would fall stays.
        """
        parts = zip(self._all(), used._all(), (pupils, pupils, 1.0), strict=True)
        return Prices(
            *(np.where((mine <= 0) & (more < 0), 0.0, more) / size for mine, more, size in parts)
        )

    def moved(self, direction: Prices, pupils: float, step: float) -> Prices:
        """Return the prices after a step, none below 0."""
        parts = zip(self._all(), direction._all(), (pupils, pupils, 1.0), strict=True)
        return Prices(*(np.maximum(mine + step * more / size, 0.0) for mine, more, size in parts))

    def mixed(self, other: Prices, part: float) -> Prices:
        """Return these and a part of others."""
        parts = zip(self._all(), other._all(), strict=True)
        return Prices(*(mine + part * theirs for mine, theirs in parts))

    def length(self) -> float:
        """Return the square of the Euclidean length."""
        return float(sum((part**2).sum() for part in self._all()))

    def _all(self) -> tuple[Reals, ...]:
        return self.seats, self.beds, self.stays


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
        return Prices(square, square, np.zeros(len(self.receiver)))

    def value(self, prices: Prices) -> tuple[float, Prices]:
        """Return the limit under these prices, and how much of each is used beyond what is."""
        problem, options = self.problem, self.problem.options
        cost, close = self._of_options(prices), self._of_closing(prices)
        best, which = _cheapest(cost, options.group, len(problem.homes))
        best[self.stuck] = _HUGE
        np.add.at(close, problem.homes, best)
        goes, year = self._closures(np.where(self.may, close, np.inf))
        total = float(close[goes, year[goes]].sum()) - self._constant(prices)
        return problem.do_nothing + total, self._used(goes, year, which)

    def _closures(self, close: Reals) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
        """Return which schools close and when, at least money, as many as the targets want."""
        year = close.argmin(axis=1)
        value = close[np.arange(self.schools), year]
        goes = np.where(self.must, True, value < 0) & np.isfinite(value)
        school, when = np.nonzero(np.isfinite(close) & self.counted[:, None])
        if not len(school):
            return goes, year
        goes = goes & ~self.counted
        x = self._transport(close[school, when], school, when)
        goes[school[x]], year[school[x]] = True, when[x]
        return goes, year

    def _transport(
        self, cost: Reals, school: NDArray[np.int64], when: NDArray[np.int64]
    ) -> NDArray[np.bool_]:
        """Return which pairs of school and year are taken."""
        one, columns = np.ones(len(cost)), np.arange(len(cost))
        once = csr_array((one, (school, columns)), shape=(self.schools, len(cost)))
        each = csr_array((one, (when, columns)), shape=(self.years, len(cost)))
        rows = LinearConstraint(
            vstack([once, each]),
            np.concatenate([self.must & self.counted, self.least]),
            np.concatenate([np.ones(self.schools), self.most]),
        )
        done = milp(cost, constraints=rows, bounds=Bounds(0, 1))
        return np.asarray(done.x > 1 / 2)

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
        return saved + stays[:, None]

    def _constant(self, prices: Prices) -> float:
        problem = self.problem
        given = (prices.seats * problem.room).sum() + (prices.beds * problem.beds).sum()
        return float(given + prices.stays.sum())

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
        return Prices(seats, beds, stays)


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
    pupils = float(priced.pupils.mean()) if priced.pupils.any() else 1.0
    prices, best, step, idle = priced.none(), -np.inf, _STEP, 0
    direction = priced.none()
    for _ in range(rounds):
        value, used = priced.value(prices)
        idle = 0 if value > best else idle + 1
        best = max(best, value)
        if not prices.along(used, pupils).length() or step < _SMALLEST:
            break
        if idle >= _PATIENCE:
            step, idle = step / 2, 0
        direction = prices.along(used, pupils).mixed(direction, _MEMORY)
        length = step * max(money - value, 1.0) / direction.length()
        prices = prices.moved(direction, pupils, length)
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
    for s in _due(problem):
        may[s] &= np.arange(len(problem.years)) <= problem.empty_due[s]
    return may


def _must_close(problem: Problem) -> NDArray[np.bool_]:
    must = np.zeros(len(problem.running), dtype=bool)
    must[[*problem.standing.pinned, *_due(problem)]] = True
    return must


def _due(problem: Problem) -> list[int]:
    """Return the empty schools that close by their date whatever else happens."""
    juniors = {s for now, _ in problem.junior_townships for s in now}
    return [s for s in problem.empty_due if s not in juniors]
