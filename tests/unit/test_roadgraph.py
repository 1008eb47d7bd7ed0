"""Roads as a graph: pieces, lengths, and where points meet the network."""

from __future__ import annotations

import numpy as np
import pytest

from planner.roadgraph import NOWHERE, REACH_KM, RoadGraph, snap
from tests.builders_travel import KM, network


def graph_of(nodes, edges) -> RoadGraph:
    return RoadGraph.of(network(nodes, [{"from": a, "to": b, **more} for a, b, more in edges]))


def met(graph, *points):
    return snap(graph, *(np.array([p[axis] * KM for p in points]) for axis in (0, 1)))


LINE = {"a": (0, 0), "b": (10, 0)}


def test_the_pieces_of_a_network_are_numbered_largest_first():
    graph = graph_of(
        {"x": (50, 0), "y": (51, 0), "a": (0, 0), "b": (1, 0), "c": (2, 0), "alone": (9, 9)},
        [("x", "y", {}), ("a", "b", {}), ("b", "c", {"oneway": True})],
    )
    assert graph.piece.tolist() == [1, 1, 0, 0, 0, 2]
    assert graph.edge_piece.tolist() == [1, 0, 0]


def test_an_edge_without_km_is_as_long_as_its_geometry():
    graph = graph_of(LINE, [("a", "b", {"via": [(0, 3), (10, 3)]}), ("a", "b", {"km": 12.5})])
    assert graph.km.tolist() == pytest.approx([16, 12.5], rel=1e-5)
    assert graph.straight_km.tolist() == pytest.approx([10, 10], rel=1e-6)


def test_the_networkx_graph_has_an_arc_for_each_direction_an_edge_allows():
    graph = graph_of(LINE, [("a", "b", {}), ("b", "a", {"oneway": True, "kmh": 40})]).graph
    assert sorted(graph.edges(keys=True)) == [("a", "b", 0), ("b", "a", 0), ("b", "a", 1)]
    assert graph.edges["b", "a", 1]["kmh"] == 40
    assert graph.nodes["b"]["lon"] == pytest.approx(10 * KM)


def test_a_point_meets_the_network_at_the_nearest_point_of_an_edge():
    found = met(graph_of(LINE, [("a", "b", {})]), (2.5, 1.5), (-1, 0), (11, -2))
    assert found.edge.tolist() == [0, 0, 0]
    assert found.share.tolist() == pytest.approx([0.25, 0, 1])
    assert found.km.tolist() == pytest.approx([1.5, 1, 5**0.5], rel=1e-5)


def test_the_nearest_road_is_found_on_the_ground_and_not_in_degrees():
    """At 60 degrees north a degree of longitude is half as long as one of latitude."""
    north = 60 / KM
    nodes = {"a": (4, north - 9), "b": (4, north + 9), "c": (-9, north + 3), "d": (0, north + 3)}
    graph = graph_of(nodes, [("c", "d", {}), ("a", "b", {})])
    found = met(graph, (0, north))
    assert found.edge.tolist() == [1]
    assert found.km.tolist() == pytest.approx([2], rel=1e-3)


def test_the_point_met_on_a_slanting_road_far_north_is_the_nearest_on_the_ground():
    north = 60 / KM
    graph = graph_of({"a": (-4, north - 2), "b": (4, north + 2)}, [("a", "b", {})])
    found = met(graph, (0, north + 1))
    assert found.km.tolist() == pytest.approx([1 / 2**0.5], rel=1e-2)


def test_roads_equally_near_to_the_millimetre_are_all_met():
    lanes = {"a": (0, 1), "b": (9, 1), "c": (0, -1), "d": (9, -1), "e": (0, 1.01), "f": (9, 1.01)}
    graph = graph_of(lanes, [("e", "f", {}), ("c", "d", {}), ("b", "a", {})])
    found = met(graph, (3, 0), (3, 9), (3, 2))
    assert found.point.tolist() == [0, 0, 2]
    assert found.edge.tolist() == [1, 2, 0]
    assert found.share.tolist() == pytest.approx([1 / 3, 2 / 3, 1 / 3], rel=1e-4)
    assert found.on_network.tolist() == [True, False, True]


def test_a_point_farther_than_the_reach_is_cut_off_but_its_distance_is_known():
    found = met(graph_of(LINE, [("a", "b", {})]), (5, REACH_KM - 0.01), (5, REACH_KM + 0.01))
    assert found.edge.tolist() == [0]
    assert found.on_network.tolist() == [True, False]
    assert found.km[1] == pytest.approx(REACH_KM + 0.01, rel=1e-5)


def test_a_network_without_edges_reaches_nobody():
    graph = graph_of({"a": (0, 0)}, [])
    found = met(graph, (0, 0))
    assert found.on_network.tolist() == [False]
    assert found.km.tolist() == [np.inf]
    assert found.piece(graph).tolist() == [NOWHERE]
