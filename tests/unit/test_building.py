"""Works as columns: which may be built, from when, at what yearly cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.builders_model import decided, moves, solved, street

if TYPE_CHECKING:
    from pathlib import Path

    from planner.building import Works

PLAIN = {"adds_seats": "", "adds_beds": "", "converts_to": "", "first_year": 2023, "cost": 0}


def works(folder: Path, *rows: dict[str, Any], **scenario: Any) -> Works:
    case = street(
        folder,
        {"A": {}, "D": {"at": 1}, "V": {"at": 2, "ownership": "private"}},
        [("A", 1, 10), ("D", 1, 150)],
        scenario={"years": [2023, 2024, 2025], **scenario},
        works=[{**PLAIN, **row} for row in rows],
    )
    return case.problem.works


def test_works_stand_by_id_with_what_they_add(tmp_path: Path) -> None:
    found = works(
        tmp_path,
        {"works_id": "W2", "school_id": "D", "adds_seats": 45, "adds_beds": 8, "cost": 100_000},
        {"works_id": "W1", "school_id": "A", "converts_to": "nine_year", "cost": 400_000},
        money={"works_years": 10},
    )
    assert found.ids == ("W1", "W2")
    assert found.school.tolist() == [0, 1]
    assert found.seats.tolist() == [0, 45]
    assert found.beds.tolist() == [0, 8]
    assert found.converts.tolist() == [True, False]
    assert found.cost.tolist() == [400_000, 100_000]
    assert found.yearly.tolist() == [40_000, 10_000]
    assert (found.at(0), found.at(1), found.at(2)) == ([0], [1], [])


@pytest.mark.parametrize(("year", "first"), [(2020, 0), (2023, 0), (2025, 2)])
def test_the_first_year_is_within_the_plan(year: int, first: int, tmp_path: Path) -> None:
    found = works(
        tmp_path, {"works_id": "W", "school_id": "D", "adds_seats": 1, "first_year": year}
    )
    assert found.first.tolist() == [first]


def test_works_after_the_plan_and_at_private_schools_are_left_out(tmp_path: Path) -> None:
    found = works(
        tmp_path,
        {"works_id": "W1", "school_id": "D", "adds_seats": 1, "first_year": 2026},
        {"works_id": "W2", "school_id": "V", "adds_seats": 1},
    )
    assert len(found) == 0


def pair(folder: Path, **scenario: Any) -> Any:
    """Return a county whose A can close only into seats that W adds to D in 2024."""
    work = {"works_id": "W", "school_id": "D", "adds_seats": 10, "first_year": 2024, "cost": 20_000}
    return street(
        folder,
        {"A": {}, "D": {"at": 2, "seats": 150}},
        [("A", 4, 10), ("D", 4, 150)],
        scenario={
            "years": [2023, 2024],
            "closures": {"targets": {2023: 1, 2024: 1}, "rule": "at_most"},
            **scenario,
        },
        works=[{**PLAIN, **work}],
    )


def test_pupils_come_no_earlier_than_the_seats(tmp_path: Path) -> None:
    case = pair(tmp_path)
    assert decided(case, solved(case)) == {"build W": 2024, "close A": 2024}


def test_without_build_before_close_they_may_come_first(tmp_path: Path) -> None:
    """The seats must still be built within the plan."""
    case = pair(tmp_path, schools={"build_before_close": False})
    assert decided(case, solved(case)) == {"build W": 2024, "close A": 2023}


def test_beds_that_are_built_are_slept_in(tmp_path: Path) -> None:
    """D, 30 km off, has no bed; W adds six for A's six older pupils."""
    case = street(
        tmp_path,
        {"A": {}, "D": {"at": 30}},
        [("A", 4, 6), ("D", 4, 150)],
        scenario={"closures": {"targets": {2023: 1}}},
        works=[{**PLAIN, "works_id": "W", "school_id": "D", "adds_beds": 6, "cost": 200_000}],
    )
    found = solved(case)
    assert decided(case, found) == {"build W": 2023, "close A": 2023}
    assert moves(case, found) == {("A", "upper", "D")}


def test_nothing_is_built_that_is_not_needed(tmp_path: Path) -> None:
    case = street(
        tmp_path,
        {"A": {}, "D": {"at": 2}},
        [("A", 4, 10), ("D", 4, 150)],
        scenario={"closures": {"targets": {2023: 1}}},
        works=[{**PLAIN, "works_id": "W", "school_id": "D", "adds_seats": 9, "cost": 1}],
    )
    assert decided(case, solved(case)) == {"close A": 2023}
