"""The question put to the model: rooms, dates, townships and money as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from planner.model import build
from planner.model.objective import money
from planner.problem import running_costs
from tests.builders_model import street

if TYPE_CHECKING:
    from pathlib import Path


def due(folder: Path, by: int, years: list[int], **more: Any) -> dict[int, int]:
    tables = more.pop("tables", {})
    case = street(
        folder,
        {"A": {}, "E": {"at": 1}},
        [("A", 1, 5)],
        scenario={"years": years, "closures": {"empty_by": by, **more}},
        **tables,
    )
    return case.problem.empty_due


YEARS = [2023, 2024, 2025]


@pytest.mark.parametrize(
    ("by", "expected"),
    [(2023, {1: 0}), (2024, {1: 1}), (2025, {1: 2}), (2020, {1: 0}), (2026, {}), (0, {})],
)
def test_empty_schools_are_due_by_the_date(
    by: int, expected: dict[int, int], tmp_path: Path
) -> None:
    """A date before the plan is its first year; after it, or 0, nothing is due."""
    assert due(tmp_path, by, YEARS) == expected


def test_keep_hearing_and_pin_win_over_the_date(tmp_path: Path) -> None:
    no = {"school_id": "E", "date": "2023-01-01", "parents_for": 0, "parents_against": 1}
    assert due(tmp_path / "a", 2023, YEARS, keep=[{"school_id": "E"}]) == {}
    assert due(tmp_path / "b", 2023, YEARS, tables={"hearings": [no]}) == {}
    assert due(tmp_path / "c", 2023, YEARS, close=[{"school_id": "E", "year": 2024}]) == {}


def test_what_own_pupils_leave(tmp_path: Path) -> None:
    """Seats or cap, the smaller, less own pupils, never below 0; beds less present boarders."""
    case = street(
        tmp_path,
        {
            "A": {"seats": 30, "beds": 5, "boarders": 2},
            "B": {"seats": 30, "kind": "nine_year", "beds": 1, "boarders": 4},
            "C": {"seats": 9},
        },
        [("A", 1, 12), ("B", 1, 12), ("C", 1, 12)],
        scenario={"schools": {"size_cap": {"nine_year": 20}}},
    )
    assert case.problem.room[:, 0].tolist() == [18, 8, 0]
    assert case.problem.beds[:, 0].tolist() == [3, 0, 0]
    left = case.problem.left
    assert [min(pair) for pair in zip(left.seats, left.cap, strict=True)] == [30, 20, 9]


def test_running_costs_and_what_closing_saves(tmp_path: Path) -> None:
    """A given cost, else the fixed one; private schools cost the county nothing."""
    case = street(
        tmp_path,
        {
            "A": {"running_cost": 70_000},
            "B": {},
            "C": {"running_cost": 0},
            "V": {"ownership": "private"},
        },
        [("A", 1, 12)],
        scenario={"years": [2023, 2024]},
    )
    assert running_costs(case.dataset, case.assumptions).tolist() == [70_000, 100_000, 0, 0]
    assert case.problem.closable.tolist() == [0, 1, 2]
    assert case.problem.running.tolist() == [70_000, 100_000, 0, 0]
    model = build(case.problem, [])
    saved = money(case.problem, model.variables)
    assert {key: saved.get(v, 0) for key, v in model.variables.close.items()} == {
        (0, 0): -140_000,
        (0, 1): -70_000,
        (1, 0): -200_000,
        (1, 1): -100_000,
        (2, 0): 0,
        (2, 1): 0,
    }


def test_closing_nothing_costs_running_and_todays_ways(tmp_path: Path) -> None:
    case = street(
        tmp_path,
        {"A": {}, "B": {"at": 9}},
        [("A", 1, 12, "P")],
        places={"P": 3},
        scenario={"years": [2023, 2024]},
    )
    assert case.problem.do_nothing == 2 * (2 * 100_000 + 12 * 3 * 100)


def test_townships_with_public_juniors(tmp_path: Path) -> None:
    """By township in order of name; private juniors and switched-off rules do not count."""
    schools = {
        "A": {"kind": "junior", "township": "b"},
        "B": {"kind": "nine_year", "township": "a"},
        "C": {"kind": "junior", "township": "b"},
        "D": {"kind": "primary", "township": "c"},
        "E": {"kind": "junior", "township": "c", "ownership": "private"},
    }
    pupils = [("A", 7, 5)]
    assert street(tmp_path / "on", schools, pupils).problem.junior_townships == (
        ((1,), ()),
        ((0, 2), ()),
    )
    off = {"closures": {"keep_junior_per_township": False}}
    assert street(tmp_path / "off", schools, pupils, scenario=off).problem.junior_townships == ()


def test_a_year_that_is_not_named_asks_for_nothing(tmp_path: Path) -> None:
    case = street(
        tmp_path,
        {"A": {}},
        [("A", 1, 5)],
        scenario={"years": YEARS, "closures": {"targets": {2024: 3}, "rule": "at_least"}},
    )
    assert case.problem.asked.tolist() == [0, 3, 0]
    assert case.problem.rule == "at_least"
