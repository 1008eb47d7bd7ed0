"""The order of the work: targets first, each year's in turn, then money; or why there is no plan."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from pulp import LpAffineExpression

from planner.model import Model, build
from planner.model.families import CONSTRAINTS
from planner.model.objective import distance, money
from planner.solution import Solution
from planner.solver import Answer, Listener, Progress, SolverOptions, run

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from planner.problem import Problem

# Counts are whole numbers: a bound within this of the next one proves it.
WHOLE = 1e-6
# The part of the time that the targets may use before any plan is known.
PATIENCE = 0.4


@dataclass(frozen=True)
class Nearest:
    """How near one year's closures come to the target, in schools of distance."""

    reached: int
    possible: int

    @property
    def proven(self) -> bool:
        """No lawful plan comes nearer."""
        return self.reached <= self.possible


@dataclass(frozen=True)
class Outcome:
    """What the solver found out.

    Parameters
    ----------
    solution
        The best plan, or None.
    bound
        Money below which no plan can be whose targets are as near; -inf while unknown.
    nearest
        One a year.
    impossible
        Proven: no plan keeps the rules and the pinned closures.
    broken_pins
        Where impossible: the pinned schools (positions) that cannot close as decided, in a plan
        that breaks as few as can be; `solution` is that plan.
    variables, constraints
        Size of the model.
    model_seconds
        Spent stating the model.
    """

    solution: Solution | None
    bound: float
    nearest: tuple[Nearest, ...]
    impossible: bool = False
    broken_pins: tuple[int, ...] = ()
    variables: int = 0
    constraints: int = 0
    model_seconds: float = 0.0


@dataclass
class Work:
    """One problem being solved: the model, the clock and the best plan so far."""

    problem: Problem
    options: SolverOptions
    tell: Callable[[Progress], None]
    began: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.model = build(self.problem)
        self.model_seconds = time.monotonic() - self.began

    def left(self) -> float:
        """Return the seconds left of the limit."""
        return self.options.seconds - (time.monotonic() - self.began)

    def ask(
        self,
        stage: str,
        objective: LpAffineExpression,
        *,
        gap: float,
        start: NDArray[np.float64] | None = None,
        patience: float = math.inf,
        presolve: bool = True,
    ) -> Answer:
        """Solve once for `objective` within the time left."""
        whole = stage != "check"
        read = (lambda v: read_solution(self.problem, self.model, v)) if whole else None
        listener = Listener(stage, self.tell, read, self.began, patience)
        options = replace(self.options, presolve=presolve)
        return run(
            self.model, objective, options, listener, seconds=self.left(), gap=gap, start=start
        )

    def hold(self, year: int, reached: int) -> None:
        """Let the distance of `year` be at most `reached` from now on."""
        x, rule = self.model.variables, self.problem.rule
        total = [(x.under[year], 1.0), (x.over[year], 1.0)]
        held = {"exact": total, "at_least": total[:1], "at_most": total[1:]}[rule]
        name = f"held_{year + 1}_{len(self.model.program.constraints()) + 1}"
        self.model.program.addConstraint(LpAffineExpression.from_list(held) <= reached, name)


def solve_in_stages(
    problem: Problem, options: SolverOptions, tell: Callable[[Progress], None]
) -> Outcome:
    """Solve `problem` and return what was found.

    First every target is asked for exactly; only if that cannot be, or is not found in time, each
    year is brought as near as it can be, the earliest first, and money is minimised for what
    was reached.
    """
    work = Work(problem, options, tell)
    all_met = _with_targets_met(work)
    if all_met is not None:
        met = tuple(Nearest(0, 0) for _ in problem.years)
        return _outcome(work, all_met, met)
    nearest, start = _bring_targets_near(work)
    if start is None:
        return _without_plan(work)
    answer = work.ask("money", money(problem, work.model.variables), gap=options.gap, start=start)
    if answer.values is None:
        answer = Answer("stopped", None, answer.bound, start)
    return _outcome(work, answer, nearest)


def _with_targets_met(work: Work) -> Answer | None:
    """Return the cheapest plan that meets every target, or None if none was found."""
    x = work.model.variables
    both = [*x.under.values(), *x.over.values()]
    free = {"exact": [], "at_least": [*x.over.values()], "at_most": [*x.under.values()]}
    fixed = [v for v in both if all(v.id != w.id for w in free[work.problem.rule])]
    for variable in fixed:
        variable.upBound = 0
    objective = money(work.problem, x)
    patience = PATIENCE * work.options.seconds
    answer = work.ask("money", objective, gap=work.options.gap, patience=patience)
    for variable in fixed:
        variable.upBound = None
    return answer if answer.values is not None else None


def _bring_targets_near(work: Work) -> tuple[tuple[Nearest, ...], NDArray[np.float64] | None]:
    """Return how near each target can be brought, earliest year first, and a plan that does."""
    found: list[Nearest] = []
    start = None
    for t, year in enumerate(work.problem.years):
        aim = distance(work.problem, work.model.variables, t)
        answer = work.ask(str(year), aim, gap=0.0, start=start)
        if answer.values is None and start is None:
            return (), None
        start = start if answer.values is None else answer.values
        reached = round(_value(work.model, aim, start))
        possible = reached if answer.status == "optimal" else _possible(answer, reached)
        found.append(Nearest(reached, possible))
        work.hold(t, reached)
    return tuple(found), start


