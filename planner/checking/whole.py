"""Whole pupils that add up: the county first, then its townships, then their groups."""

from __future__ import annotations

from collections import defaultdict
from math import floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOISE = 1e-9
_PLACES = 9


def whole_pupils[K](exact: Mapping[K, float], township: Mapping[K, str]) -> dict[K, float]:
    """Return whole numbers near `exact`, rounded from the county downwards.

    Parameters
    ----------
    exact
        Pupils of each group in one grade and year.
    township
        Township of each group.
    """
    parts: dict[str, float] = defaultdict(float)
    of_township: dict[str, dict[K, float]] = defaultdict(dict)
    for key, number in exact.items():
        parts[township[key]] += number
        of_township[township[key]][key] = number
    total = floor(sum(exact.values()) + 1 / 2 + _NOISE)
    found: dict[K, float] = {}
    for name, number in largest_remainders(parts, total).items():
        found |= largest_remainders(of_township[name], int(number))
    return found


def largest_remainders[K](exact: Mapping[K, float], total: int) -> dict[K, float]:
    """Return whole numbers that sum to `total`: what is left goes to the largest remainders.

    Ties go to the first in the order of the keys.
    """
    found = {key: float(floor(exact[key] + _NOISE)) for key in sorted(exact)}  # type: ignore[type-var]
    left = total - int(sum(found.values()))
    rest = sorted(found, key=lambda key: -round(exact[key] - found[key], _PLACES))
    for key in rest[: max(left, 0)]:
        found[key] += 1
    for key in [k for k in reversed(rest) if found[k] > 0][: max(-left, 0)]:
        found[key] -= 1
    return found
