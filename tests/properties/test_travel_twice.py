"""Ways reckoned twice, by the planner and by its independent check, on random roads."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checking.network import network_ways
from planner.dataset import Roads
from planner.roadgraph import RoadGraph, snap
from planner.travel import travel_costs
from tests.builders_travel import county, network, no_limits, rules
from tests.unit.test_travel import ways

BUS_KMH = 30.0


def random_county(seed: int):
    """Return a county of random roads, some of them one-way."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(2, 25))
    nodes = {str(i): tuple(rng.uniform(0, 15, 2)) for i in range(size)}
    drawn = [_edge(rng, size) for _ in range(int(rng.integers(1, 2 * size)))]
    edges = list({frozenset((edge["from"], edge["to"])): edge for edge in drawn}.values())
    places = {f"p{i}": tuple(rng.uniform(-2, 17, 2)) for i in range(8)}
    schools = {f"S{i}": tuple(rng.uniform(-2, 17, 2)) for i in range(6)}
    attend = [(place, "S0") for place in places] + [("S1", "S1"), ("S2", "S0")]
    return county(schools, places, attend=attend, roads=network(nodes, edges))


def _edge(rng, size):
    tail, head = rng.choice(size, 2, replace=False)
    return {
        "from": str(tail),
        "to": str(head),
        "km": float(rng.uniform(0.1, 12)),
        "kmh": float(rng.choice([10, 25, 60, inf])),
        "oneway": bool(rng.random() < 0.4),
        "via": [tuple(rng.uniform(0, 15, 2)) for _ in range(int(rng.integers(0, 3)))],
    }


def spots(roads: Roads, points):
    """Return where each point meets the roads; the way between two at one spot is legs alone."""
    lon, lat = np.array(list(points.values())).T
    snaps = snap(RoadGraph.of(roads), lon, lat)
    doors: dict[str, list] = {point: [] for point in points}
    names = np.array(list(points))[snaps.point]
    for name, edge, share in zip(names, snaps.edge, np.round(snaps.share, 9), strict=True):
        doors[name].append((edge, share))
    return doors


@settings(max_examples=80)
@given(st.integers(0, 2**32))
def test_the_planner_and_its_check_find_the_same_ways(seed):
    data = random_county(seed)
    costs = travel_costs(data, no_limits(bus_kmh=BUS_KMH, bus_wait_minutes=0))
    points = {
        row[0]: (row.lon, row.lat)
        for frame in (data.places, data.schools)
        for row in frame[[frame.columns[0], "lon", "lat"]].itertuples(index=False)
    }
    spot = spots(data.roads, points)
    pairs = [(p, s) for p in costs.origins for s in costs.schools if spot[p] != spot[s]]
    expected = network_ways(data.roads, points, pairs, BUS_KMH)
    found = {pair: way for pair, way in ways(costs).items() if spot[pair[0]] != spot[pair[1]]}
    assert set(found) == set(expected)
    for pair, way in found.items():
        assert way == pytest.approx(tuple(expected[pair]), rel=1e-4, abs=1e-4)


@settings(max_examples=30)
@given(st.integers(0, 2**32))
def test_a_limit_drops_only_ways_that_no_rule_would_allow(seed):
    data = random_county(seed)
    short = rules(bus=False, boarding={"bands": []})
    limited, full = ways(travel_costs(data, short)), ways(travel_costs(data, no_limits()))
    present = set(zip(data.pupils["place_id"], data.pupils["school_id"], strict=True))
    kept = {pair for pair, (km, _) in full.items() if km <= 2.5 or pair in present}
    assert set(limited) == kept
    assert all(limited[pair] == pytest.approx(full[pair]) for pair in kept)


@settings(max_examples=30)
@given(st.integers(0, 2**32))
def test_streets_listed_once_for_each_direction_lead_as_streets_of_both_directions(seed):
    data = random_county(seed)
    edges = data.roads.edges.assign(oneway=False)
    back = edges.rename(columns={"from": "to", "to": "from"})
    back["geometry"] = shapely.reverse(list(edges["geometry"]))
    listed = pd.concat([edges, back[edges.columns]], ignore_index=True).assign(oneway=True)
    both, twice = (
        ways(travel_costs(replace(data, roads=Roads(data.roads.nodes, rows)), no_limits()))
        for rows in (edges, listed)
    )
    assert set(twice) == set(both)
    assert all(twice[pair] == pytest.approx(both[pair], rel=1e-5) for pair in both)
