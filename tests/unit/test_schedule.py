"""From decisions to tables: who is where, what happens when, and how full schools are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from planner.placements import present_ways
from planner.schedule import whole, zones
from planner.school_years import seat_warnings
from planner.tabulate import tabulate
from tests.builders_model import solved, street

if TYPE_CHECKING:
    from pathlib import Path

    from planner.plan import Plan


def planned(folder: Path) -> Plan:
    """A's pupils of P walk to D in 2024; it was 3 km to A, by bus."""
    case = street(
        folder,
        {"A": {"at": 3, "beds": 9, "boarders": 4}, "D": {"at": 1, "seats": 160, "boarders": 2}},
        [("A", 4, 6, "P"), ("A", 5, 4, "P"), ("D", 4, 150)],
        places={"P": 0},
        scenario={
            "years": [2023, 2024],
            "closures": {"targets": {2024: 1}},
            "schools": {"class_size": {"upper": 5}},
            "staff": {"pupils_per_teacher": {"primary": 19}, "teachers_per_class": 2},
        },
    )
    return tabulate(case, solved(case))


def test_every_group_has_a_row_in_every_year(tmp_path: Path) -> None:
    rows = planned(tmp_path).assignments
    told = rows[["year", "place_id", "from_school_id", "school_id", "mode", "pupils", "km"]]
    assert told.to_numpy().tolist() == [
        [2023, "D", "D", "D", "stay", 150, 0],
        [2023, "P", "A", "A", "stay", 10, 3],
        [2024, "D", "D", "D", "stay", 150, 0],
        [2024, "P", "A", "D", "walk", 10, 1],
    ]
    assert rows["minutes"].tolist() == pytest.approx([0, 11, 0, 1 / 4.5 * 60], abs=1e-6)


def test_actions_name_pupils_and_receivers(tmp_path: Path) -> None:
    [row] = planned(tmp_path).actions.to_dict("records")
    assert (row["year"], row["school_id"], row["action"]) == (2024, "A", "close")
    assert (row["pupils"], row["receivers"], row["band"], row["detail"]) == (10, "D", "", "")


def test_schools_by_year(tmp_path: Path) -> None:
    """A closed school has no pupils, boarders, classes or posts; seats and beds stay its own."""
    rows = planned(tmp_path).schools.set_index(["year", "school_id"])
    assert rows["open"].tolist() == [1, 1, 0, 1]
    assert rows["pupils"].tolist() == [10, 150, 0, 160]
    assert rows["boarders"].tolist() == [4, 2, 0, 2]
    assert rows["beds"].tolist() == [9, 0, 9, 0]
    # classes of 5, grade by grade: 6 -> 2, 4 -> 1; 150 -> 30, 156 -> 32
    assert rows["classes"].tolist() == [3, 30, 0, 33]
    # two posts a class are more than one for 19 pupils
    assert rows["staff_needed"].tolist() == [6, 60, 0, 66]
    assert rows["seat_warning"].tolist() == ["none", "yellow", "none", "yellow"]


def test_demand_lists_every_group_and_year(tmp_path: Path) -> None:
    rows = planned(tmp_path).demand
    assert rows["year"].tolist() == [2023, 2023, 2024, 2024]
    assert rows["pupils"].tolist() == [150, 10, 150, 10]


def test_zones_take_the_school_with_most_pupils_then_the_first_id(tmp_path: Path) -> None:
    case = street(
        tmp_path,
        {"B": {}, "A": {"at": 1}, "C": {"at": 2}},
        [("B", 1, 5, "P"), ("A", 1, 5, "P"), ("C", 1, 2, "P"), ("C", 4, 1, "P")],
        places={"P": 0},
    )
    assigned = tabulate(case, solved(case)).assignments
    table = zones(case, assigned, ())
    assert table.to_numpy().tolist() == [[2023, "lower", "P", "A"], [2023, "upper", "P", "C"]]


def test_a_zone_does_not_change_where_nobody_moves(tmp_path: Path) -> None:
    """P sends 10 to A and 9 to B in the first year, 9 and 10 in the second: it belongs to one."""
    case = street(
        tmp_path,
        {"A": {}, "B": {"at": 1}},
        [("A", 1, 5, "P"), ("B", 1, 5, "P")],
        places={"P": 0},
        scenario={"years": [2023, 2024]},
    )
    assigned = tabulate(case, solved(case)).assignments
    pupils = {(2023, "A"): 10, (2023, "B"): 9, (2024, "A"): 9, (2024, "B"): 11}
    keys = zip(assigned["year"], assigned["school_id"], strict=True)
    table = zones(case, assigned.assign(pupils=[pupils[key] for key in keys]), ())
    assert table["school_id"].tolist() == ["B", "B"]


def test_the_present_way_is_walked_within_the_limit_else_ridden(tmp_path: Path) -> None:
    case = street(
        tmp_path,
        {"A": {}},
        [("A", 1, 5, "P"), ("A", 1, 5, "Q")],
        places={"P": 2, "Q": 2.1},
    )
    stays = present_ways(case.assumptions, case.demand, case.travel)
    assert stays.km.tolist() == [2, 2.1]
    assert stays.minutes.tolist() == pytest.approx([2 / 3.5 * 60, 5 + 2.1 * 2])


def test_seat_warnings_at_their_edges() -> None:
    """90 % exactly is none, all seats exactly is yellow, the cap exactly is orange."""
    pupils = np.array([90, 90.01, 100, 100.01, 120, 120.01, 100 + 1e-9])
    seats, caps = np.full(7, 100.0), np.full(7, 120.0)
    assert seat_warnings(pupils, seats, caps).tolist() == [
        "none",
        "yellow",
        "yellow",
        "orange",
        "orange",
        "red",
        "yellow",
    ]


def test_numbers_are_whole_where_all_are() -> None:
    assert whole(np.array([1.0, 2 + 1e-9])).dtype == np.int64
    assert whole(np.array([1.5, 2.0])).tolist() == [1.5, 2.0]


def test_boarders_are_those_present_and_those_who_come(tmp_path: Path) -> None:
    case = street(
        tmp_path,
        {"A": {}, "D": {"at": 30, "beds": 20, "boarders": 3}},
        [("A", 4, 10), ("D", 4, 150)],
        scenario={"closures": {"targets": {2023: 1}}},
    )
    found = solved(case)
    rows = tabulate(case, found).schools.set_index("school_id")
    assert rows.loc["D", "boarders"] == 13
    assert rows.loc["D", "beds"] == 20
