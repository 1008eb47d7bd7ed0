"""Positions apart from the rest of the county, with lon and lat swapped or simply wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.sphere import great_circle_km
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from planner.county import County
    from planner.errors import Finding
    from planner.sphere import Floats
    from planner.tables import TypedTable

PLACED = ("schools", "places")
_MARGIN = 0.25
# With fewer points nothing tells which of them is wrong.
_FEWEST = 3
_LEAST_REACH_KM = 50.0
_REACH_IN_MEDIANS = 6.0


@dataclass(frozen=True)
class Frame:
    """Where the county lies.

    Parameters
    ----------
    lon, lat
        Its middle, degrees.
    reach_km
        Points within it are in the county.
    box
        West, south, east and north, which then count instead of the reach; None if not known.
    """

    lon: float
    lat: float
    reach_km: float
    box: tuple[float, float, float, float] | None = None

    def km(self, lon: Floats, lat: Floats) -> Floats:
        """Return how far points are from the middle."""
        return great_circle_km(lon, lat, np.array(self.lon), np.array(self.lat))

    def holds(self, lon: Floats, lat: Floats) -> NDArray[np.bool_]:
        """Tell which points are in the county; what is nowhere on the earth is not."""
        if self.box is None:
            near = self.km(lon, lat) <= self.reach_km
        else:
            west, south, east, north = self.box
            near = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
        return np.asarray(near & (np.abs(lat) <= 90), dtype=bool)  # noqa: PLR2004 - a right angle


def swapped_or_far(county: County) -> Iterator[Finding]:
    """Find positions that fit the county only with lon and lat swapped, or not at all."""
    frame = _frame(county)
    if frame is None:
        return
    for name in PLACED:
        typed = county.tables[name]
        lon, lat = lonlat(typed)
        outside = ~frame.holds(lon, lat)
        swapped = outside & frame.holds(lat, lon)
        km = frame.km(lon, lat)
        for index in np.flatnonzero(outside).tolist():
            by_lat = abs(lat[index] - frame.lat) > abs(lon[index] - frame.lon)
            column = "lat" if by_lat else "lon"
            yield (
                _swapped(typed, index) if swapped[index] else _far(typed, index, column, km[index])
            )


def lonlat(typed: TypedTable) -> tuple[Floats, Floats]:
    """Return the positions of a table as two arrays."""
    return typed.frame["lon"].to_numpy(dtype=float), typed.frame["lat"].to_numpy(dtype=float)


def _frame(county: County) -> Frame | None:
    """Return where the county lies: by its boundaries, else by most of its points, else roads."""
    if county.townships is not None:
        west, south, east, north = (float(edge) for edge in county.townships.total_bounds)
        box = (west - _MARGIN, south - _MARGIN, east + _MARGIN, north + _MARGIN)
        return Frame((west + east) / 2, (south + north) / 2, np.inf, box)
    both = [lonlat(county.tables[name]) for name in PLACED]
    lon, lat = (np.concatenate(axis) for axis in zip(*both, strict=True))
    if len(lon) < _FEWEST and county.roads is not None:
        lon, lat = (county.roads.nodes[axis].to_numpy(dtype=float) for axis in ("lon", "lat"))
    return _around(lon, lat) if len(lon) >= _FEWEST else None


def _around(lon: Floats, lat: Floats) -> Frame:
    """Return the frame around the median point, by the median distance from it.

    Medians do not move with the wrong points as long as these are fewer than half.
    """
    middle = Frame(float(np.median(lon)), float(np.median(lat)), np.inf)
    usual = float(np.median(middle.km(lon, lat)))
    return Frame(middle.lon, middle.lat, max(_LEAST_REACH_KM, _REACH_IN_MEDIANS * usual))


def _swapped(typed: TypedTable, index: int) -> Finding:
    return typed.finding(
        index,
        "lon",
        code="swapped_position",
        what=Text(
            "位置在县外，经纬度对调后才在县内",
            "it lies outside the county, and inside once lon and lat are swapped",
        ),
        hint=Text("请把经度和纬度对调", "exchange lon and lat"),
        severity="warning",
    )


def _far(typed: TypedTable, index: int, column: str, km: float) -> Finding:
    return typed.finding(
        index,
        column,
        code="far_from_county",
        what=Text(
            "位置远离全县其他点，距全县中部{km:,.0f}公里",
            "it lies far from all others, {km:,.0f} km from the middle of the county",
        ).filled(km=km),
        hint=Text("请核对经度和纬度", "see lon and lat"),
        severity="warning",
    )
