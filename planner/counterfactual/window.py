"""A county's question with what becomes of each school as one variable, to ask of one at a time.

The model is stated once, for the choices that plans near the best one can take, and asked many
times: with one school made to go, or made to stay. Every answer is of plans as near to the targets,
and with as few pupils over places, as the plan in hand.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.counterfactual.counting import Counting
from planner.live import Live
from planner.part import chosen_by, everything
from planner.pruning import without_useless
from planner.solve_relaxed import Priced, aim_of
from planner.solve_work import MONEY, Work
from planner.solver import Question

if TYPE_CHECKING:
    from planner.counterfactual.decided import Decided
    from planner.problem import Problem
    from planner.solution import Solution
    from planner.solver import SolverOptions

# Plans up to this part of the money decided dearer than the relaxed answer are told exactly.
REACH = 0.02
# With fewer choices than this all are stated.
FEW = 5_000
# Of the money that the plan decides: how closely each answer is proven.
CLOSE = 1e-5
# Seconds for one school.
EACH = 5.0


@dataclass(frozen=True)
class Found:
    """An answer about one school.

    Parameters
    ----------
    solution
        The best plan, in positions of the whole question, or None.
    money
        Its yuan; inf without one.
    bound
        Yuan below which there is no such plan.
    """

    solution: Solution | None
    money: float
    bound: float


class Window:
    """Questions about one school at a time; see the module.

    Parameters
    ----------
    decided
        The plan in hand.
    options
        How to solve; its time limit is not used.
    """

    def __init__(self, decided: Decided, options: SolverOptions) -> None:
        self.problem: Problem = without_useless(decided.case.problem)
        self._decided = abs(decided.money - self.problem.do_nothing)
        self._counting = Counting(_stated(self.problem, decided, options))
        self._work, self._leaves = self._counting.work, self._counting.leaves
        self._aim = aim_of(self._work, MONEY)
        self._live = Live(self._work, self._aim)

    @property
    def schools(self) -> tuple[int, ...]:
        """The schools that may close or be absorbed."""
        return tuple(self._leaves)

    def least(self, school: int, *, gone: bool) -> float:
        """Return yuan below which there is no plan in which a school is `gone`, or stays."""
        value = self._live.least({self._leaves[school]: _bounds(gone=gone)})
        return min(value, self._work.limit) + self.problem.do_nothing

    def best(self, school: int, *, gone: bool) -> Found:
        """Return the best plan in which a school is `gone`, or stays."""
        offset, within = self.problem.do_nothing, {self._leaves[school]: _bounds(gone=gone)}
        answer = self._counting.ask(self._aim, within, Question(gap=CLOSE, seconds=EACH))
        if answer.status == "infeasible":
            return Found(None, math.inf, self._work.limit + offset)
        bound = -math.inf if answer.bound is None else answer.bound + offset
        if answer.values is None or answer.objective is None:
            return Found(None, math.inf, bound)
        money = answer.objective + offset
        return Found(self._work.solution(answer.values), money, min(bound, money))


def _stated(problem: Problem, decided: Decided, options: SolverOptions) -> Work:
    """State the question for the choices within reach."""
    whole = Work(problem, replace(options, seconds=math.inf), lambda _: None)
    over = float(decided.over) if problem.counts_over else math.inf
    priced = Priced(whole, decided.distance, over)
    choice = everything(problem)
    if len(choice) <= FEW or (relaxed := priced.relax(MONEY)) is None:
        return priced.state(choice)
    reach = REACH * abs(decided.money - problem.do_nothing)
    near = relaxed.within(reach) | chosen_by(problem, decided.solution)
    return replace(priced, covers=relaxed.covers).state(near, relaxed.value + reach)


def _bounds(*, gone: bool) -> tuple[float, float]:
    return (1.0, 1.0) if gone else (0.0, 0.0)
