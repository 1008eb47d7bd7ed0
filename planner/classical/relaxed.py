"""Sites chosen at given prices, as if customers could be served many times or never."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.classical.siting import Siting


@dataclass(frozen=True)
class Relaxed:
    """What the prices choose.

    Parameters
    ----------
    bound
        No plan costs less.
    worth
        Shape (sites,): what opening a site adds to the bound.
    open
        Shape (sites,).
    weight
        Shape (sites,): the same with the one site in part that capacity together asks for.
    first_out, last_in
        Worth of the next site that would open, and of the last that did; inf, -inf where none.
    """

    bound: float
    worth: NDArray[np.float64]
    open: NDArray[np.bool_]
    weight: NDArray[np.float64]
    first_out: float
    last_in: float

    def of_opening(self) -> NDArray[np.float64]:
        """Return shape (sites,): how much opening each site raises the bound."""
        return np.where(self.open, 0.0, np.maximum(self.worth - self.last_in, 0.0))

    def of_closing(self) -> NDArray[np.float64]:
        """Return shape (sites,): how much leaving each site closed raises the bound."""
        return np.where(self.open, np.maximum(self.first_out - self.worth, 0.0), 0.0)


def relax(siting: Siting, total: float, worth: NDArray[np.float64]) -> Relaxed:
    """Return the bound where prices add up to `total` and sites are worth `worth`."""
    per_place, part = _price_of_places(siting, worth)
    if per_place:
        total += per_place * float(siting.demand.sum())
        worth = worth - per_place * siting.capacity
    free = np.flatnonzero(~siting.stays)
    kept = len(worth) - len(free)
    order = free[np.argsort(worth[free], kind="stable")]
    least, most = max(siting.least - kept, 0), min(siting.most - kept, len(free))
    n = min(max(int((worth[order] < 0).sum()), least), most)
    opened = siting.stays.copy()
    opened[order[:n]] = True
    weight = opened.astype(float)
    if part is not None and not opened[part[0]]:
        weight[part[0]] = part[1]
    out = float(worth[order[n]]) if n < len(order) else math.inf
    last = float(worth[order[n - 1]]) if n > 0 else -math.inf
    return Relaxed(
        total + float(worth[opened].sum()),
        worth,
        opened,
        weight,
        first_out=min(out, 0.0) if n > least else out,
        last_in=max(last, 0.0) if n < most else last,
    )


def _price_of_places(
    siting: Siting, worth: NDArray[np.float64]
) -> tuple[float, tuple[int, float] | None]:
    """Return what a place costs where all sites that pay offer too few, and the site that gives it.

    Where the number of open sites is fixed there is no such price.
    """
    demand = float(siting.demand.sum())
    opened = siting.stays | (worth < 0)
    short = demand - float(siting.capacity[opened].sum())
    if short <= 0 or siting.least == siting.most:
        return 0.0, None
    closed = np.flatnonzero(~opened)
    ratio = worth[closed] / np.maximum(siting.capacity[closed], 1e-12)
    order = closed[np.argsort(ratio, kind="stable")]
    enough = np.cumsum(siting.capacity[order])
    n = int(np.searchsorted(enough, short - 1e-9))
    if n >= len(order):
        return 0.0, None
    site = int(order[n])
    before = float(enough[n - 1]) if n else 0.0
    part = (short - before) / float(siting.capacity[site])
    return float(worth[site] / siting.capacity[site]), (site, part)
