"""Shortest ways on the road network, built apart from those that the plan was made with.

Every home and school is put on the network as a point of its own: the edge next to it is cut
there. Homes are left only, schools only entered, so that no way leads through another's door.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from math import asin, cos, inf, radians, sin, sqrt
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
from pyproj import Transformer
from pyproj.enums import TransformDirection
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from planner.dataset import Roads

EARTH_KM = 6371.0088
SNAP_KM = 3.0
_TIE = 1e-9
_LEAST = 1e-13
_AT_ONCE = 64
_WINDING, _AROUND_KM = 2.0, 5.0
_SAME_METRES = 0.001
_OUT, _IN, _NODE = "out", "in", "node"

type _Name = tuple[object, ...]


class Way(NamedTuple):
    """One way: km, and minutes of the whole bus journey."""

    km: float
    bus_minutes: float


class _Piece(NamedTuple):
    km: float
    minutes: float

    @property
    def weight(self) -> float:
        return max(self.km + _TIE * self.minutes, _LEAST)


@dataclass(frozen=True)
class _Net:
    number: Mapping[_Name, int]
    pieces: Mapping[tuple[int, int], _Piece]
    graph: csr_array


def great_circle(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the km between two points (longitude, latitude in degrees) on the sphere."""
    south, north = radians(a[1]), radians(b[1])
    across = sin(radians(b[0] - a[0]) / 2) ** 2 * cos(south) * cos(north)
    return 2 * EARTH_KM * asin(sqrt(sin((north - south) / 2) ** 2 + across))


def network_ways(
    roads: Roads,
    points: Mapping[str, tuple[float, float]],
    pairs: Iterable[tuple[str, str]],
    bus_kmh: float,
) -> dict[tuple[str, str], Way]:
    """Return the ways of the pairs that the roads join, shortest by km, then by minutes.

    Parameters
    ----------
    roads
        The network.
    points
        Longitude and latitude by place_id and school_id.
    pairs
        (home, school) wanted.
    bus_kmh
        Speed of a bus where the road allows it, and on the way to the road.

    Returns
    -------
    Minutes are without waiting. Pairs that no road joins are missing.
    """
    wanted: dict[str, list[str]] = defaultdict(list)
    for home, school in pairs:
        wanted[home].append(school)
    ends = {*wanted, *(school for schools in wanted.values() for school in schools)}
    net = _net(roads, {key: points[key] for key in sorted(ends)}, bus_kmh)
    homes = [home for home in wanted if (_OUT, home) in net.number]
    likely = {home: _likely_km(home, wanted[home], points) for home in homes}
    found = _found(net, wanted, sorted(homes, key=lambda home: likely[home]), likely)
    missing = {
        home: rest
        for home in homes
        if (rest := [school for school in wanted[home] if (home, school) not in found])
    }
    return found | _found(net, missing, list(missing), dict.fromkeys(missing, inf))


def _likely_km(
    home: str, schools: Iterable[str], points: Mapping[str, tuple[float, float]]
) -> float:
    """Return km within which the ways from a home to schools mostly lie, for a first search."""
    straight = max(great_circle(points[home], points[school]) for school in schools)
    return _WINDING * straight + _AROUND_KM


def _found(
    net: _Net, wanted: Mapping[str, list[str]], homes: list[str], within: Mapping[str, float]
) -> dict[tuple[str, str], Way]:
    """Return the ways of the homes, some at a time, that are no longer than likely."""
    found: dict[tuple[str, str], Way] = {}
    for at in range(0, len(homes), _AT_ONCE):
        some = homes[at : at + _AT_ONCE]
        starts = [net.number[_OUT, home] for home in some]
        most = max(within[home] for home in some)
        far, before = dijkstra(net.graph, indices=starts, limit=most, return_predecessors=True)
        for home, row, back in zip(some, far, before, strict=True):
            ways = ((school, _walk(net, school, row, back)) for school in wanted[home])
            found |= {(home, school): way for school, way in ways if way is not None}
    return found


