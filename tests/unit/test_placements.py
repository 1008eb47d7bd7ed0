"""Who is where in which year: groups that stay, move, merge or send their entrants elsewhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.placements import placements, present_ways
from planner.solution import NO_MOVES
from planner.tabulate import tabulate
from tests.builders_model import solved, street

if TYPE_CHECKING:
    from pathlib import Path

    from planner.case import Case

TOLD = ["year", "place_id", "band", "school_id", "mode", "pupils"]


def town(folder: Path, **scenario: Any) -> Case:
    """Return S, over its 115 seats by five, with twenty of P in each grade, and D, 2 km on."""
    return street(
        folder,
        {"S": {"seats": 115}, "D": {"at": 3, "township": "西岭"}},
        [("S", grade, 20, "P") for grade in range(1, 7)] + [("D", 1, 30)],
        places={"P": 1},
        scenario={
            "years": [2023, 2024, 2025, 2026],
            "relief": {"enabled": True},
            "demand": {"survival": 0.999999},
            **scenario,
        },
    )


def test_without_decisions_everybody_stays(tmp_path: Path) -> None:
    case = town(tmp_path)
    stays = present_ways(case.assumptions, case.demand, case.travel)
    placed = placements(case.problem, NO_MOVES, case.demand, case.assumptions, stays)
    assert (placed.rows["mode"] == -1).all()
    assert len(placed.rows) == len(case.demand.homes) * 4
    totals = placed.by_school(placed.pupils, 2, 4)
    assert totals.sum() == case.demand.pupils.sum()


def test_redirected_pupils_have_a_row_beside_those_who_stay(tmp_path: Path) -> None:
    """From 2023 on 20 enter at D each year; in 2026 the first of them are in grade 4."""
    case = town(tmp_path)
    rows = tabulate(case, solved(case)).assignments
    mine = rows[(rows["place_id"] == "P") & (rows["band"] != "junior")]
    found = {
        (year, band, school): (mode, pupils)
        for year, _, band, school, mode, pupils in mine[TOLD].to_numpy().tolist()
    }
    assert found == {
        (2023, "lower", "S"): ("stay", 40),
        (2023, "lower", "D"): ("bus", 20),
        (2023, "upper", "S"): ("stay", 60),
        (2024, "lower", "S"): ("stay", 20),
        (2024, "lower", "D"): ("bus", 40),
        (2024, "upper", "S"): ("stay", 60),
        (2025, "lower", "S"): ("stay", 0),
        (2025, "lower", "D"): ("bus", 60),
        (2025, "upper", "S"): ("stay", 60),
        (2026, "lower", "S"): ("stay", 0),
        (2026, "lower", "D"): ("bus", 60),
        (2026, "upper", "S"): ("stay", 40),
        (2026, "upper", "D"): ("walk", 20),
    }


def test_redirected_entrants_do_not_move(tmp_path: Path) -> None:
    """They cost no move, and the figures of moved pupils do not count them."""
    case = town(tmp_path)
    made = tabulate(case, solved(case))
    assert "move" not in set(made.costs["account"])
    assert made.metrics["plan"]["pupils_moved"] == 0


def test_zones_follow_the_entrants(tmp_path: Path) -> None:
    """P's youngest go to D from 2023 on, and from 2026 on all who enter grade 4 are there too."""
    case = town(tmp_path)
    zones = tabulate(case, solved(case)).zones
    mine = zones[zones["place_id"] == "P"].groupby("band")["school_id"].agg(list)
    assert mine["lower"] == ["D", "D", "D", "D"]
    assert mine["upper"] == ["S", "S", "S", "D"]


def test_a_moved_group_is_at_its_new_school_in_all_later_years(tmp_path: Path) -> None:
    case = street(
        tmp_path,
        {"A": {}, "D": {"at": 2}},
        [("A", 4, 10), ("D", 4, 150)],
        scenario={"years": [2023, 2024, 2025], "closures": {"targets": {2024: 1}}},
    )
    rows = tabulate(case, solved(case)).assignments
    mine = rows[rows["place_id"] == "A"]
    assert mine["school_id"].tolist() == ["A", "D", "D"]
    assert mine["mode"].tolist() == ["stay", "walk", "walk"]


def test_parts_of_a_group_have_rows_of_their_own(tmp_path: Path) -> None:
    """D has six seats left for A's ten; the others go on to E."""
    case = street(
        tmp_path,
        {"A": {}, "D": {"at": 1, "seats": 156}, "E": {"at": 2}},
        [("A", 4, 10), ("D", 4, 150), ("E", 4, 150)],
        scenario={"closures": {"targets": {2023: 1}}, "schools": {"split_places": True}},
    )
    rows = tabulate(case, solved(case)).assignments
    mine = rows[rows["place_id"] == "A"].set_index("school_id")["pupils"]
    assert mine.to_dict() == {"D": 6, "E": 4}
    assert np.isclose(mine.sum(), 10)


def test_rows_of_a_redirection_begin_with_its_first_pupils(tmp_path: Path) -> None:
    """P has no grade 1 now and none enter in 2023: rows of its redirection begin in 2024."""
    case = town(tmp_path)
    by_grade = case.demand.by_grade.copy()
    lower = [g for g in range(len(case.demand.homes)) if case.demand.bands[g] == "lower"]
    mine = next(g for g in lower if case.demand.places[g] == "P")
    by_grade[mine, 0, 0] = 0
    later = replace(case.demand, by_grade=by_grade)
    found = solved(case).solution
    assert found is not None
    stays = present_ways(case.assumptions, later, case.travel)
    placed = placements(case.problem, found, later, case.assumptions, stays)
    rows = placed.rows[(placed.rows["group"] == mine) & (placed.rows["mode"] >= 0)]
    assert rows["t"].min() == 1
    assert (placed.pupils >= 0).all()
