"""Sites chosen at given prices, as if customers could be served many times or never."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.classical.knapsacks import fill

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.classical.siting import Siting

# Places of all sites together are reckoned in at most so many lots.
LOTS = 20_000
NEARLY = 1e-9


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
        Shape (sites,): the same, with a site in part where only a part of its places is needed.
    opening, closing
        Shape (sites,): how much opening, or closing, each site raises the bound at least.
    """

    bound: float
    worth: NDArray[np.float64]
    open: NDArray[np.bool_]
    weight: NDArray[np.float64]
    opening: NDArray[np.float64]
    closing: NDArray[np.float64]


def relax(
    siting: Siting, total: float, worth: NDArray[np.float64], *, covers: bool = False
) -> Relaxed:
    """Return the bound where prices add up to `total` and sites are worth `worth`.

    Parameters
    ----------
    covers
        Let whole sites offer the places that are needed together, if their number is free; else
        the last of them may open in part, which is quicker and a lower bound.
    """
    per_place, part = _price_of_places(siting, worth)
    in_parts = _chosen(siting, total, worth, per_place, part)
    if part is None or not covers:
        return in_parts
    opened = _cover(siting, worth)
    bound = total + float(worth[opened].sum())
    # what the cheaper choice in parts already says of each site, less what is told by now
    told = bound - in_parts.bound
    return Relaxed(
        bound,
        in_parts.worth,
        opened,
        opened.astype(float),
        opening=np.where(opened, 0.0, np.maximum(in_parts.opening - told, 0.0)),
        closing=np.where(opened, np.maximum(in_parts.closing - told, 0.0), 0.0),
    )


def _chosen(
    siting: Siting,
    total: float,
    worth: NDArray[np.float64],
    per_place: float,
    part: tuple[int, float] | None,
) -> Relaxed:
    """Return the bound with a price for every place that a site offers."""
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
    first_out = min(out, 0.0) if n > least else out
    last_in = max(last, 0.0) if n < most else last
    return Relaxed(
        total + float(worth[opened].sum()),
        worth,
        opened,
        weight,
        opening=np.where(opened, 0.0, np.maximum(worth - last_in, 0.0)),
        closing=np.where(opened, np.maximum(first_out - worth, 0.0), 0.0),
    )


def _cover(siting: Siting, worth: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return the cheapest whole sites that together offer enough places.

    That is: of the sites that cost something, those worth most stay closed, as long as the places
    that can be spared allow. Places are reckoned in lots, rounded so that no choice is lost.
    """
    opened = siting.stays | (worth < 0)
    closable = np.flatnonzero(~opened)
    spare = float(siting.capacity.sum() - siting.demand.sum())
    lot = max(1.0, spare / LOTS)
    sizes = np.floor(siting.capacity[closable] / lot).astype(np.int64)
    closed = fill(-worth[closable], sizes, int(spare / lot + NEARLY))
    opened[closable[~closed]] = True
    return opened


def _price_of_places(
    siting: Siting, worth: NDArray[np.float64]
) -> tuple[float, tuple[int, float] | None]:
    """Return what a place costs where all sites that pay offer too few, and the site that gives it.

    The site comes with the part of it that is needed. Where the number of open sites is fixed
    there is no such price.
    """
    demand = float(siting.demand.sum())
    opened = siting.stays | (worth < 0)
    short = demand - float(siting.capacity[opened].sum())
    if short <= 0 or siting.least > 0 or siting.most < len(worth):
        return 0.0, None
    closed = np.flatnonzero(~opened)
    ratio = worth[closed] / np.maximum(siting.capacity[closed], NEARLY)
    order = closed[np.argsort(ratio, kind="stable")]
    enough = np.cumsum(siting.capacity[order])
    n = int(np.searchsorted(enough, short - NEARLY))
    if n >= len(order):
        return 0.0, None
    site = int(order[n])
    before = float(enough[n - 1]) if n else 0.0
    part = (short - before) / float(siting.capacity[site])
    return float(worth[site] / siting.capacity[site]), (site, part)
