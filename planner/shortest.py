"""Shortest ways over a road network, from many points to many others.

The way is the shortest by km. Where two ways are equally long, the one that takes fewer minutes
is taken: the length that is minimised is km + 1e-9 x minutes, so ways that differ by less than
about a hundredth of a millimetre count as equally long.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from planner.roadgraph import MILLIMETRE, NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from planner.roadgraph import RoadGraph, Snaps
    from planner.sphere import Floats
    from planner.travel_ends import Positions

KM_PER_MINUTE = 1e-9
"""Weight of a minute beside a km; it decides between ways of the same km and no others."""

_NONE = np.empty(0, dtype=np.int64)
_CELLS_AT_ONCE = 1_000_000


@dataclass(frozen=True)
class Arcs:
    """Directed links between nodes, at most one for each ordered pair, sorted by tail and head.

    Parameters
    ----------
    nodes
        How many nodes there are.
    tail, head
        Shape (a,), nodes.
    km, minutes
        Shape (a,).
    """

    nodes: int
    tail: Positions
    head: Positions
    km: Floats
    minutes: Floats

    @classmethod
    def best(
        cls, nodes: int, ends: tuple[Positions, Positions], km: Floats, minutes: Floats
    ) -> Arcs:
        """Return arcs of which parallel ones are reduced to the shortest."""
        tail, head = ends
        key = tail * nodes + head
        order = np.lexsort((km + KM_PER_MINUTE * minutes, key))
        kept = order[np.unique(key[order], return_index=True)[1]]
        return cls(nodes, tail[kept], head[kept], km[kept], minutes[kept])

    def minutes_between(self, tail: Positions, head: Positions) -> Floats:
        """Return the minutes of arcs that exist, by their ends."""
        keys = self.tail * self.nodes + self.head
        return self.minutes[np.searchsorted(keys, tail * self.nodes + head)]

    def reversed(self) -> Arcs:
        """Return the same arcs, driven the other way."""
        return Arcs.best(self.nodes, (self.head, self.tail), self.km, self.minutes)


@dataclass(frozen=True)
class Ways:
    """Ways found, one a row.

    Parameters
    ----------
    source, target
        Shape (k,), positions among the sources and targets asked for.
    km, minutes
        Shape (k,).
    """

    source: Positions
    target: Positions
    km: Floats
    minutes: Floats


@dataclass(frozen=True)
class DoorToDoor:
    """A network that leads from homes to schools.

    Parameters
    ----------
    arcs
        The roads, cut wherever a point meets them.
    homes, schools
        The node of each point, `NOWHERE` where it is cut off.
    """

    arcs: Arcs
    homes: Positions
    schools: Positions


def door_to_door(graph: RoadGraph, homes: Snaps, schools: Snaps, bus_kmh: float) -> DoorToDoor:
    """Return the network cut at the points that meet it.

    Parameters
    ----------
    graph
        The roads.
    homes, schools
        Where points meet them. A point with several doors becomes a node of its own, which
        homes only leave and schools only receive, so that no way leads through a house.
    bus_kmh
        Nobody drives faster than this, whatever the road allows.
    """
    cuts, node = _cuts(graph, homes, schools)
    ends, km, minutes = _between_cuts(graph, cuts, bus_kmh)
    nodes = len(graph.piece) + len(cuts)
    home, out = _own_nodes(homes, node[: len(homes.point)], nodes)
    nodes += len(np.unique(out[0]))
    school, into = _own_nodes(schools, node[len(homes.point) :], nodes)
    nodes += len(np.unique(into[0]))
    tail = np.concatenate((ends[0], out[0], into[1]))
    head = np.concatenate((ends[1], out[1], into[0]))
    free = np.zeros(len(tail) - len(km))
    lengths, spent = np.concatenate((km, free)), np.concatenate((minutes, free))
    return DoorToDoor(Arcs.best(nodes, (tail, head), lengths, spent), home, school)


def _cuts(graph: RoadGraph, homes: Snaps, schools: Snaps) -> tuple[Floats, Positions]:
    """Return where edges are cut, as rows of edge and share, and the node of every door."""
    edge = np.concatenate((homes.edge, schools.edge))
    km = graph.km[edge]
    steps = np.round(np.concatenate((homes.share, schools.share)) * km / MILLIMETRE)
    length = np.round(km / MILLIMETRE)
    node = np.where(steps <= 0, graph.tail[edge], graph.head[edge])
    inside = (steps > 0) & (steps < length)
    share = steps[inside] * MILLIMETRE / km[inside]
    where = np.column_stack((edge[inside], share)).astype(np.float64)
    cuts, number = np.unique(where, axis=0, return_inverse=True)
    node[inside] = len(graph.piece) + number.reshape(-1)
    return cuts, node


def _own_nodes(
    snaps: Snaps, node: Positions, first: int
) -> tuple[Positions, tuple[Positions, Positions]]:
    """Return the node of every point, and links between points with several doors and these.

    Parameters
    ----------
    snaps
        The points.
    node
        The node at which each door stands.
    first
        Number that the first point with several doors takes as its own node.
    """
    found = np.full(len(snaps.km), NOWHERE, dtype=np.int64)
    point, at = np.unique(np.column_stack((snaps.point, node)), axis=0).T
    found[point] = at
    several = np.flatnonzero(np.bincount(point, minlength=len(found)) > 1)
    found[several] = first + np.arange(len(several))
    linked = np.isin(point, several)
    return found, (found[point[linked]], at[linked])


def _between_cuts(
    graph: RoadGraph, cuts: Floats, bus_kmh: float
) -> tuple[tuple[Positions, Positions], Floats, Floats]:
    """Return the arcs between neighbouring cuts of each edge, in the directions it allows."""
    edges = np.arange(len(graph.km))
    new = len(graph.piece) + np.arange(len(cuts))
    edge = np.concatenate((edges, cuts[:, 0].astype(np.int64), edges))
    share = np.concatenate((np.zeros(len(edges)), cuts[:, 1], np.ones(len(edges))))
    node = np.concatenate((graph.tail, new, graph.head))
    rank = np.repeat((0, 1, 2), (len(edges), len(cuts), len(edges)))
    order = np.lexsort((share, rank, edge))
    edge, share, node = edge[order], share[order], node[order]
    part = np.flatnonzero(edge[:-1] == edge[1:])
    of = edge[part]
    km = (share[part + 1] - share[part]) * graph.km[of]
    minutes = km / np.minimum(graph.kmh[of], bus_kmh) * 60
    back = ~graph.oneway[of]
    tail = np.concatenate((node[part], node[part + 1][back]))
    head = np.concatenate((node[part + 1], node[part][back]))
    return (tail, head), np.concatenate((km, km[back])), np.concatenate((minutes, minutes[back]))


def shortest_ways(arcs: Arcs, sources: Positions, targets: Positions, limit: float = inf) -> Ways:
    """Return the shortest way of every source and target that are joined within `limit` km."""
    parts = list(_by_chunks(arcs, sources, targets, limit))
    return Ways(
        np.concatenate([_NONE, *(part.source for part in parts)]),
        np.concatenate([_NONE, *(part.target for part in parts)]),
        np.concatenate([_NONE, *(part.km for part in parts)]).astype(np.float64),
        np.concatenate([_NONE, *(part.minutes for part in parts)]).astype(np.float64),
    )


def _by_chunks(arcs: Arcs, sources: Positions, targets: Positions, limit: float) -> Iterator[Ways]:
    """Yield the ways of a few sources at a time, so that memory stays small."""
    weight = arcs.km + KM_PER_MINUTE * arcs.minutes
    matrix = csr_array((weight, (arcs.tail, arcs.head)), shape=(arcs.nodes, arcs.nodes))
    longest = limit * (1 + 1e-6) + 1e-6
    at_once = max(1, _CELLS_AT_ONCE // max(arcs.nodes, 1))
    for start in range(0, len(sources), at_once):
        chunk = sources[start : start + at_once]
        length, before = dijkstra(matrix, indices=chunk, limit=longest, return_predecessors=True)
        minutes = _minutes_along(arcs, before)[:, targets]
        length = length[:, targets]
        source, target = np.nonzero(np.isfinite(length))
        taken = minutes[source, target]
        km = np.maximum(length[source, target] - KM_PER_MINUTE * taken, 0)
        yield Ways(start + source, target, km, taken)


def _minutes_along(arcs: Arcs, before: NDArray[np.int32]) -> Floats:
    """Return the minutes from each source to every node, along the ways found.

    Parameters
    ----------
    arcs
        The network.
    before
        Shape (sources, nodes), the node before each node on its way, negative at its start.

    Notes
    -----
    Each round adds the minutes of as many arcs as all earlier rounds together, so that a way of
    1,000 arcs takes 10 rounds. A cell is a node on the way from one source.
    """
    cell = np.flatnonzero(before >= 0)
    source, node = np.divmod(cell, arcs.nodes)
    previous = before.reshape(-1)[cell].astype(np.int64)
    jump, minutes = np.arange(before.size), np.zeros(before.size)
    jump[cell] = source * arcs.nodes + previous
    minutes[cell] = arcs.minutes_between(previous, node)
    while len(cell):
        over = jump[cell]
        further, more = jump[over], minutes[over]
        minutes[cell] += more
        jump[cell] = further
        cell = cell[further != over]
    return minutes.reshape(before.shape)
