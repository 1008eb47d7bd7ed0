"""The order of the work: targets first, each year's in turn, then money."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner import over as places
from planner.first_plan import first_plan
from planner.model.objective import distance, pupils_over
from planner.pruning import without_useless
from planner.solve_over import fewest_over
from planner.solve_priced import settle_money
from planner.solve_relaxed import RELAXED, Priced
from planner.solve_work import MONEY, OVER, Work, next_whole
from planner.solver import Answer, Progress, Question

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from planner.part import Hint
    from planner.problem import Problem
    from planner.solution import Solution
    from planner.solve_work import Stated
    from planner.solver import SolverOptions

# The part of the time in which a plan that meets every target must be found.
PATIENCE = 0.3
# The part of the time after which the targets are left as near as they are: the rest is money's.
TARGETS_UNTIL = 0.5
# The same of the pupils over seats or cap.
OVER_UNTIL = 0.6
# With more choices than this only those that can matter are looked at.
LARGE = 5000


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
    over
        Pupils over seats or cap at schools over them now, over the years; 0 without relief.
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
    bound: float = -math.inf
    nearest: tuple[Nearest, ...] = ()
    over: Nearest = Nearest(0, 0)
    impossible: bool = False
    broken_pins: tuple[int, ...] = ()
    variables: int = 0
    constraints: int = 0
    model_seconds: float = 0.0


def solve_in_stages(
    problem: Problem,
    options: SolverOptions,
    tell: Callable[[Progress | Stated], None],
    near: Solution | None = None,
    hint: Hint | None = None,
) -> Outcome:
    """Solve `problem` and return what was found; `near` are decisions from which to start.

    First every target is asked for exactly; only if that cannot be, or is not found in time, each
    year is brought as near as it can be, the earliest first, and money is minimised for what
    was reached.
    """
    return work_through(Work(without_useless(problem), options, tell, hint=hint), near)


def work_through(work: Work, near: Solution | None = None) -> Outcome:
    """Answer a question in stages; see `solve_in_stages`."""
    from planner.solve_verdict import without_plan  # noqa: PLC0415 - the two need each other

    large = work.size > LARGE
    known = work.hint.distance if work.hint else ()
    nearest = tuple(Nearest(n, n) for n in known or [0] * len(work.problem.years))
    first = _at_once(work) if large else None
    aimed = [line.reached for line in nearest]
    met = first is not None and distance_reached(work.problem, first) == aimed
    at_least = first if met else None
    found = settle(work, nearest, at_least, near) if large else _with_targets_met(work)
    if found is None:
        nearest, start = bring_targets_near(work)
        if start is None:
            return without_plan(work)
        plan = work.solution(start)
        found = settle(work, nearest, plan, plan) if large else None
        found = found or cheapest(work, start)
    return outcome(work, found, nearest)


def _at_once(work: Work) -> Solution | None:
    """Return and tell a first plan, if there is one; it may miss targets."""
    plan = first_plan(work.problem)
    if plan is not None:
        work.tell(Progress(RELAXED, work.seconds(), solution=plan))
    return plan


@dataclass(frozen=True)
class Found:
    """A plan for what was reached, with a bound of its money, and the pupils over places."""

    plan: Solution | None
    bound: float
    over: Nearest = Nearest(0, 0)

    @classmethod
    def of(cls, work: Work, answer: Answer, over: Nearest = Nearest(0, 0)) -> Found:
        """Return what an answer about all money tells."""
        plan = None if answer.values is None else work.solution(answer.values)
        return cls(plan, -math.inf if answer.bound is None else answer.bound, over)


def settle(
    work: Work,
    nearest: tuple[Nearest, ...],
    plan: Solution | None = None,
    near: Solution | None = None,
) -> Found | None:
    """Return the best plan through the relaxed answer, or None where none is found that way.

    Parameters
    ----------
    nearest
        How near each year comes to its target.
    plan
        One that does, if there is one yet.
    near
        Decisions that may be a good start, lawful or not.
    """
    priced, over = Priced(work, tuple(line.reached for line in nearest)), Nearest(0, 0)
    start = None
    if work.problem.counts_over:
        fewest = fewest_over(priced)
        if fewest is None:
            return None if plan is None else _unsettled(work, plan)
        start = plan = fewest.plan
        over = Nearest(fewest.reached, fewest.possible)
        priced = replace(priced, over=fewest.reached)
    relaxed = priced.relax(MONEY)
    found = None if relaxed is None else settle_money(priced, relaxed, start or near)
    if found is None:
        return None if plan is None else Found(plan, -math.inf, over)
    return Found(found.plan, found.bound, over)


def _unsettled(work: Work, plan: Solution) -> Found:
    return Found(plan, -math.inf, Nearest(places.pupils_over(work.problem, plan), 0))


def cheapest(
    work: Work,
    start: NDArray[np.float64] | None,
    *,
    patience: float = math.inf,
    presolve: bool = True,
) -> Found:
    """Return the plan with the fewest pupils over places, if relief is on, then the least money.

    Parameters
    ----------
    start
        A plan to start from; without one the answer may hold none.
    patience
        Seconds after which to stop if there is no plan yet.
    """
    over = Nearest(0, 0)
    question = Question(start=start, patience=patience, presolve=presolve)
    if work.problem.counts_over:
        aim = pupils_over(work.problem, work.model.variables)
        seconds = max(OVER_UNTIL * work.options.seconds - work.seconds(), 0.1)
        fewest = work.ask(OVER, aim, replace(question, seconds=seconds, whole=True))
        start = start if fewest.values is None else fewest.values
        if start is None:
            return Found(None, -math.inf)
        reached = round(work.value(aim, start))
        over = Nearest(reached, _possible(fewest, reached))
        work.hold_over(reached)
        question = replace(question, start=start)
    answer = work.ask_for_money(question)
    if answer.values is None and start is not None:
        answer = Answer("stopped", None, answer.bound, start)
    return Found.of(work, answer, over)


def _with_targets_met(work: Work) -> Found | None:
    """Return the cheapest plan that meets every target, or None if none was found."""
    x, years = work.model.variables, range(len(work.problem.years))
    missed = [variable for t in years for variable in distance(work.problem, x, t)]
    for variable in missed:
        variable.upBound = 0
    found = cheapest(work, None, patience=PATIENCE * work.options.seconds)
    for variable in missed:
        variable.upBound = None
    return found if found.plan is not None else None


def bring_targets_near(
    work: Work, start: NDArray[np.float64] | None = None, *, presolve: bool = True
) -> tuple[tuple[Nearest, ...], NDArray[np.float64] | None]:
    """Return how near each target can be brought, earliest year first, and a plan that does.

    Parameters
    ----------
    start
        A plan to start from, in the solver's values.
    presolve
        False to leave the model as it stands.
    """
    found: list[Nearest] = []
    for t, year in enumerate(work.problem.years):
        aim = distance(work.problem, work.model.variables, t)
        answer = work.ask(str(year), aim, _for_a_target(work, start, presolve=presolve))
        plan = start if answer.values is None else answer.values
        if plan is None:
            return (), None
        start = plan
        reached = round(work.value(aim, start))
        found.append(Nearest(reached, _possible(answer, reached)))
        work.hold(t, reached)
    return tuple(found), start


def _for_a_target(work: Work, start: NDArray[np.float64] | None, *, presolve: bool) -> Question:
    """Ask for a target within its part of the time; without any plan yet, all of it is there."""
    left = TARGETS_UNTIL * work.options.seconds - work.seconds()
    seconds = math.inf if start is None else max(left, 0.1)
    return Question(start=start, seconds=seconds, presolve=presolve, whole=True)


def _possible(answer: Answer, reached: int) -> int:
    if answer.status == "optimal":
        return reached
    if answer.bound is None:
        return 0
    return min(reached, next_whole(answer.bound))


def outcome(work: Work, found: Found, nearest: tuple[Nearest, ...]) -> Outcome:
    """Return what was found, with the size of the last model, as the outcome of the work."""
    last = work.stated[-1]
    return Outcome(
        solution=found.plan,
        bound=found.bound,
        nearest=nearest,
        over=found.over,
        variables=last.variables,
        constraints=last.constraints,
        model_seconds=sum(stated.seconds for stated in work.stated),
    )


def distance_reached(problem: Problem, solution: Solution) -> list[int]:
    """Return each year's distance to its target, in schools, as the rule measures it."""
    measure: dict[str, Callable[[int], int]] = {
        "exact": abs,
        "at_least": lambda n: max(0, -n),
        "at_most": lambda n: max(0, n),
    }
    planned = planned_closures(problem, solution)
    pairs = zip(planned, problem.asked.tolist(), strict=True)
    return [measure[problem.rule](n - asked) for n, asked in pairs]


def planned_closures(problem: Problem, solution: Solution) -> list[int]:
    """Return the closures of each year that count toward the targets, merges where they do."""
    planned = [0] * len(problem.years)
    for school, year in solution.closed.items():
        planned[year] += bool(problem.standing.counted[school])
    if problem.merges_count:
        for year in solution.merged.values():
            planned[year] += 1
    return planned
