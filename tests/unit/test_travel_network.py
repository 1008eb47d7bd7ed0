"""Ways over roads, on networks small enough to measure by eye."""

from __future__ import annotations

import itertools
from dataclasses import replace
from math import inf, nan

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.roadgraph import RoadGraph, Snaps
from planner.shortest import door_to_door, shortest_ways
from planner.travel import travel_costs
from tests.builders_travel import county, network, no_limits, rules
from tests.unit.test_travel import way, ways

NONE = np.empty(0, dtype=np.int64)
NOBODY = Snaps(np.empty(0), NONE, NONE, np.empty(0))

SQUARE = {"a": (0, 0), "b": (10, 0), "c": (10, 10), "d": (0, 10)}


def roads(nodes, *edges):
    """Return roads; each edge is written as from, to and what differs."""
    return network(
        nodes,
        [
            {"from": a, "to": b, **(more or {})}
            for a, b, *rest in edges
            for more in (rest[0] if rest else {},)
        ],
    )


def one_way_there(home, school, net, assumptions=None, **more):
    """Return km and minutes from one home to one school."""
    data = county({"S": school}, {"p": home}, attend=[("p", "S")], roads=net, **more)
    costs = travel_costs(data, assumptions or no_limits())
    assert costs.method == "network"
    return way(costs, "p", "S")


def test_the_way_leads_along_the_roads():
    net = roads(SQUARE, ("a", "b"), ("b", "c"), ("c", "d"))
    assert one_way_there((0, 0), (0, 10), net)[0] == pytest.approx(30, rel=1e-4)


def test_both_access_legs_are_counted_and_ridden_at_bus_speed():
    net = roads(SQUARE, ("a", "b", {"kmh": 15}))
    km, minutes = one_way_there((2, 1), (8, -2), net)
    assert km == pytest.approx(1 + 6 + 2, rel=1e-5)
    assert minutes == pytest.approx(5 + (1 + 2) / 30 * 60 + 6 / 15 * 60, rel=1e-5)


def test_two_points_on_one_edge_travel_along_it_and_not_through_its_ends():
    net = roads(SQUARE, ("a", "b", {"via": [(0, 5), (10, 5)]}))
    km, _ = one_way_there((3, 5), (7, 5), net)
    assert km == pytest.approx(4, rel=1e-5)


def test_the_table_s_km_stretch_the_parts_of_an_edge_evenly():
    net = roads(SQUARE, ("a", "b", {"km": 15}))
    assert one_way_there((2, 0), (6, 0), net)[0] == pytest.approx(6, rel=1e-5)


def test_a_bus_is_never_faster_than_its_own_speed_nor_than_the_road():
    for kmh, minutes in ((inf, 20), (80, 20), (12, 50)):
        net = roads(SQUARE, ("a", "b", {"kmh": kmh}))
        found = one_way_there((0, 0), (10, 0), net, no_limits(bus_wait_minutes=0))
        assert found[1] == pytest.approx(minutes, rel=1e-5)


def test_the_way_is_the_shortest_by_km_even_where_another_is_quicker():
    slow, fast = {"km": 10, "kmh": 5}, {"km": 11, "kmh": 30, "via": [(5, 2)]}
    km, minutes = one_way_there((0, 0), (10, 0), roads(SQUARE, ("a", "b", slow), ("a", "b", fast)))
    assert (km, minutes) == (pytest.approx(10), pytest.approx(5 + 120))


def test_of_ways_equally_long_the_quicker_is_taken():
    slow, fast = {"km": 10, "kmh": 10}, {"km": 10, "kmh": 20}
    around = roads(SQUARE, ("a", "b", slow), ("b", "c", slow), ("a", "d", fast), ("d", "c", fast))
    km, minutes = one_way_there((0, 0), (10, 10), around)
    assert (km, minutes) == (pytest.approx(20), pytest.approx(5 + 60))


def test_a_one_way_street_is_driven_in_its_direction_only():
    around = roads(SQUARE, ("a", "b", {"oneway": True}), ("b", "c"), ("c", "d"), ("d", "a"))
    assert one_way_there((0, 0), (10, 0), around)[0] == pytest.approx(10, rel=1e-4)
    assert one_way_there((10, 0), (0, 0), around)[0] == pytest.approx(30, rel=1e-4)


def test_on_one_one_way_edge_the_way_back_leads_round_the_block():
    around = roads(SQUARE, ("a", "b", {"oneway": True}), ("b", "c"), ("c", "d"), ("d", "a"))
    assert one_way_there((2, 0), (6, 0), around)[0] == pytest.approx(4, rel=1e-4)
    assert one_way_there((6, 0), (2, 0), around)[0] == pytest.approx(36, rel=1e-4)


