"""Other solvers that PuLP knows get the same question, and their plans the same check."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import planner
import scenarios
from planner import solve_stages
from planner.catalogue import find_data
from planner.load import load
from planner.pipeline import Options, make_plan
from scenarios.load import load as load_scenario
from tests.valley import valley

if TYPE_CHECKING:
    from pathlib import Path

QUICK = Options(isolated=False)
each_free_solver = pytest.mark.parametrize("solver", ["CPSAT", "SCIP_PY"])


@each_free_solver
@pytest.mark.parametrize("large", [-1, solve_stages.LARGE], ids=["few choices", "all choices"])
def test_a_valley_is_planned_alike(
    tmp_path: Path, solver: str, large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stated whole and in part, another solver finds the same targets and money."""
    scenario = valley(tmp_path)
    rules, dataset = load_scenario(str(scenario)).assumptions, load(scenario.parent / "county")
    ours = make_plan(dataset, rules, QUICK).plan
    monkeypatch.setattr(solve_stages, "LARGE", large)
    theirs = make_plan(dataset, replace(rules, solver=replace(rules.solver, name=solver)), QUICK)
    assert not theirs.report.findings
    assert [line.planned for line in theirs.plan.targets] == [line.planned for line in ours.targets]
    assert theirs.plan.proof.objective == pytest.approx(ours.proof.objective, rel=2e-4)


@each_free_solver
def test_the_county_is_planned_as_cheaply(solver: str) -> None:
    """The roadmap of the shipped county is within the gap asked of what HiGHS proves."""
    scenario = scenarios.load("roadmap_item26", [f"solver.name={solver}"])
    folder = find_data(scenario.assumptions.data, relative_to=scenario.data_base)
    made = make_plan(planner.load_county(folder), scenario.assumptions, QUICK)
    proof = made.plan.proof
    assert proof.status == "optimal"
    assert proof.objective <= proof.bound * (1 + scenario.assumptions.solver.gap)
