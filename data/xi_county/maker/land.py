"""The county's outline, its rivers, and the pieces into which the rivers cut it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from shapely import Polygon
from shapely.affinity import rotate, scale, translate
from shapely.geometry import LineString
from shapely.ops import split, unary_union

if TYPE_CHECKING:
    from shapely.geometry import MultiPolygon

AREA_KM2 = 1890.0
TOWN = (-8.2, 3.4)
TOWN_RADIUS_KM = 4.2
ISLAND_X = -1.0
CORNER, CORNER_KM = (-16.0, 13.5), 9.0  # the north-western corner, where the roads are poor
BANK_KM = 0.55

# Harmonics of the outline: order, amplitude as a share of the radius, phase.
_OUTLINE = (
    (2, 0.19, -0.9),
    (3, 0.07, 0.7),
    (5, 0.04, 2.1),
    (7, 0.028, 0.3),
    (11, 0.02, 1.9),
    (17, 0.014, 0.2),
    (23, 0.010, 2.7),
    (31, 0.006, 1.1),
)

type _Bend = tuple[float, float, float]


@dataclass(frozen=True)
class Land:
    """The ground that everything else stands on.

    Parameters
    ----------
    outline
        The county.
    rivers
        Centre lines: the main river, the northern and the southern tributary.
    regions
        The pieces between the rivers: north-west, north-east, south-west, south-east.
    """

    outline: Polygon
    rivers: tuple[LineString, LineString, LineString]
    regions: tuple[Polygon, ...]


def _outline() -> Polygon:
    angle = np.radians(np.arange(0, 360, 2))
    radius = np.ones_like(angle)
    for order, amplitude, phase in _OUTLINE:
        radius += amplitude * np.cos(order * angle + phase)
    ring = Polygon(np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]))
    size = float(np.sqrt(AREA_KM2 / ring.area))
    ring = scale(ring, size, size, origin=(0, 0))
    return translate(ring, -ring.centroid.x, -ring.centroid.y)


def _meander(start: tuple[float, float], length: float, bends: tuple[_Bend, ...]) -> LineString:
    """Return a sine-generated curve: its direction swings about an axis as it goes along."""
    step = 0.2
    along = np.arange(0, length, step)
    heading = np.zeros_like(along)
    for swing, wave, phase in bends:
        heading += np.radians(swing) * np.sin(2 * np.pi * along / wave + phase)
    x = start[0] + step * np.cumsum(np.cos(heading))
    y = start[1] + step * np.cumsum(np.sin(heading))
    return LineString(np.column_stack([x, y]))


def _main_river() -> LineString:
    bends = ((58.0, 11.0, 0.6), (34.0, 27.0, 2.0), (16.0, 4.1, 0.0))
    return rotate(_meander((-34.0, -4.2), 112.0, bends), -3.0, origin=(0, 0))


def _tributary(foot: tuple[float, float], heading: float, length: float) -> LineString:
    """Return a stream from just across the main river, `heading` degrees from the east."""
    bends = ((48.0, 8.3, 1.1), (22.0, 21.0, 0.3), (12.0, 3.1, 0.0))
    turned = rotate(_meander(foot, length, bends), heading, origin=foot)
    away = np.radians(heading)
    return translate(turned, -0.5 * np.cos(away), -0.5 * np.sin(away))


def _foot(river: LineString, x: float) -> tuple[float, float]:
    points = np.asarray(river.coords)
    nearest = points[int(np.argmin(np.abs(points[:, 0] - x)))]
    return float(nearest[0]), float(nearest[1])


def _halves(piece: Polygon, line: LineString) -> list[Polygon]:
    """Cut a piece by a line and return its two largest parts."""
    parts = sorted(split(piece, line).geoms, key=lambda part: -part.area)
    return parts[:2]


@cache
def land() -> Land:
    """Return the county's ground."""
    outline = _outline()
    main = _main_river()
    north_arm = _tributary(_foot(main, 12.0), 94.0, 52.0)
    south_arm = _tributary(_foot(main, 8.5), -84.0, 30.0)
    north, south = sorted(_halves(outline, main), key=lambda part: -part.centroid.y)
    north_west, north_east = sorted(_halves(north, north_arm), key=lambda part: part.centroid.x)
    south_west, south_east = sorted(_halves(south, south_arm), key=lambda part: part.centroid.x)
    rivers = (
        main.intersection(outline),
        north_arm.intersection(north),
        south_arm.intersection(south),
    )
    lines = tuple(_longest(river) for river in rivers)
    return Land(
        outline, (lines[0], lines[1], lines[2]), (north_west, north_east, south_west, south_east)
    )


def island_centre() -> tuple[float, float]:
    """Return the middle of the island: just south of the main river's centre line."""
    x, y = _foot(land().rivers[0], ISLAND_X)
    return x, y - 0.46


def _longest(shape: object) -> LineString:
    parts = getattr(shape, "geoms", [shape])
    return max(parts, key=lambda part: part.length)


@cache
def water() -> tuple[tuple[str, Polygon | MultiPolygon], ...]:
    """Return the rivers as surfaces, with names; the main river parts around the island."""
    main, north_arm, south_arm = land().rivers
    island = Polygon(_around(island_centre(), 0.60, 0.36))
    broad = unary_union([_strip(main, 0.16), Polygon(_around(island_centre(), 0.95, 0.58))])
    county = land().outline
    return (
        ("澄河", broad.difference(island).intersection(county)),
        ("北泠河", _strip(north_arm, 0.07).difference(broad).intersection(county)),
        ("南泠河", _strip(south_arm, 0.07).difference(broad).intersection(county)),
    )


def _strip(river: LineString, half_width: float) -> Polygon:
    """Return the water of a river; its line is thinned first, to 4 m."""
    return river.simplify(0.004).buffer(half_width, quad_segs=2)


def _around(centre: tuple[float, float], wide: float, high: float) -> list[tuple[float, float]]:
    angle = np.radians(np.arange(0, 360, 15))
    ring = np.column_stack([centre[0] + wide * np.cos(angle), centre[1] + high * np.sin(angle)])
    return [(float(x), float(y)) for x, y in ring]
