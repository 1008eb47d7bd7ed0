"""Whole numbers that add up: largest remainders, county first, then townships, then groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Sums of floating parts may miss a whole number by this much.
NOISE = 1e-9


def shared_out(exact: NDArray[np.float64], part_of: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return whole numbers near `exact` whose sums are those of the rounded whole.

    The total is rounded (halves up), shared among the parts named in `part_of`, and each part's
    number among its members; the largest remainders get what is left, ties go by order.

    Parameters
    ----------
    exact
        Shape (n,), members in the order of their ids.
    part_of
        Shape (n,), the part of each member; parts are ordered by name.
    """
    names, part = np.unique(part_of.astype(str), return_inverse=True)
    sums = np.bincount(part, weights=exact, minlength=len(names))
    totals = largest_remainders(sums, int(np.floor(exact.sum() + 0.5 + NOISE)))
    whole = np.zeros(len(exact))
    for mine, total in zip(members(part, len(names)), totals.tolist(), strict=True):
        whole[mine] = largest_remainders(exact[mine], int(total))
    return whole


def members(part: NDArray[np.int64], parts: int) -> list[NDArray[np.int64]]:
    """Return the positions of the members of each part, ascending; `part` numbers from 0."""
    counts = np.bincount(part, minlength=parts)
    return np.split(np.argsort(part, kind="stable"), np.cumsum(counts))[:parts]


def largest_remainders(exact: NDArray[np.float64], total: int) -> NDArray[np.float64]:
    """Return whole numbers near `exact` that sum to `total`; ties go to the first."""
    floors = np.floor(exact + NOISE)
    left = total - int(floors.sum())
    remainders = np.round(exact - floors, 9)
    order = np.argsort(-remainders, kind="stable")
    whole = floors.copy()
    if left >= 0:
        whole[order[:left]] += 1
    else:
        # more floors than the total holds: take from the smallest remainders that have any
        poorest = [i for i in order[::-1] if whole[i] > 0]
        whole[poorest[:-left]] -= 1
    return whole
