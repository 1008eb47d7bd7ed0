"""Distances on the globe, for arrays of points in degrees (WGS-84)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

type Floats = NDArray[np.float64]

EARTH_KM = 6371.0088
"""Mean radius of the earth in km (IUGG 1980)."""

_LATITUDE_LIMIT = 89.9


def great_circle_km(lon: Floats, lat: Floats, other_lon: Floats, other_lat: Floats) -> Floats:
    """Return the straight lines between points and other points.

    Parameters
    ----------
    lon, lat, other_lon, other_lat
        Degrees; shapes that broadcast.

    Returns
    -------
    NDArray
        km along the great circle (haversine formula, exact also for close points).
    """
    phi, other_phi = np.radians(lat), np.radians(other_lat)
    across = np.sin((other_phi - phi) / 2) ** 2
    along = np.sin(np.radians(other_lon - lon) / 2) ** 2
    half_chord = np.sqrt(across + np.cos(phi) * np.cos(other_phi) * along)
    return np.asarray(2 * EARTH_KM * np.arcsin(np.minimum(half_chord, 1)), dtype=np.float64)


def unit_vectors(lon: Floats, lat: Floats) -> Floats:
    """Return points on the unit sphere, shape (n, 3)."""
    phi, lam = np.radians(lat), np.radians(lon)
    return np.column_stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)))


def chord(km: float) -> float:
    """Return the straight chord of a great-circle distance, on the unit sphere (0 to 2)."""
    return float(2 * np.sin(min(km / EARTH_KM, np.pi) / 2))


def to_plane(points: Floats) -> Floats:
    """Return points of degrees, shape (n, 2), on the Mercator plane in km at the equator.

    Mercator keeps angles, so the nearest point of a road in the plane is the nearest on the
    ground; lengths in the plane are stretched by 1 / cos(latitude) and are never shown.
    """
    lat = np.radians(np.clip(points[:, 1], -_LATITUDE_LIMIT, _LATITUDE_LIMIT))
    return EARTH_KM * np.column_stack((np.radians(points[:, 0]), np.arcsinh(np.tan(lat))))


def from_plane(points: Floats) -> Floats:
    """Return points of the Mercator plane, shape (n, 2), in degrees again."""
    scaled = points / EARTH_KM
    return np.degrees(np.column_stack((scaled[:, 0], np.arctan(np.sinh(scaled[:, 1])))))
