"""Every decision as rows of actions.csv: what, when, how many pupils, who takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.tabulate import tabulate
from tests.builders_model import solved, street
from tests.model.instances import INSTANCES

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = ["year", "school_id", "action", "band", "pupils", "receivers", "detail"]


def rows(folder: Path, prefix: str) -> list[list[Any]]:
    it = INSTANCES[prefix]
    case = street(
        folder, it.schools, it.pupils, places=it.places, scenario=it.scenario, **it.tables
    )
    return tabulate(case, solved(case)).actions[COLUMNS].to_numpy().tolist()


def test_a_closure(tmp_path: Path) -> None:
    assert rows(tmp_path, "everyone_placed") == [[2023, "A", "close", "", 10, "B", ""]]


def test_a_downgrade_names_the_bands_given_up(tmp_path: Path) -> None:
    assert rows(tmp_path, "only_reduced") == [[2023, "A", "downgrade", "upper", 10, "D", ""]]


def test_a_school_that_closes_with_all_its_bands_is_no_downgrade(tmp_path: Path) -> None:
    assert rows(tmp_path, "upper_before_lower") == [[2023, "A", "close", "", 25, "D", ""]]


def test_a_merge_is_one_row_of_the_school_absorbed(tmp_path: Path) -> None:
    assert rows(tmp_path, "merged_whole") == [[2023, "J", "merge_form", "", 10, "P", ""]]


def test_a_conversion_is_works_and_convert_before_what_they_make_possible(tmp_path: Path) -> None:
    """A and D change in the same year; rows stand by school, then works before convert."""
    assert rows(tmp_path, "offered_by_then") == [
        [2024, "A", "close", "", 10, "D", ""],
        [2024, "D", "works", "", 0, "", "W"],
        [2024, "D", "convert", "", 0, "", ""],
    ]


def test_redirections_stand_by_year_and_receiver_with_their_places(tmp_path: Path) -> None:
    assert rows(tmp_path, "redirected_once") == [
        [2023, "S", "relief", "", 10, "D", "P"],
        [2023, "S", "relief", "", 6, "E", "Q"],
    ]


def test_places_that_go_to_one_school_share_a_row(tmp_path: Path) -> None:
    """P's and Q's entrants go to D: `pupils` are those of the first year, places by id."""
    case = street(
        tmp_path,
        {"S": {"seats": 100}, "D": {"at": 2}},
        [("S", 4, 104), ("S", 1, 6, "Q"), ("S", 1, 10, "P"), ("D", 1, 150)],
        places={"P": 1, "Q": 1},
        scenario={"years": [2023, 2024], "relief": {"enabled": True}},
    )
    assert tabulate(case, solved(case)).actions[COLUMNS].to_numpy().tolist() == [
        [2023, "S", "relief", "", 16, "D", "P;Q"]
    ]


def test_a_downgrade_may_come_before_the_closure(tmp_path: Path) -> None:
    """Grades 4-6 leave in 2023, when no closure is asked; the rest in 2024."""
    case = street(
        tmp_path,
        {"A": {}, "D": {"at": 2}},
        [("A", 1, 5), ("A", 4, 8), ("D", 4, 150)],
        scenario={
            "years": [2023, 2024],
            "closures": {"targets": {2024: 1}, "downgrade": True},
        },
    )
    assert tabulate(case, solved(case)).actions[COLUMNS].to_numpy().tolist() == [
        [2023, "A", "downgrade", "upper", 8, "D", ""],
        [2024, "A", "close", "", 5, "D", ""],
    ]


def test_nothing_is_an_empty_table_with_its_columns(tmp_path: Path) -> None:
    case = street(tmp_path, {"A": {}}, [("A", 1, 150)])
    table = tabulate(case, solved(case)).actions
    assert len(table) == 0
    assert set(COLUMNS) <= set(table.columns)
