"""What was decided, and nothing else: no money, no verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Solution:
    """Closings and moves, in positions of a `Problem`.

    Parameters
    ----------
    closed
        School position -> index of the year in which it closes.
    option, year, share
        Shape (m,), one row a move: the option taken, the index of the year, and the part of the
        group (1 where groups move whole), by group.
    """

    closed: dict[int, int]
    option: NDArray[np.int64]
    year: NDArray[np.int64]
    share: NDArray[np.float64]


NO_MOVES = Solution(
    {}, np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float64)
)