def test_no_way_leads_against_a_one_way_dead_end_and_it_is_told():
    data = county(
        {"S": (0, 0)},
        {"p": (10, 0)},
        attend=[("p", "S")],
        roads=roads(SQUARE, ("a", "b", {"oneway": True})),
    )
    costs = travel_costs(data, no_limits())
    assert len(costs.km) == 0
    assert costs.cut_off == ()
    assert [f.code for f in costs.findings] == ["no_way_to_present_school"]


RIVER = roads({"a": (0, 0), "b": (10, 0), "c": (0, 1), "d": (4, 1)}, ("a", "b"), ("c", "d"))


def across_the_river(**more):
    return county(
        {"S": (1, 0), "N": (1, 1.1), "B": (9, 0)},
        {"south": (3, 0), "north": (3, 1.1)},
        attend=[("south", "S"), ("north", "S"), ("north", "N")],
        roads=RIVER,
        **more,
    )


def test_nobody_is_sent_from_one_piece_of_the_network_to_another():
    costs = travel_costs(across_the_river(), no_limits())
    assert set(ways(costs)) == {("south", "S"), ("south", "B"), ("north", "N")}
    assert costs.cut_off == ()
    told = {f.code: f for f in costs.findings}
    assert set(told) == {"road_piece_apart", "no_way_to_present_school"}
    assert "Name N, Name north" in told["road_piece_apart"].what.en
    way_less = told["no_way_to_present_school"]
    assert (way_less.file, way_less.column, way_less.value) == ("places.csv", "place_id", "north")
    assert (
        "10 pupils of Name north now attend Name S (S)" in told["no_way_to_present_school"].what.en
    )
    assert all(f.severity == "warning" for f in costs.findings)


def test_pieces_that_nobody_needs_are_told_together_and_lone_nodes_are_none():
    apart = {str(i): (0, 20 + i) for i in range(5)}
    net = roads({**SQUARE, **apart}, ("a", "b"), ("0", "1"), ("2", "3", {"km": 2}))
    data = county({"S": (1, 0)}, {"p": (3, 0)}, attend=[("p", "S")], roads=net)
    (told,) = travel_costs(data, no_limits()).findings
    assert told.code == "road_pieces_unused"
    assert "2 further pieces of the road network (3.0 km together)" in told.what.en


def test_many_names_on_a_piece_apart_are_cut_short():
    places = {f"p{i:02}": (0.2 * i, 1.1) for i in range(14)}
    data = county(
        {"S": (1, 0), "N": (1, 1.1)}, places, attend=[(p, "N") for p in places], roads=RIVER
    )
    (told,) = travel_costs(data, no_limits()).findings
    assert "Name N, Name p00, " in told.what.en
    assert told.what.en.endswith("Name p08 and others, 15 in all")
    assert told.what.zh.endswith("Name p08等 15 处")


def test_a_given_distance_crosses_the_river():
    costs = travel_costs(across_the_river(given=[("north", "S", 6, nan)]), no_limits())
    assert way(costs, "north", "S") == (6, 5 + 6 / 30 * 60)
    assert "no_way_to_present_school" not in {f.code for f in costs.findings}


def test_a_place_and_a_school_far_from_every_road_are_cut_off_and_told_one_by_one():
    data = county(
        {"S": (1, 0), "far": (5, 3.5), "own": (5, -4)},
        {"p": (2, 0), "hill": (9, 12.04)},
        attend=[("p", "S"), ("hill", "S"), ("own", "own")],
        roads=roads(SQUARE, ("a", "b")),
    )
    costs = travel_costs(data, no_limits())
    assert costs.cut_off == ("hill", "far", "own")
    assert set(ways(costs)) == {("p", "S"), ("own", "own")}
    told = {f.value: f for f in costs.findings if f.code.endswith("_off_network")}
    assert told["hill"].code == "place_off_network"
    assert "Name hill (hill) lies 12.0 km from the nearest road" in told["hill"].what.en
    assert "距最近的道路 3.5 公里" in told["far"].what.zh
    assert told["far"].code == told["own"].code == "school_off_network"
    at = {end: (f.file, f.column, f.value) for end, f in told.items()}
    assert at["hill"] == ("places.csv", "place_id", "hill")
    assert at["far"] == ("schools.csv", "school_id", "far")


