"""Positions apart from the rest: swapped or simply far, in counties of few points and of many."""

from pathlib import Path

import pytest

from planner.errors import Finding
from planner.load import load
from tests.builders import write_county

type Points = list[tuple[float, float]]

CODES = ("swapped_position", "far_from_county")


def county_at(points: Points, folder: Path, **tables: object) -> list[Finding]:
    """Return what is said of positions in a county of one school a point."""
    schools = [{"school_id": f"S{n}", "lon": x, "lat": y} for n, (x, y) in enumerate(points)]
    pupils = [{"school_id": f"S{n}", "grade": 1, "pupils": 3} for n in range(len(points))]
    found = load(write_county(folder, schools=schools, pupils=pupils, **tables)).warnings
    return [finding for finding in found if finding.code in CODES]


def rest(number: int) -> Points:
    """Return points in a row, about 1 km apart."""
    return [(85.0 + 0.01 * n, 32.0) for n in range(number)]


@pytest.mark.parametrize("number", [2, 4, 5, 11])
def test_one_school_with_lon_and_lat_exchanged_is_found(number: int, tmp_path: Path) -> None:
    """At 85 E and 32 N both are possible latitudes; the others show which is meant."""
    (one,) = county_at([*rest(number), (32.0, 85.02)], tmp_path)
    assert (one.code, one.file, one.row) == ("swapped_position", "schools.csv", number + 2)
    assert one.hint.zh == "请把经度和纬度对调"


@pytest.mark.parametrize(
    ("point", "column"),
    [((120, 40), "lon"), ((85.02, 3.2), "lat"), ((8.502, 32), "lon"), ((86.5, 32), "lon")],
)
@pytest.mark.parametrize("number", [2, 4, 5])
def test_one_school_far_from_all_others_is_found(
    point: tuple[float, float], column: str, number: int, tmp_path: Path
) -> None:
    """The worse of its two cells is named."""
    (one,) = county_at([*rest(number), point], tmp_path)
    assert (one.code, one.row, one.column) == ("far_from_county", number + 2, column)
    assert "far from all others" in one.what.en
    assert one.hint.en == "see lon and lat"
    assert "公里" in one.what.zh


def test_the_distance_from_the_middle_is_told(tmp_path: Path) -> None:
    """From 32 N to 42 N on one meridian: 10 x 111.195 km."""
    (one,) = county_at([(85, 32), (85, 32.0001), (85, 31.9999), (85, 42)], tmp_path)
    assert "1,112 km" in one.what.en


def test_two_wrong_points_of_five_are_both_found(tmp_path: Path) -> None:
    found = county_at([*rest(3), (32.0, 85.0), (120.0, 40.0)], tmp_path)
    assert [(f.code, f.row) for f in found] == [("swapped_position", 5), ("far_from_county", 6)]


def test_places_count_and_are_found_as_schools_are(tmp_path: Path) -> None:
    places = [{"place_id": "P", "lon": 32.0, "lat": 85.0}]
    (one,) = county_at(rest(2), tmp_path, places=places)
    assert (one.code, one.file) == ("swapped_position", "places.csv")


@pytest.mark.parametrize(
    "points",
    [
        pytest.param([(85.0, 32.0), (32.0, 85.0)], id="two points do not tell which is wrong"),
        pytest.param([(85.0, 32.0), (85.01, 32.0), (85.45, 32.0)], id="42 km from the town"),
        pytest.param([(85.0 + 0.5 * n, 32.0) for n in range(9)], id="a county of 400 km"),
    ],
)
def test_counties_in_which_nothing_is_far(points: Points, tmp_path: Path) -> None:
    assert not county_at(points, tmp_path)


def test_the_shipped_county_has_no_position_apart(xi_county: Path) -> None:
    assert not {w.code for w in load(xi_county).warnings} & set(CODES)


def test_the_shipped_county_without_boundaries_and_roads_has_none_either(
    xi_county: Path, tmp_path: Path
) -> None:
    for name in ("county.toml", "schools.csv", "places.csv", "pupils.csv"):
        (tmp_path / name).write_bytes((xi_county / name).read_bytes())
    assert not {w.code for w in load(tmp_path).warnings} & set(CODES)


def test_real_schools_have_no_position_apart(cases: Path) -> None:
    assert not {w.code for w in load(cases / "northern_ireland").warnings} & set(CODES)
