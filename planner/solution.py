"""What was decided, and nothing else: no money, no verdict."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Solution:
    """Decisions, in positions of a `Problem`; years are indices.

    Parameters
    ----------
    closed
        School -> the year in which it closes.
    option, year, share
        Shape (m,), one row a move: the option taken, the year, and the part of the group
        (1 where groups move whole), by group.
    reduced
        School -> the year in which it gives up its upper bands and stays open.
    merged
        Merge -> the year in which it happens.
    built
        Work -> the year in which it is first in use.
    relieved
        Redirections that happen.
    """

    closed: dict[int, int]
    option: NDArray[np.int64]
    year: NDArray[np.int64]
    share: NDArray[np.float64]
    reduced: dict[int, int] = field(default_factory=dict)
    merged: dict[int, int] = field(default_factory=dict)
    built: dict[int, int] = field(default_factory=dict)
    relieved: tuple[int, ...] = ()


NO_MOVES = Solution(
    {}, np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float64)
)
