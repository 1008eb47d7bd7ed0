"""The check's own ways over the roads agree with NetworkX and with those that plans are made of."""

from __future__ import annotations

from math import cos, sin
from typing import TYPE_CHECKING

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString

from planner.checking.facts import gather
from planner.checking.network import great_circle, network_ways
from planner.checking.ways import Ways
from planner.dataset import Roads
from planner.load import load
from planner.travel import travel_costs
from scenarios.load import load as load_scenario
from tests.builders import write_county, write_scenario

if TYPE_CHECKING:
    from pathlib import Path

BUS = 30.0


def _roads(
    spots: dict[str, tuple[float, float]], edges: list[tuple[str, str, float, float, bool]]
) -> Roads:
    nodes = pd.DataFrame(
        [(key, *at) for key, at in spots.items()], columns=["node_id", "lon", "lat"]
    )
    columns = ["from", "to", "km", "kmh", "oneway"]
    frame = pd.DataFrame(edges, columns=columns)
    frame["geometry"] = gpd.GeoSeries([LineString([spots[a], spots[b]]) for a, b, *_ in edges])
    return Roads(nodes, frame)


@st.composite
def networks(draw: st.DrawFn) -> tuple[dict[str, tuple[float, float]], list[tuple]]:
    """Draw a handful of nodes on a circle, so that none lies on a road between others."""
    number = draw(st.integers(3, 8))
    spots = {f"N{n}": (114 + 0.04 * cos(n), 32 + 0.04 * sin(n)) for n in range(number)}
    ends = st.tuples(st.sampled_from(sorted(spots)), st.sampled_from(sorted(spots)))
    edges = []
    for a, b in draw(st.lists(ends.filter(lambda pair: pair[0] != pair[1]), min_size=1)):
        km = draw(st.floats(0.5, 9).map(lambda value: round(value, 3)))
        edges.append((a, b, km, draw(st.sampled_from([20.0, 40.0, np.inf])), draw(st.booleans())))
    return spots, edges


@given(network=networks())
def test_ways_between_nodes_are_those_of_networkx(network) -> None:
    """Points that stand on road ends get NetworkX's shortest km, and nothing where it finds none."""
    spots, edges = network
    graph = nx.MultiDiGraph()
    for a, b, km, _, oneway in edges:
        graph.add_edge(a, b, km=km)
        if not oneway:
            graph.add_edge(b, a, km=km)
    used = [key for key in spots if key in graph]
    pairs = [(a, b) for a in used for b in used if a != b]
    ways = network_ways(_roads(spots, edges), spots, pairs, BUS)
    for a, b in pairs:
        if nx.has_path(graph, a, b):
            want = nx.shortest_path_length(graph, a, b, weight="km")
            assert ways[a, b].km == pytest.approx(want, abs=1e-3)
        else:
            assert (a, b) not in ways


SPOTS = {"A": (114.0, 32.0), "B": (114.1, 32.0), "C": (114.1, 32.1)}


def test_a_home_beside_an_edge_starts_at_its_nearest_point() -> None:
    """A quarter of the edge lies behind it; the way to the road and the speeds count."""
    roads = _roads(SPOTS, [("A", "B", 12.0, 60.0, False), ("B", "C", 20.0, 15.0, False)])
    points = {"home": (114.025, 32.01), "school": (114.1, 32.1)}
    access = great_circle(points["home"], (114.025, 32.0))
    way = network_ways(roads, points, [("home", "school")], BUS)["home", "school"]
    assert way.km == pytest.approx(access + 9 + 20, abs=1e-3)
    assert way.bus_minutes == pytest.approx((access + 9) * 2 + 20 / 15 * 60, abs=1e-2)


def test_neighbours_on_one_edge_do_not_go_round_by_its_ends() -> None:
    """Two points on one road are as far apart as the road between them."""
    roads = _roads(SPOTS, [("A", "B", 10.0, 30.0, False)])
    points = {"home": (114.03, 32.0), "school": (114.05, 32.0)}
    way = network_ways(roads, points, [("home", "school")], BUS)["home", "school"]
    assert way.km == pytest.approx(2.0, abs=1e-3)


def test_one_way_roads_are_driven_one_way() -> None:
    """From B to A there is only the long way round."""
    roads = _roads(
        SPOTS,
        [("A", "B", 9.0, 30, True), ("B", "C", 11.0, 30, False), ("C", "A", 14.0, 30, False)],
    )
    ways = network_ways(roads, SPOTS, [("A", "B"), ("B", "A")], BUS)
    assert (ways["A", "B"].km, ways["B", "A"].km) == pytest.approx((9.0, 25.0), abs=1e-3)


