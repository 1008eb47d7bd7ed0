"""The limit that needs no solver: each school as if it were alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planner.bounds import simple_bound
from tests.builders_model import solved, street
from tests.model.instances import INSTANCES

if TYPE_CHECKING:
    from pathlib import Path


def test_it_takes_each_school_at_its_best_alone(tmp_path: Path) -> None:
    """Each of A and B would save 100,000 - 11,000 by going to the other; both count."""
    case = street(tmp_path, {"A": {}, "B": {"at": 1}}, [("A", 4, 10), ("B", 4, 10)])
    assert simple_bound(case.problem) == 200_000 - 2 * 89_000


def test_a_school_whose_closing_costs_money_counts_nothing(tmp_path: Path) -> None:
    schools = {"A": {"running_cost": 1}, "B": {"at": 1, "running_cost": 1}}
    case = street(tmp_path, schools, [("A", 4, 10), ("B", 4, 10)])
    assert simple_bound(case.problem) == 2


def test_a_group_without_a_place_holds_its_school(tmp_path: Path) -> None:
    case = street(tmp_path, {"A": {}, "B": {"at": 50}}, [("A", 1, 10), ("B", 1, 150)])
    assert simple_bound(case.problem) == 200_000


def test_an_empty_county_costs_its_running(tmp_path: Path) -> None:
    case = street(tmp_path, {"A": {}}, [("A", 1, 150)])
    assert simple_bound(case.problem) == case.problem.do_nothing


@pytest.mark.parametrize("prefix", INSTANCES)
def test_no_plan_is_below_it(prefix: str, tmp_path: Path) -> None:
    it = INSTANCES[prefix]
    case = street(
        tmp_path, it.schools, it.pupils, places=it.places, scenario=it.scenario, **it.tables
    )
    assert simple_bound(case.problem) <= solved(case).bound


def test_a_school_may_shrink_first_and_close_later(tmp_path: Path) -> None:
    """A's older pupils go at once for 12,000 and 40 % of it, the young, who ride, never pay."""
    case = street(
        tmp_path,
        {"A": {}, "D": {"at": 2}},
        [("A", 1, 40), ("A", 4, 10), ("D", 4, 150)],
        scenario={"closures": {"downgrade": True}},
    )
    # 40 young: 40 x (200 + 1,000 + 1,000) = 88,000 for 60,000
    assert case.problem.do_nothing - simple_bound(case.problem) == 40_000 - 12_000


def test_the_best_year_of_each_step_is_taken(tmp_path: Path) -> None:
    """Two years: shrinking in the first saves 80,000 less ways; closing adds 120,000 less ways."""
    case = street(
        tmp_path,
        {"A": {}, "D": {"at": 2}},
        [("A", 1, 5), ("A", 4, 10), ("D", 4, 150)],
        scenario={"years": [2023, 2024], "closures": {"downgrade": True}},
    )
    upper = 10 * (2 * 200 + 1000)
    lower = 5 * (2 * 1200 + 1000)
    assert case.problem.do_nothing - simple_bound(case.problem) == 200_000 - upper - lower


def test_a_merge_is_taken_with_every_group_at_its_cheapest(tmp_path: Path) -> None:
    it = INSTANCES["merged_whole"]
    case = street(tmp_path, it.schools, it.pupils, scenario=it.scenario)
    assert case.problem.do_nothing - simple_bound(case.problem) == 200_000 - 12_000


def test_only_redirections_that_save_are_taken(tmp_path: Path) -> None:
    """P's save 3,000 at D, its best; Q's cost more wherever they go."""
    it = INSTANCES["redirected_once"]
    case = street(tmp_path, it.schools, it.pupils, places=it.places, scenario=it.scenario)
    assert case.problem.do_nothing - simple_bound(case.problem) == 3_000
