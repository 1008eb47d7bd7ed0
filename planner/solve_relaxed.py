"""The relaxed answer to a question, found with few of its choices and true of all of them."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.model.covers import broken_covers, cover_row
from planner.model.objective import money, pupils_over
from planner.part import Choice, Part, cheapest, everything, lowest
from planner.pricing import RowPrices, reduced_costs
from planner.solve_work import MONEY
from planner.solver import HIGHS, Question, row_prices

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from pulp import LpAffineExpression

    from planner.model.covers import Cover
    from planner.model.variables import Variable
    from planner.pricing import Worth
    from planner.problem import Problem
    from planner.solve_work import Work

# Places looked at first, and added at most at a time, for each group and year.
FIRST, MORE = 3, 3
# Reports of relaxed answers: no plan, and no proof for the whole question.
RELAXED = "first"
# A relaxed answer that may be this part of its value too high is good enough.
ENOUGH = 1e-4
# Further rows are worth their time while they raise the relaxed answer by this part of it.
GAINED = 5e-4
# A choice taken less than this in a relaxed answer is the solver's noise.
UNUSED = 1e-7
# The part of the time after which no further rows are looked for.
RELAXED_UNTIL = 0.3


@dataclass(frozen=True)
class Relaxed:
    """The relaxed answer to a whole question.

    Parameters
    ----------
    value
        Its aim; no plan's is lower.
    worth
        What every choice adds to it at the least.
    looked_at
        The choices that were stated to find it.
    covers
        The rows of `planner.model.covers` that it was found with.
    used
        The choices that it takes, wholly or in part.
    """

    value: float
    worth: Worth
    looked_at: Choice
    covers: frozenset[Cover]
    used: Choice

    def within(self, reach: float) -> Choice:
        """Return the choices of reduced cost up to `reach`."""
        return Choice(self.worth.moves <= reach, self.worth.reliefs <= reach)

    def count(self, reach: float) -> int:
        """Return how many choices have a reduced cost up to `reach`."""
        return len(self.within(reach))

    def reach_of(self, number: int, most: float) -> float:
        """Return the reach within which there are about `number` choices, `most` if fewer."""
        costs = np.concatenate([self.worth.moves.ravel(), self.worth.reliefs])
        costs = costs[costs <= most]
        return most if len(costs) <= number else float(np.partition(costs, number)[number])

    def nearest(self, problem: Problem, number: int) -> Choice:
        """Return the `number` moves of least reduced cost of each group and year."""
        moves = lowest(self.worth.moves, problem.options.group, number)
        return Choice(moves, np.zeros(self.worth.reliefs.shape, dtype=bool))


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
    covers
        Rows of `planner.model.covers` to state as well.
    """

    work: Work
    distance: tuple[int, ...]
    over: float = math.inf
    covers: frozenset[Cover] = frozenset()

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
        _state_covers(work, self.covers)
        return work

    def relax(self, stage: str, choice: Choice | None = None) -> Relaxed | None:
        """Return the relaxed answer to the whole question, or None where there is none in time.

        Parameters
        ----------
        choice
            What to look at first.
        """
        hint = self.work.hint
        begun = None if hint is None or choice is not None else hint.begins(self.problem)
        looked_at = choice or begun or cheapest(self.problem, FIRST)
        asked, before = self, -math.inf
        if hint is not None and begun is not None:
            asked = replace(self, covers=self.covers | hint.covers)
        while (found := asked.with_covers(stage, looked_at)) is not None:
            looked_at, value = found.looked_at, found.value
            broken = broken_covers(found.work.problem, found.work.model, found.values)
            gained = value - before > GAINED * abs(value)
            if broken <= asked.covers or not gained or self._late:
                whole = found.worth.with_schools(self.problem, looked_at)
                return Relaxed(value, whole, looked_at, asked.covers, _used(found, self.problem))
            before, asked = value, replace(asked, covers=asked.covers | broken)
        return None

    @property
    def _late(self) -> bool:
        return self.work.seconds() > RELAXED_UNTIL * self.work.options.seconds

    def with_covers(self, stage: str, looked_at: Choice) -> _Answered | None:
        """Return the relaxed answer with the covers as they are, stating choices until none helps."""
        while True:
            work = self.state(looked_at)
            work.options = replace(work.options, name=HIGHS)
            answer = work.ask(RELAXED, aim_of(work, stage), Question(relaxed=True))
            if answer.values is None or answer.objective is None or answer.status != "optimal":
                every = everything(self.problem)
                if answer.status != "infeasible" or len(every) == len(looked_at):
                    return None
                looked_at = every
                continue
            worth = worth_of(work, self.problem, stage, self.covers)
            lost = worth.missing(self.problem, looked_at)
            more = worth.tempting(self.problem, looked_at, MORE)
            enough = min(ENOUGH, self.work.options.gap) * abs(answer.objective)
            if lost >= -enough or not len(more):
                value = answer.objective + lost
                return _Answered(value, worth, looked_at, answer.values, work)
            looked_at = looked_at | more


