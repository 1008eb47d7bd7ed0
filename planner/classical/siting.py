"""Where to serve customers from: the classical question, as arrays and nothing else."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Numbers this near a whole one are whole; sums of whole costs then are too.
WHOLE = 1e-6
# Sums may be off by this share.
NOISE = 1e-9
# A smaller part of a customer is the solver's noise.
SMALLEST_SHARE = 1e-7


@dataclass(frozen=True)
class Siting:
    """Sites to open, customers to serve.

    Parameters
    ----------
    cost
        Shape (sites, customers), of serving all of a customer; inf where it cannot be.
    demand
        Shape (customers,).
    capacity
        Shape (sites,), demand that an open site can serve; inf where it is no matter.
    fixed
        Shape (sites,), cost of an open site.
    stays
        Shape (sites,), open whatever happens.
    least, most
        Sites open, those that stay included.
    whole
        A customer is served by one site.
    """

    cost: NDArray[np.float64]
    demand: NDArray[np.float64]
    capacity: NDArray[np.float64]
    fixed: NDArray[np.float64]
    stays: NDArray[np.bool_]
    least: int
    most: int
    whole: bool

    @cached_property
    def limited(self) -> bool:
        """Tell whether any site could be asked for more than it can serve."""
        asked = np.where(np.isfinite(self.cost), self.demand, 0.0).sum(axis=1)
        return bool((asked > self.capacity + NOISE * (1 + asked)).any())

    @cached_property
    def in_whole_numbers(self) -> bool:
        """Tell whether every plan's cost is a whole number."""
        costs = np.concatenate([self.cost[np.isfinite(self.cost)], self.fixed])
        whole = bool((np.abs(costs - np.round(costs)) <= WHOLE / (1 + len(self.fixed))).all())
        return whole and (self.whole or not self.limited)

    def only(self, sites: NDArray[np.int64], stays: NDArray[np.bool_]) -> Siting:
        """Return the question of some of the sites, of which `stays` (by all sites) open."""
        return replace(
            self,
            cost=self.cost[sites],
            capacity=self.capacity[sites],
            fixed=self.fixed[sites],
            stays=stays[sites],
            most=min(self.most, len(sites)),
        )

    def lifted(self, bound: float) -> float:
        """Return a bound as high as whole numbers let it be."""
        if not self.in_whole_numbers or not math.isfinite(bound):
            return bound
        return float(math.ceil(bound - WHOLE * (1 + abs(bound) * WHOLE)))


@dataclass(frozen=True)
class Sited:
    """A plan for a `Siting`.

    Parameters
    ----------
    open
        Shape (sites,).
    share
        Shape (sites, customers): the part of a customer that a site serves; 0 or 1 where customers
        are served whole.
    cost
        Of it all.
    """

    open: NDArray[np.bool_]
    share: NDArray[np.float64]
    cost: float

    @classmethod
    def of(cls, siting: Siting, opened: NDArray[np.bool_], server: NDArray[np.int64]) -> Sited:
        """Return the plan in which each customer is served by one site, `server`."""
        share = np.zeros(siting.cost.shape)
        customers = np.arange(len(server))
        share[server, customers] = 1.0
        total = float(siting.cost[server, customers].sum() + siting.fixed[opened].sum())
        return cls(opened.copy(), share, total)


def second_nearest(siting: Siting) -> NDArray[np.float64]:
    """Return what each customer costs at its second nearest site, the only one where there is one."""
    near = np.sort(siting.cost, axis=0)
    second = near[min(1, len(near) - 1)]
    found: NDArray[np.float64] = np.where(np.isfinite(second), second, near[0])
    return found
