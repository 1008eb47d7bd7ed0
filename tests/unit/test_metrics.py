"""The figures of a plan, against counts done by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planner.tabulate import tabulate
from tests.builders_model import solved, street

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CASE_YEARS = [2023, 2024]


@pytest.fixture
def figures(tmp_path: Path) -> Mapping[str, Mapping[str, float | None]]:
    """A closes in 2023: 4 of its pupils walk 1 km and 6 ride 5 km to D, where it was 1 km to A."""
    case = street(
        tmp_path,
        {
            "A": {"at": 0, "staff": 5, "township": "西岭"},
            "B": {"at": 60, "staff": 1, "classrooms": 1},
            "D": {"at": -2, "staff": 30, "seats": 200, "classrooms": 9},
        },
        [("A", 4, 4, "P"), ("A", 4, 6, "Q"), ("B", 4, 20), ("B", 5, 20), ("D", 4, 150)],
        places={"P": -1, "Q": 3},
        scenario={"years": CASE_YEARS, "closures": {"targets": {2023: 1, 2024: 0}}},
    )
    return tabulate(case, solved(case)).metrics


def test_counts_of_schools_and_pupils(figures: Mapping[str, Mapping[str, float | None]]) -> None:
    first, second, plan = figures["2023"], figures["2024"], figures["plan"]
    assert [first["closed"], second["closed"], plan["closed"]] == [1, 0, 1]
    assert [first["open"], second["open"], plan["open"]] == [2, 2, 2]
    assert [first["pupils_moved"], second["pupils_moved"], plan["pupils_moved"]] == [10, 0, 10]
    assert [first["bus_pupils"], second["bus_pupils"], plan["bus_pupils"]] == [6, 6, 6]
    assert {line["moved_twice"] for line in figures.values()} == {0}
    assert {line["young_boarders"] for line in figures.values()} == {0}


def test_minutes_of_those_who_move(figures: Mapping[str, Mapping[str, float | None]]) -> None:
    """4 walk 1 km at 4.5 km/h, 6 ride 5 km: 13.3 and 15 minutes; the year after, nobody moves."""
    walk, ride = 1 / 4.5 * 60, 5 + 5 * 2
    plan = figures["plan"]
    assert plan["minutes_mean_moved"] == pytest.approx((4 * walk + 6 * ride) / 10, abs=1e-3)
    assert plan["minutes_p90_moved"] == plan["minutes_max_moved"] == pytest.approx(ride)
    before = (4 * walk + 6 * (5 + 3 * 2)) / 10
    assert plan["extra_minutes_moved"] == pytest.approx(
        (4 * walk + 6 * ride) / 10 - before, abs=1e-3
    )
    assert figures["2024"]["minutes_mean_moved"] is None
    assert figures["2024"]["minutes_mean_all"] is not None


def test_small_schools_posts_and_rooms(figures: Mapping[str, Mapping[str, float | None]]) -> None:
    """B is small, has two classes in one room and needs four posts of its one."""
    plan = figures["plan"]
    assert (plan["small_schools"], plan["small_share"]) == (1, 0.5)
    # B: 40 pupils in 2 classes -> 4 posts; D: 160 pupils in one grade, 4 classes -> 9 posts
    assert plan["staff_short"] == 3
    assert plan["staff_surplus"] == 5 + (30 - 9)
    assert plan["class_over"] == 1
    assert plan["last_in_township"] == 1
    assert (plan["beds_short"], plan["over_cap_pupils"]) == (0, 0)


def test_the_money_adds_up(figures: Mapping[str, Mapping[str, float | None]]) -> None:
    assert figures["plan"]["money"] == figures["2023"]["money"] + figures["2024"]["money"]


def test_nobody_counted_is_none(tmp_path: Path) -> None:
    case = street(tmp_path, {"A": {}}, [("A", 4, 150)])
    plan = tabulate(case, solved(case)).metrics["plan"]
    assert plan["minutes_mean_moved"] is None
    assert plan["extra_minutes_moved"] is None
    assert plan["minutes_max_all"] == 0
