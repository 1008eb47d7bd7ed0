"""A road network as a graph: its separate pieces, and the nearest road to any point."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from planner.sphere import from_plane, great_circle_km, to_plane
from planner.travel_ends import positions

if TYPE_CHECKING:
    import networkx as nx
    from numpy.typing import NDArray

    from planner.dataset import Roads
    from planner.sphere import Floats
    from planner.travel_ends import Positions

    type Graph = nx.MultiDiGraph[str]

REACH_KM = 3.0
"""A point farther than this from every road is cut off: no access leg is assumed beyond it."""

NOWHERE = -1
"""Piece and node of a point that is cut off."""

MILLIMETRE = 1e-6
"""km below which places on a road count as one."""


@dataclass(frozen=True)
class RoadGraph:
    """A road network, by position of its nodes (n) and edges (e).

    Parameters
    ----------
    roads
        What it was made from.
    tail, head
        Shape (e,), positions of the nodes at which an edge begins and ends.
    km
        Shape (e,), as the table gives it, else the length of the geometry.
    kmh
        Shape (e,), speed; inf where none is given.
    oneway
        Shape (e,), whether an edge leads from tail to head only.
    straight_km
        Shape (e,), straight line between the ends.
    piece
        Shape (n,), number of the connected piece a node belongs to, one-way roads counted as
        joining; 0 is the piece with most nodes.
    lines
        Shape (e,), geometries on the Mercator plane.
    tree
        Index of `lines`.
    """

    roads: Roads
    tail: Positions
    head: Positions
    km: Floats
    kmh: Floats
    oneway: NDArray[np.bool_]
    straight_km: Floats
    piece: Positions
    lines: NDArray[np.object_]
    tree: shapely.STRtree

    @cached_property
    def graph(self) -> Graph:
        """Return the same as a NetworkX graph; see `to_networkx`."""
        return to_networkx(self.roads)

    @property
    def edge_piece(self) -> Positions:
        """Return the piece that each edge belongs to."""
        return self.piece[self.tail]

    @classmethod
    def of(cls, roads: Roads) -> RoadGraph:
        """Return the graph of a county's roads."""
        ids = list(roads.nodes["node_id"])
        tail, head = (positions(roads.edges[end], ids) for end in ("from", "to"))
        lon, lat = (roads.nodes[axis].to_numpy(dtype=np.float64) for axis in ("lon", "lat"))
        geometry = roads.edges["geometry"].to_numpy(dtype=object)
        given = roads.edges["km"].to_numpy(dtype=np.float64)
        lines = shapely.transform(geometry, to_plane)
        return cls(
            roads=roads,
            tail=tail,
            head=head,
            km=np.where(np.isnan(given), lengths_km(geometry), given),
            kmh=roads.edges["kmh"].to_numpy(dtype=np.float64),
            oneway=roads.edges["oneway"].to_numpy(dtype=np.bool_),
            straight_km=great_circle_km(lon[tail], lat[tail], lon[head], lat[head]),
            piece=_pieces(tail, head, len(ids)),
            lines=lines,
            tree=shapely.STRtree(lines),
        )


@dataclass(frozen=True)
class Snaps:
    """Where points meet the network: each at one door, or at several that are equally near.

    Parameters
    ----------
    km
        Shape (p,), straight line from each point to the nearest road: the access leg, also of
        points cut off.
    point
        Shape (d,), which point a door belongs to, ascending; points cut off have none.
    edge
        Shape (d,), position of the edge at which the door stands.
    share
        Shape (d,), how far along that edge it stands, 0 at its tail, 1 at its head.
    """

    km: Floats
    point: Positions
    edge: Positions
    share: Floats

    @property
    def on_network(self) -> NDArray[np.bool_]:
        """Tell which points the network reaches."""
        return np.isin(np.arange(len(self.km)), self.point)

    def piece(self, graph: RoadGraph) -> Positions:
        """Return the piece of the network that each point meets, `NOWHERE` where cut off."""
        piece = np.full(len(self.km), NOWHERE, dtype=np.int64)
        piece[self.point[::-1]] = graph.edge_piece[self.edge][::-1]
        return piece


def to_networkx(roads: Roads) -> Graph:
    """Return the roads as a NetworkX graph with an arc for each direction of an edge.

    Nodes stand by node_id with `lon`, `lat`; arcs are keyed by the edge's position, with `km` and
    `kmh`.
    """
    import networkx as nx  # noqa: PLC0415 - it loads slowly, and no plan needs it

    graph: Graph = nx.MultiDiGraph()
    nodes = roads.nodes
    graph.add_nodes_from(
        (node, {"lon": lon, "lat": lat})
        for node, lon, lat in zip(nodes["node_id"], nodes["lon"], nodes["lat"], strict=True)
    )
    columns = [roads.edges[name] for name in ("from", "to", "km", "kmh", "oneway")]
    for key, (tail, head, km, kmh, oneway) in enumerate(zip(*columns, strict=True)):
        graph.add_edge(tail, head, key=key, km=km, kmh=kmh)
        if not oneway:
            graph.add_edge(head, tail, key=key, km=km, kmh=kmh)
    return graph


def lengths_km(geometry: NDArray[np.object_]) -> Floats:
    """Return the great-circle lengths of lines given in degrees, shape (e,)."""
    points, line = shapely.get_coordinates(geometry, return_index=True)
    lon, lat = points[:, 0], points[:, 1]
    step = great_circle_km(lon[:-1], lat[:-1], lon[1:], lat[1:])
    inside = line[:-1] == line[1:]
    return np.bincount(line[:-1][inside], weights=step[inside], minlength=len(geometry))


def snap(graph: RoadGraph, lon: Floats, lat: Floats) -> Snaps:
    """Return where points of degrees meet the network: at the nearest point of an edge.

    Edges as near as the nearest, to the millimetre, are doors too: the streets of a junction,
    or a street that the table lists once for each direction.
    """
    km = np.full(len(lon), np.inf)
    points = shapely.points(to_plane(np.column_stack((lon, lat))))
    point, edge = _nearest(graph.tree, points)
    lines, points = graph.lines[edge], points[point]
    share = np.nan_to_num(shapely.line_locate_point(lines, points, normalized=True))
    met = shapely.line_interpolate_point(lines, share, normalized=True)
    meets = from_plane(shapely.get_coordinates(met))
    np.minimum.at(km, point, great_circle_km(lon[point], lat[point], meets[:, 0], meets[:, 1]))
    door = km[point] <= REACH_KM
    return Snaps(km, point[door], edge[door], share[door])


def _nearest(tree: shapely.STRtree, points: NDArray[Any]) -> tuple[Positions, Positions]:
    """Return points and the lines nearest to them, all that tie, ascending."""
    (point, _), far = tree.query_nearest(points, return_distance=True, all_matches=False)
    tied, line = tree.query(points[point], predicate="dwithin", distance=far + MILLIMETRE)
    order = np.lexsort((line, point[tied]))
    return point[tied][order].astype(np.int64), line[order].astype(np.int64)


def _pieces(tail: Positions, head: Positions, nodes: int) -> Positions:
    """Return the number of each node's piece, the largest first, ties by the first node."""
    joined = csr_array((np.ones(len(tail)), (tail, head)), shape=(nodes, nodes))
    count, found = connected_components(joined, directed=False)
    size = np.bincount(found, minlength=count)
    first = np.full(count, nodes)
    np.minimum.at(first, found, np.arange(nodes))
    number = np.empty(count, dtype=np.int64)
    number[np.lexsort((first, -size))] = np.arange(count)
    return number[found]
