"""The quick way: look only at choices that can matter, and prove that the others cannot.

The relaxed question is solved with a few choices a group; prices tell which of the others would
help, until none does. Its value then bounds the whole question, and each choice left out has a
reduced cost: a plan that takes it is dearer than the relaxed value by at least as much. So the
question with only the choices of reduced cost up to `d` is solved, and what it proves is true of
the whole one up to the relaxed value + `d`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.model.objective import money, pupils_over
from planner.part import Choice, Part, cheapest, chosen_by, everything
from planner.pricing import negative, worth
from planner.solve_start import start_values
from planner.solve_work import CLOSE, MONEY, OVER
from planner.solver import HIGHS, Question, row_prices

if TYPE_CHECKING:
    from pulp import LpAffineExpression

    from planner.pricing import Worth
    from planner.problem import Problem
    from planner.solution import Solution
    from planner.solve_work import Work
    from planner.solver import Answer

# Places looked at first, and added at most at a time, for each group and year.
FIRST, MORE = 3, 3
# Reports of relaxed answers, and of first plans: no proof for the whole question.
RELAXED = "first"
# The first reach, as a part of the money that the relaxed answer decides.
REACH = 1e-3
# How much further each next look reaches where the last one found no plan.
FURTHER = 10.0
# The part of the time that the pupils over places may take.
OVER_UNTIL = 0.5
# Above this many choices the reach stays as it is: more of them would not be settled in time.
MOST = 400_000
# Pupils are counted whole: a bound within this of the next number proves it.
WHOLE = 1e-6


@dataclass(frozen=True)
class Relaxed:
    """The relaxed answer to a whole question.

    Parameters
    ----------
    value
        Its aim; no plan's is lower.
    worth
        Reduced costs of every choice.
    looked_at
        The choices that were stated to find it.
    """

    value: float
    worth: Worth
    looked_at: Choice

    def within(self, reach: float) -> Choice:
        """Return the choices of reduced cost up to `reach`."""
        return Choice(self.worth.moves <= reach, self.worth.reliefs <= reach)


@dataclass(frozen=True)
class Settled:
    """The best plan found and what is proven about it.

    Parameters
    ----------
    plan
        In positions of the whole question.
    value, bound
        The aim of the plan, and the limit that no plan can pass.
    work
        The last question put to the solver.
    """

    plan: Solution
    value: float
    bound: float
    work: Work


@dataclass(frozen=True)
class Priced:
    """A question answered through its relaxed answer.

    Parameters
    ----------
    work
        The whole question, whose clock and reports count; its model is not used.
    distance
        What each year may miss of its target, in schools.
    over
        Pupils over places that are allowed; inf before that is settled.
    """

    work: Work
    distance: tuple[int, ...]
    over: float = math.inf

    @property
    def problem(self) -> Problem:
        """The whole question."""
        return self.work.problem

    def state(self, choice: Choice, limit: float = math.inf) -> Work:
        """State the question for `choice` alone; see `Work.limit`."""
        work = self.work.on(Part.of(self.problem, choice), limit)
        for t, most in enumerate(self.distance):
            work.hold(t, most)
        if math.isfinite(self.over):
            work.hold_over(round(self.over))
        return work

    def relax(self, stage: str, choice: Choice | None = None) -> Relaxed | None:
        """Return the relaxed answer to the whole question, or None where there is none in time.

        Parameters
        ----------
        choice
            What to look at first.
        """
        looked_at = cheapest(self.problem, FIRST) if choice is None else choice
        while True:
            work = self.state(looked_at)
            work.options = replace(work.options, name=HIGHS)
            answer = work.ask(RELAXED, aim_of(work, stage), Question(relaxed=True))
            if answer.objective is None or answer.status != "optimal":
                every = everything(self.problem)
                if answer.status != "infeasible" or len(every) == len(looked_at):
                    return None
                looked_at = every
                continue
            of_all = _worth(work, self.problem, stage)
            more = negative(of_all, self.problem, looked_at, most=MORE)
            if not len(more):
                lost = of_all.missing(self.problem, looked_at)
                return Relaxed(answer.objective + lost, of_all, looked_at)
            looked_at = looked_at | more

    def settle_money(self, relaxed: Relaxed, plan: Solution | None) -> Settled | None:
        """Return the cheapest plan, or None where none was found in time.

        First within a small reach; then as far as a better plan than that could be.
        """
        nothing, found = self.problem.do_nothing, None
        reach = REACH * abs(relaxed.value)
        while True:
            choice = _with(self.problem, relaxed.within(reach), plan)
            all_of_it = len(choice) >= self.work.size
            work = self.state(choice, math.inf if all_of_it else relaxed.value + reach)
            start = None if plan is None else start_values(work, plan)
            answer = work.ask_for_money(Question(start=start))
            found = _better(found, work, answer, nothing, relaxed)
            if found is None and (all_of_it or answer.status != "infeasible"):
                return None
            if found is None:
                reach *= FURTHER
                continue
            plan, missing = found.plan, found.value - nothing - relaxed.value
            wanted = missing if reach < missing * (1 - CLOSE) else 0.0
            close = found.value - found.bound <= self._allowed(found)
            if all_of_it or close or reach >= wanted or self._too_many(relaxed, wanted):
                return found
            reach = wanted

    def _too_many(self, relaxed: Relaxed, reach: float) -> bool:
        late = self.work.seconds() > self.work.options.seconds
        return late or len(relaxed.within(reach)) > MOST

    def _allowed(self, found: Settled) -> float:
        """Return the yuan between plan and bound that are close enough."""
        decided = abs(found.value - self.problem.do_nothing)
        gap = self.work.options.gap
        return min(gap * abs(found.value), (CLOSE if gap else 0.0) * decided)


@dataclass(frozen=True)
class Fewest:
    """A plan with few pupils over places, how few, and how few there can be at the least."""

    plan: Solution
    reached: int
    possible: int


def fewest_over(priced: Priced) -> Fewest | None:
    """Return the plan with the fewest pupils over places that is found, or None where none is.

    First among the choices that cost little where as few are over as the relaxed answer allows;
    then among all that a plan with fewer could take.
    """
    relaxed = priced.relax(OVER)
    if relaxed is None:
        return None
    least = max(0, math.ceil(relaxed.value - WHOLE))
    cheap = replace(priced, over=least).relax(MONEY, relaxed.looked_at)
    if cheap is None:
        return None
    reach, found = REACH * abs(cheap.value), None
    while found is None:
        choice = cheap.within(reach)
        found = _fewest(priced, choice, least, None)
        if found is None and len(choice) >= priced.work.size:
            return None
        reach *= FURTHER
    if found.reached > least:
        better = relaxed.within(found.reached - 1 - relaxed.value + WHOLE)
        if len(better) <= MOST:
            found = _fewest(priced, better | chosen_by(priced.problem, found.plan), None, found)
    return found


def _fewest(
    priced: Priced, choice: Choice, least: int | None, plan: Fewest | None
) -> Fewest | None:
    """Return the plan with the fewest pupils over places among some choices.

    Parameters
    ----------
    least
        What is known for all choices; None where these are all that matter.
    plan
        The best plan yet.
    """
    work = priced.state(choice, math.inf if least is None else least)
    start = None if plan is None else start_values(work, plan.plan)
    left = OVER_UNTIL * work.options.seconds - work.seconds()
    question = Question(start=start, seconds=max(left, 1.0), whole=True)
    answer = work.ask(OVER, aim_of(work, OVER), question)
    if answer.values is None:
        return plan
    reached = round(work.value(aim_of(work, OVER), answer.values))
    known = max(0, math.ceil((answer.bound or 0.0) - WHOLE))
    possible = min(reached, known if least is None else least)
    if plan is not None and plan.reached <= reached:
        return replace(plan, possible=max(plan.possible, possible))
    return Fewest(work.solution(answer.values), reached, possible)


def _better(
    found: Settled | None, work: Work, answer: Answer, nothing: float, relaxed: Relaxed
) -> Settled | None:
    """Return what is known after one more answer."""
    least = relaxed.value + nothing
    proven = max(least, -math.inf if answer.bound is None else answer.bound)
    if found is not None:
        proven = max(proven, found.bound)
    if answer.values is None or answer.objective is None:
        return None if found is None else replace(found, bound=min(found.value, proven))
    if found is not None and found.value <= answer.objective:
        return replace(found, bound=min(found.value, proven), work=work)
    return Settled(
        work.solution(answer.values), answer.objective, min(proven, answer.objective), work
    )


def _with(problem: Problem, choice: Choice, plan: Solution | None) -> Choice:
    return choice if plan is None else choice | chosen_by(problem, plan)


def _worth(work: Work, whole: Problem, stage: str) -> Worth:
    assert work.part is not None  # noqa: S101 - `state` makes one
    prices = row_prices(work.model)
    rows = list(work.model.rows.values())
    return worth(whole, work.part, rows, prices[: len(rows)], money=stage == MONEY)


def aim_of(work: Work, stage: str) -> LpAffineExpression:
    """Return the aim of a stage, stated for the work's model."""
    made = money if stage == MONEY else pupils_over
    return made(work.problem, work.model.variables)
