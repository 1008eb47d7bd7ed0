"""The plane on which the county is drawn, in km, and the way from it to degrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

type Points = NDArray[np.float64]

CENTRE_LON, CENTRE_LAT = 114.74, 32.34
EARTH_RADIUS_KM = 6371.0088
KM_PER_DEGREE = float(np.pi * EARTH_RADIUS_KM / 180)
LON_SHRINK = float(np.cos(np.radians(CENTRE_LAT)))
DECIMALS = 5


def stream(subject: int) -> np.random.Generator:
    """Return the stream of random numbers that belongs to a subject."""
    return np.random.Generator(np.random.PCG64(411_528_000 + subject))


def degrees(points: Points) -> Points:
    """Return lon/lat in degrees of points in km, rounded to about a metre; shape (n, 2)."""
    flat = np.atleast_2d(np.asarray(points, dtype=float))
    lon = CENTRE_LON + flat[:, 0] / (KM_PER_DEGREE * LON_SHRINK)
    lat = CENTRE_LAT + flat[:, 1] / KM_PER_DEGREE
    return np.round(np.column_stack([lon, lat]), DECIMALS)


def great_circle(start: Points, end: Points) -> NDArray[np.float64]:
    """Return the great-circle km between lon/lat points in degrees; shapes (n, 2), gives (n,)."""
    (lon1, lat1), (lon2, lat2) = np.radians(start).T, np.radians(end).T
    half = np.sin((lat2 - lat1) / 2) ** 2
    half += np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half)))


def distances(points: Points) -> NDArray[np.float64]:
    """Return all straight distances between points, in km; shape (n, n)."""
    return np.asarray(np.hypot(*(points[:, None, :] - points[None, :, :]).transpose(2, 0, 1)))


def apportion(total: int, weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Divide a whole number by weights: largest remainder, ties to the first."""
    exact = total * np.asarray(weights, dtype=float) / np.sum(weights)
    # Rounding first, so that a last bit that differs between machines decides nothing.
    exact = np.round(exact, 9)
    parts = np.floor(exact).astype(np.int64)
    order = np.lexsort((np.arange(len(parts)), -(exact - parts)))
    parts[order[: total - int(parts.sum())]] += 1
    return parts
