"""The order of the work, from a county and a scenario to a checked plan."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

from planner.base_year import refuse_past
from planner.case import Case
from planner.check import check
from planner.demand import demand
from planner.errors import CheckFailed, Finding, Infeasible, NoAnswerInTime
from planner.manifest import run_id
from planner.merging import pairs_to_travel
from planner.obstacles import broken_pins
from planner.problem import build_problem
from planner.replay import replayed
from planner.run import Run
from planner.solve import solve
from planner.solver import SolverOptions, installed_solver
from planner.standing import standing
from planner.tabulate import tabulate
from planner.travel import travel_costs
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from planner.assumptions import Assumptions
    from planner.check import CheckReport
    from planner.dataset import Dataset
    from planner.demand import Demand
    from planner.plan import Plan
    from planner.solve import Solved, StoppedBy
    from planner.solve_stages import Outcome
    from planner.solver import Progress
    from planner.travel import TravelCosts

FAILED = Text(
    "方案未通过独立复核，未予发布", "the plan fails its independent check and is not written"
)
NO_PLAN = Text(
    "在现有规则下，已定的撤并无法全部执行，因此没有可行的方案",
    "the closures already decided cannot all be carried out under the rules: there is no plan",
)
NOT_YET = Text(
    "在给定时间内尚未找到方案；请增大 solver.seconds 后重试",
    "no plan was found in the time given; raise solver.seconds and try again",
)


class Ways(NamedTuple):
    """What does not depend on who may close: the pupils of the coming years, and their travel."""

    pupils: Demand
    travel: TravelCosts


@dataclass(frozen=True)
class Options:
    """How to plan, beside what the scenario says.

    Parameters
    ----------
    cache_dir
        Folder in which travel is kept between runs; None keeps nothing.
    on_progress
        Called with every report of the solver.
    on_step
        Called with the name of each part of the work that begins: `travel`, `model`, `solve`,
        `check`.
    isolated
        See `planner.solve.solve`.
    near
        A plan of a question like this one, from which solving starts.
    ways
        Pupils and travel where they are known already; None reckons them.
    """

    cache_dir: Path | None = None
    on_progress: Callable[[Progress], None] = lambda _: None
    on_step: Callable[[str], None] = lambda _: None
    isolated: bool = True
    near: Plan | None = None
    ways: Ways | None = None


class Settled(Protocol):
    """A scenario with every value settled, as `scenarios.load` returns it."""

    @property
    def assumptions(self) -> Assumptions:
        """Return the values as the planner uses them."""

    @property
    def resolved(self) -> Mapping[str, Any]:
        """Return the same as nested plain values."""

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Return what was noticed and does not stop the work."""