def test_a_place_cut_off_is_no_longer_told_once_its_distances_are_given():
    net = roads(SQUARE, ("a", "b"))
    data = county(
        {"S": (1, 0), "T": (2, 0)},
        {"hill": (5, 9)},
        attend=[("hill", "S")],
        given=[("hill", "S", 14, nan)],
        roads=net,
    )
    costs = travel_costs(data, no_limits())
    assert costs.cut_off == ()
    assert costs.findings == ()
    assert set(ways(costs)) == {("hill", "S")}


def test_a_place_on_a_piece_without_a_school_is_cut_off():
    data = county({"S": (1, 0)}, {"island": (3, 1)}, attend=[("island", "S")], roads=RIVER)
    costs = travel_costs(data, no_limits())
    assert costs.cut_off == ("island",)
    assert "has no school" in costs.findings[0].what.en


def test_a_school_on_a_piece_where_nobody_lives_is_cut_off():
    data = county({"S": (1, 0), "I": (3, 1)}, {"p": (3, 0)}, attend=[("p", "S")], roads=RIVER)
    assert travel_costs(data, no_limits()).cut_off == ("I",)


def test_roads_shorter_than_their_straight_line_are_told_with_the_worst():
    net = roads(SQUARE, ("a", "b", {"km": 9.95}), ("b", "c", {"km": 7}), ("c", "d", {"km": 9}))
    data = county({"S": (1, 0)}, {"p": (3, 0)}, attend=[("p", "S")], roads=net)
    (told,) = travel_costs(data, no_limits()).findings
    assert told.code == "road_shorter_than_straight"
    assert "2 roads" in told.what.en
    assert "b-c: 7.00 km where the straight line is 10.0" in told.what.en


def test_a_limit_over_roads_keeps_what_lies_within_it_and_the_present_way():
    net = roads({"a": (0, 0), "z": (60, 0)}, ("a", "z"))
    data = county(
        {"near": (5, 1), "far": (20, 0), "present": (50, 0)},
        {"p": (0, 1)},
        attend=[("p", "present")],
        roads=net,
    )
    limited = ways(travel_costs(data, rules(boarding={"bands": []})))
    full = ways(travel_costs(data, no_limits()))
    assert set(limited) == {("p", "near"), ("p", "present")}
    assert len(full) == 3
    assert all(limited[pair] == pytest.approx(full[pair]) for pair in limited)


@st.composite
def networks(draw):
    """Return a random network with km, speeds and one-way streets."""
    size = draw(st.integers(2, 12))
    nodes = {str(i): (10 * i, (7 * i * i) % 50) for i in range(size)}
    node = st.sampled_from(sorted(nodes))
    edge = st.fixed_dictionaries(
        {
            "from": node,
            "to": node,
            "km": st.integers(0, 9).map(float),
            "kmh": st.sampled_from([10.0, 20.0, inf]),
            "oneway": st.booleans(),
        }
    )
    edges = draw(st.lists(edge.filter(lambda e: e["from"] != e["to"]), min_size=1, max_size=30))
    return network(nodes, edges)


@settings(max_examples=150)
@given(networks())
def test_lengths_are_those_that_networkx_finds(net):
    graph = RoadGraph.of(net)
    nodes = np.arange(len(net.nodes))
    arcs = door_to_door(graph, NOBODY, NOBODY, 30).arcs
    found = shortest_ways(arcs, nodes, nodes)
    ids = list(net.nodes["node_id"])
    expected = dict(nx.all_pairs_dijkstra_path_length(graph.graph, weight="km"))
    rows = zip(found.source, found.target, found.km, strict=True)
    assert {(ids[s], ids[t]): pytest.approx(km) for s, t, km in rows} == {
        (s, t): km for s, lengths in expected.items() for t, km in lengths.items()
    }


@settings(max_examples=60)
@given(networks(), st.floats(1, 25))
def test_minutes_are_those_of_the_quickest_of_the_shortest_ways_and_a_limit_changes_none(
    net, limit
):
    graph = RoadGraph.of(net)
    nodes = np.arange(len(net.nodes))
    arcs = door_to_door(graph, NOBODY, NOBODY, 30).arcs
    full, limited = shortest_ways(arcs, nodes, nodes), shortest_ways(arcs, nodes, nodes, limit)
    ids = list(net.nodes["node_id"])
    for source, target, km, minutes in zip(
        full.source, full.target, full.km, full.minutes, strict=True
    ):
        if source != target:
            assert minutes == pytest.approx(quickest(graph.graph, ids[source], ids[target], km))
    inside = full.km <= limit * (1 - 1e-5)
    pairs = set(zip(limited.source, limited.target, limited.km, limited.minutes, strict=True))
    for row in np.flatnonzero(inside):
        assert (full.source[row], full.target[row], full.km[row], full.minutes[row]) in pairs


