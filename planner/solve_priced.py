"""The quick way: look only at choices that can matter, and prove that the others cannot.

The relaxed question is solved with a few choices a group; prices tell which of the others would
help, until none does. Its value then bounds the whole question, and each choice left out has a
reduced cost: a plan that takes it is dearer than the relaxed value by at least as much. So the
question with only the choices of reduced cost up to `d` is solved, and what it proves is true of
the whole one up to the relaxed value + `d`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.covers import broken_covers, cover_row
from planner.model.objective import money, pupils_over
from planner.part import Choice, Part, cheapest, chosen_by, everything
from planner.pricing import RowPrices, worth
from planner.solve_start import start_values
from planner.solve_work import CLOSE, MONEY, OVER
from planner.solver import HIGHS, Question, row_prices

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from pulp import LpAffineExpression

    from planner.covers import Cover
    from planner.model.variables import Variable
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
# A relaxed answer that may be this part of its value too high is good enough.
ENOUGH = 1e-4
# Further rows are worth their time while they raise the relaxed answer by this part of it.
GAINED = 5e-4
# The parts of the time that the relaxed answer, and the pupils over places, may take.
RELAXED_UNTIL = 0.3
OVER_UNTIL = 0.5
# A first look has about this many choices within reach, and no look has more than this.
FIRST_LOOK, MOST = 10_000, 100_000
# Moves of every group and year in a first look, whatever their reach.
NEAREST = 2
# The part of the time left that one look may take.
LOOK = 0.6
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
        What every choice adds to it at the least.
    looked_at
        The choices that were stated to find it.
    covers
        The rows of `planner.covers` that it was found with.
    """

    value: float
    worth: Worth
    looked_at: Choice
    covers: frozenset[Cover] = frozenset()

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
        moves = np.zeros(self.worth.moves.shape, dtype=bool)
        for t in range(moves.shape[1]):
            rows = np.flatnonzero(np.isfinite(self.worth.moves[:, t]))
            costs, group = self.worth.moves[rows, t], problem.options.group[rows]
            rows = rows[np.lexsort((costs, group))]
            group = problem.options.group[rows]
            rank = np.arange(len(rows)) - np.searchsorted(group, group)
            moves[rows[rank < number], t] = True
        return Choice(moves, np.zeros(self.worth.reliefs.shape, dtype=bool))


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
    covers
        Rows of `planner.covers` to state as well.
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
        looked_at = cheapest(self.problem, FIRST) if choice is None else choice
        asked, before = self, -math.inf
        while True:
            work = asked.state(looked_at)
            work.options = replace(work.options, name=HIGHS)
            answer = work.ask(RELAXED, aim_of(work, stage), Question(relaxed=True))
            if answer.values is None or answer.objective is None or answer.status != "optimal":
                every = everything(self.problem)
                if answer.status != "infeasible" or len(every) == len(looked_at):
                    return None
                looked_at = every
                continue
            of_all = _worth(work, self.problem, stage, asked.covers)
            enough = min(ENOUGH, self.work.options.gap) * abs(answer.objective)
            more = of_all.tempting(self.problem, looked_at, MORE)
            lost = of_all.missing(self.problem, looked_at)
            value = answer.objective + lost
            if lost < -enough:
                looked_at = looked_at | more
                continue
            broken = broken_covers(work, answer.values) - asked.covers
            gained = value - before > GAINED * abs(value)
            late = self.work.seconds() > RELAXED_UNTIL * self.work.options.seconds
            if not broken or not gained or late:
                of_all = of_all.with_schools(self.problem, looked_at)
                return Relaxed(value, of_all, looked_at, asked.covers)
            before, looked_at = value, looked_at | more
            asked = replace(asked, covers=asked.covers | broken)

    def settle_money(self, relaxed: Relaxed, plan: Solution | None) -> Settled | None:
        """Return the cheapest plan, or None where none was found in time.

        First within a small reach; then as far as a better plan than that could be, or where that
        is too far to be settled, as far as can be.
        """
        asked = replace(self, covers=relaxed.covers)
        reach, wide = relaxed.reach_of(FIRST_LOOK, REACH * abs(relaxed.value)), NEAREST
        found, last = None, False
        while True:
            near = relaxed.within(reach) | relaxed.nearest(self.problem, wide)
            found, impossible = asked.look(relaxed, near, reach, _Best(found, plan))
            everywhere = len(near) >= self.work.size
            if found is None and (everywhere or not impossible):
                return None
            if found is None:
                reach, wide = reach * FURTHER, wide + NEAREST
                continue
            missing = found.value - self.problem.do_nothing - relaxed.value
            late = self.work.seconds() >= self.work.options.seconds
            if everywhere or last or reach >= missing or self._is_close(found) or late:
                return found
            reach, wide = missing, 0
            if relaxed.count(reach) > MOST:
                reach, wide, last = relaxed.reach_of(MOST, missing), 2 * NEAREST, True

    def look(
        self, relaxed: Relaxed, near: Choice, reach: float, best: _Best
    ) -> tuple[Settled | None, bool]:
        """Return what is known after one more question, and whether it turned out impossible.

        Parameters
        ----------
        near
            The choices looked at; all whose reduced cost is at most `reach` are among them.
        """
        plan = best.plan
        choice = near if plan is None else near | chosen_by(self.problem, plan)
        everywhere = len(choice) >= self.work.size
        work = self.state(choice, math.inf if everywhere else relaxed.value + reach)
        known = math.inf if best.settled is None else best.settled.value
        plan_limit = known - self.problem.do_nothing
        start = None if plan is None else start_values(work, plan)
        question = Question(start=start, seconds=self._part_of_the_time())
        # beyond the limit nothing can be proven here: no need to come close to it
        whole = work.limit >= plan_limit
        answer = work.ask_for_money(question) if whole else work.ask_roughly(question)
        found = _better(best.settled, work, answer, relaxed)
        return found, answer.status == "infeasible"

    def _part_of_the_time(self) -> float:
        left = self.work.options.seconds - self.work.seconds()
        return max(left * LOOK, 1.0)

    def _is_close(self, found: Settled) -> bool:
        """Tell whether plan and bound are as close as asked, in all money and in that decided."""
        decided = abs(found.value - self.problem.do_nothing)
        gap = self.work.options.gap
        allowed = min(gap * abs(found.value), (CLOSE if gap else 0.0) * decided)
        return found.value - found.bound <= allowed


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


