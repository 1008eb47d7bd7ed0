"""The finished plan: its targets, its proof and its warnings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from planner.plan import TargetLine
from planner.solve_stages import Nearest
from planner.tabulate import tabulate
from tests.builders_model import solved, street

if TYPE_CHECKING:
    from pathlib import Path

    from planner.case import Case
    from planner.solve_stages import Outcome


@pytest.fixture
def made(tmp_path: Path) -> tuple[Case, Outcome]:
    """A closes in 2023 as asked; in 2024 one is asked and none is left."""
    case = street(
        tmp_path,
        {"A": {}, "D": {"at": 1}},
        [("A", 4, 10), ("D", 4, 150)],
        scenario={"years": [2023, 2024], "closures": {"targets": {2023: 1, 2024: 1}}},
    )
    return case, solved(case)


def test_targets_say_what_was_asked_planned_and_proven(made: tuple[Case, Outcome]) -> None:
    plan = tabulate(*made)
    assert plan.targets == (
        TargetLine(2023, 1, 1, 0, proven=True),
        TargetLine(2024, 1, 0, 0, proven=True),
    )
    assert plan.proof.status == "optimal"
    assert "target_not_met" in {finding.code for finding in plan.warnings}


def test_optimal_needs_the_gap(made: tuple[Case, Outcome]) -> None:
    """A bound one part in a thousand below is not within one in ten thousand."""
    case, found = made
    loose = replace(found, bound=found.bound * (1 - 1e-3))
    assert tabulate(case, loose).proof.status == "feasible"
    near = replace(found, bound=found.bound * (1 - 0.9e-4))
    assert tabulate(case, near).proof.status == "optimal"


def test_optimal_needs_every_target_proven(made: tuple[Case, Outcome]) -> None:
    case, found = made
    plan = tabulate(case, replace(found, nearest=(Nearest(0, 0), Nearest(1, 0))))
    assert plan.proof.status == "feasible"
    assert [(t.proven, t.best_possible) for t in plan.targets] == [(True, None), (False, 1)]


def test_after_a_year_that_is_not_proven_no_later_one_is(made: tuple[Case, Outcome]) -> None:
    case, found = made
    plan = tabulate(case, replace(found, nearest=(Nearest(1, 0), Nearest(1, 1))))
    assert [line.proven for line in plan.targets] == [False, False]


def test_the_bound_is_never_above_the_money(made: tuple[Case, Outcome]) -> None:
    case, found = made
    proof = tabulate(case, replace(found, bound=found.bound + 5)).proof
    assert proof.bound == proof.objective


def test_empties_are_counted_beside(tmp_path: Path) -> None:
    case = street(
        tmp_path,
        {"A": {}, "E": {}, "D": {"at": 1}},
        [("A", 4, 10), ("D", 4, 150)],
        scenario={"closures": {"targets": {2023: 2}}},
    )
    [line] = tabulate(case, solved(case)).targets
    assert (line.planned, line.empty) == (2, 1)


def test_more_than_asked_is_explained(tmp_path: Path) -> None:
    case = street(
        tmp_path, {"A": {}, "E": {}}, [("A", 4, 150)], scenario={"closures": {"targets": {2023: 0}}}
    )
    plan = tabulate(case, solved(case))
    [said] = [finding for finding in plan.warnings if finding.code == "target_not_met"]
    assert "due by date" in said.what.en
    assert plan.obstacles == ()


def test_estimated_distances_are_said_to_be(tmp_path: Path) -> None:
    case = street(tmp_path, {"A": {}, "B": {"at": 3}}, [("A", 4, 10)], travel=[])
    plan = tabulate(case, solved(case))
    assert plan.travel_method == "straight_line"
    assert "straight_line" in {finding.code for finding in plan.warnings}
