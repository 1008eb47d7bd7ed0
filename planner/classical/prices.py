"""Steps toward the best prices of being served: each gives a bound that holds."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Without a better bound for so many steps, steps become shorter.
WAIT = 15
SHORTER = 0.7
# Part of the former direction that is kept: steps zigzag less.
MEMORY = 0.3
SHORTEST = 1e-4


@dataclass
class Ascent:
    """Prices of customers, moved so that the bound rises.

    Parameters
    ----------
    prices
        Shape (customers,); the present ones.
    """

    prices: NDArray[np.float64]
    best: float = -math.inf
    best_prices: NDArray[np.float64] = field(init=False)
    length: float = 1.5
    waited: int = 0

    def __post_init__(self) -> None:
        """Begin from the prices given."""
        self.best_prices = self.prices.copy()
        self.direction = np.zeros_like(self.prices)

    @property
    def stalled(self) -> bool:
        """Tell whether steps have become too short to matter."""
        return self.length < SHORTEST

    def step(self, bound: float, missing: NDArray[np.float64], aim: float) -> None:
        """Move the prices, after `bound` was found at them.

        Parameters
        ----------
        missing
            Shape (customers,): 1 less the times each is served.
        aim
            A bound that cannot be passed by much: the cost of a plan.
        """
        if bound > self.best + 1e-9 * (1 + abs(bound)):
            self.best, self.best_prices, self.waited = bound, self.prices.copy(), 0
        else:
            self.waited += 1
        if self.waited >= WAIT:
            self.length, self.waited = self.length * SHORTER, 0
            self.prices, self.direction = self.best_prices.copy(), np.zeros_like(missing)
            return
        self.direction = missing + MEMORY * self.direction
        size = float(self.direction @ self.direction)
        if size == 0:
            self.length = 0.0
            return
        self.prices = self.prices + self.length * (aim - bound) / size * self.direction
