"""Solving: stages, limits, and what counts as proven."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from planner.solution import NO_MOVES
from planner.solve import _Best, solve
from planner.solve_stages import Nearest, distance_reached, planned_closures
from planner.solve_work import Work
from planner.solver import Progress, Question, SolverOptions
from tests.builders_model import EXACT, closures, solved, street

if TYPE_CHECKING:
    from pathlib import Path

    from planner.case import Case


def three(folder: Path, targets: dict[int, int], rule: str = "exact", **closing: Any) -> Case:
    """Return three small schools that could all close to D, over the years asked about."""
    return street(
        folder,
        {"A": {}, "B": {"at": 1}, "C": {"at": 2}, "D": {"at": 3}},
        [("A", 4, 10), ("B", 4, 10), ("C", 4, 10), ("D", 4, 150)],
        scenario={
            "years": sorted(targets),
            "closures": {"targets": targets, "rule": rule, **closing},
        },
    )


@pytest.mark.parametrize(
    ("rule", "asked", "closed"),
    [("exact", 2, 2), ("at_least", 2, 3), ("at_most", 2, 2), ("exact", 5, 3), ("at_most", 0, 0)],
)
def test_each_rule_has_its_own_side(rule: str, asked: int, closed: int, tmp_path: Path) -> None:
    """All three would pay: `exact` and `at_most` stop at the target, `at_least` goes on."""
    case = three(tmp_path, {2023: asked}, rule)
    found = solved(case)
    assert found.solution is not None
    assert len(found.solution.closed) == closed


def test_at_most_closes_fewer_where_closing_costs(tmp_path: Path) -> None:
    case = street(
        tmp_path,
        {"A": {"running_cost": 1}, "D": {"at": 1}},
        [("A", 4, 10), ("D", 4, 150)],
        scenario={"closures": {"targets": {2023: 1}, "rule": "at_most"}},
    )
    assert closures(case, solved(case)) == {}


def test_empties_due_close_above_the_target(tmp_path: Path) -> None:
    """Three empty schools are due, one closure is asked: three close, and no other."""
    case = street(
        tmp_path,
        {"A": {}, "E": {}, "F": {}, "G": {}, "D": {"at": 1}},
        [("A", 4, 10), ("D", 4, 150)],
        scenario={"closures": {"targets": {2023: 1}}},
    )
    found = solved(case)
    assert closures(case, found) == {"E": 2023, "F": 2023, "G": 2023}
    assert found.nearest == (Nearest(2, 2),)


def test_the_earliest_year_comes_first(tmp_path: Path) -> None:
    """Four are asked of three schools: the first year gets its two, the second what is left."""
    case = three(tmp_path, {2023: 2, 2024: 2})
    found = solved(case)
    assert sorted(closures(case, found).values()) == [2023, 2023, 2024]
    assert found.nearest == (Nearest(0, 0), Nearest(1, 1))
    assert all(line.proven for line in found.nearest)


def test_split_groups_fill_what_is_left(tmp_path: Path) -> None:
    """15 pupils go to two schools with 8 seats left each; whole, they could not move."""
    schools = {"A": {}, "D": {"at": 1, "seats": 158}, "E": {"at": 2, "seats": 158}}
    pupils = [("A", 4, 15), ("D", 4, 150), ("E", 4, 150)]
    scenario = {"closures": {"targets": {2023: 1}}}
    whole = street(tmp_path / "whole", schools, pupils, scenario=scenario)
    assert closures(whole, solved(whole)) == {}
    split = street(
        tmp_path / "split",
        schools,
        pupils,
        scenario={**scenario, "schools": {"split_places": True}},
    )
    found = solved(split)
    assert closures(split, found) == {"A": 2023}
    assert found.solution is not None
    assert sorted((15 * found.solution.share).round(6)) == [7, 8]


def test_only_empty_schools_close_if_nobody_may_move(tmp_path: Path) -> None:
    case = street(
        tmp_path,
        {"A": {}, "E": {}, "D": {"at": 1}},
        [("A", 4, 10), ("D", 4, 150)],
        scenario={
            "closures": {"targets": {2023: 2}},
            "schools": {"moves_per_pupil": 0},
        },
    )
    assert closures(case, solved(case)) == {"E": 2023}


def test_in_a_process_of_its_own_the_answer_is_the_same(tmp_path: Path) -> None:
    case = three(tmp_path, {2023: 2})
    told: list[Progress] = []
    apart = solve(case.problem, EXACT, on_progress=told.append)
    here = solve(case.problem, EXACT, isolated=False)
    assert apart.stopped_by == here.stopped_by == "proof"
    assert apart.outcome.bound == here.outcome.bound
    assert apart.outcome.variables == here.outcome.variables > 0
    assert closures(case, apart.outcome) == closures(case, here.outcome)
    assert any(progress.solution is not None for progress in told)


def test_the_bound_is_at_least_the_simple_one(tmp_path: Path) -> None:
    from planner.bounds import simple_bound

    case = three(tmp_path, {2023: 2})
    assert solve(case.problem, EXACT, isolated=False).outcome.bound >= simple_bound(case.problem)


def test_the_distance_is_measured_as_the_rule_says(tmp_path: Path) -> None:
    problem = three(tmp_path, {2023: 2}).problem
    closed = {0: 0, 1: 0, 2: 0}
    for rule, more, fewer in (("exact", 1, 2), ("at_least", 0, 2), ("at_most", 1, 0)):
        it = replace(problem, rule=rule)
        assert distance_reached(it, replace(NO_MOVES, closed=closed)) == [more]
        assert distance_reached(it, NO_MOVES) == [fewer]
    assert planned_closures(problem, replace(NO_MOVES, closed=closed)) == [3]


def test_closures_that_do_not_count_are_not_planned(tmp_path: Path) -> None:
    case = three(tmp_path, {2023: 0}, close=[{"school_id": "A", "year": 2023}], counts=["junior"])
    found = solved(case)
    assert closures(case, found) == {"A": 2023}
    assert planned_closures(case.problem, found.solution) == [0]
    assert found.nearest == (Nearest(0, 0),)


class TestBest:
    """The best plan so far, as the parent process hears of it."""

    def test_it_keeps_the_last_plan_and_the_highest_bound(self, tmp_path: Path) -> None:
        best = _Best(three(tmp_path, {2023: 2}).problem)
        assert best.outcome().solution is None
        plan = replace(NO_MOVES, closed={0: 0, 1: 0})
        best.hear(Progress("money", 1, 9, None, plan))
        best.hear(Progress("money", 2, 9, 5))
        best.hear(Progress("money", 3, 9, 4))
        kept = best.outcome()
        assert (kept.solution, kept.bound, kept.nearest) == (plan, 5, (Nearest(0, 0),))

    def test_a_bound_for_plans_that_meet_all_targets_does_not_outlive_them(
        self, tmp_path: Path
    ) -> None:
        best = _Best(three(tmp_path, {2023: 5}).problem)
        best.hear(Progress("money", 1, None, 100))
        best.hear(Progress("2023", 2, 3, 1.2, replace(NO_MOVES, closed={0: 0, 1: 0})))
        kept = best.outcome()
        assert kept.bound == -np.inf
        assert kept.nearest == (Nearest(3, 2),)
        assert not kept.nearest[0].proven


def test_a_second_run_without_time_loses_nothing(tmp_path: Path) -> None:
    """Asked twice, the second time with no time left, the first plan and bound stay."""
    case = three(tmp_path, {2023: 2})
    work = Work(case.problem, SolverOptions(gap=1e-12, seconds=60), lambda _: None)
    first = work.ask_for_money(Question())
    work.began -= 1000
    again = work.ask_for_money(Question(start=first.values))
    assert first.values is not None
    assert again.values is None or again.objective == pytest.approx(first.objective)
