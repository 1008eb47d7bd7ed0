"""Sites without limits: each customer goes to the cheapest open one."""

from __future__ import annotations

from typing import TYPE_CHECKING, override

import numpy as np

from planner.classical.exchange import greedy, swap
from planner.classical.relaxed import relax
from planner.classical.siting import Sited, second_nearest
from planner.classical.tree import Effort, Tree, View

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from planner.classical.found import Found
    from planner.classical.siting import Siting
    from planner.classical.tree import Part


class Medians(Tree):
    """A siting without limits that is being solved."""

    at_first = Effort(steps=900, length=1.5, thorough=True)
    again = Effort(steps=60, length=0.5)

    def __init__(self, found: Found, stop: Callable[[Found], bool]) -> None:
        super().__init__(found, stop)
        self.seen: set[bytes] = set()

    @override
    def view(self, part: Part, sub: Siting, prices: NDArray[np.float64]) -> View:
        reduced = np.minimum(sub.cost - prices, 0.0)
        relaxed = relax(sub, float(prices.sum()), sub.fixed + reduced.sum(axis=1))
        served = (reduced[relaxed.open] < 0).sum(axis=0).astype(np.float64)
        return View(relaxed, 1.0 - served, sub.cost, None)

    @override
    def look(self, part: Part, sub: Siting, view: View, *, thorough: bool) -> None:
        opened = view.relaxed.open
        live = part.live()
        if (key := live[opened].tobytes()) in self.seen:
            return
        self.seen.add(key)
        self.take(live[swap(sub, opened) if thorough else opened])

    @override
    def is_small(self, part: Part, sub: Siting) -> bool:
        return False

    @override
    def finish(self, part: Part) -> None:
        # no site is in question, or all that are must open, or none more may
        full = part.opens.sum() >= self.siting.most
        self.take(np.flatnonzero(part.opens if full else ~part.closes))

    def take(self, sites: NDArray[np.int64]) -> None:
        """Keep the plan with these sites if it is better."""
        if not len(sites):
            return
        opened = np.zeros(len(self.siting.fixed), dtype=bool)
        opened[sites] = True
        server = sites[np.argmin(self.siting.cost[sites], axis=0)]
        self.found.take(Sited.of(self.siting, opened, server))


def solve_median(found: Found, *, stop: Callable[[Found], bool]) -> Found:
    """Find a plan and a bound for sites without limits; return what is known then.

    Parameters
    ----------
    found
        What is asked, and known so far.
    stop
        Asked now and then, with what is known, whether to stop early.
    """
    siting, tree = found.siting, Medians(found, stop)
    tree.take(np.flatnonzero(swap(siting, greedy(siting))))
    return tree.solve(second_nearest(siting))
