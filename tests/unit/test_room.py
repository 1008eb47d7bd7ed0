"""What a school's own pupils leave, today and at the very most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from planner.room import UNLIMITED
from tests.builders_model import street

if TYPE_CHECKING:
    from pathlib import Path

    from planner.room import Left

WORK = {"works_id": "W", "adds_seats": "", "adds_beds": "", "converts_to": "", "first_year": 2023}


def left(folder: Path, schools: Any, pupils: Any, **scenario: Any) -> Left:
    return street(folder, schools, pupils, scenario=scenario).problem.left


def test_own_pupils_are_those_of_each_year(tmp_path: Path) -> None:
    found = left(
        tmp_path,
        {"A": {"seats": 100}},
        [("A", grade, 10) for grade in range(1, 7)],
        years=[2023, 2024],
        demand={"entrants_change": 1.0},
    )
    assert found.own.tolist() == [[70, 100]]
    assert found.own_now.tolist() == [60]
    assert found.room.tolist() == [[30, 0]]


def test_a_school_over_its_places_has_no_room_today_or_later(tmp_path: Path) -> None:
    found = left(tmp_path, {"A": {"seats": 100}}, [("A", 1, 120)])
    assert found.room.tolist() == found.most_room.tolist() == [[0]]


def test_works_add_seats_and_beds_up_to_the_cap(tmp_path: Path) -> None:
    works = [
        {**WORK, "school_id": "A", "works_id": "W1", "adds_seats": 30, "adds_beds": 8, "cost": 1},
        {**WORK, "school_id": "A", "works_id": "W2", "adds_seats": 30, "cost": 1},
    ]
    case = street(
        tmp_path,
        {"A": {"seats": 100, "beds": 5, "boarders": 2}},
        [("A", 1, 90)],
        scenario={"schools": {"size_cap": {"primary": 150}}},
        works=works,
    )
    found = case.problem.left
    assert found.room.tolist() == [[10]]
    assert found.most_room.tolist() == [[60]]
    assert (found.beds.tolist(), found.most_beds.tolist()) == ([[3]], [[11]])


@pytest.mark.parametrize(("cap", "most"), [(2500.0, 1910.0), (float("inf"), 1910.0)])
def test_a_conversion_may_lift_the_cap(cap: float, most: float, tmp_path: Path) -> None:
    case = street(
        tmp_path,
        {"A": {"seats": 2000}},
        [("A", 1, 90)],
        scenario={"schools": {"size_cap": {"primary": 100, "nine_year": cap}}},
        works=[{**WORK, "school_id": "A", "converts_to": "nine_year", "cost": 1}],
    )
    found = case.problem.left
    assert found.room.tolist() == [[10]]
    assert found.most_room.tolist() == [[most]]
    assert found.nine_cap == min(cap, UNLIMITED)
    assert found.may_convert.tolist() == [True]


def test_a_site_next_door_may_bring_seats_and_beds(tmp_path: Path) -> None:
    found = left(
        tmp_path,
        {
            "J": {"kind": "junior", "area": "rural", "seats": 40, "beds": 9, "boarders": 4},
            "P": {"lon": 114.005, "seats": 100},
        },
        [("J", 7, 20), ("P", 1, 90)],
        merge={"enabled": True},
    )
    assert found.most_room.tolist() == [[120], [50]]
    assert found.most_beds.tolist() == [[5], [5]]
    assert found.may_convert.tolist() == [True, True]


def test_bands_that_may_be_given_up_may_free_their_seats(tmp_path: Path) -> None:
    found = left(
        tmp_path,
        {"A": {"seats": 30}, "D": {"at": 2}},
        [("A", 1, 10), ("A", 4, 15), ("D", 4, 150)],
        closures={"downgrade": True},
    )
    assert found.own_upper.tolist() == [[15], [0]]
    assert found.most_room.tolist() == [[20], [850]]


def test_entrants_who_may_be_redirected_may_free_their_seats(tmp_path: Path) -> None:
    """Of S's pupils those of grade 1 could be gone in 2023, those of grades 1 and 2 in 2024."""
    case = street(
        tmp_path,
        {"S": {"seats": 118}, "D": {"at": 2}},
        [("S", 1, 10, "P"), ("S", 2, 9, "P"), ("S", 4, 101), ("D", 1, 150)],
        places={"P": 1},
        scenario={"years": [2023, 2024], "relief": {"enabled": True}},
    )
    assert case.problem.left.most_room[0].tolist() == [8, 17]


def test_beds_that_lack_are_told(tmp_path: Path) -> None:
    found = left(tmp_path, {"A": {"beds": 5, "boarders": 8}, "B": {"beds": 5}}, [("A", 1, 9)])
    assert found.without_bed.tolist() == [3, 0]
    assert found.beds.tolist() == [[0], [5]]
