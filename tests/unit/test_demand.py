"""Groups of pupils: who moves together, and how many they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.builders_model import street

if TYPE_CHECKING:
    from pathlib import Path


def test_a_group_is_a_place_a_band_and_a_school_in_that_order(tmp_path: Path) -> None:
    """Grades of a band add up; a blank place is the school itself; order is place, band, school."""
    case = street(
        tmp_path,
        {"A": {}, "B": {"at": 1}},
        [("B", 1, 7), ("A", 4, 5, "P"), ("A", 1, 2, "P"), ("A", 3, 4, "P"), ("B", 2, 1, "P")],
        places={"P": 2},
    )
    found = case.demand
    assert list(zip(found.places, found.bands, found.homes.tolist(), strict=True)) == [
        ("B", "lower", 1),
        ("P", "lower", 0),
        ("P", "lower", 1),
        ("P", "upper", 0),
    ]
    assert found.pupils[:, 0].tolist() == [7, 6, 1, 5]
    assert found.by_grade[1, 0, :3].tolist() == [2, 0, 4]


def test_today_is_every_year(tmp_path: Path) -> None:
    case = street(tmp_path, {"A": {}}, [("A", 1, 7)], scenario={"years": [2023, 2024, 2025]})
    assert case.demand.pupils.tolist() == [[7, 7, 7]]


def test_rows_without_pupils_make_no_group(tmp_path: Path) -> None:
    case = street(tmp_path, {"A": {}}, [("A", 1, 0), ("A", 4, 3)])
    assert case.demand.bands == ("upper",)


def test_a_county_without_pupils_has_no_groups(tmp_path: Path) -> None:
    case = street(tmp_path, {"A": {}}, [("A", 1, 0)])
    assert case.demand.pupils.shape == (0, 1)
    assert len(case.problem.options) == 0


def test_pupils_outside_all_bands_take_no_part_and_are_told(tmp_path: Path) -> None:
    case = street(
        tmp_path,
        {"A": {"kind": "nine_year"}},
        [("A", 1, 5), ("A", 7, 3), ("A", 9, 1)],
        scenario={"bands": {"lower": [1, 3], "upper": [4, 6]}},
    )
    assert case.demand.bands == ("lower",)
    assert case.demand.outside == {"A": 4}
    [finding] = case.demand.findings
    assert finding.code == "grades_outside_bands"
    assert "4" in finding.what.en
    assert "4" in finding.what.zh
