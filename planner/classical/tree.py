"""One site decided after the other, each time where the bound is lowest.

Plans are divided into parts by which sites open; a part's bound is raised by moving prices, and
what no better plan of the part does is settled on the way, so that parts shrink as they divide.
"""

from __future__ import annotations

import heapq
import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.classical.prices import Ascent

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from planner.classical.found import Found
    from planner.classical.relaxed import Relaxed
    from planner.classical.siting import Siting

# Plans are looked for after so many steps of the prices.
LOOK = 40
# Of what the prices opened before, this much counts each step.
MEMORY = 0.9
HALF = 1 / 2
# Without a plan, the bound is taken to be this far below the best cost.
AIM = 0.05


@dataclass
class Part:
    """The plans in which some sites open, some do not, and some ways are not used.

    Parameters
    ----------
    opens, closes
        Shape (sites,).
    never
        Shape (sites, customers).
    prices
        Shape (customers,), from which to go on.
    bound
        No such plan that costs less than `Found.cut` costs less than this.
    often
        Shape (sites,): how often the prices opened each site, lately.
    """

    opens: NDArray[np.bool_]
    closes: NDArray[np.bool_]
    never: NDArray[np.bool_]
    prices: NDArray[np.float64]
    bound: float
    often: NDArray[np.float64]

    def half(self, site: int, *, opens: bool) -> Part:
        """Return those of the plans that open a site, or those that do not."""
        part = self.copy()
        (part.opens if opens else part.closes)[site] = True
        part.never[part.closes] = True
        return part

    def copy(self) -> Part:
        """Return the same plans, to be divided apart."""
        opens, closes, never = self.opens.copy(), self.closes.copy(), self.never.copy()
        return Part(opens, closes, never, self.prices, self.bound, self.often)

    def live(self) -> NDArray[np.int64]:
        """Return the sites that are open or in question."""
        return np.flatnonzero(~self.closes)


@dataclass(frozen=True)
class View:
    """What the prices say of a part.

    Parameters
    ----------
    relaxed
        The sites they open.
    missing
        Shape (customers,): 1 less the times each is served.
    judged
        Shape (sites, customers): what serving costs, with the price of the places it takes.
    rise
        Shape (sites, customers): how much serving so, from an open site, raises the bound at
        least; None where that is not reckoned.
    """

    relaxed: Relaxed
    missing: NDArray[np.float64]
    judged: NDArray[np.float64]
    rise: NDArray[np.float64] | None


@dataclass(frozen=True)
class Effort:
    """How long the prices of a part are moved: steps, and the first one's length."""

    steps: int
    length: float
    thorough: bool = False


