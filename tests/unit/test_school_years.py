"""Every school in every year: what works, merges, downgrades and redirections make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from planner.tabulate import tabulate
from tests.builders_model import solved, street
from tests.model.instances import INSTANCES

if TYPE_CHECKING:
    from pathlib import Path

YEARS = {"years": [2023, 2024]}


def by_year(case: Any) -> dict[tuple[str, str], list[Any]]:
    """Return the columns of schools.csv as lists by year, under (school_id, column)."""
    rows = tabulate(case, solved(case)).schools.sort_values("year")
    return {
        (str(school), column): part[column].tolist()
        for school, part in rows.groupby("school_id")
        for column in rows.columns
    }


def first_of(case: Any, school: str, *columns: str) -> list[Any]:
    """Return what a school is in the first year."""
    rows = by_year(case)
    return [rows[school, column][0] for column in columns]


def test_an_absorbed_school_is_not_open_and_the_other_is_nine_year(tmp_path: Path) -> None:
    it = INSTANCES["merged_whole"]
    case = street(tmp_path, it.schools, it.pupils, scenario=it.scenario)
    assert first_of(case, "J", "open", "kind", "pupils") == [0, "junior", 0]
    # two kilometres apart: the sites stay two
    assert first_of(case, "P", "open", "kind", "pupils", "seats") == [1, "nine_year", 160, 1000]


def test_two_sites_within_a_kilometre_add_seats_beds_and_boarders(tmp_path: Path) -> None:
    case = street(
        tmp_path,
        {
            "J": {
                "kind": "junior",
                "area": "rural",
                "running_cost": 300_000,
                "seats": 40,
                "beds": 12,
                "boarders": 3,
            },
            "P": {"lon": 114.005, "seats": 200, "beds": 4, "boarders": 1},
        },
        [("J", 7, 20), ("P", 1, 150)],
        scenario={**YEARS, "merge": {"enabled": True}},
    )
    assert first_of(case, "P", "seats", "beds", "boarders") == [240, 16, 4]
    assert first_of(case, "J", "open", "boarders") == [0, 0]


def test_works_count_from_the_year_of_first_use(tmp_path: Path) -> None:
    """D has 150 seats until W adds ten for A's pupils."""
    work = {"works_id": "W", "school_id": "D", "adds_seats": 10, "adds_beds": 6}
    case = street(
        tmp_path,
        {"A": {}, "D": {"at": 2, "seats": 150}},
        [("A", 4, 10), ("D", 4, 150)],
        scenario={**YEARS, "closures": {"targets": {2024: 1}}},
        works=[{**work, "first_year": 2024, "cost": 100_000}],
    )
    rows = by_year(case)
    assert rows["D", "seats"] == [150, 160]
    assert rows["D", "beds"] == [0, 6]
    assert rows["D", "pupils"] == [150, 160]
    assert rows["D", "seat_warning"] == ["yellow", "yellow"]


def test_a_converted_school_is_nine_year_from_then_on(tmp_path: Path) -> None:
    it = INSTANCES["offered_by_then"]
    case = street(tmp_path, it.schools, it.pupils, scenario=it.scenario, **it.tables)
    assert by_year(case)["D", "kind"] == ["primary", "nine_year"]


def test_a_downgraded_school_stays_open_and_costs_less(tmp_path: Path) -> None:
    it = INSTANCES["only_reduced"]
    case = street(tmp_path, it.schools, it.pupils, scenario=it.scenario)
    made = tabulate(case, solved(case))
    row = made.schools.set_index("school_id").loc["A"]
    assert (row["open"], row["kind"], row["pupils"], row["seats"]) == (1, "primary", 10, 1000)
    running = made.costs[made.costs["account"] == "running"].set_index("school_id")["amount"]
    assert running.loc["A"] == 0.6 * 100_000


def test_redirected_entrants_are_at_the_other_school(tmp_path: Path) -> None:
    """Twenty of P go to D in 2023; a year later they are in grade 2 and twenty more come."""
    case = street(
        tmp_path,
        {"S": {"seats": 115}, "D": {"at": 2, "township": "西岭"}},
        [("S", grade, 20, "P") for grade in range(1, 7)] + [("D", 1, 30)],
        places={"P": 1},
        scenario={**YEARS, "relief": {"enabled": True}, "demand": {"survival": 0.999999}},
    )
    rows = by_year(case)
    assert rows["S", "pupils"] == [100, 80]
    assert rows["D", "pupils"] == [30 + 20, 30 + 40]
    assert rows["S", "seat_warning"] == ["none", "none"]


@pytest.mark.parametrize(
    ("pupils", "classes"), [(45, 1), (46, 2), (1, 1)], ids=["one full", "one more", "one child"]
)
def test_classes_are_full_ones_rounded_up_grade_by_grade(
    pupils: int, classes: int, tmp_path: Path
) -> None:
    case = street(tmp_path, {"A": {}}, [("A", 1, pupils), ("A", 2, 90)])
    [row] = tabulate(case, solved(case)).schools.to_dict("records")
    assert row["classes"] == classes + 2


def test_posts_follow_the_year(tmp_path: Path) -> None:
    """A hundred enter in 2023 instead of fifty: more classes and posts than before."""
    case = street(
        tmp_path,
        {"A": {}},
        [("A", grade, 50) for grade in range(1, 7)],
        scenario={**YEARS, "demand": {"entrants_change": 1.0}},
    )
    rows = by_year(case)
    assert rows["A", "pupils"] == [350, 500]
    assert rows["A", "classes"] == [5 * 2 + 3, 4 * 2 + 3 + 5]
    assert rows["A", "staff_needed"] == [2 * 13, 2 * 16]