@dataclass(frozen=True)
class _Answered:
    """A relaxed answer under given covers: its bound, reduced costs, and the part it is of."""

    value: float
    worth: Worth
    looked_at: Choice
    values: NDArray[np.float64]
    work: Work


def _used(found: _Answered, whole: Problem) -> Choice:
    """Return what a relaxed answer takes, in positions of the whole question."""
    part, positions = found.work.part, found.work.model.positions
    assert part is not None  # noqa: S101 - `state` makes one
    moves = np.zeros(whole.options.may.shape, dtype=bool)
    reliefs = np.zeros(len(whole.reliefs), dtype=bool)
    x = found.work.model.variables
    for (o, t), variable in x.move.items():
        moves[part.options[o], t] = found.values[positions[variable.id]] > UNUSED
    for i, variable in x.relieve.items():
        reliefs[part.reliefs[i]] = found.values[positions[variable.id]] > UNUSED
    return Choice(moves, reliefs)


def _state_covers(work: Work, covers: frozenset[Cover]) -> None:
    """Add rows of `planner.model.covers`, in their order, as the last ones of the model."""
    options = defaultdict(list)
    for o, school in enumerate(work.problem.options.school.tolist() if covers else ()):
        options[school].append(o)
    for n, cover in enumerate(sorted(covers), start=1):
        row = cover_row(work.problem, work.model.variables, cover, options[cover.school])
        work.model.program.addConstraint(row, f"cover_{n}")


def worth_of(work: Work, whole: Problem, stage: str, covers: frozenset[Cover]) -> Worth:
    """Return what every choice of the whole question adds, after a relaxed answer to a part of it."""
    assert work.part is not None  # noqa: S101 - `state` makes one
    prices, rows = row_prices(work.model), list(work.model.rows.values())
    last = prices[len(prices) - len(covers) :].tolist()
    of_covers = dict(zip(sorted(covers), last, strict=True))
    x = work.model.variables
    closing, reducing = (_reduced_costs(work, kind) for kind in (x.close, x.reduce))
    priced = RowPrices(rows, prices[: len(rows)], of_covers, closing, reducing)
    return reduced_costs(whole, work.part, priced, money=stage == MONEY)


def _reduced_costs(
    work: Work, variables: Mapping[tuple[int, int], Variable]
) -> NDArray[np.float64]:
    """Return the reduced costs of decisions about schools and years, shape (schools, T)."""
    found = np.zeros(work.problem.room.shape)
    for key, variable in variables.items():
        found[key] = max(variable.dj or 0.0, 0.0)
    return found


def aim_of(work: Work, stage: str) -> LpAffineExpression:
    """Return the aim of a stage, stated for the work's model."""
    made = money if stage == MONEY else pupils_over
    return made(work.problem, work.model.variables)
