"""What the rules alone allow: how many closures a year, and the schools that no plan closes."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from pulp import LpAffineExpression

from planner.counterfactual.counting import Counting
from planner.counterfactual.decided import Decided
from planner.live import Live
from planner.part import Part, cheapest, chosen_by, everything
from planner.pipeline import solver_options
from planner.pruning import without_useless
from planner.reason import LawfulRange
from planner.solve_stages import planned_closures
from planner.solve_work import Work
from planner.solver import Question

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from planner.counterfactual.counting import Bounds
    from planner.part import Choice
    from planner.plan import TargetLine
    from planner.problem import Problem

# Places of each group and year that are looked at first: for a number, and for each school.
LOOKED_AT, AROUND = 3, 8
# Seconds for one question among those, and among all.
BRIEF, EACH = 3.0, 20.0
# Sums of the solver's numbers are whole within this.
NOISE = 1e-6


class Lawful:
    """The rules of a county and a scenario, without any number of closures asked for.

    Parameters
    ----------
    decided
        A plan that keeps them.
    """

    def __init__(self, decided: Decided) -> None:
        whole = without_useless(decided.case.problem)
        none = np.zeros_like(whole.asked)
        self.problem: Problem = replace(whole, rule="at_least", asked=none)
        self._decided = decided
        self._counts = planned_closures(whole, decided.solution)
        options = replace(solver_options(decided.case.assumptions), seconds=math.inf)
        self._work = Work(self.problem, options, lambda _: None)

    @cached_property
    def _whole(self) -> Counting:
        return self._stated(everything(self.problem))

    @cached_property
    def _nearby(self) -> Counting:
        plan = chosen_by(self.problem, self._decided.solution)
        return self._stated(cheapest(self.problem, LOOKED_AT) | plan)

    @cached_property
    def _live(self) -> Live:
        return Live(self._whole.work, LpAffineExpression.from_list([]))

    def _stated(self, choice: Choice) -> Counting:
        return Counting(self._work.on(Part.of(self.problem, choice)))

    def ranges(self, lines: Sequence[TargetLine]) -> tuple[LawfulRange, ...]:
        """Return how many closures are lawful in each year, those before being as planned.

        Parameters
        ----------
        lines
            What was asked and reached, and what is proven of it.
        """
        return tuple(self._range(t, line) for t, line in enumerate(lines))

    def unclosable(self) -> frozenset[int]:
        """Return the small schools that no lawful plan closes in any year.

        A hearing or keep list rules each out, or a group of it may go nowhere; or HiGHS finds no
        plan that closes it, and none either when asked again without its simplifications.
        """
        never = plainly_unclosable(self.problem)
        asked = set(self._whole.leaves) - never - set(self._decided.gone)
        asked -= self._gone_in_some(asked)
        return frozenset(never | {s for s in sorted(asked) if not self._may_leave(s)})

    def _gone_in_some(self, schools: Collection[int]) -> frozenset[int]:
        """Return those of some schools that are gone in plans in which many of them are."""
        nearby = self._stated(cheapest(self.problem, AROUND))
        seen: frozenset[int] = frozenset()
        while left := sorted(set(schools) & set(nearby.leaves) - seen):
            aim = LpAffineExpression.from_list([(nearby.leaves[s], -1.0) for s in left])
            answer = nearby.ask(aim, {}, Question(seconds=BRIEF, whole=True))
            if answer.values is None or not answer.objective:
                break
            seen |= self._gone(nearby, answer.values)
        return seen

    def _gone(self, counting: Counting, values: NDArray[np.float64]) -> frozenset[int]:
        plan = counting.work.solution(values)
        return frozenset(Decided(self._decided.case, plan, 0.0, 0.0).gone)

    def _may_leave(self, school: int) -> bool:
        within = {self._whole.leaves[school]: (1.0, 1.0)}
        nothing = LpAffineExpression.from_list([])
        self._live.aim({})
        if math.isfinite(self._live.least(within)):
            answer = self._whole.ask(nothing, within, Question(seconds=EACH))
            if answer.status != "infeasible":
                return True
        again = self._whole.ask(nothing, within, Question(seconds=EACH, presolve=False))
        return again.status != "infeasible"

    def _range(self, t: int, line: TargetLine) -> LawfulRange:
        few, many = (self._end(self._nearby, t, sign) for sign in (1, -1))
        most = self._most(line)
        few = replace(few, bound=max(few.bound, self._relaxed(t, sign=1)))
        many = replace(many, bound=max(many.bound, self._relaxed(t, sign=-1), -most))
        found = self._told(line, few, many)
        if found.proven or not found.tells(line.asked):
            return found
        few, many = (
            end if end.proven else end.closer(self._end(self._whole, t, sign))
            for sign, end in ((1, few), (-1, many))
        )
        return self._told(line, few, many)

    def _most(self, line: TargetLine) -> float:
        """Return what solving for the target has proven: no more is lawful."""
        if line.planned >= line.asked or self._decided.case.problem.rule == "at_most":
            return math.inf
        if line.proven:
            return line.planned
        return math.inf if line.best_possible is None else line.best_possible

    def _relaxed(self, t: int, *, sign: int) -> float:
        self._live.aim({self._whole.closures[t]: float(sign)})
        return _up(self._live.least(self._as_planned(self._whole, t)))

    def _as_planned(self, counting: Counting, t: int) -> Bounds:
        pairs = zip(counting.closures[:t], self._counts[:t], strict=True)
        return {variable: (float(n), float(n)) for variable, n in pairs}

    def _end(self, counting: Counting, t: int, sign: int) -> _End:
        """Return the least of `sign` times a year's closures, among the choices of `counting`."""
        aim = LpAffineExpression.from_list([(counting.closures[t], float(sign))])
        whole = counting is self._whole
        question = Question(seconds=EACH if whole else BRIEF, whole=True)
        answer = counting.ask(aim, self._as_planned(counting, t), question)
        bound = _up(answer.bound) if whole and answer.bound is not None else -math.inf
        if answer.values is None:
            return _End(bound)
        reached = round(answer.objective or 0.0)
        return _End(bound, reached, self._gone(counting, answer.values))

    def _told(self, line: TargetLine, few: _End, many: _End) -> LawfulRange:
        standing, ids = self.problem.standing, self._decided.case.dataset.schools["school_id"]
        stay = [s for s in self.problem.closable.tolist() if s not in many.gone]
        held = (str(ids.iloc[s]) for s in stay if standing.counted[s]) if many.gone else ()
        return LawfulRange(
            line.year,
            least=int(few.bound),
            most=-int(many.bound),
            proven=few.proven and many.proven,
            binding=tuple(held),
        )