def _walk(
    net: _Net, school: str, far: NDArray[np.float64], before: NDArray[np.int32]
) -> Way | None:
    at = net.number.get((_IN, school))
    if at is None or far[at] == inf:
        return None
    km = minutes = 0.0
    while (previous := int(before[at])) >= 0:
        piece = net.pieces[previous, at]
        km, minutes, at = km + piece.km, minutes + piece.minutes, previous
    return Way(km, minutes)


def _net(roads: Roads, points: Mapping[str, tuple[float, float]], bus_kmh: float) -> _Net:
    number: dict[_Name, int] = {}
    pieces: dict[tuple[int, int], _Piece] = {}
    for start, end, piece in _pieces(roads, points, bus_kmh):
        key = tuple(number.setdefault(name, len(number)) for name in (start, end))
        here = (key[0], key[1])
        if here not in pieces or piece.weight < pieces[here].weight:
            pieces[here] = piece
    rows, columns = np.array(list(pieces), dtype=np.int64).reshape(-1, 2).T
    weights = np.array([piece.weight for piece in pieces.values()])
    graph = csr_array((weights, (rows, columns)), shape=(len(number), len(number)))
    return _Net(number, pieces, graph)


def _pieces(
    roads: Roads, points: Mapping[str, tuple[float, float]], bus_kmh: float
) -> Iterator[tuple[_Name, _Name, _Piece]]:
    doors = _doors(roads, points)
    columns = (roads.edges[name].tolist() for name in ("from", "to", "km", "kmh", "oneway"))
    for edge, (start, end, km, kmh, oneway) in enumerate(zip(*columns, strict=True)):
        speed = min(bus_kmh, kmh) if kmh > 0 else bus_kmh
        stops: list[tuple[float, _Name]] = [(0.0, (_NODE, start))]
        for share, key, access in sorted(doors.get(edge, ())):
            stop: _Name = ("stop", edge, key)
            stops.append((share, stop))
            leg = _Piece(access, access / bus_kmh * 60)
            yield (_OUT, key), stop, leg
            yield stop, (_IN, key), leg
        stops.append((1.0, (_NODE, end)))
        for (a, one), (b, other) in pairwise(stops):
            piece = _Piece(km * (b - a), km * (b - a) / speed * 60)
            yield one, other, piece
            if not oneway:
                yield other, one, piece


def _doors(
    roads: Roads, points: Mapping[str, tuple[float, float]]
) -> dict[int, list[tuple[float, str, float]]]:
    """Return by edge the points next to it: share of the edge, id, km from the point to it."""
    lines = roads.edges["geometry"].to_numpy()
    doors: dict[int, list[tuple[float, str, float]]] = defaultdict(list)
    if not len(lines) or not points:
        return doors
    flat, dots, back = _plane(lines, list(points.values()))
    names = list(points)
    tree = shapely.STRtree(flat)
    nearest, metres = tree.query_nearest(dots, all_matches=False, return_distance=True)
    order = np.argsort(nearest[0])
    # Two edges along one line, such as the two directions of a road, are equally near.
    for which, edge in tree.query(dots, "dwithin", metres[order] + _SAME_METRES).T:
        share = flat[edge].project(dots[which], normalized=True) if flat[edge].length else 0.0
        foot = flat[edge].interpolate(share, normalized=True)
        access = great_circle(points[names[which]], back(foot.x, foot.y))
        if access <= SNAP_KM:
            doors[int(edge)].append((float(share), names[which], access))
    return doors


def _plane(
    lines: NDArray[np.object_], points: list[tuple[float, float]]
) -> tuple[NDArray[np.object_], NDArray[np.object_], Callable[[float, float], tuple[float, float]]]:
    """Return lines and points on the Mercator plane, in metres at the equator, and the way back.

    The plane keeps angles, so what is nearest in it is nearest on the ground.
    """
    sphere = f"+R={EARTH_KM * 1000}"
    plane = Transformer.from_crs(f"+proj=longlat {sphere}", f"+proj=merc {sphere}", always_xy=True)

    def forth(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(plane.transform(xy[:, 0], xy[:, 1]))

    def back(x: float, y: float) -> tuple[float, float]:
        east, north = plane.transform(x, y, direction=TransformDirection.INVERSE)
        return float(east), float(north)

    return shapely.transform(lines, forth), shapely.points(forth(np.array(points))), back
