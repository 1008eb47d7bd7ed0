"""Plans in which whole customers are served within capacity: put, shift, exchange."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.classical.siting import Sited

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.classical.siting import Siting

# With more customers than this, only those that would gain elsewhere are exchanged.
MANY = 200
FEW = 150
# Least saving of a step, as a share.
LEAST = 1e-9
# Stands for no way: dearer than anything.
FAR = 1e12


@dataclass
class Service:
    """Who serves whom, while it is being improved; a site that is too full costs most.

    Parameters
    ----------
    cost
        Shape (sites, customers), all finite.
    demand, capacity
        Shape (customers,) and (sites,).
    server
        Shape (customers,): the site of each.
    """

    cost: NDArray[np.float64]
    demand: NDArray[np.float64]
    capacity: NDArray[np.float64]
    server: NDArray[np.int64]

    def __post_init__(self) -> None:
        """Reckon the load of each site, and what a place too many costs."""
        smallest = float(self.demand[self.demand > 0].min(initial=1.0))
        self.fine = float(self.cost.max()) / max(smallest, LEAST) + 1.0
        self.load = np.bincount(self.server, weights=self.demand, minlength=len(self.capacity))

    def over(self, more: NDArray[np.float64], at: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the fine at the sites `at` with `more` demand than now."""
        fined: NDArray[np.float64] = self.fine * np.maximum(
            self.load[at] + more - self.capacity[at], 0.0
        )
        return fined

    def improve(self) -> None:
        """Shift and exchange customers as long as that saves."""
        now = self.cost[self.server, np.arange(len(self.server))]
        least = LEAST * (1 + float(np.abs(now).sum()))
        for _ in range(20 * len(self.server)):
            if not self._shift(least) and not self._exchange(least):
                return

    def _put(self, customers: list[int], sites: list[int]) -> bool:
        self.server[customers] = sites
        self.load = np.bincount(self.server, weights=self.demand, minlength=len(self.capacity))
        return True

    def _shift(self, least: float) -> bool:
        """Shift the customer for whom that saves most, if it does."""
        customers, sites = np.arange(len(self.server)), np.arange(len(self.capacity))
        nothing = np.zeros(1)
        come = self.over(self.demand, sites[:, None]) - self.over(nothing, sites)[:, None]
        gone = self.over(nothing, self.server) - self.over(-self.demand, self.server)
        saved = self.cost[self.server, customers] + gone - self.cost - come
        saved[self.server, customers] = -np.inf
        site, customer = divmod(int(np.argmax(saved)), len(self.server))
        return bool(saved[site, customer] > least) and self._put([customer], [site])

    def _exchange(self, least: float) -> bool:
        """Exchange the two customers for whom that saves most, if it does."""
        customers = self._likely()
        at, size = self.server[customers], self.demand[customers]
        here = self.cost[at, customers]
        there = self.cost[at][:, customers]  # [a, b]: b served where a is
        change = here[:, None] + here[None] - there - there.T
        more = size[None] - size[:, None]  # [a, b]: what a's site gets
        relief = self.over(np.zeros(1), at)[:, None] - self.over(more, at[:, None])
        saved = change + relief + relief.T
        saved[at[:, None] == at[None]] = -np.inf
        a, b = divmod(int(np.argmax(saved)), len(customers))
        if saved[a, b] <= least:
            return False
        return self._put([int(customers[a]), int(customers[b])], [int(at[b]), int(at[a])])

    def _likely(self) -> NDArray[np.int64]:
        """Return the customers who would gain most elsewhere; all where they are not many."""
        customers = np.arange(len(self.server))
        if len(customers) <= MANY:
            return customers
        full = self.over(np.zeros(1), self.server)
        gain = self.cost[self.server, customers] - self.cost.min(axis=0) + full
        return np.sort(np.argsort(-gain, kind="stable")[:FEW])


def plan_of(siting: Siting, opened: NDArray[np.bool_], judged: NDArray[np.float64]) -> Sited | None:
    """Return a plan with the open sites given, or None if none was found.

    Parameters
    ----------
    judged
        Shape (sites, customers), cost by which customers first choose; where capacity is short its
        price should be in it.
    """
    sites = np.flatnonzero(opened)
    cost, capacity = siting.cost[sites], siting.capacity[sites]
    known = np.isfinite(cost)
    if not known.any(axis=0).all() or capacity.sum() < siting.demand.sum():
        return None
    far = 10 * (1 + float(np.abs(cost[known]).max()))
    first = _choose(np.where(known, judged[sites], far), siting.demand, capacity)
    service = Service(np.where(known, cost, far), siting.demand, capacity, first)
    service.improve()
    if (service.load > capacity * (1 + LEAST)).any():
        return None
    if not known[service.server, np.arange(len(service.server))].all():
        return None
    return Sited.of(siting, opened, sites[service.server])


def _choose(
    judged: NDArray[np.float64], demand: NDArray[np.float64], capacity: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Let customers choose one by one, first those who lose most by their second choice."""
    two = np.partition(judged, min(1, len(judged) - 1), axis=0)[:2]
    order = np.argsort(two[0] - two[-1], kind="stable")
    left, server = capacity.copy(), np.zeros(len(demand), dtype=np.int64)
    for j in order.tolist():
        fits = left >= demand[j]
        best = np.argmin(np.where(fits, judged[:, j], np.inf)) if fits.any() else np.argmax(left)
        server[j] = best
        left[best] -= demand[j]
    return server


def recentred(siting: Siting, plan: Sited) -> NDArray[np.bool_]:
    """Return the sites that would serve each open site's customers most cheaply."""
    opened = np.flatnonzero(plan.open)
    served = plan.share[opened]
    finite = np.where(np.isfinite(siting.cost), siting.cost, FAR)
    total = finite @ served.T + siting.fixed[:, None]
    total[(served @ siting.demand)[None] > siting.capacity[:, None]] = np.inf
    moved = siting.stays.copy()
    for n, site in enumerate(opened.tolist()):
        if siting.stays[site]:
            continue
        elsewhere = plan.open.copy()
        elsewhere[site] = False
        column = np.where(moved | elsewhere, np.inf, total[:, n])
        best = int(np.argmin(column))
        moved[best if np.isfinite(column[best]) else site] = True
    return moved