@dataclass(frozen=True)
class _Best:
    """The best plan so far, and what is proven about it if anything is."""

    settled: Settled | None
    given: Solution | None

    @property
    def plan(self) -> Solution | None:
        return self.given if self.settled is None else self.settled.plan


def _better(found: Settled | None, work: Work, answer: Answer, relaxed: Relaxed) -> Settled | None:
    """Return what is known after one more answer about all money."""
    least = relaxed.value + work.problem.do_nothing
    proven = max(least, -math.inf if answer.bound is None else answer.bound)
    if found is not None:
        proven = max(proven, found.bound)
    if answer.values is None or answer.objective is None:
        return None if found is None else replace(found, bound=min(found.value, proven))
    if found is not None and found.value <= answer.objective:
        return replace(found, bound=min(found.value, proven), work=work)
    value = answer.objective
    return Settled(work.solution(answer.values), value, min(proven, value), work)


def _state_covers(work: Work, covers: frozenset[Cover]) -> None:
    """Add rows of `planner.covers`, in their order, as the last ones of the model."""
    options = defaultdict(list)
    for o, school in enumerate(work.problem.options.school.tolist() if covers else ()):
        options[school].append(o)
    for n, cover in enumerate(sorted(covers), start=1):
        row = cover_row(work.problem, work.model.variables, cover, options[cover.school])
        work.model.program.addConstraint(row, f"cover_{n}")


def _worth(work: Work, whole: Problem, stage: str, covers: frozenset[Cover]) -> Worth:
    assert work.part is not None  # noqa: S101 - `state` makes one
    prices, rows = row_prices(work.model), list(work.model.rows.values())
    last = prices[len(prices) - len(covers) :].tolist()
    of_covers = dict(zip(sorted(covers), last, strict=True))
    x = work.model.variables
    closing, reducing = (_reduced_costs(work, kind) for kind in (x.close, x.reduce))
    priced = RowPrices(rows, prices[: len(rows)], of_covers, closing, reducing)
    return worth(whole, work.part, priced, money=stage == MONEY)


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
