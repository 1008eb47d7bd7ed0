"""The 364 villages and estates, and the 22 townships that they form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from shapely import MultiPoint, Point, STRtree, prepare, voronoi_polygons
from shapely.geometry import MultiPolygon
from shapely.ops import nearest_points, unary_union

from maker import names
from maker.land import BANK_KM, TOWN, TOWN_RADIUS_KM, island_centre, land, water
from maker.plane import stream

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely import Polygon

    from maker.plane import Points

PLACES, ESTATES = 364, 42
STREET_SIZES = (16, 15, 11)
TOWNSHIP_SHARES = (7, 6, 5, 1)  # rural townships in each region of the land
ISLAND = PLACES - 1
POCKET = 3  # the region between the rivers in the south-east, with one bridge


@dataclass(frozen=True)
class Villages:
    """Places in the order of their ids: estates, rural villages, the island last.

    Parameters
    ----------
    at
        Shape (364, 2), km.
    region
        Shape (364,), piece of land between the rivers.
    township
        Shape (364,), position in `township_names()`.
    seats
        The place where each township has its offices; shape (22,).
    name
        364 names.
    """

    at: Points
    region: NDArray[np.int64]
    township: NDArray[np.int64]
    seats: NDArray[np.int64]
    name: tuple[str, ...]


def township_names() -> tuple[str, ...]:
    """Return the names of the 22 township units, the county town's three first."""
    return (*names.STREETS, *names.TOWNSHIPS)


def _scatter(area: Polygon | MultiPolygon, count: int, subject: int, rounds: int) -> Points:
    """Spread points over an area at about even distances, as villages spread over a plain."""
    random, (west, south, east, north) = stream(subject), area.bounds
    prepare(area)
    points: list[tuple[float, float]] = []
    while len(points) < count:
        x, y = random.random(2) * [east - west, north - south] + [west, south]
        if area.contains(Point(x, y)):
            points.append((x, y))
    for _ in range(rounds):
        cells = _cells(points, area)
        points = [_inside(cell, area) for cell in cells]
    return np.asarray(points)


def _cells(points: list[tuple[float, float]], area: Polygon | MultiPolygon) -> list[Polygon]:
    """Return each point's part of the area: what is nearest to it; in the points' order."""
    cells = voronoi_polygons(MultiPoint(points), extend_to=area).geoms
    # The cells come in no promised order; each is that of the point which it holds.
    tree = STRtree([Point(p) for p in points])
    point_in, cell = tree.query(list(cells), predicate="contains")[::-1]
    mine = dict(zip(point_in.tolist(), cell.tolist(), strict=True))
    return [cells[mine[i]].intersection(area) for i in range(len(points))]


def _inside(cell: Polygon, area: Polygon | MultiPolygon) -> tuple[float, float]:
    middle = cell.centroid
    if not area.contains(middle):
        middle = nearest_points(area.buffer(-0.05), middle)[0]
    return round(middle.x, 4), round(middle.y, 4)


def _dry_land() -> Polygon | MultiPolygon:
    """Return the county without the strips along the rivers, where nobody builds."""
    wet = unary_union(
        [
            *(river.buffer(BANK_KM) for river in land().rivers),
            *(surface.buffer(0.3) for _, surface in water()),
        ]
    )
    return land().outline.buffer(-0.3).difference(wet)


def _region_of(points: Points) -> NDArray[np.int64]:
    inside = [[piece.contains(Point(p)) for piece in land().regions] for p in points]
    return np.argmax(np.asarray(inside), axis=1).astype(np.int64)


def _clusters(points: Points, count: int) -> NDArray[np.int64]:
    """Group points into `count` clusters about as large as each other: k-means, then levelling."""
    middles = points[[int(np.argmin(points[:, 0]))]]
    while len(middles) < count:
        far = np.min(np.hypot(*(points[:, None] - middles[None]).transpose(2, 0, 1)), axis=1)
        middles = np.vstack([middles, points[int(np.argmax(np.round(far, 6)))]])
    handicap = np.zeros(count)
    label = np.zeros(len(points), dtype=np.int64)
    for _ in range(60):
        far = np.hypot(*(points[:, None] - middles[None]).transpose(2, 0, 1))
        label = np.argmin(np.round(far + handicap, 6), axis=1).astype(np.int64)
        sizes = np.bincount(label, minlength=count)
        handicap += 0.06 * (sizes - len(points) / count)
        middles = np.vstack([points[label == k].mean(axis=0) for k in range(count)])
    return label


def _streets(at: Points) -> NDArray[np.int64]:
    """Divide the estates among the three streets, by direction from the middle of the town."""
    angle = np.arctan2(at[:, 1] - TOWN[1], at[:, 0] - TOWN[0])
    order = np.argsort(np.round(angle, 6), kind="stable")
    street = np.repeat(np.arange(3), STREET_SIZES)
    label = np.empty(len(at), dtype=np.int64)
    label[order] = street
    return label


def _townships(at: Points, region: NDArray[np.int64]) -> NDArray[np.int64]:
    label = np.empty(len(at), dtype=np.int64)
    first = 3
    for piece, count in enumerate(TOWNSHIP_SHARES):
        here = region == piece
        label[here] = first + _clusters(at[here], count)
        first += count
    return label


def _seats(at: Points, township: NDArray[np.int64]) -> NDArray[np.int64]:
    """Choose the seat of each township: central, and drawn a little towards the county town."""
    seats = []
    for unit in range(len(township_names())):
        here = np.flatnonzero(township == unit)
        middle = at[here].mean(axis=0)
        away = np.hypot(*(at[here] - middle).T) + 0.15 * np.hypot(*(at[here] - np.array(TOWN)).T)
        seats.append(int(here[np.argmin(np.round(away, 6))]))
    return np.asarray(seats)


@cache
def villages() -> Villages:
    """Return the places of the county."""
    dry = _dry_land()
    town = Point(TOWN).buffer(TOWN_RADIUS_KM)
    estates = _scatter(dry.intersection(town), ESTATES, 2, 6)
    rural = _scatter(dry.difference(town), PLACES - ESTATES - 1, 3, 4)
    at = np.vstack([estates, rural, [island_centre()]])
    region = _region_of(at)
    township = np.concatenate([_streets(estates), _townships(at[ESTATES:], region[ESTATES:])])
    label = tuple(name + "社区" for name in names.ESTATE_NAMES)
    label += (*names.villages(PLACES - ESTATES - 1), names.ISLAND_VILLAGE)
    return Villages(at, region, township, _seats(at, township), label)


@cache
def township_areas() -> tuple[MultiPolygon, ...]:
    """Return each township's ground: what is nearest to its villages on their side of a river."""
    v = villages()
    cells: dict[int, list[Polygon]] = {unit: [] for unit in range(len(township_names()))}
    for piece, ground in enumerate(land().regions):
        here = np.flatnonzero(v.region == piece)
        for place, cell in zip(here, _cells([tuple(p) for p in v.at[here]], ground), strict=True):
            cells[int(v.township[place])].append(cell)
    areas = (unary_union(parts) for parts in cells.values())
    return tuple(a if isinstance(a, MultiPolygon) else MultiPolygon([a]) for a in areas)
