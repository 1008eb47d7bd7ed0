"""One problem being solved: the stated model, the clock, and questions put to the solver."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from planner.model import build
from planner.model.families import CONSTRAINTS
from planner.model.objective import distance, money, pupils_over
from planner.solve_reading import read_solution
from planner.solver import Listener, run

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from pulp import LpAffineExpression

    from planner.model import Model
    from planner.model.families import Family
    from planner.part import Hint, Part
    from planner.problem import Problem
    from planner.solution import Solution
    from planner.solver import Answer, Progress, Question, SolverOptions

# Of the money that the plan decides: the solver stops when it has proven its plan this closely.
CLOSE = 1e-3
MONEY = "money"
OVER = "over"
SECOND_OPINION = "check"
# Schools and pupils are counted whole: a bound within this of the next number proves that number.
WHOLE = 1e-6


def next_whole(bound: float) -> int:
    """Return the least count that a bound allows."""
    return max(0, math.ceil(bound - WHOLE))


@dataclass(frozen=True)
class Stated:
    """A model that stands: its size, and the seconds spent stating it."""

    variables: int
    constraints: int
    seconds: float


@dataclass
class Work:
    """One problem being solved.

    Parameters
    ----------
    problem, options
        What to solve, and how.
    tell
        Receives the reports, and the size of every model stated.
    began
        Clock time at which the whole work began.
    part
        The part of a larger question that `problem` is; plans are told for the whole.
    limit
        The aim that a plan with a choice outside the part may reach at the least, without the
        money of deciding nothing: no bound goes beyond it.
    families
        The constraint families of the model.
    stated
        The size of every model stated in this work.
    hint
        Where to begin, from a question like this one.
    """

    problem: Problem
    options: SolverOptions
    tell: Callable[[Progress | Stated], None]
    began: float = field(default_factory=time.monotonic)
    part: Part | None = None
    limit: float = math.inf
    families: Sequence[Family] = CONSTRAINTS
    stated: list[Stated] = field(default_factory=list)
    hint: Hint | None = None

    @cached_property
    def model(self) -> Model:
        """The model, stated when it is first needed."""
        began = time.monotonic()
        model = build(self.problem, self.families)
        program = model.program
        seconds = time.monotonic() - began
        size = Stated(program.numVariables(), program.numConstraints(), seconds)
        self.stated.append(size)
        self.tell(size)
        return model

    @property
    def size(self) -> int:
        """The number of moves by year and redirections that could be chosen."""
        return int(self.problem.options.may.sum()) + len(self.problem.reliefs)

    def on(self, part: Part, limit: float = math.inf) -> Work:
        """Return the same work on a part of its question; see `limit` above."""
        return replace(self, problem=part.problem, part=part, limit=limit)

    def seconds(self) -> float:
        """Return the seconds since the work began."""
        return time.monotonic() - self.began

    def ask(self, stage: str, objective: LpAffineExpression, question: Question) -> Answer:
        """Solve once for `objective` within the time left of the limit."""
        offset = self.problem.do_nothing if stage == MONEY else 0.0
        listener = Listener(
            stage=stage,
            tell=lambda progress: self.tell(_at_most(progress, self.limit + offset)),
            read=None if stage == SECOND_OPINION else self.solution,
            offset=offset,
            began=self.began,
            patience=question.patience,
        )
        left = self.options.seconds - self.seconds()
        timed = replace(question, seconds=min(question.seconds, left))
        answer = run(self.model, objective, self.options, listener, timed)
        if answer.bound is None or answer.bound <= self.limit:
            return answer
        return replace(answer, bound=self.limit)

    def ask_roughly(self, question: Question) -> Answer:
        """Return a cheap plan, proven closely in the money decided alone."""
        aim = money(self.problem, self.model.variables)
        answer = self.ask(MONEY, aim, replace(question, gap=CLOSE))
        return _with_all_money(answer, self.problem.do_nothing)

    def ask_for_money(self, question: Question) -> Answer:
        """Return the cheapest plan, proven closely both in all money and in the money decided."""
        aim, gap = money(self.problem, self.model.variables), self.options.gap
        close = CLOSE if gap else 0.0
        answer = self.ask(MONEY, aim, replace(question, gap=close))
        missing = _gap(_with_all_money(answer, self.problem.do_nothing))
        if missing > gap and answer.status == "optimal":
            closer = replace(question, gap=0.5 * close * gap / missing, start=answer.values)
            answer = _better(answer, self.ask(MONEY, aim, closer))
        return _with_all_money(answer, self.problem.do_nothing)

    def hold(self, year: int, reached: int) -> None:
        """Let the distance of `year` be at most `reached` from now on."""
        row = distance(self.problem, self.model.variables, year) <= reached
        self.model.program.addConstraint(row, f"held_{year + 1}")

    def hold_over(self, reached: int) -> None:
        """Let the pupils over seats or cap be at most `reached` from now on."""
        row = pupils_over(self.problem, self.model.variables) <= reached
        self.model.program.addConstraint(row, "held_over")

    def value(self, aim: LpAffineExpression, values: NDArray[np.float64]) -> float:
        """Return what `aim` comes to under the solver's values."""
        position = self.model.positions
        return sum(n * float(values[position[v.id]]) for v, n in aim.items()) + aim.constant

    def solution(self, values: NDArray[np.float64]) -> Solution:
        """Return the decisions behind the solver's values."""
        found = read_solution(self.problem, self.model, values)
        return found if self.part is None else self.part.whole(found)


def _at_most(progress: Progress, limit: float) -> Progress:
    if progress.bound is None or progress.bound <= limit:
        return progress
    return replace(progress, bound=limit)


def _better(first: Answer, second: Answer) -> Answer:
    """Return the second answer to one question with all that the first already knew."""
    if second.values is None:
        return first
    bounds = [b for b in (first.bound, second.bound) if b is not None]
    return replace(second, bound=max(bounds, default=None))


def _with_all_money(answer: Answer, do_nothing: float) -> Answer:
    """Return an answer about the money decided as one about all money."""
    objective = None if answer.objective is None else answer.objective + do_nothing
    bound = None if answer.bound is None else answer.bound + do_nothing
    return replace(answer, objective=objective, bound=bound)


def _gap(answer: Answer) -> float:
    """Return the relative gap of an answer about all money; 0 where it cannot be told."""
    if not answer.objective or answer.bound is None:
        return 0.0
    return (answer.objective - answer.bound) / abs(answer.objective)
