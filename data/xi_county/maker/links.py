"""Which villages a road joins, and what kind of road it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from shapely.geometry import LineString

from maker.land import CORNER, CORNER_KM, TOWN, land
from maker.plane import distances, stream
from maker.villages import ESTATES, ISLAND, POCKET, villages

if TYPE_CHECKING:
    from numpy.typing import NDArray

COUNTY, TOWNSHIP, LANE, TRACK = "county", "township", "lane", "track"
KMH = {COUNTY: 60, TOWNSHIP: 40, LANE: 25, TRACK: 15}
BRIDGES_X = ((0, 2, -19.5), (0, 2, -5.0), (0, 2, 8.5))  # regions joined, about where (km)
NORTH_BRIDGES_Y = ((0, 1, 14.5), (0, 1, 1.0))
SOUTH_BRIDGES_Y = ((2, 3, -13.0),)
EXTRA_LANES = 0.18
CLEAR_KM = 0.1  # between a road and the middle of a river


@dataclass(frozen=True)
class Link:
    """A road between two places, straight as yet."""

    start: int
    end: int
    kind: str
    bridge: bool


def _neighbours(far: NDArray[np.float64], *, strict: bool) -> NDArray[np.bool_]:
    """Return the pairs with no third place between them.

    Strict: no third place nearer to both (relative neighbours); else: none in the circle on the
    pair as diameter (Gabriel). Both are plane graphs, and the first is part of the second.
    """
    keep = np.ones_like(far, dtype=bool)
    for third in range(len(far)):
        a, b = far[:, third][:, None], far[third][None, :]
        between = np.maximum(a, b) < far - 1e-9 if strict else a**2 + b**2 < far**2 - 1e-9
        between[third], between[:, third] = False, False
        keep &= ~between
    np.fill_diagonal(keep, val=False)
    return keep


def _dry(start: int, end: int) -> bool:
    at = villages().at
    line = LineString([at[start], at[end]])
    near = [river.distance(line) for river in land().rivers]
    return bool(min(near) > CLEAR_KM and land().outline.covers(line))


def _bridges() -> list[tuple[int, int]]:
    """Return the shortest crossing near each place where a bridge stands."""
    v = villages()
    found = []
    wanted = [(*row, 0) for row in BRIDGES_X] + [(*r, 1) for r in NORTH_BRIDGES_Y + SOUTH_BRIDGES_Y]
    for one, other, where, axis in wanted:
        here, there = np.flatnonzero(v.region == one), np.flatnonzero(v.region == other)
        there = there[there != ISLAND]
        middle = (v.at[here][:, None] + v.at[there][None]) / 2
        far = np.hypot(*(v.at[here][:, None] - v.at[there][None]).transpose(2, 0, 1))
        cost = np.round(far + 0.8 * np.abs(middle[:, :, axis] - where), 6)
        i, j = np.unravel_index(int(np.argmin(cost)), cost.shape)
        found.append((int(here[i]), int(there[j])))
    return found


def _plain_links() -> list[tuple[int, int]]:
    """Return the links on dry land: relative neighbours, and some of the other Gabriel pairs."""
    v = villages()
    chance = stream(10).random((len(v.at), len(v.at)))
    pairs: list[tuple[int, int]] = []
    for piece in range(len(land().regions)):
        here = np.flatnonzero((v.region == piece) & (np.arange(len(v.at)) != ISLAND))
        far = distances(v.at[here])
        near, more = _neighbours(far, strict=True), _neighbours(far, strict=False)
        for i, j in zip(*np.nonzero(np.triu(more)), strict=True):
            start, end = int(here[i]), int(here[j])
            town = start < ESTATES and end < ESTATES
            wanted = near[i, j] or town or chance[start, end] < EXTRA_LANES
            if wanted and _dry(start, end):
                pairs.append((start, end))
    return pairs


def _joined(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Add the shortest dry links that make each piece of land one network."""
    v = villages()
    graph = nx.Graph(pairs)
    graph.add_nodes_from(range(ISLAND))
    added = []
    for piece in range(len(land().regions)):
        here = [i for i in range(ISLAND) if v.region[i] == piece]
        far = distances(v.at[here])
        order = np.argsort(np.round(far, 6), axis=None, kind="stable")
        for i, j in zip(*np.unravel_index(order, far.shape), strict=True):
            a, b = here[i], here[j]
            if a < b and not nx.has_path(graph, a, b) and _dry(a, b):
                graph.add_edge(a, b)
                added.append((a, b))
            if nx.number_connected_components(graph.subgraph(here)) == 1:
                break
    return added


def _roads_of_kind(graph: nx.Graph[int]) -> dict[tuple[int, int], str]:
    """Say which links are county and township roads: those on the ways that people need."""
    v = villages()
    seats = [int(s) for s in v.seats]
    town = int(np.argmin(np.hypot(*(v.at[:ESTATES] - np.array(TOWN)).T)))
    kind: dict[tuple[int, int], str] = {}
    for unit, seat in enumerate(seats):
        members = [i for i in range(ISLAND) if v.township[i] == unit]
        _mark(graph, kind, seat, members[::3], TOWNSHIP)
    near = _neighbours(distances(v.at[seats]), strict=True)
    for i, j in zip(*np.nonzero(np.triu(near)), strict=True):
        _mark(graph, kind, seats[i], [seats[j]], COUNTY)
    _mark(graph, kind, town, seats, COUNTY)
    return kind


def _mark(
    graph: nx.Graph[int], kind: dict[tuple[int, int], str], start: int, ends: list[int], name: str
) -> None:
    for end in ends:
        for a, b in pairwise(nx.shortest_path(graph, start, end, weight="cost")):
            kind[min(a, b), max(a, b)] = name
            # A road already there is worth a detour: roads come together.
            graph[a][b]["cost"] = 0.75 * graph[a][b]["km"]


def _is_track(start: int, end: int) -> bool:
    """Tell whether a lane is a poor one: in the two remote parts."""
    v = villages()
    away = (v.at[start] + v.at[end]) / 2 - np.array(CORNER)
    return bool(v.region[start] == v.region[end] == POCKET or np.hypot(*away) < CORNER_KM)


@cache
def links() -> tuple[Link, ...]:
    """Return the links of the county's main network, by start and end."""
    v = villages()
    plain = _plain_links()
    plain += _joined(plain)
    bridges = _bridges()
    graph: nx.Graph[int] = nx.Graph()
    for a, b in sorted({(min(p), max(p)) for p in plain + bridges}):
        km = float(np.hypot(*(v.at[a] - v.at[b])))
        graph.add_edge(a, b, km=km, cost=km)
    kind = _roads_of_kind(graph)
    crossing = {(min(p), max(p)) for p in bridges}
    made = []
    for a, b in sorted((min(e), max(e)) for e in graph.edges):
        poor = TRACK if _is_track(a, b) else LANE
        made.append(Link(a, b, kind.get((a, b), poor), (a, b) in crossing))
    return tuple(made)
