"""A road network as a graph: its separate pieces, and the nearest road to any point."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import shapely

from planner.sphere import from_plane, great_circle_km, to_plane
from planner.travel_ends import positions

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from planner.dataset import Roads
    from planner.sphere import Floats
    from planner.travel_ends import Positions

    type Graph = nx.MultiDiGraph[str]

REACH_KM = 3.0
"""A point farther than this from every road is cut off: no access leg is assumed beyond it."""

NOWHERE = -1
"""Edge of a point that is cut off."""


@dataclass(frozen=True)
class RoadGraph:
    """A road network, by position of its nodes (n) and edges (e).

    Parameters
    ----------
    graph
        Nodes by node_id with `lon`, `lat`; an arc for each direction of an edge, keyed by the
        edge's position, with `km` and `kmh`.
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

    graph: Graph
    tail: Positions
    head: Positions
    km: Floats
    kmh: Floats
    oneway: NDArray[np.bool_]
    straight_km: Floats
    piece: Positions
    lines: NDArray[np.object_]
    tree: shapely.STRtree

    @property
    def edge_piece(self) -> Positions:
        """Return the piece that each edge belongs to."""
        return self.piece[self.tail]

    @classmethod
    def of(cls, roads: Roads) -> RoadGraph:
        """Return the graph of a county's roads.

        Streets that the table lists once for each direction become one edge: a home beside
        such a street may leave either way.
        """
        roads = replace(roads, edges=_joined_directions(roads.edges))
        ids = list(roads.nodes["node_id"])
        tail, head = (positions(roads.edges[end], ids) for end in ("from", "to"))
        lon, lat = (roads.nodes[axis].to_numpy(dtype=np.float64) for axis in ("lon", "lat"))
        geometry = roads.edges["geometry"].to_numpy(dtype=object)
        given = roads.edges["km"].to_numpy(dtype=np.float64)
        lines = shapely.transform(geometry, to_plane)
        graph = to_networkx(roads)
        return cls(
            graph=graph,
            tail=tail,
            head=head,
            km=np.where(np.isnan(given), lengths_km(geometry), given),
            kmh=roads.edges["kmh"].to_numpy(dtype=np.float64),
            oneway=roads.edges["oneway"].to_numpy(dtype=np.bool_),
            straight_km=great_circle_km(lon[tail], lat[tail], lon[head], lat[head]),
            piece=_pieces(graph, ids),
            lines=lines,
            tree=shapely.STRtree(lines),
        )


@dataclass(frozen=True)
class Snaps:
    """Where points meet the network.

    Parameters
    ----------
    edge
        Shape (p,), position of the nearest edge, ties by the order of the table; `NOWHERE`
        where it is farther than `REACH_KM`.
    share
        Shape (p,), how far along that edge the nearest point lies, 0 at its tail, 1 at its head.
    km
        Shape (p,), straight line to that point: the access leg, also of points cut off.
    """

    edge: Positions
    share: Floats
    km: Floats

    @property
    def on_network(self) -> NDArray[np.bool_]:
        """Tell which points the network reaches."""
        return np.not_equal(self.edge, NOWHERE)

    def only(self, points: Positions) -> Snaps:
        """Return the chosen points."""
        return Snaps(self.edge[points], self.share[points], self.km[points])

    def followed_by(self, other: Snaps) -> Snaps:
        """Return these points, then the others."""
        return Snaps(
            np.concatenate((self.edge, other.edge)),
            np.concatenate((self.share, other.share)),
            np.concatenate((self.km, other.km)),
        )

    def piece(self, graph: RoadGraph) -> Positions:
        """Return the piece of the network that each point meets, `NOWHERE` where cut off."""
        if not len(graph.km):
            return self.edge
        return np.where(self.on_network, graph.edge_piece[self.edge], NOWHERE)


def to_networkx(roads: Roads) -> Graph:
    """Return the roads as a NetworkX graph with an arc for each direction of an edge."""
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


def _joined_directions(edges: pd.DataFrame) -> pd.DataFrame:
    """Return the edges, those that differ in nothing but their direction made one."""
    if edges.empty:
        return edges
    shape = shapely.to_wkb(shapely.normalize(list(edges["geometry"])))
    ends = np.sort(edges[["from", "to"]].to_numpy(dtype=object), axis=1)
    same = {"low": ends[:, 0], "high": ends[:, 1], "shape": shape}
    twins = edges.assign(**same, forth=edges["from"] == ends[:, 0]).groupby(
        [*same, "km", "kmh"], dropna=False, sort=False
    )
    both_ways = (twins["forth"].transform("nunique") > 1) | ~twins["oneway"].transform("all")
    joined = edges.assign(oneway=~both_ways)
    return joined[twins.cumcount() == 0].reset_index(drop=True)


def lengths_km(geometry: NDArray[np.object_]) -> Floats:
    """Return the great-circle lengths of lines given in degrees, shape (e,)."""
    points, line = shapely.get_coordinates(geometry, return_index=True)
    lon, lat = points[:, 0], points[:, 1]
    step = great_circle_km(lon[:-1], lat[:-1], lon[1:], lat[1:])
    inside = line[:-1] == line[1:]
    return np.bincount(line[:-1][inside], weights=step[inside], minlength=len(geometry))


def snap(graph: RoadGraph, lon: Floats, lat: Floats) -> Snaps:
    """Return where points of degrees meet the network: at the nearest point of an edge."""
    edge = np.full(len(lon), NOWHERE, dtype=np.int64)
    share, km = np.zeros(len(lon)), np.full(len(lon), np.inf)
    if len(lon) and len(graph.km):
        points = shapely.points(to_plane(np.column_stack((lon, lat))))
        edge = _nearest(graph.tree, points)
        lines = graph.lines[edge]
        share = np.nan_to_num(shapely.line_locate_point(lines, points, normalized=True))
        met = shapely.line_interpolate_point(lines, share, normalized=True)
        meets = from_plane(shapely.get_coordinates(met))
        km = great_circle_km(lon, lat, meets[:, 0], meets[:, 1])
    return Snaps(np.where(km <= REACH_KM, edge, NOWHERE), share, km)


def _nearest(tree: shapely.STRtree, points: NDArray[Any]) -> Positions:
    """Return the nearest line of each point, the first in the table where several tie."""
    point, line = tree.query_nearest(points, all_matches=True)
    order = np.lexsort((line, point))
    first = np.unique(point[order], return_index=True)[1]
    return np.asarray(line[order][first], dtype=np.int64)


def _pieces(graph: Graph, ids: list[str]) -> Positions:
    """Return the number of each node's piece, the largest first, ties by the first node."""
    place = {node: i for i, node in enumerate(ids)}
    found = [[place[node] for node in nodes] for nodes in nx.weakly_connected_components(graph)]
    piece = np.zeros(len(ids), dtype=np.int64)
    for number, nodes in enumerate(sorted(found, key=lambda nodes: (-len(nodes), min(nodes)))):
        piece[nodes] = number
    return piece
