"""Plans for sites without limits: open what saves most, then exchange one site for another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.classical.siting import Siting

# Being served from nowhere costs this many times the dearest service.
NOWHERE = 10.0
LEAST = 1e-9


def greedy(siting: Siting) -> NDArray[np.bool_]:
    """Return sites opened one by one, each time the one that saves most."""
    cost, opened = reachable(siting), siting.stays.copy()
    nearest = cost[opened].min(axis=0, initial=np.inf)
    while opened.sum() < siting.most:
        first = not np.isfinite(nearest).all()
        here = cost if first else np.minimum(cost, nearest)
        total = here.sum(axis=1) + siting.fixed
        total[opened] = np.inf
        best = int(np.argmin(total))
        if not first and opened.sum() >= siting.least and total[best] >= nearest.sum():
            break
        opened[best] = True
        nearest = cost[best] if first else here[best]
    return opened


def swap(siting: Siting, opened: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return `opened` after the best exchange of two sites, again and again until none saves."""
    cost, opened = reachable(siting), opened.copy()
    for _ in range(4 * len(opened)):
        ins, outs = np.flatnonzero(~opened), np.flatnonzero(opened & ~siting.stays)
        if not len(ins) or not len(outs):
            return opened
        saved = _exchanges(cost, siting.fixed, opened, outs)[ins]
        a, b = divmod(int(np.argmax(saved)), len(outs))
        if saved[a, b] <= LEAST * (1 + abs(float(cost[opened].min(axis=0).sum()))):
            return opened
        opened[ins[a]], opened[outs[b]] = True, False
    return opened


def reachable(siting: Siting) -> NDArray[np.float64]:
    """Return the costs with a very dear one instead of none."""
    known = np.isfinite(siting.cost)
    if known.all():
        return siting.cost
    far = NOWHERE * (1.0 + np.abs(siting.cost[known]).max(initial=0.0)) * len(siting.demand)
    return np.where(known, siting.cost, far)


def _exchanges(
    cost: NDArray[np.float64],
    fixed: NDArray[np.float64],
    opened: NDArray[np.bool_],
    outs: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Return shape (sites, outs): what opening one and closing another saves."""
    sites = np.flatnonzero(opened)
    here, customers = cost[sites], np.arange(cost.shape[1])
    first = np.argmin(here, axis=0)
    nearest = here[first, customers]
    if len(sites) > 1:
        second = np.partition(here, 1, axis=0)[1]
    else:
        second = np.full(cost.shape[1], NOWHERE * (1.0 + float(np.abs(cost).max())))
    gain = np.maximum(nearest - cost, 0.0).sum(axis=1)
    spared = np.maximum(second - np.maximum(cost, nearest), 0.0)
    of_site = (sites[first][:, None] == outs).astype(float)
    loss = (second - nearest) @ of_site
    saved: NDArray[np.float64] = (gain - fixed)[:, None] - (loss - fixed[outs]) + spared @ of_site
    return saved
