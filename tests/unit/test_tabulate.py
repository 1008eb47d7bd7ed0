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
    from planner.plan import Plan
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
    assert "target" in said.hint.en
    assert plan.obstacles == ()


def warned(plan: Plan) -> list[str]:
    return [one.what.en for one in plan.warnings if one.code == "target_not_met"]


@pytest.mark.parametrize(("rule", "asked", "planned"), [("at_least", 1, 2), ("at_most", 4, 2)])
def test_a_met_target_is_no_warning(rule: str, asked: int, planned: int, tmp_path: Path) -> None:
    """For the sake of money 2 close: more than at least 1, fewer than at most 4."""
    case = street(
        tmp_path,
        {"A": {}, "B": {"at": 1}, "D": {"at": 2}},
        [("A", 4, 5), ("B", 4, 5), ("D", 4, 150)],
        scenario={"closures": {"targets": {2023: asked}, "rule": rule}},
    )
    plan = tabulate(case, solved(case))
    assert plan.targets[0].planned == planned
    assert warned(plan) == []
    assert "few_candidates" not in {one.code for one in plan.warnings}


@pytest.mark.parametrize(
    ("nearest", "en", "zh"),
    [
        ((Nearest(0, 0), Nearest(1, 1)), "proven that no more is lawful", "已证明依规不能更多"),
        ((Nearest(0, 0), Nearest(1, 0)), "at most 1 can be lawful", "依规最多不超过1所"),
        ((Nearest(1, 0), Nearest(1, 1)), "at most 1 can be lawful", "依规最多不超过1所"),
    ],
)
def test_a_warning_claims_no_more_than_is_proven(
    nearest: tuple[Nearest, ...], en: str, zh: str, made: tuple[Case, Outcome]
) -> None:
    case, found = made
    plan = tabulate(case, replace(found, nearest=nearest))
    [said] = [one.what for one in plan.warnings if one.code == "target_not_met"]
    assert en in said.en
    assert zh in said.zh


def test_too_few_schools_at_all_are_counted_by_cause(tmp_path: Path) -> None:
    """Two are asked; A and C are too large, B is private, E has pupils in grade 12."""
    case = street(
        tmp_path,
        {"A": {}, "B": {"at": 1, "ownership": "private"}, "C": {"at": 2}, "E": {"at": 3}},
        [("A", 4, 150), ("B", 4, 20), ("C", 4, 150), ("E", 12, 20)],
        scenario={"closures": {"targets": {2023: 2}}},
    )
    plan = tabulate(case, solved(case))
    assert plan.obstacles == ()
    [few] = [one.what for one in plan.warnings if one.code == "few_candidates"]
    assert (
        "only 0; of the others of these kinds: public with 100 pupils or more 2, private 1"
        in few.en
    )
    assert "grades outside all bands 1" in few.en
    assert "公办而学生达到100人的2所、民办的1所、有学生所在年级不属于任何学段组的1所" in few.zh


def test_a_school_listed_for_each_missing_closure_is_enough(tmp_path: Path) -> None:
    """One is missing and one is listed: that there are few schools says nothing more."""
    case = street(
        tmp_path,
        {"A": {}, "D": {"at": 20}},
        [("A", 1, 5), ("D", 1, 150)],
        scenario={"closures": {"targets": {2023: 1}}},
    )
    plan = tabulate(case, solved(case))
    assert len(plan.obstacles) == 1
    assert "few_candidates" not in {one.code for one in plan.warnings}


def test_estimated_distances_are_said_to_be(tmp_path: Path) -> None:
    case = street(tmp_path, {"A": {}, "B": {"at": 3}}, [("A", 4, 10)], travel=[])
    plan = tabulate(case, solved(case))
    assert plan.travel_method == "straight_line"
    assert "straight_line" in {finding.code for finding in plan.warnings}
