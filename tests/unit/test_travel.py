"""Ways without a road network: straight lines and given distances, and the table they fill."""

from __future__ import annotations

from math import acos, asin, cos, inf, isnan, nan, radians, sin, sqrt
from typing import TYPE_CHECKING

import numpy as np
import pytest

from planner.travel import travel_costs
from planner.travel_pairs import longest_lawful_km
from tests.builders_travel import county, no_limits, rules

if TYPE_CHECKING:
    from planner.travel import TravelCosts


def way(costs: TravelCosts, home: str, school: str) -> tuple[float, float]:
    """Return km and minutes of one pair."""
    km, minutes = costs.between(
        np.array([costs.position(home)]), np.array([costs.schools.index(school)])
    )
    return float(km[0]), float(minutes[0])


def ways(costs: TravelCosts) -> dict[tuple[str, str], tuple[float, float]]:
    """Return km and minutes by home and school."""
    origin = np.repeat(np.arange(len(costs.origins)), np.diff(costs.indptr))
    return {
        (costs.origins[o], costs.schools[s]): (float(km), float(minutes))
        for o, s, km, minutes in zip(origin, costs.school, costs.km, costs.bus_minutes, strict=True)
    }


def test_a_straight_line_is_lengthened_by_the_detour_and_ridden_at_bus_speed():
    costs = travel_costs(county({"A": (0, 0)}, {"p": (3, 4)}, attend=[("p", "A")]), rules())
    assert costs.method == "straight_line"
    assert way(costs, "p", "A") == pytest.approx((6.5, 5 + 6.5 / 30 * 60), rel=1e-6)


def test_the_straight_line_is_the_great_circle_of_the_mean_earth():
    far = county({"A": (0, 0)}, {"p": (1200, 4000)}, attend=[("p", "A")])
    km, _ = way(travel_costs(far, no_limits(detour=1)), "p", "A")
    lon, lat = (radians(float(far.places[c].iloc[0])) for c in ("lon", "lat"))
    assert km == pytest.approx(6371.0088 * acos(cos(lat) * cos(lon)), rel=1e-9)
    assert km == pytest.approx(
        2 * 6371.0088 * asin(sqrt(sin(lat / 2) ** 2 + cos(lat) * sin(lon / 2) ** 2)), rel=1e-12
    )


def test_pupils_at_a_school_s_own_point_have_no_way_to_it():
    costs = travel_costs(county({"A": (0, 0), "B": (1, 0)}, attend=[("A", "A")]), rules())
    assert costs.origins == ("A",)
    assert way(costs, "A", "A") == (0, 5)
    assert way(costs, "A", "B")[0] == pytest.approx(1.3)


def test_origins_are_the_homes_of_pupils_sorted_and_schools_keep_their_order():
    data = county(
        {"Z": (0, 0), "A": (1, 0)}, {"p": (0, 1), "q": (9, 9)}, attend=[("p", "Z"), ("A", "Z")]
    )
    costs = travel_costs(data, rules())
    assert costs.origins == ("A", "p")
    assert costs.schools == ("Z", "A")


def test_ways_of_an_origin_stand_together_by_km_and_ties_by_school():
    data = county({"C": (2, 0), "B": (0, 1), "A": (0, -1)}, {"p": (0, 0)}, attend=[("p", "C")])
    costs = travel_costs(data, rules())
    assert costs.indptr.tolist() == [0, 3]
    assert [costs.schools[s] for s in costs.school] == ["B", "A", "C"]


def test_the_longest_lawful_way_is_that_of_the_most_generous_mode():
    walk_only = rules(bus=False, boarding={"bands": []})
    assert longest_lawful_km(walk_only) == pytest.approx(2.5)
    slow = rules(bus=False, boarding={"bands": []}, walk_kmh={"lower": 1, "upper": 1})
    assert longest_lawful_km(slow) == pytest.approx(40 / 60)
    assert longest_lawful_km(rules(boarding={"bands": []})) == pytest.approx((40 - 5) / 60 * 30)
    assert longest_lawful_km(rules()) == pytest.approx((90 - 5) / 60 * 30)
    assert longest_lawful_km(no_limits()) == inf
    assert longest_lawful_km(rules(bus=False, boarding={"max_minutes": inf})) == inf