def test_the_two_directions_of_a_road_may_be_two_edges() -> None:
    """A home beside them may leave both ways, as on maps that draw each direction by itself."""
    roads = _roads(SPOTS, [("A", "B", 10.0, 30, True), ("B", "A", 10.0, 30, True)])
    points = {"home": (114.05, 32.01), "east": (114.1, 32.0), "west": (114.0, 32.0)}
    ways = network_ways(roads, points, [("home", "east"), ("home", "west")], BUS)
    access = great_circle(points["home"], (114.05, 32.0))
    both = (ways["home", "east"].km, ways["home", "west"].km)
    assert both == pytest.approx((5 + access, 5 + access), abs=5e-3)


def _drawn(folder: Path, rng: np.random.Generator) -> Path:
    """Write a county of random places on a random network, some of them at one point."""

    def at() -> dict[str, float]:
        return {"lon": round(114 + rng.random() / 7, 6), "lat": round(32 + rng.random() / 7, 6)}

    nodes = [{"node_id": f"N{n}"} | at() for n in range(int(rng.integers(4, 12)))]
    schools = [{"school_id": f"S{n}"} | at() for n in range(4)]
    places = [{"place_id": f"P{n}"} | at() for n in range(4)]
    schools[1] |= {key: nodes[0][key] for key in ("lon", "lat")}
    places[0] |= {key: schools[0][key] for key in ("lon", "lat")}
    edges = []
    for _ in range(2 * len(nodes)):
        a, b = rng.choice(len(nodes), 2, replace=False)
        ends = [(nodes[n]["lon"], nodes[n]["lat"]) for n in (a, b)]
        km = round(great_circle(*ends) * (1 + rng.random() / 2), 3)
        speed, oneway = int(rng.choice([15, 30, 60])), int(rng.random() < 0.2)
        edges.append({"from": f"N{a}", "to": f"N{b}", "km": km, "kmh": speed, "oneway": oneway})
    pupils = [
        {"school_id": "S0", "place_id": f"P{n}", "grade": 1, "pupils": 3} for n in range(4)
    ] + [{"school_id": f"S{n}", "grade": 5, "pupils": 4} for n in range(4)]
    return write_county(
        folder,
        schools=schools,
        places=places,
        pupils=pupils,
        road_nodes=nodes,
        road_edges=edges,
        travel=[{"from_id": "P1", "school_id": "S1", "km": 5.5, "minutes": ""}],
    )


@pytest.mark.parametrize("seed", range(6))
def test_random_networks_are_measured_alike(tmp_path: Path, seed: int) -> None:
    """Every pair has the same km and minutes as in the ways that plans are made of, or neither."""
    data = _drawn(tmp_path / "county", np.random.default_rng(seed))
    travel = {"max_minutes": dict.fromkeys(("lower", "upper", "junior"), np.inf)}
    rules = load_scenario(write_scenario(tmp_path / "s.toml", data=data, travel=travel)).assumptions
    dataset = load(data)
    costs = travel_costs(dataset, rules)
    ways = Ways(dataset, gather(dataset, rules))
    compared = 0
    for n, home in enumerate(costs.origins):
        here = slice(costs.indptr[n], costs.indptr[n + 1])
        theirs = zip(costs.school[here], costs.km[here], costs.bus_minutes[here], strict=True)
        made = {costs.schools[school]: (km, minutes) for school, km, minutes in theirs}
        for school in costs.schools:
            mine = ways.way(home, school)
            assert (mine is None) == (school not in made)
            if mine is not None:
                compared += 1
                assert mine.km == pytest.approx(made[school][0], abs=0.02)
                assert mine.bus_minutes == pytest.approx(made[school][1], abs=0.1)
    assert compared >= 8


