"""What a little more is worth: amounts, order and words, on streets reckoned by hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from planner.counterfactual import Decided
from planner.load import load
from planner.pipeline import Options, make_run
from planner.worth import worth
from scenarios.load import load as load_scenario
from tests.builders_model import write_street
from tests.valley import valley

if TYPE_CHECKING:
    from pathlib import Path

    from planner.reason import Worth
    from planner.run import Run

FORBIDDEN = re.compile(r"slack|constraint|binding|dual|objective|optim|约束|松弛|对偶|目标函数")


def run_of(scenario: Path, *settings: str) -> Run:
    dataset = load(scenario.parent / "county")
    return make_run(dataset, load_scenario(str(scenario), settings), Options(isolated=False))


def told(run: Run) -> tuple[Worth, ...]:
    return worth(run, Decided.of(run))


def two_schools(folder: Path, *, seats: int = 30, at: float = 2, **more: object) -> Path:
    """Write a school of ten pupils, and one of thirty with so many seats, some km away."""
    return write_street(
        folder,
        {"A": {"kind": "teaching_point"}, "B": {"at": at, "seats": seats, **more}},
        [("A", 4, 10), ("B", 4, 30)],
        scenario={"closures": {"targets": {2023: 1}, "counts": ["teaching_point"]}},
    )


def test_seats_for_the_whole_group_bring_the_target_nearer(tmp_path: Path) -> None:
    (one,) = told(run_of(two_schools(tmp_path, seats=33)))
    assert (one.kind, one.school_id, one.amount, one.closures) == ("seat", "B", 7, 1)
    # ten pupils walk 2 km: 100 yuan each a km and 1,000 once, against a school of 100,000
    assert one.saved == 100_000 - 10 * (2 * 100 + 1000)
    assert one.text.zh == (
        "B增加学位7个：2023年撤并目标可多完成1所，规划期内共节省8.80万元。少于7个则没有变化。"
    )
    assert one.text.en == (
        "7 more seats at B: 1 closure nearer to the target of 2023, saves 88,000 yuan over the "
        "plan. Fewer than 7 change nothing."
    )


def test_beds_count_beyond_the_boarders_who_have_none(tmp_path: Path) -> None:
    """Thirty km are an hour by bus and 65 minutes with waiting: only beds help."""
    (one,) = told(run_of(two_schools(tmp_path, seats=99, at=30, beds=4, boarders=6)))
    assert (one.kind, one.school_id, one.amount, one.closures) == ("bed", "B", 12, 1)


def test_minutes_of_a_way_count_up_to_the_limit(tmp_path: Path) -> None:
    """Nineteen km are 43 minutes with waiting; pupils of grades 4-6 may ride for 40."""
    scenario = two_schools(tmp_path, seats=99, at=19)
    (one,) = [one for one in told(run_of(scenario)) if one.kind == "bus_minute"]
    assert (one.place_id, one.school_id, one.amount, one.closures) == ("A", "B", 3, 1)
    assert "缩短3分钟" in one.text.zh
    assert "3 minutes quicker" in one.text.en


def test_a_way_that_is_far_too_long_is_not_told(tmp_path: Path) -> None:
    assert not [o for o in told(run_of(two_schools(tmp_path, seats=99, at=23.6))) if o.place_id]


def test_a_budget_counts_up_to_the_price_of_the_works(tmp_path: Path) -> None:
    scenario = write_street(
        tmp_path,
        {"A": {"kind": "teaching_point"}, "B": {"at": 2, "seats": 30}},
        [("A", 4, 10), ("B", 4, 30)],
        scenario={
            "closures": {"targets": {2023: 1}, "counts": ["teaching_point"]},
            "money": {"works_budget": {2023: 50_000}},
        },
        works=[
            {
                "works_id": "W",
                "school_id": "B",
                "adds_seats": 20,
                "first_year": 2023,
                "cost": 90_000,
            }
        ],
    )
    budget, seats = sorted(told(run_of(scenario)), key=lambda one: one.kind)
    assert (budget.kind, budget.year, budget.amount, budget.closures) == ("budget", 2023, 40_000, 1)
    assert (seats.kind, seats.amount) == ("seat", 10)


def test_nothing_is_told_where_more_changes_nothing(tmp_path: Path) -> None:
    assert told(run_of(two_schools(tmp_path, seats=40))) == ()


def test_the_valley_is_told_in_words_of_the_bureau(tmp_path: Path) -> None:
    run = run_of(valley(tmp_path))
    for one in told(run):
        assert not FORBIDDEN.search(one.text.zh + one.text.en)
        assert one.closures > 0 or one.over > 0 or one.saved > 1
