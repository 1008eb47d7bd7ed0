"""Plans in which whole customers are served within capacity: put, shift, exchange."""

from __future__ import annotations

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


def plan_of(
    siting: Siting, opened: NDArray[np.bool_], judged: NDArray[np.float64]
) -> Sited | None:
    """Return a plan with the open sites given, or None if none was found.

    Parameters
    ----------
    judged
        Shape (sites, customers), cost by which customers first choose; where capacity is short its
        price should be in it.
    """
    sites = np.flatnonzero(opened)
    if not len(sites):
        return None
    cost, capacity = siting.cost[sites], siting.capacity[sites]
    if not np.isfinite(cost).any(axis=0).all() or capacity.sum() < siting.demand.sum():
        return None
    finite = np.isfinite(cost)
    far = 10 * (1 + np.abs(cost[finite]).max())
    cost = np.where(finite, cost, far)
    server = _put(np.where(finite, judged[sites], far), siting.demand, capacity)
    server = improve(cost, siting.demand, capacity, server)
    load = np.bincount(server, weights=siting.demand, minlength=len(sites))
    if (load > capacity * (1 + LEAST)).any() or not finite[server, np.arange(len(server))].all():
        return None
    return Sited.of(siting, opened, sites[server])


def _put(
    judged: NDArray[np.float64], demand: NDArray[np.float64], capacity: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Put customers one by one, first those who lose most by their second choice."""
    n = len(capacity)
    two = np.partition(judged, 1, axis=0)[:2] if n > 1 else np.vstack([judged, judged])
    order = np.argsort(-(two[1] - two[0]) - 1e-12 * demand, kind="stable")
    left, server = capacity.copy(), np.zeros(len(demand), dtype=np.int64)
    for j in order.tolist():
        fits = left >= demand[j]
        i = int(np.argmin(np.where(fits, judged[:, j], np.inf))) if fits.any() else -1
        if i < 0:
            i = int(np.argmax(left))
        server[j] = i
        left[i] -= demand[j]
    return server


def improve(
    cost: NDArray[np.float64],
    demand: NDArray[np.float64],
    capacity: NDArray[np.float64],
    server: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Shift and exchange customers while that saves; too full a site is the worst cost."""
    server = server.copy()
    fine = cost.max() / max(float(demand[demand > 0].min(initial=1.0)), 1e-9) + 1.0
    least = LEAST * (1 + float(np.abs(cost[server, np.arange(len(server))]).sum()))
    for _ in range(20 * len(server)):
        load = np.bincount(server, weights=demand, minlength=len(capacity))
        over = fine * np.maximum(load - capacity, 0.0)
        saved, customer, site = _best_shift(cost, demand, capacity, server, load, over, fine)
        if saved > least:
            server[customer] = site
            continue
        saved, a, b = _best_exchange(cost, demand, capacity, server, load, over, fine)
        if saved <= least:
            return server
        server[a], server[b] = server[b], server[a]
    return server


def _best_shift(cost, demand, capacity, server, load, over, fine):
    customers = np.arange(len(server))
    come = fine * np.maximum(load[:, None] + demand - capacity[:, None], 0.0) - over[:, None]
    gone = over[server] - fine * np.maximum(load[server] - demand - capacity[server], 0.0)
    saved = cost[server, customers] + gone - cost - come
    saved[server, customers] = -np.inf
    best = int(np.argmax(saved))
    site, customer = divmod(best, len(server))
    return float(saved[site, customer]), customer, site


def _best_exchange(cost, demand, capacity, server, load, over, fine):
    customers = np.arange(len(server))
    if len(server) > MANY:
        gain = cost[server, customers] - cost.min(axis=0) + over[server]
        customers = np.sort(np.argsort(-gain, kind="stable")[:FEW])
    at, size = server[customers], demand[customers]
    here = cost[at, customers]
    there = cost[at][:, customers]  # [a, b]: b served where a is
    change = here[:, None] + here[None] - there - there.T
    more = size[None] - size[:, None]  # what a's site gains
    a_over = over[at][:, None] - fine * np.maximum(
        load[at][:, None] + more - capacity[at][:, None], 0.0
    )
    saved = change + a_over + a_over.T
    saved[at[:, None] == at[None]] = -np.inf
    best = int(np.argmax(saved))
    a, b = divmod(best, len(customers))
    return float(saved[a, b]), int(customers[a]), int(customers[b])


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
