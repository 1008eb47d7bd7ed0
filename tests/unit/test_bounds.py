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
    case = street(tmp_path, it.schools, it.pupils, scenario=it.scenario, **it.tables)
    assert simple_bound(case.problem) <= solved(case).bound
