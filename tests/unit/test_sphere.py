"""Distances on the globe, held against another library and against known places."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from planner.sphere import EARTH_KM, chord, from_plane, great_circle_km, to_plane, unit_vectors

BALL = Geod(a=EARTH_KM * 1000, b=EARTH_KM * 1000)
LON, LAT = st.floats(-180, 180), st.floats(-85, 85)


def km(lon, lat, other_lon, other_lat):
    return float(great_circle_km(*map(np.array, (lon, lat, other_lon, other_lat))))


@given(LON, LAT, LON, LAT)
def test_distances_are_those_that_pyproj_finds_on_a_ball(lon, lat, other_lon, other_lat):
    expected = BALL.inv(lon, lat, other_lon, other_lat)[2] / 1000
    assert km(lon, lat, other_lon, other_lat) == pytest.approx(expected, rel=1e-6, abs=1e-6)


def test_a_metre_is_still_a_metre():
    assert km(114, 32, 114, 32 + 1 / 111195) == pytest.approx(0.001, rel=1e-4)


def test_the_other_side_of_the_globe_is_half_its_circumference_away():
    assert km(0, 0, 180, 0) == pytest.approx(np.pi * EARTH_KM)
    assert km(10, 90, 70, -90) == pytest.approx(np.pi * EARTH_KM)


@given(LON, LAT, LON, LAT)
def test_two_points_lie_within_a_distance_just_where_their_chord_does(lon, lat, o_lon, o_lat):
    one, other = unit_vectors(np.array([lon, o_lon]), np.array([lat, o_lat]))
    assert np.linalg.norm(one - other) == pytest.approx(chord(km(lon, lat, o_lon, o_lat)), abs=1e-9)


def test_no_chord_is_longer_than_the_ball_is_thick():
    assert chord(1e9) == 2


@given(LON, LAT)
def test_the_plane_leads_back_to_the_same_point(lon, lat):
    np.testing.assert_allclose(
        from_plane(to_plane(np.array([[lon, lat]]))), [[lon, lat]], atol=1e-9
    )


def test_the_plane_stretches_all_directions_alike():
    here = np.array([[114, 60], [114.001, 60], [114, 60 + 0.001 / 2]])
    at, east, north = to_plane(here)
    assert np.linalg.norm(east - at) == pytest.approx(np.linalg.norm(north - at), rel=1e-4)
