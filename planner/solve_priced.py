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

from planner.part import chosen_by
from planner.solve_start import start_values
from planner.solve_work import CLOSE
from planner.solver import Question

if TYPE_CHECKING:
    from planner.part import Choice
    from planner.solution import Solution
    from planner.solve_relaxed import Priced, Relaxed
    from planner.solve_work import Work
    from planner.solver import Answer

# The first reach, as a part of the money that the relaxed answer decides.
REACH = 1e-3
# How much further each next look reaches where the last one found no plan.
FURTHER = 10.0
# A first look has about this many choices within reach. The next reaches as far as a better plan
# could be, if that is not more than so many choices; otherwise only so many are looked at.
FIRST_LOOK, MOST, SOME = 10_000, 300_000, 100_000
# Moves of every group and year in a first look, whatever their reach.
NEAREST = 2
# The part of the time left that one look may take.
LOOK = 0.6
# With more redirections than this a plan made of what the relaxed answer takes comes first, in this
# part of the time.
MANY, BRIEF = 3000, 0.1


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


def settle_money(priced: Priced, relaxed: Relaxed, plan: Solution | None) -> Settled | None:
    """Return the cheapest plan, or None where none was found in time.

    First within a small reach; then as far as a better plan than that could be, or where that
    is too far to be settled, as far as can be.
    """
    asked = replace(priced, covers=relaxed.covers)
    reach, wide = relaxed.reach_of(FIRST_LOOK, REACH * abs(relaxed.value)), NEAREST
    found, last = None, False
    if len(priced.problem.reliefs) > MANY:
        found, _ = look(asked, relaxed, relaxed.used, 0.0, _Best(None, plan), brief=True)
    while True:
        near = relaxed.within(reach) | relaxed.nearest(priced.problem, wide)
        found, impossible = look(asked, relaxed, near, reach, _Best(found, plan))
        everywhere = len(near) >= priced.work.size
        if found is None and (everywhere or not impossible):
            return None
        if found is None:
            reach, wide = reach * FURTHER, wide + NEAREST
            continue
        missing = found.value - priced.problem.do_nothing - relaxed.value
        late = priced.work.seconds() >= priced.work.options.seconds
        if everywhere or last or reach >= missing or _is_close(priced, found) or late:
            return found
        reach, wide = missing, 0
        if relaxed.count(missing) > MOST:
            reach, wide, last = relaxed.reach_of(SOME, missing), 2 * NEAREST, True


def look(
    priced: Priced,
    relaxed: Relaxed,
    near: Choice,
    reach: float,
    best: _Best,
    *,
    brief: bool = False,
) -> tuple[Settled | None, bool]:
    """Return what is known after one more question, and whether it turned out impossible.

    Parameters
    ----------
    near
        The choices looked at; all whose reduced cost is at most `reach` are among them.
    brief
        Take little time: for a first plan, which proves nothing.
    """
    plan = best.plan
    choice = near if plan is None else near | chosen_by(priced.problem, plan)
    everywhere = len(choice) >= priced.work.size
    work = priced.state(choice, math.inf if everywhere else relaxed.value + reach)
    known = math.inf if best.settled is None else best.settled.value
    plan_limit = known - priced.problem.do_nothing
    start = None if plan is None else start_values(work, plan)
    seconds = BRIEF * work.options.seconds if brief else _part_of_the_time(priced)
    question = Question(start=start, seconds=seconds)
    # beyond the limit nothing can be proven here: no need to come close to it
    whole = work.limit >= plan_limit
    answer = work.ask_for_money(question) if whole else work.ask_roughly(question)
    found = _better(best.settled, work, answer, relaxed)
    return found, answer.status == "infeasible"


def _part_of_the_time(priced: Priced) -> float:
    left = priced.work.options.seconds - priced.work.seconds()
    return max(left * LOOK, 1.0)


def _is_close(priced: Priced, found: Settled) -> bool:
    """Tell whether plan and bound are as close as asked, in all money and in that decided."""
    decided = abs(found.value - priced.problem.do_nothing)
    gap = priced.work.options.gap
    allowed = min(gap * abs(found.value), (CLOSE if gap else 0.0) * decided)
    return found.value - found.bound <= allowed


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
