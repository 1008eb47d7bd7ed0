"""Sites without limits: prices for a bound, exchanges for a plan, then one site after the other."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.classical.exchange import greedy, swap
from planner.classical.found import Found
from planner.classical.prices import Ascent
from planner.classical.relaxed import relax
from planner.classical.siting import Sited

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from planner.classical.relaxed import Relaxed
    from planner.classical.siting import Siting

# Steps of the prices at first, and after each decision about a site.
STEPS = 900
STEPS_AGAIN = 60
LENGTH_AGAIN = 0.5
# Plans are looked for after so many steps, each time from the sites that the prices open.
LOOK = 40
# Of what the prices opened before, this much counts each step.
MEMORY = 0.9
HALF = 1 / 2


@dataclass
class Part:
    """The plans in which some sites open and some do not.

    Parameters
    ----------
    opens, closes
        Shape (sites,).
    prices
        Shape (customers,), from which to go on.
    bound
        No such plan costs less.
    """

    opens: NDArray[np.bool_]
    closes: NDArray[np.bool_]
    prices: NDArray[np.float64]
    bound: float


class Medians:
    """A siting without limits that is being solved.

    Parameters
    ----------
    siting
        What is asked; capacities are no matter.
    allowed
        How far the bound may stay from the plan's cost.
    stop
        Asked now and then, with what is known, whether to stop early.
    """

    def __init__(self, siting: Siting, allowed: float, stop: Callable[[Found], bool]) -> None:
        self.siting, self.stop = siting, stop
        self.found = Found(siting, allowed)
        self.seen: set[bytes] = set()

    def solve(self) -> Found:
        """Return the plan and its bound."""
        siting, found = self.siting, self.found
        self._take(swap(siting, greedy(siting)))
        near = np.sort(siting.cost, axis=0)
        prices = np.where(np.isfinite(near[min(1, len(near) - 1)]), near[min(1, len(near) - 1)], near[0])
        whole = Part(siting.stays.copy(), np.zeros(len(siting.fixed), dtype=bool), prices, -math.inf)
        branch = self._climb(whole, Ascent(prices), STEPS)
        found.raise_to(whole.bound, whole.prices)
        if branch is None and not self._ended():
            found.settle()
        elif branch is not None:
            self._branch(whole, branch)
        return found

    def _ended(self) -> bool:
        return self.found.plan is not None and (self.found.enough or self.stop(self.found))

    def _branch(self, whole: Part, site: int) -> None:
        """Decide one site after the other, always where the bound is lowest."""
        found, waiting, count = self.found, [(whole.bound, 0, whole, site)], 0
        while waiting:
            bound, _, part, site = heapq.heappop(waiting)
            found.bound = max(found.bound, min(bound, found.cut))
            if bound >= found.cut:
                break
            if self._ended():
                return
            for opens in (True, False):
                half = Part(part.opens.copy(), part.closes.copy(), part.prices, part.bound)
                (half.opens if opens else half.closes)[site] = True
                another = self._climb(half, Ascent(part.prices.copy(), length=LENGTH_AGAIN), STEPS_AGAIN)
                if another is not None and half.bound < found.cut:
                    count += 1
                    heapq.heappush(waiting, (half.bound, count, half, another))
        found.settle()

    def _climb(self, part: Part, ascent: Ascent, steps: int) -> int | None:
        """Raise a part's bound; return the site to decide next, or None where nothing is left."""
        live, sub = self._rest(part)
        often = np.zeros(len(live))
        if not _can_be(sub):
            return None
        for n in range(steps):
            reduced = np.minimum(sub.cost - ascent.prices, 0.0)
            relaxed = relax(sub, float(ascent.prices.sum()), sub.fixed + reduced.sum(axis=1))
            part.bound = max(part.bound, relaxed.bound)
            if part.bound >= self.found.cut:
                return None
            often = MEMORY * often + (1 - MEMORY) * relaxed.open
            served = (reduced[relaxed.open] < 0).sum(axis=0)
            changed = self._settle_sites(part, live, relaxed)
            done = ascent.stalled or n + 1 == steps
            if n % LOOK == LOOK - 1 or done:
                self._look(sub, live, relaxed, thorough=steps == STEPS)
                if done or (steps == STEPS and self._ended()):
                    break
            ascent.step(relaxed.bound, 1.0 - served, self.found.cost if self.found.plan else 1.1 * abs(relaxed.bound))
            if changed:
                keep = ~part.closes[live]
                live, often = live[keep], often[keep]
                sub = self.siting.only(live, part.opens)
                if not _can_be(sub):
                    return None
        part.prices = ascent.best_prices
        return self._next(part, live, sub, often)

    def _rest(self, part: Part) -> tuple[NDArray[np.int64], Siting]:
        live = np.flatnonzero(~part.closes)
        return live, self.siting.only(live, part.opens)

    def _settle_sites(self, part: Part, live: NDArray[np.int64], relaxed: Relaxed) -> bool:
        """Settle the sites that no better plan of this part opens, or closes."""
        if self.found.plan is None:
            return False
        room = self.found.cut - relaxed.bound
        closes, opens = relaxed.of_opening() >= room, relaxed.of_closing() >= room
        opens &= ~part.opens[live]
        part.closes[live[closes]] = True
        part.opens[live[opens]] = True
        return bool(closes.any() or opens.any())

    def _look(self, sub: Siting, live: NDArray[np.int64], relaxed: Relaxed, *, thorough: bool) -> None:
        """Look for a plan from the sites that the prices open."""
        opened = np.zeros(len(self.siting.fixed), dtype=bool)
        opened[live[relaxed.open]] = True
        if (key := opened.tobytes()) in self.seen:
            return
        self.seen.add(key)
        if thorough:
            better = swap(sub, relaxed.open)
            opened[:] = False
            opened[live[better]] = True
        self._take(opened)

    def _next(
        self, part: Part, live: NDArray[np.int64], sub: Siting, often: NDArray[np.float64]
    ) -> int | None:
        """Return the site about which the prices are least sure; None where all are settled."""
        free = np.flatnonzero(~sub.stays)
        if len(live) <= self.siting.least or not len(free):
            self._take(~part.closes)
            return None
        if self.siting.most == sub.stays.sum():
            self._take(part.opens)
            return None
        return int(live[free[np.argmin(np.abs(often[free] - HALF))]])

    def _take(self, opened: NDArray[np.bool_]) -> None:
        sites = np.flatnonzero(opened)
        if len(sites):
            server = sites[np.argmin(self.siting.cost[sites], axis=0)]
            self.found.take(Sited.of(self.siting, opened, server))


def _can_be(sub: Siting) -> bool:
    """Tell whether enough sites are left, and not too many must open."""
    return len(sub.fixed) >= sub.least and int(sub.stays.sum()) <= sub.most


def solve_median(
    siting: Siting, *, allowed: float = 0.0, stop: Callable[[Found], bool] = lambda _: False
) -> Found:
    """Return a plan and a bound for sites without limits; see `Medians`."""
    return Medians(siting, allowed, stop).solve()
