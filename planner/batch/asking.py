"""One county answers a province's question: a solve with a price on each closure, or with a target."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.base_year import refuse_past
from planner.batch.province import Point
from planner.batch.sharing import Told
from planner.costs import costs
from planner.errors import Infeasible, NoAnswerInTime
from planner.obstacles import broken_pins
from planner.over import pupils_over
from planner.pipeline import NO_PLAN, NOT_YET, prepare, ways_of
from planner.placements import placements, present_ways
from planner.solve import solve
from planner.solve_stages import planned_closures
from planner.solver import SolverOptions, installed_solver

if TYPE_CHECKING:
    from pathlib import Path

    from planner.assumptions import Assumptions
    from planner.batch.province import Vector
    from planner.batch.sharing import Ask
    from planner.case import Case
    from planner.dataset import Dataset
    from planner.problem import Problem
    from planner.solution import Solution
    from planner.solve import Solved


@dataclass(frozen=True)
class Respondent:
    """A county that is ready to be asked.

    Parameters
    ----------
    case
        The county and its scenario; the targets of the scenario do not matter.
    years
        Of the province; the county plans some of them.
    """

    case: Case
    years: tuple[int, ...]


def county_case(
    dataset: Dataset, assumptions: Assumptions, *, cache_dir: Path | None = None
) -> Case:
    """Return a county made ready; errors are those of `planner.pipeline.make_plan`."""
    refuse_past(dataset, assumptions)
    ways = ways_of(dataset, assumptions, cache_dir=cache_dir)
    return prepare(dataset, assumptions, *ways)


def answer(county: Respondent, ask: Ask, *, isolated: bool = False) -> Told:
    """Return what the county tells.

    Parameters
    ----------
    isolated
        See `planner.solve.solve`.

    Raises
    ------
    Infeasible
        If no plan keeps the rules and the pinned closures.
    NoAnswerInTime
        If no plan was found within the scenario's time.
    """
    case = county.case
    amounts = dict(zip(county.years, ask.amounts, strict=True))
    own = tuple(amounts[year] for year in case.problem.years)
    problem = _asked(case.problem, ask, own)
    solved = solve(problem, _options(case.assumptions), isolated=isolated)
    outcome = solved.outcome
    if outcome.impossible:
        raise Infeasible(NO_PLAN, broken_pins(case, outcome))
    if outcome.solution is None:
        raise NoAnswerInTime(NOT_YET)
    point = _point(county, outcome.solution)
    return Told(point, _floor(ask, point, solved), outcome.over.possible)


def _asked(problem: Problem, ask: Ask, own: tuple[float, ...]) -> Problem:
    """Return the problem that a question poses; only `closures` has a target."""
    free = replace(problem, asked=np.zeros(len(own), dtype=np.int64), rule="at_least")
    if ask.kind == "closures":
        return replace(problem, asked=np.array(own, dtype=np.int64), rule="exact")
    if ask.kind == "count":
        return replace(_without_money(free), price=own)
    return replace(free, price=own, counts_over=problem.counts_over and ask.over_first)


def _without_money(problem: Problem) -> Problem:
    """Return the problem with everything free of charge, so that the price alone decides."""
    options, reliefs, works = problem.options, problem.reliefs, problem.works
    return replace(
        problem,
        running=np.zeros_like(problem.running),
        options=replace(options, money=np.zeros_like(options.money)),
        reliefs=replace(reliefs, money=np.zeros_like(reliefs.money)),
        works=replace(works, yearly=np.zeros_like(works.yearly)),
        counts_over=False,
        do_nothing=0.0,
    )


def _options(assumptions: Assumptions) -> SolverOptions:
    solver = assumptions.solver
    name = installed_solver(solver.name)
    return SolverOptions(name, solver.gap, solver.seconds, solver.threads, solver.seed)


def _point(county: Respondent, solution: Solution) -> Point:
    problem = county.case.problem
    closed = dict(zip(problem.years, planned_closures(problem, solution), strict=True))
    closures: Vector = tuple(closed.get(year, 0) for year in county.years)
    over = pupils_over(problem, solution) if problem.counts_over else 0
    return Point(closures, _money(county.case, solution), over)


def _money(case: Case, solution: Solution) -> float:
    """Return what a plan costs over the county's years (yuan)."""
    dataset, assumptions, problem = case.dataset, case.assumptions, case.problem
    stays = present_ways(assumptions, case.demand, case.travel)
    placed = placements(problem, solution, case.demand, assumptions, stays)
    table = costs(
        dataset,
        assumptions,
        problem=problem,
        solution=solution,
        demand=case.demand,
        placed=placed,
    )
    return round(float(table["amount"].sum()), 4)


def _floor(ask: Ask, point: Point, solved: Solved) -> float:
    """Return the proven floor; it is never above the plan at hand."""
    if ask.kind == "closures":
        return -math.inf
    spent = point.money if ask.kind == "price" else 0.0
    paid = sum(p * n for p, n in zip(ask.amounts, point.closures, strict=True))
    return min(solved.outcome.bound, spent - paid)