def _possible(answer: Answer, reached: int) -> int:
    if answer.bound is None:
        return 0
    return min(reached, max(0, math.ceil(answer.bound - WHOLE)))


def _value(model: Model, aim: LpAffineExpression, values: NDArray[np.float64]) -> float:
    position = {v.id: j for j, v in enumerate(model.program.exported_variables())}
    return sum(n * float(values[position[v.id]]) for v, n in aim.items()) + aim.constant


def _without_plan(work: Work) -> Outcome:
    """Return that there is no plan, after a second opinion; or only that none was found in time."""
    problem, options = work.problem, work.options
    nothing = Outcome(None, -math.inf, ())
    if work.left() <= 0:
        return nothing
    aim = distance(problem, work.model.variables, 0)
    again = work.ask("check", aim, gap=0.0, presolve=False)
    elastic = _fewest_broken_pins(work)
    if again.status != "infeasible" or elastic.values is None or not elastic.objective:
        return _after_a_wrong_verdict(
            work, again.values if again.values is not None else elastic.values
        )
    solution = read_solution(problem, work.model, elastic.values)
    broken = tuple(
        s
        for s, year in sorted(problem.standing.pinned.items())
        if solution.closed.get(s) != problem.years.index(year)
    )
    del options
    return replace(nothing, solution=solution, impossible=True, broken_pins=broken)


def _fewest_broken_pins(work: Work) -> Answer:
    """Solve with the pins as wishes: the elastic model behind a statement that no plan exists."""
    problem = work.problem
    families = [family for family in CONSTRAINTS if family.prefix not in {"pinned", "never_more"}]
    work.model = build(problem, families)
    x = work.model.variables
    pins = [(x.close[s, problem.years.index(y)], -1.0) for s, y in problem.standing.pinned.items()]
    aim = LpAffineExpression.from_list(pins, constant=len(pins))
    return work.ask("check", aim, gap=0.0, presolve=False)


def _after_a_wrong_verdict(work: Work, values: NDArray[np.float64] | None) -> Outcome:
    """The two opinions differ: solve for money without presolve, from whatever plan is known."""
    work.model = build(work.problem)
    objective = money(work.problem, work.model.variables)
    fits = values is not None and len(values) == len(work.model.program.exported_variables())
    answer = work.ask(
        "money", objective, gap=work.options.gap, start=values if fits else None, presolve=False
    )
    if answer.values is None:
        return Outcome(None, -math.inf, ())
    nearest = tuple(
        Nearest(
            round(
                _value(work.model, distance(work.problem, work.model.variables, t), answer.values)
            ),
            0,
        )
        for t in range(len(work.problem.years))
    )
    return _outcome(work, answer, nearest)


def _outcome(work: Work, answer: Answer, nearest: tuple[Nearest, ...]) -> Outcome:
    program = work.model.program
    assert answer.values is not None  # noqa: S101 - callers have a plan
    return Outcome(
        solution=read_solution(work.problem, work.model, answer.values),
        bound=-math.inf if answer.bound is None else answer.bound,
        nearest=nearest,
        variables=program.numVariables(),
        constraints=program.numConstraints(),
        model_seconds=work.model_seconds,
    )


def read_solution(problem: Problem, model: Model, values: NDArray[np.float64]) -> Solution:
    """Return the decisions behind the solver's numbers; the only place that rounds them."""
    position = {v.id: j for j, v in enumerate(model.program.exported_variables())}
    x = model.variables
    closed = {s: t for (s, t), v in x.close.items() if values[position[v.id]] > 1 / 2}
    floor = 1 / 2 if problem.whole else 1e-7
    taken = [(o, t, float(values[position[v.id]])) for (o, t), v in x.move.items()]
    home = problem.homes[problem.options.group].tolist()
    taken = [row for row in taken if row[2] > floor and closed.get(home[row[0]]) == row[1]]
    taken.sort(key=lambda row: (int(problem.options.group[row[0]]), row[0]))
    option = np.array([o for o, _, _ in taken], dtype=np.int64)
    share = np.array([1.0 if problem.whole else n for _, _, n in taken], dtype=float)
    if len(option):
        group = problem.options.group[option]
        share = share / np.bincount(group, weights=share)[group]
    return Solution(closed, option, np.array([t for _, t, _ in taken], dtype=np.int64), share)


def distance_reached(problem: Problem, solution: Solution) -> list[int]:
    """Return each year's distance to its target, in schools, as the rule measures it."""
    planned = planned_closures(problem, solution)
    sign = {"exact": abs, "at_least": lambda n: max(0, -n), "at_most": lambda n: max(0, n)}
    return [
        sign[problem.rule](n - asked)
        for n, asked in zip(planned, problem.asked.tolist(), strict=True)
    ]


def planned_closures(problem: Problem, solution: Solution) -> list[int]:
    """Return the closures of each year that count toward the targets."""
    planned = [0] * len(problem.years)
    for school, year in solution.closed.items():
        planned[year] += bool(problem.standing.counted[school])
    return planned
