"""Which junior grades the places use: as many pupils as leave their grade 6, near by.

A place has about as many pupils in grades 7-9 as in grades 4-6, wherever they go; junior schools
that are larger than their surroundings draw from farther away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# The farther, the less: most keep to what is near, families at the township seats look farther.
_NEAR_KM, _FAR_KM = 1.6, 4.0
_ROUNDS = 400
_LEAST_SHARE, _MOST_SCHOOLS = 0.07, 5  # of a place that uses several junior schools
_FILLED = 1.06  # of its roll, to which a school takes whole villages
_DECIMALS = 6


def junior_weights(
    supply: NDArray[np.float64],
    rolls: NDArray[np.float64],
    km: NDArray[np.float64],
    *,
    several: NDArray[np.bool_],
    mobile: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Return the weight of every place in every junior school's roll, shape (places, schools).

    Parameters
    ----------
    supply
        Shape (places,), pupils about to leave the primary grades.
    rolls
        Shape (schools,), pupils of the junior grades.
    km
        Shape (places, schools), ways by road.
    several
        Shape (places,), places that use more than one junior school.
    mobile
        Shape (places,), places from which families go farther.
    """
    wanted = supply * rolls.sum() / supply.sum()
    used, left = _whole_villages(wanted, rolls, km, ~several)
    decay = np.where(mobile, _FAR_KM, _NEAR_KM)
    pull = np.exp(-np.round(np.where(np.isfinite(km), km, 999.0) / decay[:, None], 9))
    flow = _levelled(pull[several], wanted[several], np.maximum(left, 1.0))
    used[several] = _main_schools(flow)
    return np.round(_levelled(np.where(used, pull, 0.0), wanted, rolls), _DECIMALS)


def _whole_villages(
    wanted: NDArray[np.float64],
    rolls: NDArray[np.float64],
    km: NDArray[np.float64],
    whole: NDArray[np.bool_],
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Give each village that uses one school the nearest with room; return that and the rest."""
    used, left = np.zeros(km.shape, dtype=bool), rolls * _FILLED
    places = np.flatnonzero(whole)
    order = np.argsort(np.round(km[places], 4), axis=None, kind="stable")
    for place, k in zip(places[order // len(rolls)], order % len(rolls), strict=True):
        if not used[place].any() and wanted[place] <= left[k]:
            used[place, k] = True
            left[k] -= wanted[place]
    return used, left - rolls * (_FILLED - 1)


def _levelled(
    pull: NDArray[np.float64], rows: NDArray[np.float64], columns: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Scale rows and columns in turn until both have about their sums, the columns exactly."""
    flow = pull.copy()
    for _ in range(_ROUNDS):
        flow *= (rows / np.maximum(flow.sum(axis=1), 1e-300))[:, None]
        flow *= columns / np.maximum(flow.sum(axis=0), 1e-300)
    return flow


def _main_schools(flow: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which schools a place uses: the few with a fair share."""
    share = np.round(flow / flow.sum(axis=1, keepdims=True), _DECIMALS)
    rank = np.argsort(np.argsort(-share, axis=1, kind="stable"), axis=1, kind="stable")
    kept: NDArray[np.bool_] = (share >= _LEAST_SHARE) & (rank < _MOST_SCHOOLS)
    return kept
