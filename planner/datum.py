"""Positions between WGS-84, GCJ-02 (Gaode, Tencent), BD-09 (Baidu) and any EPSG code.

The shift of GCJ-02 against WGS-84 is a published sum of sines on the Krasovsky ellipsoid; BD-09
is a turn and a stretch of GCJ-02. Both are defined forwards only, so the way back is found by
repeating the forward way until it meets the position, to well under a millimetre. Outside the
frame 72.004-137.8347 E, 0.8293-55.8271 N GCJ-02 equals WGS-84.

All functions take and give arrays of degrees of equal shape.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    type Degrees = NDArray[np.float64]
    type Shift = Callable[[Degrees, Degrees], tuple[Degrees, Degrees]]

_AXIS = 6378245.0  # Krasovsky 1940, metres
_ECCENTRICITY2 = 0.00669342162296594323
_BD_OFFSET = (0.0065, 0.006)
_BD_TURN = np.pi * 3000.0 / 180.0
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271
_ROUNDS = 10

WGS84, GCJ02, BD09 = "WGS84", "GCJ02", "BD09"
_NAMES = {
    "WGS84": WGS84,
    "GCJ02": GCJ02,
    "BD09": BD09,
    "CGCS2000": "EPSG:4490",
    "EPSG:4326": WGS84,
    "4326": WGS84,
}


class UnknownDatum(ValueError):
    """A name that is no datum this planner knows."""


def canonical(name: str | int) -> str:
    """Return `WGS84`, `GCJ02`, `BD09` or `EPSG:n` for the name of a datum.

    Raises
    ------
    UnknownDatum
        For any other name, and for an EPSG code that does not exist.
    """
    word = re.sub(r"[\s_-]", "", str(name)).upper()
    if word in _NAMES:
        return _NAMES[word]
    match = re.fullmatch(r"(?:EPSG:?)?([0-9]{4,6})", word)
    if match is None or not _exists(int(match[1])):
        raise UnknownDatum(name)
    return f"EPSG:{match[1]}"


def is_degrees(crs: str) -> bool:
    """Tell whether positions under the datum `crs` (canonical) are degrees."""
    if crs in {WGS84, GCJ02, BD09}:
        return True
    from pyproj import CRS  # noqa: PLC0415 - only projected data need it, and it loads slowly

    return bool(CRS.from_user_input(crs).is_geographic)


def to_wgs84(crs: str, lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Return positions under the datum `crs` (canonical) as WGS-84 longitude and latitude."""
    if crs == WGS84:
        return lon, lat
    if crs == GCJ02:
        return gcj02_to_wgs84(lon, lat)
    if crs == BD09:
        return bd09_to_wgs84(lon, lat)
    from pyproj import Transformer  # noqa: PLC0415 - as above

    east, north = Transformer.from_crs(crs, "EPSG:4326", always_xy=True).transform(lon, lat)
    return np.asarray(east, dtype=float), np.asarray(north, dtype=float)


def wgs84_to_gcj02(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Shift WGS-84 to GCJ-02."""
    east, north = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(east))
    both = 20.0 * np.sin(6.0 * np.pi * east) + 20.0 * np.sin(2.0 * np.pi * east)
    metres_east = (
        300.0
        + east
        + 2.0 * north
        + 0.1 * east * east
        + 0.1 * east * north
        + 0.1 * root
        + (both + _waves(east, ((20.0, 1.0), (40.0, 3.0), (150.0, 12.0), (300.0, 30.0)))) / 1.5
    )
    metres_north = (
        -100.0
        + 2.0 * east
        + 3.0 * north
        + 0.2 * north * north
        + 0.1 * east * north
        + 0.2 * root
        + (both + _waves(north, ((20.0, 1.0), (40.0, 3.0), (160.0, 12.0), (320.0, 30.0)))) / 1.5
    )
    turn = np.radians(lat)
    flat = 1.0 - _ECCENTRICITY2 * np.sin(turn) ** 2
    by_east = np.degrees(metres_east / (_AXIS / np.sqrt(flat) * np.cos(turn)))
    by_north = np.degrees(metres_north / (_AXIS * (1.0 - _ECCENTRICITY2) / flat**1.5))
    inside = _inside(lon, lat)
    return np.where(inside, lon + by_east, lon), np.where(inside, lat + by_north, lat)


def gcj02_to_wgs84(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Shift GCJ-02 back to WGS-84."""
    return _back(wgs84_to_gcj02, lon, lat)


def gcj02_to_bd09(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Shift GCJ-02 to BD-09."""
    far = np.hypot(lon, lat) + 0.00002 * np.sin(lat * _BD_TURN)
    turn = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * _BD_TURN)
    return far * np.cos(turn) + _BD_OFFSET[0], far * np.sin(turn) + _BD_OFFSET[1]


def bd09_to_gcj02(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Shift BD-09 back to GCJ-02."""
    return _back(gcj02_to_bd09, lon, lat)


def wgs84_to_bd09(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Shift WGS-84 to BD-09."""
    return gcj02_to_bd09(*wgs84_to_gcj02(lon, lat))


def bd09_to_wgs84(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Shift BD-09 back to WGS-84."""
    return gcj02_to_wgs84(*bd09_to_gcj02(lon, lat))


def _waves(at: Degrees, parts: tuple[tuple[float, float], ...]) -> Degrees:
    """Return the sum of `height` x sin(pi x at / `length`)."""
    waves = [height * np.sin(np.pi * at / length) for height, length in parts]
    return np.sum(waves, axis=0)


def _inside(lon: Degrees, lat: Degrees) -> NDArray[np.bool_]:
    return (lon >= _WEST) & (lon <= _EAST) & (lat >= _SOUTH) & (lat <= _NORTH)


def _back(forward: Shift, lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Find the positions that `forward` brings to `lon`, `lat`."""
    east, north = np.array(lon, dtype=float), np.array(lat, dtype=float)
    for _ in range(_ROUNDS):
        far_east, far_north = forward(east, north)
        east, north = east + (lon - far_east), north + (lat - far_north)
    return east, north


def _exists(code: int) -> bool:
    """Tell whether an EPSG code gives positions on the earth (some give heights alone)."""
    from pyproj import CRS  # noqa: PLC0415 - as above
    from pyproj.exceptions import CRSError  # noqa: PLC0415 - as above

    try:
        crs = CRS.from_epsg(code)
    except CRSError:
        return False
    return bool(crs.is_geographic or crs.is_projected)