@dataclass(frozen=True)
class _End:
    """One end of a range, as the least of a number: what is proven, and a plan that reaches it.

    Parameters
    ----------
    bound
        No plan is lower.
    reached
        What a plan comes to.
    gone
        The schools that are gone in it.
    """

    bound: float
    reached: float = math.inf
    gone: frozenset[int] = frozenset()

    @property
    def proven(self) -> bool:
        return self.reached <= self.bound

    def closer(self, other: _End) -> _End:
        """Return what is known from both."""
        best = min(self, other, key=lambda end: end.reached)
        return replace(best, bound=max(self.bound, other.bound))


def plainly_unclosable(problem: Problem) -> frozenset[int]:
    """Return the small schools that a hearing, a keep list or the ways of a group rule out alone."""
    standing = problem.standing
    small = set(np.flatnonzero(standing.small & standing.public).tolist())
    leaving = {*problem.closable.tolist(), *problem.merges.absorbed.tolist()}
    spared = (standing.against | set(standing.kept)) & small
    return frozenset(spared | (without_place(problem) & leaving))


def without_place(problem: Problem) -> frozenset[int]:
    """Return the schools of which a group may go nowhere, whatever the year of closing."""
    options, years = problem.options, range(len(problem.years))
    may = np.zeros(problem.pupils.shape, dtype=bool)
    np.logical_or.at(may, options.group, options.may)
    stuck = np.zeros((len(problem.running), len(years)), dtype=bool)
    for t in years:
        lost = (problem.pupils[:, t:].sum(axis=1) > 0) & ~may[:, t]
        stuck[problem.homes[lost], t] = True
    return frozenset(np.flatnonzero(stuck.all(axis=1)).tolist())


def _up(value: float) -> float:
    return math.ceil(value - NOISE) if math.isfinite(value) else value
