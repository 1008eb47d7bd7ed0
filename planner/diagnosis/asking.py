"""Whether a question has a plan at all, and what must give way so that it has one.

The rules are those of `planner.model`, stated as they are. A rule that may give way has a variable
of its own added to its rows: held at 0 it is the rule itself, let go it asks for nothing.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pulp import LpAffineExpression

from planner.diagnosis.needed import decides, needed
from planner.model import build
from planner.solver import Listener, Question, run

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from pulp import LpVariable

    from planner.model import Model
    from planner.problem import Problem
    from planner.solver import Answer, SolverOptions


class OutOfTime(Exception):
    """The time given is over before it was settled whether there is a plan."""


@dataclass(frozen=True)
class Asking:
    """How questions are put.

    Parameters
    ----------
    options
        The solver; its seconds are those of everything together.
    began
        Clock time at which the work began.
    """

    options: SolverOptions
    began: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        """Return the seconds left."""
        return self.options.seconds - (time.monotonic() - self.began)

    def has_plan(self, model: Model) -> bool:
        """Tell whether a stated model has a plan; that it has none needs two opinions.

        Raises
        ------
        OutOfTime
            If neither a plan nor the proof that there is none was found in the time left.
        """
        statuses = set()
        for presolve in (True, False):
            answer = self._ask(model, presolve=presolve)
            if answer.values is not None:
                return True
            statuses.add(answer.status)
        if statuses != {"infeasible"}:
            raise OutOfTime
        return False

    def finds_plan(self, model: Model) -> bool:
        """Tell whether a plan of a stated model is found; that there is none is not proven."""
        return self._ask(model, presolve=True).values is not None

    def _ask(self, model: Model, *, presolve: bool) -> Answer:
        if self.left <= 0:
            raise OutOfTime
        listener = Listener("check", lambda _: None, None, 0.0, self.began, self.left)
        question = Question(seconds=self.left, presolve=presolve)
        nothing = LpAffineExpression.from_list([])
        return run(model, nothing, self.options, listener, question)


def lawful(problem: Problem, asking: Asking) -> bool:
    """Tell whether a problem has a plan that keeps all rules.

    Raises
    ------
    OutOfTime
        If that was not settled in the time left.
    """
    part = build(needed(problem))
    if decides(problem):
        return asking.has_plan(part)
    return asking.finds_plan(part) or asking.has_plan(build(problem))


@dataclass
class Elastic[M]:
    """A stated question whose rules may give way one by one.

    Parameters
    ----------
    model
        The rules as they are, with what lets them give way.
    ways_out
        Rule -> the variables that are 0 as long as it holds.
    """

    model: Model
    asking: Asking
    ways_out: Mapping[M, tuple[LpVariable, ...]]

    @classmethod
    def of(
        cls,
        problem: Problem,
        asking: Asking,
        rows: Callable[[str, tuple[int, ...]], tuple[M, float] | None],
        moves: Mapping[tuple[int, int], M],
    ) -> Elastic[M]:
        """State a problem so that rules may give way.

        Parameters
        ----------
        rows
            Family and index of a row -> the rule that it belongs to, and the sign of giving way.
        moves
            (option, year) -> the rule against which that move would be.
        """
        model = build(problem)
        found: dict[M, list[LpVariable]] = {}
        for n, (name, row) in enumerate(model.rows.items(), start=1):
            rule = rows(*row)
            if rule is None:
                continue
            gives = model.program.add_variable(f"gives_{n}", 0, 0)
            _add(model, name, gives, rule[1])
            found.setdefault(rule[0], []).append(gives)
        for move, against in moves.items():
            found.setdefault(against, []).append(model.variables.move[move])
        return cls(model, asking, {rule: tuple(those) for rule, those in found.items()})

    def has_plan(self, held: Collection[M]) -> bool:
        """Tell whether there is a plan that keeps the rules `held`; those not asked about hold."""
        for rule, variables in self.ways_out.items():
            for variable in variables:
                variable.upBound = 0 if rule in held else _most(variable)
        return self.asking.has_plan(self.model)


def _add(model: Model, name: str, variable: LpVariable, factor: float) -> None:
    stated = model.program.get_constraint_by_name(name)
    assert stated is not None  # noqa: S101 - the model names its rows
    stated[variable] = factor


def _most(variable: LpVariable) -> float | None:
    """Return how far a rule may give way: a move wholly, other rules as far as is needed."""
    return 1 if variable.name.startswith("move_") else None
