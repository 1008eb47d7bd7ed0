"""The road network: the links bent into roads with many nodes, and lanes that end in hamlets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from shapely import STRtree, linestrings
from shapely.geometry import LineString, Point

from maker.land import island_centre, land
from maker.links import KMH, LANE, TRACK, links
from maker.plane import degrees, great_circle, stream
from maker.villages import ESTATES, ISLAND, villages

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maker.links import Link
    from maker.plane import Points

PIECE_KM = 0.55
SPURS = 2
WATER_MARGIN_KM = 0.25


@dataclass(frozen=True)
class Network:
    """Nodes in degrees and edges between their positions, with km and speed."""

    lonlat: Points
    edges: tuple[tuple[int, int], ...]
    km: NDArray[np.float64]
    kmh: tuple[int, ...]


class _Drawing:
    """Nodes and edges while they are being drawn; the first 364 nodes are the places."""

    def __init__(self, places: Points) -> None:
        self.nodes: list[tuple[float, float]] = [(float(x), float(y)) for x, y in places]
        self.edges: list[tuple[int, int, int]] = []

    def add(self, start: int, points: Points, end: int | None, kmh: int) -> None:
        """Draw a road from a node through points, to another node or to its own end."""
        last = start
        for x, y in points:
            self.nodes.append((float(x), float(y)))
            self.edges.append((last, len(self.nodes) - 1, kmh))
            last = len(self.nodes) - 1
        if end is not None:
            self.edges.append((last, end, kmh))


def _bend(link: Link, sway: NDArray[np.float64]) -> Points:
    """Return the inner points of a road: a line that sways, less where water is near."""
    start, end = villages().at[[link.start, link.end]]
    length = float(np.hypot(*(end - start)))
    pieces = max(2, round(length / PIECE_KM))
    t = np.arange(1, pieces)[:, None] / pieces
    across = np.array([start[1] - end[1], end[0] - start[0]])
    wave = sway[0] * np.sin(np.pi * t) + sway[1] * np.sin(2 * np.pi * t)
    wave += sway[2] * np.sin(3 * np.pi * t)
    straight = start + t * (end - start)
    if link.bridge:
        return np.asarray(straight)
    for strength in (1.0, 0.5, 0.25):
        points = straight + strength * wave * across
        line = LineString([start, *points, end])
        if min(river.distance(line) for river in land().rivers) > WATER_MARGIN_KM:
            return np.asarray(points)
    return np.asarray(straight)


def _draw_links(drawing: _Drawing) -> None:
    random = stream(20)
    for link in links():
        sway = (random.random(3) - 0.5) * [0.30, 0.22, 0.12]
        if link.start < ESTATES and link.end < ESTATES:
            sway *= 0.15
        drawing.add(link.start, _bend(link, sway), link.end, KMH[link.kind])


def _draw_spurs(drawing: _Drawing) -> None:
    """Draw the lanes that end in a hamlet, where they cross no road and no water."""
    random, v = stream(21), villages()
    for place in range(ESTATES, ISLAND):
        ends = np.asarray(drawing.edges)[:, :2]
        tree = STRtree(linestrings(np.asarray(drawing.nodes)[ends]))
        for _ in range(SPURS):
            angle, first, second = random.random(3) * [2 * np.pi, 0.3, 0.35] + [0, 0.3, 0.3]
            turn = angle + (first - 0.45) * 4
            near = v.at[place] + first * np.array([np.cos(angle), np.sin(angle)])
            far = near + second * np.array([np.cos(turn), np.sin(turn)])
            if _free(tree, v.at[place], near, far):
                drawing.add(place, np.vstack([near, far]), None, KMH[LANE])


def _free(tree: STRtree, start: Points, near: Points, far: Points) -> bool:
    toward = start + 0.3 * (near - start)
    line = LineString([toward, near, far])
    dry = min(river.distance(line) for river in land().rivers) > WATER_MARGIN_KM
    near_road = len(tree.query(line, predicate="dwithin", distance=0.12)) > 0
    return dry and not near_road and land().outline.buffer(-0.2).contains(Point(far))


def _draw_island(drawing: _Drawing) -> None:
    """Draw the two lanes of the island, which no bridge joins to the rest."""
    x, y = island_centre()
    drawing.add(ISLAND, np.array([[x + 0.18, y + 0.05], [x + 0.34, y - 0.02]]), None, KMH[TRACK])
    drawing.add(ISLAND, np.array([[x - 0.22, y - 0.04]]), None, KMH[TRACK])


@cache
def network() -> Network:
    """Return the county's roads."""
    drawing = _Drawing(villages().at)
    _draw_links(drawing)
    _draw_spurs(drawing)
    _draw_island(drawing)
    lonlat = degrees(np.asarray(drawing.nodes))
    start, end = np.asarray([edge[:2] for edge in drawing.edges]).T
    # Rounded up, so that no road is shorter than the straight line.
    km = np.ceil(great_circle(lonlat[start], lonlat[end]) * 1000 - 1e-6) / 1000
    edges = tuple((a, b) for a, b, _ in drawing.edges)
    return Network(lonlat, edges, km, tuple(kmh for _, _, kmh in drawing.edges))