def test_a_home_in_the_midst_of_a_square_is_measured_as_plans_measure_it(tmp_path: Path) -> None:
    """Four roads are almost equally near; the check takes the same ones, or it would accuse."""
    corners = {"A": (114.0, 32.0), "B": (114.02, 32.0), "C": (114.02, 32.02), "D": (114.0, 32.02)}
    ends = [("A", "B", 2), ("B", "C", 7), ("C", "D", 2), ("D", "A", 11)]
    data = write_county(
        tmp_path / "county",
        schools=[
            {"school_id": f"S{key}", "lon": lon, "lat": lat} for key, (lon, lat) in corners.items()
        ],
        places=[
            {"place_id": "P", "lon": 114.01, "lat": 32.01},
            {"place_id": "Q", "lon": 114.004, "lat": 32.01},
        ],
        pupils=[
            {"school_id": "SA", "place_id": place, "grade": 1, "pupils": 9} for place in ("P", "Q")
        ],
        road_nodes=[{"node_id": k, "lon": x, "lat": y} for k, (x, y) in corners.items()],
        road_edges=[{"from": a, "to": b, "km": km} for a, b, km in ends],
    )
    rules = load_scenario(write_scenario(tmp_path / "s.toml", data=data)).assumptions
    dataset = load(data)
    costs = travel_costs(dataset, rules)
    ways = Ways(dataset, gather(dataset, rules))
    for n, home in enumerate(costs.origins):
        for at in range(costs.indptr[n], costs.indptr[n + 1]):
            mine = ways.way(home, costs.schools[costs.school[at]])
            assert mine is not None
            assert mine.km == pytest.approx(costs.km[at], abs=1e-4)


def test_of_two_equal_ways_the_faster_counts() -> None:
    """Equal km, different speeds: the minutes are those of the faster road."""
    roads = _roads(SPOTS, [("A", "B", 10.0, 10, False), ("A", "B", 10.0, 25, False)])
    way = network_ways(roads, SPOTS, [("A", "B")], BUS)["A", "B"]
    assert way.bus_minutes == pytest.approx(24.0, abs=1e-2)


def test_points_far_from_any_road_are_cut_off() -> None:
    """Within three km a point is joined to the road, beyond it is not."""
    roads = _roads(SPOTS, [("A", "B", 10.0, 30, False)])
    points = {"near": (114.05, 32.026), "far": (114.05, 32.028), "school": (114.1, 32.0)}
    ways = network_ways(roads, points, [("near", "school"), ("far", "school")], BUS)
    assert list(ways) == [("near", "school")]


def test_given_ways_win_and_own_points_are_no_way_at_all(tmp_path: Path) -> None:
    """travel.csv wins over the straight line; blank minutes follow from its km."""
    data = write_county(
        tmp_path / "county",
        schools=[{"school_id": "A"}, {"school_id": "B", "lon": 114.1}],
        places=[{"place_id": "P"}, {"place_id": "Q"}],
        pupils=[{"school_id": "A", "grade": 1, "pupils": 3}],
        travel=[
            {"from_id": "P", "school_id": "A", "km": 7, "minutes": ""},
            {"from_id": "P", "school_id": "B", "km": 8, "minutes": 50},
        ],
    )
    dataset = load(data)
    rules = load_scenario(write_scenario(tmp_path / "s.toml", data=data)).assumptions
    ways = Ways(dataset, gather(dataset, rules))
    assert ways.way("P", "A") == (7, 19)
    assert ways.way("P", "B") == (8, 50)
    assert ways.minutes("P", "B", "lower", "walk") == pytest.approx(8 / 3.5 * 60)
    straight = great_circle((114.0, 32.0), (114.1, 32.0)) * 1.3
    assert ways.way("Q", "B") == pytest.approx((straight, 5 + 2 * straight))
    assert ways.way("A", "A") == (0, 5)
    assert ways.minutes("A", "A", "lower", "stay") == 0
    assert ways.minutes("P", "A", "lower", "stay") == 19


def test_the_shipped_county_is_measured_alike_to_the_metre(xi_county: Path) -> None:
    """A thousand ways of the shipped county, measured twice, differ by under a metre."""
    dataset, rules = load(xi_county), load_scenario("roadmap_item26").assumptions
    costs = travel_costs(dataset, rules)
    rows = np.random.default_rng(1).choice(len(costs.km), 1000, replace=False)
    origin = np.searchsorted(costs.indptr, rows, side="right") - 1
    pairs = [
        (costs.origins[o], costs.schools[costs.school[r]])
        for o, r in zip(origin, rows, strict=True)
    ]
    ways = Ways(dataset, gather(dataset, rules))
    ways.prepare(pairs)
    mine = np.array([ways.way(*pair) for pair in pairs])
    assert np.abs(mine[:, 0] - costs.km[rows]).max() < 1e-3
    assert np.abs(mine[:, 1] - costs.bus_minutes[rows]).max() < 2e-2