def test_ways_beyond_every_lawful_limit_are_left_out_but_never_the_present_one():
    data = county(
        {"near": (1, 0), "far": (40, 0), "present": (60, 0)},
        {"p": (0, 0)},
        attend=[("p", "present")],
    )
    costs = travel_costs(data, rules())
    assert [costs.schools[s] for s in costs.school] == ["near", "present"]
    assert all(isnan(value) for value in way(costs, "p", "far"))


def test_a_school_exactly_at_the_limit_is_kept():
    data = county({"A": (2.5 / 1.3, 0), "B": (2.6, 0)}, {"p": (0, 0)}, attend=[("p", "B")])
    costs = travel_costs(data, rules(bus=False, boarding={"bands": []}))
    assert way(costs, "p", "A")[0] == pytest.approx(2.5)


@pytest.mark.parametrize("assumptions", [rules(), rules(boarding={"bands": []}), rules(bus=False)])
def test_the_limit_changes_no_way_that_it_keeps(assumptions):
    rng = np.random.default_rng(7)
    at = rng.uniform(-40, 40, (70, 2)).tolist()
    schools = {f"S{i:02}": tuple(at[i]) for i in range(30)}
    places = {f"p{i:02}": tuple(at[30 + i]) for i in range(40)}
    data = county(schools, places, attend=[(p, "S00") for p in places])
    limited, full = travel_costs(data, assumptions), travel_costs(data, no_limits())
    limit, all_ways = longest_lawful_km(assumptions), ways(full)
    assert len(all_ways) == 30 * 40
    kept = {pair for pair, (km, _) in all_ways.items() if km <= limit or pair[1] == "S00"}
    found = ways(limited)
    assert set(found) == kept
    assert all(found[pair] == pytest.approx(all_ways[pair]) for pair in kept)


def test_a_given_distance_wins_and_its_minutes_are_the_whole_journey():
    data = county(
        {"A": (1, 0), "B": (2, 0), "C": (3, 0)},
        {"p": (0, 0)},
        attend=[("p", "A")],
        given=[("p", "A", 7.5, 12.0), ("p", "B", 4.0, nan), ("elsewhere", "A", 1, 1)],
    )
    costs = travel_costs(data, rules())
    assert costs.method == "straight_line"
    assert way(costs, "p", "A") == (7.5, 12.0)
    assert way(costs, "p", "B") == (4.0, 5 + 4 / 30 * 60)
    assert way(costs, "p", "C")[0] == pytest.approx(3.9)


def test_a_given_distance_is_kept_beyond_every_limit():
    data = county(
        {"A": (1, 0), "B": (2, 0)}, {"p": (0, 0)}, attend=[("p", "A")], given=[("p", "B", 300, nan)]
    )
    assert way(travel_costs(data, rules()), "p", "B")[0] == 300


def test_ways_are_called_given_where_travel_csv_has_every_pair():
    data = county(
        {"A": (1, 0), "B": (2, 0)},
        {"p": (0, 0)},
        attend=[("p", "A"), ("A", "A")],
        given=[("p", "A", 1, nan), ("p", "B", 2, nan), ("A", "B", 3, nan)],
    )
    costs = travel_costs(data, rules())
    assert costs.method == "given"
    assert costs.km.tolist() == [0, 3, 1, 2]


def test_between_answers_for_whole_arrays_at_once():
    data = county({"A": (1, 0), "B": (900, 0)}, {"p": (0, 0)}, attend=[("p", "A"), ("A", "A")])
    km, minutes = travel_costs(data, rules()).between(np.array([[0], [1]]), np.array([0, 1]))
    assert km.shape == minutes.shape == (2, 2)
    np.testing.assert_allclose(km, [[0, nan], [1.3, nan]], rtol=1e-6)


def test_a_county_without_pupils_has_no_ways():
    costs = travel_costs(county({"A": (0, 0)}), rules())
    assert costs.origins == ()
    assert costs.indptr.tolist() == [0]
    assert len(costs.km) == 0
