"""What is known of a siting while it is being solved."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from planner.classical.siting import NOISE

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from planner.classical.siting import Sited, Siting

# In whole numbers a better plan is better by one.
ALMOST_ONE = 1.0 - 1e-3


def nothing(_cost: float) -> float:
    """Return that a bound must reach a plan's cost."""
    return 0.0


@dataclass
class Found:
    """A plan, a bound, and what no better plan does.

    Parameters
    ----------
    siting
        What is asked.
    allowance
        From a plan's cost, how far the bound may stay from it.
    allowed
        How far the bound may stay from the plan's cost.
    plan
        The best so far, or None.
    bound
        No plan costs less.
    cut
        The cost from which on other plans are no matter.
    prices
        Shape (customers,), those of the bound.
    opens, closes
        Shape (sites,): open, or not, in every plan that costs less than `cut`.
    never
        Shape (sites, customers): served so in no plan that costs less than `cut`.
    """

    siting: Siting
    allowance: Callable[[float], float] = nothing
    allowed: float = 0.0
    plan: Sited | None = None
    bound: float = -math.inf
    cut: float = math.inf
    prices: NDArray[np.float64] = field(init=False)
    opens: NDArray[np.bool_] = field(init=False)
    closes: NDArray[np.bool_] = field(init=False)
    never: NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        """Begin without knowledge."""
        self.prices = np.zeros(len(self.siting.demand))
        self.opens = self.siting.stays.copy()
        self.closes = np.zeros(len(self.siting.fixed), dtype=bool)
        self.never = ~np.isfinite(self.siting.cost)

    @property
    def cost(self) -> float:
        """Return the plan's cost; inf without a plan."""
        return math.inf if self.plan is None else self.plan.cost

    @property
    def proven(self) -> float:
        """Return the bound as high as it may be told: never above the plan's cost."""
        lifted = self.siting.lifted(self.bound)
        as_good = self.plan is not None and lifted >= self.cost - NOISE * (1 + abs(self.cost))
        return self.cost if as_good else lifted

    def take(self, plan: Sited | None) -> bool:
        """Keep a plan if it is better; tell whether it is."""
        if plan is None or plan.cost >= self.cost:
            return False
        self.plan, self.allowed = plan, self.allowance(plan.cost)
        self._cut_off()
        return True

    def raise_to(self, bound: float, prices: NDArray[np.float64]) -> None:
        """Keep a bound if it is higher."""
        if bound > self.bound:
            self.bound, self.prices = bound, prices.copy()

    def _cut_off(self) -> None:
        """Lower the cut: never raise it, for plans beyond it were already left aside."""
        least = ALMOST_ONE if self.siting.in_whole_numbers else NOISE * (1 + abs(self.cost))
        if self.plan is not None:
            self.cut = min(self.cut, self.cost - max(self.allowed, least))

    @property
    def enough(self) -> bool:
        """Tell whether the plan is proven as closely as asked."""
        if self.plan is None:
            return False
        return self.cost - self.proven <= self.allowed

    def settle(self) -> None:
        """Note that no plan below `cut` is left."""
        self.bound = max(self.bound, self.cut)