class Clock:
    """Seconds by part of the work, which `tell` hears of as it begins."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self.seconds: dict[str, float] = {}
        self._tell = tell

    @contextmanager
    def of(self, part: str) -> Iterator[None]:
        """Count the time inside the block toward `part`."""
        began = time.monotonic()
        self._tell(part)
        yield
        self.seconds[part] = self.seconds.get(part, 0.0) + time.monotonic() - began


@dataclass(frozen=True)
class Made:
    """A plan and how it was made.

    Parameters
    ----------
    plan
        Checked.
    report
        What the independent check looked at.
    stopped_by
        `proof`, `time`, `user` or `fault`; see `planner.solve.Solved`.
    seconds
        Spent on travel, model, solve and check.
    size
        Groups, options, variables and constraints.
    """

    plan: Plan
    report: CheckReport
    stopped_by: StoppedBy
    seconds: dict[str, float] = field(default_factory=dict)
    size: dict[str, int] = field(default_factory=dict)


def plan(dataset: Dataset, assumptions: Assumptions, options: Options | None = None) -> Plan:
    """Return a checked plan; see `make_plan`, which also tells how it was made."""
    return make_plan(dataset, assumptions, options).plan


def make_run(dataset: Dataset, scenario: Settled, options: Options | None = None) -> Run:
    """Return a run, which maps, ledgers and reports are made of; errors are those of `make_plan`.

    Parameters
    ----------
    scenario
        Its warnings become the plan's first ones.
    """
    made = make_plan(dataset, scenario.assumptions, options)
    return run_of(dataset, scenario, made)


def run_of(dataset: Dataset, scenario: Settled, made: Made) -> Run:
    """Return the run of a plan made from `dataset` and `scenario`, made now."""
    whole = replace(made.plan, warnings=(*scenario.warnings, *made.plan.warnings))
    name = run_id(dataset, scenario.resolved)
    created = datetime.now().astimezone().replace(microsecond=0)
    return Run(dataset, scenario.assumptions, whole, name, created)


def make_plan(dataset: Dataset, assumptions: Assumptions, options: Options | None = None) -> Made:
    """Return a checked plan for `dataset` under `assumptions`.

    Raises
    ------
    ScenarioError, DataError
        If the scenario asks for what the tables rule out, or for years before the base year.
    UsageError
        If the solver is not on this machine.
    Infeasible
        If no plan keeps the rules and the pinned closures; carries the reasons.
    NoAnswerInTime
        If no plan was found within the limit or before the interruption.
    SolveError
        If the solver's process ended before it found any plan.
    CheckFailed
        If the plan found does not pass the independent check; it is not returned.
    """
    options = options or Options()
    clock = Clock(options.on_step)
    how = solver_options(assumptions)
    refuse_past(dataset, assumptions)
    with clock.of("travel"):
        ways = options.ways or ways_of(dataset, assumptions, cache_dir=options.cache_dir)
    with clock.of("model"):
        case = prepare(dataset, assumptions, *ways)
    options.on_step("solve")
    solved = solve(
        case.problem,
        how,
        on_progress=options.on_progress,
        isolated=options.isolated,
        near=None if options.near is None else replayed(case, options.near),
    )
    _refuse_without_plan(case, solved)
    with clock.of("check"):
        made = tabulate(case, solved.outcome, stopped=_stopped(solved.stopped_by))
        report = check(dataset, assumptions, made)
    if report.findings:
        raise CheckFailed(FAILED, report.findings)
    clock.seconds["model"] += solved.outcome.model_seconds
    clock.seconds["solve"] = solved.seconds - solved.outcome.model_seconds
    return Made(made, report, solved.stopped_by, clock.seconds, _size(case, solved.outcome))


def ways_of(dataset: Dataset, assumptions: Assumptions, *, cache_dir: Path | None = None) -> Ways:
    """Return the pupils of the coming years and their ways; see `Options.cache_dir`."""
    pupils = demand(dataset, assumptions)
    also = further_ways(dataset, assumptions, pupils)
    return Ways(pupils, travel_costs(dataset, assumptions, cache_dir=cache_dir, also=also))


def further_ways(
    dataset: Dataset, assumptions: Assumptions, pupils: Demand
) -> tuple[tuple[str, str], ...]:
    """Return the ways that are needed beside those of today's pupils, however far."""
    ids = dataset.schools["school_id"].to_numpy()
    later = np.flatnonzero(pupils.now == 0)
    new = ((pupils.places[g], str(ids[pupils.homes[g]])) for g in later.tolist())
    return (*new, *pairs_to_travel(dataset, assumptions))


def prepare(
    dataset: Dataset, assumptions: Assumptions, pupils: Demand, travel: TravelCosts
) -> Case:
    """Return everything that is derived from a county and a scenario before solving.

    Raises
    ------
    ScenarioError, DataError
        If the scenario asks for what the tables rule out.
    """
    stands = standing(dataset, assumptions)
    problem = build_problem(dataset, assumptions, standing=stands, demand=pupils, travel=travel)
    return Case(dataset, assumptions, travel, pupils, problem)


def _refuse_without_plan(case: Case, solved: Solved) -> None:
    if solved.outcome.impossible:
        raise Infeasible(NO_PLAN, broken_pins(case, solved.outcome))
    if solved.outcome.solution is None:
        raise NoAnswerInTime(NOT_YET)


def solver_options(assumptions: Assumptions) -> SolverOptions:
    """Return how a scenario has its question solved."""
    solver = assumptions.solver
    name = installed_solver(solver.name)
    return SolverOptions(name, solver.gap, solver.seconds, solver.threads, solver.seed)


def _size(case: Case, outcome: Outcome) -> dict[str, int]:
    return {
        "groups": len(case.demand.homes),
        "options": len(case.problem.options),
        "variables": outcome.variables,
        "constraints": outcome.constraints,
    }


def _stopped(by: StoppedBy) -> tuple[Finding, ...]:
    if by == "proof":
        return ()
    what = {
        "time": Text(
            "到达时限时停止，已保留当时最好的方案",
            "stopped at the time limit; the best plan so far is kept",
        ),
        "user": Text(
            "被人为中断，已保留当时最好的方案", "stopped by the user; the best plan so far is kept"
        ),
        "fault": Text(
            "求解进程意外结束（可能内存不足），已保留当时最好的方案",
            "the solving process ended unexpectedly, perhaps for lack of memory; "
            "the best plan so far is kept",
        ),
    }[by]
    hint = Text(
        "如需更接近最好，请增大 solver.seconds 后重新计算",
        "raise solver.seconds and solve again to come nearer to the best",
    )
    return (Finding("stopped_early", what, hint, severity="warning"),)