def quickest(graph, source, target, km):
    """Return the fewest minutes among the paths that networkx finds to be shortest."""
    minutes = []
    simple: nx.DiGraph[str] = nx.DiGraph()
    for tail, head, edge in graph.edges(data=True):
        ride = edge["km"] / min(edge["kmh"], 30) * 60
        old = simple.edges.get((tail, head), {"km": inf, "ride": inf})
        if (edge["km"], ride) < (old["km"], old["ride"]):
            simple.add_edge(tail, head, km=edge["km"], ride=ride)
    for path in nx.all_shortest_paths(simple, source, target, weight="km"):
        steps = list(itertools.pairwise(path))
        assert sum(simple.edges[step]["km"] for step in steps) == pytest.approx(km)
        minutes.append(sum(simple.edges[step]["ride"] for step in steps))
    return min(minutes)


def test_many_searches_are_split_so_that_memory_stays_small(monkeypatch):
    net = roads(SQUARE, ("a", "b"), ("b", "c", {"oneway": True}), ("c", "d"))
    arcs = door_to_door(RoadGraph.of(net), NOBODY, NOBODY, 30).arcs
    whole = shortest_ways(arcs, np.arange(4), np.arange(4))
    monkeypatch.setattr("planner.shortest._CELLS_AT_ONCE", 5)
    split = shortest_ways(arcs, np.arange(4), np.arange(4))
    for name in ("source", "target", "km", "minutes"):
        assert getattr(whole, name).tolist() == getattr(split, name).tolist()


def test_roads_do_not_matter_where_every_distance_is_given():
    data = county(
        {"S": (1, 0)}, {"p": (3, 90)}, attend=[("p", "S")], given=[("p", "S", 4, nan)], roads=RIVER
    )
    costs = travel_costs(data, no_limits())
    assert (costs.method, costs.km.tolist(), costs.findings) == ("given", [4], ())


def test_without_roads_the_same_county_is_reckoned_by_straight_lines():
    costs = travel_costs(replace(across_the_river(), roads=None), no_limits())
    assert costs.method == "straight_line"
    assert len(costs.km) == 6


def test_points_that_meet_a_one_way_street_at_its_end_may_take_any_street_there():
    """The end is a node, whatever digits the length of the street has."""
    deep = 9.8765432198765
    net = roads(
        {"a": (0, 0), "b": (10, 0), "c": (10, 8)},
        ("a", "b", {"oneway": True, "km": deep}),
        ("b", "c"),
        ("c", "a"),
    )
    assert one_way_there((10, 5), (10.3, -0.3), net)[0] == pytest.approx(5 + 0.18**0.5, rel=1e-4)


def test_two_points_that_meet_a_one_way_street_at_one_place_are_joined_both_ways():
    net = roads(SQUARE, ("a", "b", {"oneway": True, "km": 9.8765432198765}))
    for home, school in (((3.3, 1), (3.3, -2)), ((3.3, -2), (3.3, 1))):
        assert one_way_there(home, school, net)[0] == pytest.approx(3, rel=1e-4)


def test_a_home_may_leave_by_any_of_the_roads_that_are_equally_near():
    """Of twin streets the short one is taken, in whatever order the table has them."""
    twins = [("a", "b", {"km": 30}), ("b", "a", {"km": 12}), ("a", "b", {"km": 14})]
    for order in (twins, twins[::-1]):
        assert one_way_there((2, 1), (8, 1), roads(SQUARE, *order))[0] == pytest.approx(
            2 + 0.6 * 12, rel=1e-4
        )


def test_no_way_leads_through_a_house_between_two_roads():
    """A home and a school between two roads join them for their own pupils only."""
    lanes = {"a": (0, 0.5), "b": (10, 0.5), "c": (0, -0.5), "d": (10, -0.5)}
    data = county(
        {"between": (5, 0), "south": (9, -1)},
        {"north": (1, 1), "middle": (4, 0)},
        attend=[("north", "south"), ("middle", "south")],
        roads=roads(lanes, ("a", "b"), ("c", "d")),
    )
    found = ways(travel_costs(data, no_limits()))
    assert set(found) == {("north", "between"), ("middle", "between"), ("middle", "south")}
    assert found["middle", "between"][0] == pytest.approx(2, rel=1e-4)
