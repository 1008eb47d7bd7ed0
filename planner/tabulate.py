"""From what the solver found to the finished plan: every table, target, figure and warning."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from planner.action_rows import actions
from planner.base_year import same_year
from planner.costs import costs
from planner.crowding import crowded_receivers
from planner.errors import Finding
from planner.metrics import Tables, metrics
from planner.obstacles import obstacles, target_warnings
from planner.placements import placements, present_ways
from planner.plan import Plan, Proof, TargetLine
from planner.schedule import assignments, demand_table, zones
from planner.school_years import schools_by_year
from planner.solve_stages import planned_closures
from planner.targets_used import with_choice
from planner.unused import unused_tables
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from planner.case import Case
    from planner.placements import Placements, Stays
    from planner.solution import Solution
    from planner.solve_stages import Nearest, Outcome


def tabulate(case: Case, outcome: Outcome, *, stopped: tuple[Finding, ...] = ()) -> Plan:
    """Return the plan behind an outcome that has a solution.

    Parameters
    ----------
    stopped
        Warnings about how the work ended.
    """
    dataset, assumptions, problem, demand = (
        case.dataset,
        case.assumptions,
        case.problem,
        case.demand,
    )
    solution = outcome.solution
    assert solution is not None  # noqa: S101 - the caller has a plan
    stays = present_ways(assumptions, demand, case.travel)
    placed = placements(problem, solution, demand, assumptions, stays)
    assigned = assignments(dataset, problem, demand, placed)
    schools = schools_by_year(
        dataset, assumptions, problem=problem, solution=solution, placed=placed
    )
    money = costs(
        dataset, assumptions, problem=problem, solution=solution, demand=demand, placed=placed
    )
    targets = _targets(case, outcome, solution)
    stuck = obstacles(case, solution, targets)
    tables = Tables(_with_moves(case, assigned, placed, stays), schools, money)
    return Plan(
        actions=actions(dataset, assumptions, problem, solution),
        assignments=assigned,
        demand=demand_table(dataset, problem, demand),
        zones=zones(case, assigned, solution.relieved),
        schools=schools,
        costs=money,
        targets=targets,
        obstacles=stuck,
        proof=_proof(case, outcome, targets, round(float(money["amount"].sum()), 4)),
        metrics=metrics(dataset, assumptions, tables),
        travel_method=case.travel.method,
        warnings=(
            *with_choice(dataset.warnings, assumptions),
            *unused_tables(dataset),
            *demand.findings,
            *case.travel.findings,
            *_method(case),
            *target_warnings(case, targets, stuck),
            *same_year(dataset, assumptions),
            *crowded_receivers(dataset, assumptions, assigned=assigned, schools=schools),
            *stopped,
        ),
    )


def _with_moves(
    case: Case, assigned: pd.DataFrame, placed: Placements, stays: Stays
) -> pd.DataFrame:
    years, rows = np.array([*case.problem.years, 0]), placed.rows
    return assigned.assign(
        moved=years[rows["moved"]], stay_minutes=stays.minutes[rows["group"].to_numpy()]
    )


def _targets(case: Case, outcome: Outcome, solution: Solution) -> tuple[TargetLine, ...]:
    problem = case.problem
    planned = planned_closures(problem, solution)
    empty = [0] * len(problem.years)
    for s, t in solution.closed.items():
        empty[t] += bool(problem.standing.empty[s] and problem.standing.counted[s])
    near = _settled(outcome.nearest)
    return tuple(
        TargetLine(
            year=year,
            asked=int(problem.asked[t]),
            planned=planned[t],
            empty=empty[t],
            proven=near[t].proven,
            best_possible=None
            if near[t].proven
            else _best_possible(problem.rule, int(problem.asked[t]), near[t].possible),
        )
        for t, year in enumerate(problem.years)
    )


def _settled(nearest: Sequence[Nearest]) -> list[Nearest]:
    """Return what is proven of each year: nothing of one missed while an earlier one is open."""
    found: list[Nearest] = []
    for line in nearest:
        open_before = not all(before.proven for before in found)
        found.append(replace(line, possible=0) if open_before else line)
    return found


def _best_possible(rule: str, asked: int, distance: int) -> int:
    return asked + distance if rule == "at_most" else asked - distance


def _proof(
    case: Case, outcome: Outcome, targets: tuple[TargetLine, ...], objective: float
) -> Proof:
    bound = round(min(outcome.bound, objective), 4)
    proof = Proof("feasible", objective, bound, round(case.problem.do_nothing, 4))
    near = all(line.proven for line in targets) and outcome.over.proven
    proven = proof.gap <= case.assumptions.solver.gap and near
    return Proof("optimal" if proven else "feasible", objective, bound, proof.do_nothing)


def _method(case: Case) -> tuple[Finding, ...]:
    """Say so where distances are only estimated."""
    if case.travel.method != "straight_line":
        return ()
    what = Text(
        "没有道路数据：公里数按直线距离乘以{detour}估算",
        "no road data: km are straight-line distance times {detour}",
    ).filled(detour=case.assumptions.travel.detour)
    hint = Text(
        "有河流、山岭的地方误差较大；请补充道路或距离表",
        "wrong by much where rivers or hills lie between; add roads or a distance table",
    )
    return (Finding("straight_line", what, hint, severity="warning"),)