class Tree(ABC):
    """A siting that is being solved.

    Parameters
    ----------
    found
        What is asked and known.
    stop
        Asked now and then, with what is known, whether to stop early.
    """

    at_first: Effort
    again: Effort

    def __init__(self, found: Found, stop: Callable[[Found], bool]) -> None:
        self.siting, self.stop, self.found = found.siting, stop, found
        # bounds of parts that were left unfinished
        self.left: list[float] = []

    @abstractmethod
    def view(self, part: Part, sub: Siting, prices: NDArray[np.float64]) -> View:
        """Return what `prices` say of the sites of a part, `sub`."""

    @abstractmethod
    def look(self, part: Part, sub: Siting, view: View, *, thorough: bool) -> None:
        """Look for a plan near what the prices open."""

    @abstractmethod
    def is_small(self, part: Part, sub: Siting) -> bool:
        """Tell whether a part is better finished than divided."""

    @abstractmethod
    def finish(self, part: Part) -> None:
        """Find the best plan of a small part; what stays unknown goes to `left`."""

    def before_dividing(self, part: Part) -> None:  # noqa: B027 - not every kind of siting needs it
        """Do what is to be done before a part is divided."""

    def solve(self, prices: NDArray[np.float64]) -> Found:
        """Return the best plan and its bound, beginning with `prices`."""
        siting = self.siting
        never, closes = ~np.isfinite(siting.cost), np.zeros(len(siting.fixed), dtype=bool)
        whole = Part(siting.stays.copy(), closes, never, prices, -math.inf, np.zeros(len(closes)))
        site = self.climb(whole, self.at_first)
        self.found.raise_to(min(whole.bound, self.found.cut), whole.prices)
        if not self.ended():
            self.divide(whole, site)
        return self.found

    def ended(self) -> bool:
        """Tell whether to stop; reports what is new."""
        return self.stop(self.found)

    def divide(self, whole: Part, first: int | None) -> None:
        """Decide one site after the other until no part could hold a better plan."""
        found, count = self.found, 0
        waiting = [] if first is None else [(whole.bound, 0, whole, first)]
        while waiting and waiting[0][0] < found.cut:
            found.bound = max(found.bound, min(waiting[0][0], found.cut, *self.left))
            if self.ended():
                return
            _, _, part, site = heapq.heappop(waiting)
            self.before_dividing(part)
            for opens in (True, False):
                half = part.half(site, opens=opens)
                following = self.climb(half, self.again)
                if following is not None:
                    count += 1
                    heapq.heappush(waiting, (half.bound, count, half, following))
        if self.left:
            found.bound = max(found.bound, min(*self.left, found.cut))
        else:
            found.settle()

    def climb(self, part: Part, effort: Effort) -> int | None:
        """Raise a part's bound; return the site to decide next, or None if the part is done."""
        ascent = Ascent(part.prices.copy(), length=effort.length)
        live = part.live()
        sub = self.siting.only(live, part.opens)
        often = np.zeros(len(live))
        for n in range(1, effort.steps + 1):
            if not _can_be(sub):
                return None
            view = self.view(part, sub, ascent.prices)
            part.bound = max(part.bound, view.relaxed.bound)
            if part.bound >= self.found.cut:
                return None
            often = MEMORY * often + (1 - MEMORY) * view.relaxed.weight
            ascent.step(view.relaxed.bound, view.missing, self._aim(view.relaxed.bound))
            done = ascent.stalled or n == effort.steps
            if n % LOOK == 0 or done:
                self.look(part, sub, view, thorough=effort.thorough)
                done = done or (effort.thorough and self.ended())
            changed = self._settle(part, live, view)
            if changed.any():
                live, often = live[~part.closes[live]], often[~part.closes[live]]
                sub = self.siting.only(live, part.opens)
            if done:
                break
        part.prices, part.often = ascent.best_prices, np.zeros(len(part.closes))
        part.often[live] = often
        if not _can_be(sub):
            return None
        return self._next(part, live, sub)

    def _aim(self, bound: float) -> float:
        if self.found.plan is not None:
            return self.found.cost
        return bound + AIM * abs(bound) + 1.0

    def _settle(self, part: Part, live: NDArray[np.int64], view: View) -> NDArray[np.bool_]:
        """Settle what no better plan of this part does; return which sites are newly settled."""
        if self.found.plan is None:
            return np.zeros(len(live), dtype=bool)
        room = self.found.cut - view.relaxed.bound
        opening = view.relaxed.opening
        closes = opening >= room
        opens = (view.relaxed.closing >= room) & ~part.opens[live]
        if view.rise is not None:
            part.never[live] |= opening[:, None] + view.rise >= room
        part.closes[live[closes]] = True
        part.never[live[closes]] = True
        part.opens[live[opens]] = True
        return closes | opens

    def _next(self, part: Part, live: NDArray[np.int64], sub: Siting) -> int | None:
        """Return the site of which the prices are least sure; None once the part is finished."""
        free = np.flatnonzero(~sub.stays)
        decided = not len(free) or len(live) <= sub.least or sub.stays.sum() >= sub.most
        if decided or self.is_small(part, sub):
            self.finish(part)
            return None
        return int(live[free[np.argmin(np.abs(part.often[live[free]] - HALF))]])


def _can_be(sub: Siting) -> bool:
    """Tell whether sites and places are left for everyone, and not too many must open."""
    enough = sub.capacity.sum() >= sub.demand.sum() * (1 - 1e-9)
    return bool(enough and len(sub.fixed) >= sub.least and sub.stays.sum() <= sub.most)
