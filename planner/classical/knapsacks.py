"""What each site would best serve within its capacity, all sites at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Demand of nothing fills nothing; this keeps its worth by demand a number.
NEARLY_NOTHING = 1e-9


@dataclass(frozen=True)
class Filled:
    """The cheapest way to fill each site.

    Parameters
    ----------
    worth
        Shape (sites,), at most 0.
    taken
        Shape (sites, customers): part of each customer that is taken.
    price
        Shape (sites,), at most 0: what one more place would change.
    """

    worth: NDArray[np.float64]
    taken: NDArray[np.float64]
    price: NDArray[np.float64]


def fill_in_parts(
    reduced: NDArray[np.float64], demand: NDArray[np.float64], capacity: NDArray[np.float64]
) -> Filled:
    """Fill every site with customers that may be taken in part.

    Parameters
    ----------
    reduced
        Shape (sites, customers), cost of taking a customer; only those below 0 are.
    demand, capacity
        Shape (customers,) and (sites,).
    """
    sites, customers = reduced.shape
    weight = np.maximum(demand, NEARLY_NOTHING)
    ratio = np.minimum(reduced, 0.0) / weight
    order = np.argsort(ratio, axis=1, kind="stable")
    place = order + (np.arange(sites) * customers)[:, None]
    by_ratio = ratio.ravel()[place]
    sizes = np.where(by_ratio < 0, weight[order], 0.0)
    filled = np.cumsum(sizes, axis=1)
    left = capacity[:, None] - (filled - sizes)
    part = np.clip(left / np.where(sizes > 0, sizes, np.inf), 0.0, 1.0)
    taken = np.empty(reduced.size)
    taken[place.ravel()] = part.ravel()
    full = filled[:, -1] > capacity
    last = np.minimum((filled <= capacity[:, None]).sum(axis=1), customers - 1)
    price = np.where(full, by_ratio[np.arange(sites), last], 0.0)
    worth = (part * by_ratio * sizes).sum(axis=1)
    return Filled(worth, taken.reshape(reduced.shape), price)


def fill_whole(
    reduced: NDArray[np.float64],
    demand: NDArray[np.int64],
    capacity: NDArray[np.int64],
    parts: Filled,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Fill sites with whole customers: return the worth of each site, and what is taken.

    Parameters
    ----------
    demand, capacity
        Whole numbers.
    parts
        The same sites filled in parts: whoever its prices settle is not asked again.
    """
    taken = np.where(parts.taken >= 1.0, 1.0, 0.0)
    worth = (taken * np.minimum(reduced, 0.0)).sum(axis=1)
    spare = worth - parts.worth + NEARLY_NOTHING * (1 + np.abs(worth))
    after_price = reduced - parts.price[:, None] * demand
    in_question = (np.abs(after_price) <= spare[:, None]) & (reduced < 0)
    taken[in_question] = 0.0
    left = capacity - (taken @ demand).astype(np.int64)
    for i in np.flatnonzero(in_question.any(axis=1)).tolist():
        asked = np.flatnonzero(in_question[i])
        taken[i, asked[fill(reduced[i, asked], demand[asked], int(left[i]))]] = 1.0
    return (taken * np.minimum(reduced, 0.0)).sum(axis=1), taken


def fill(gains: NDArray[np.float64], sizes: NDArray[np.int64], places: int) -> NDArray[np.bool_]:
    """Return which customers fill a site's places best, exactly; all gains are below 0."""
    places = min(places, int(sizes.sum()))
    value = np.zeros(places + 1)
    better: list[NDArray[np.bool_]] = []
    rows = list(zip(gains.tolist(), sizes.tolist(), strict=True))
    for gain, size in rows:
        # of a customer that is too large, nothing is left here
        here, there = value[: max(places + 1 - size, 0)] + gain, value[size:]
        better.append(here < there)
        np.minimum(here, there, out=there)
    chosen, at = np.zeros(len(sizes), dtype=bool), places
    for n in range(len(rows) - 1, -1, -1):
        size = rows[n][1]
        if at >= size and better[n][at - size]:
            chosen[n] = True
            at -= size
    return chosen
