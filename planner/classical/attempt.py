"""Solve a problem that is a classical one; leave any other alone."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.classical.capacitated import solve_capacitated
from planner.classical.found import Found
from planner.classical.median import solve_median
from planner.classical.program import cost_of, state
from planner.classical.recognise import recognise
from planner.solve_stages import PATIENCE, Nearest, Outcome
from planner.solve_work import CLOSE, MONEY, Stated
from planner.solver import Listener, Progress, Question, run

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from planner.classical.recognise import Told
    from planner.classical.siting import Sited, Siting
    from planner.classical.tree import Part
    from planner.problem import Problem
    from planner.solver import SolverOptions


# The solver's numbers are right to this share.
AS_GOOD = 1e-7
# Of the gap asked, this much: the rest is for rounding.
NEARLY = 0.99


def attempt(
    problem: Problem,
    options: SolverOptions,
    tell: Callable[[Progress], None],
    *,
    tell_size: Callable[[Stated], None] = lambda _: None,
) -> Outcome | None:
    """Return what was found out about a classical problem.

    None if it is not one, or if no plan was found that closes as many schools as are asked for.

    Parameters
    ----------
    tell
        Called with every better plan and bound.
    tell_size
        Called with the size of the question if it is a classical one.
    """
    told = recognise(problem)
    if told is None:
        return None
    tell_size(_size(told.siting))
    return _Attempt(told, options, tell).outcome()


def _size(siting: Siting) -> Stated:
    """Return the size of the question stated at once, which it never is."""
    ways = int(np.isfinite(siting.cost).sum())
    sites, customers = siting.cost.shape
    return Stated(ways + sites, ways + customers + sites, 0.0)


@dataclass
class _Attempt:
    """A classical problem being solved within its time."""

    told: Told
    options: SolverOptions
    tell: Callable[[Progress], None]
    began: float = field(default_factory=time.monotonic)
    reported: tuple[float, float] = (math.inf, -math.inf)
    stating: float = 0.0

    def outcome(self) -> Outcome | None:
        siting = self.told.siting
        found = Found(siting, self._allowance)
        if siting.limited:
            solve_capacitated(
                found, stop=self._stop, finish_part=self._finish, choose_sites=self._choose_sites
            )
        else:
            solve_median(found, stop=self._stop)
        if found.plan is None:
            return None
        self._stop(found)
        size = _size(siting)
        return Outcome(
            solution=self.told.solution(found.plan),
            bound=self._money(found.proven),
            nearest=tuple(Nearest(0, 0) for _ in self.told.problem.years),
            variables=size.variables,
            constraints=size.constraints,
            model_seconds=self.stating,
        )

    def _money(self, cost: float) -> float:
        return cost + self.told.beside

    def _seconds(self) -> float:
        return time.monotonic() - self.began

    def _stop(self, found: Found) -> bool:
        """Report what is new; tell whether time is up or the plan proven as closely as asked."""
        cost, bound = self.reported
        better = found.plan is not None and found.cost < cost
        if better or found.proven > bound:
            self.reported = found.cost, found.proven
            self._report(found.plan if better else None, found.cost, found.proven)
        patience = PATIENCE if found.plan is None else 1.0
        return found.enough or self._seconds() >= patience * self.options.seconds

    def _allowance(self, cost: float) -> float:
        """Return how far the bound may stay from a plan's cost.

        Of all money, and closely of the money decided, unless less closely is asked for.
        """
        money = self._money(cost)
        decided = abs(money - self.told.problem.do_nothing)
        asked = self.options.gap * abs(money)
        return NEARLY * (min(asked, CLOSE * decided) if self.options.gap <= CLOSE else asked)

    def _report(self, plan: Sited | None, cost: float, bound: float) -> None:
        solution = None if plan is None else self.told.solution(plan)
        incumbent = self._money(cost) if math.isfinite(cost) else None
        proven = self._money(bound) if math.isfinite(bound) else None
        self.tell(Progress(MONEY, self._seconds(), incumbent, proven, solution))

    def _finish(self, found: Found, part: Part, share: float) -> float | None:
        """Put a part to the solver, for a share of the time left; return what it leaves unknown."""
        began = time.monotonic()
        stated = state(self.told.siting, ~part.never, opens=part.opens, closes=part.closes)
        aim, gap = cost_of(stated), 0.0
        if found.plan is not None:
            stated.program.addConstraint(aim <= found.cut, "better")
            gap = found.allowed / abs(found.cost) if found.cost else 0.0
        self.stating += time.monotonic() - began
        seconds = max(share * (self.options.seconds - self._seconds()), 0.1)
        whole = self.told.siting.in_whole_numbers
        question = Question(gap=gap, seconds=seconds, whole=whole)
        answer = run(stated, aim, self.options, self._listener(), question)
        if answer.values is not None:
            found.take(stated.plan_of(answer.values))
        if answer.status == "infeasible":
            return None
        bound = max(part.bound, -math.inf if answer.bound is None else answer.bound)
        return bound if bound < found.cut - AS_GOOD * (1 + abs(found.cut)) else None

    def _choose_sites(self, part: Part, share: float) -> NDArray[np.bool_] | None:
        """Return the sites that are best if customers may be served in parts; None: not known."""
        in_parts = replace(self.told.siting, whole=False)
        stated = state(in_parts, ~part.never, opens=part.opens, closes=part.closes)
        seconds = max(share * (self.options.seconds - self._seconds()), 0.1)
        question = Question(gap=self.options.gap, seconds=seconds)
        answer = run(stated, cost_of(stated), self.options, self._listener(), question)
        return None if answer.values is None else stated.plan_of(answer.values).open

    def _listener(self) -> Listener:
        """Return one that keeps the solver's reports of a part: they are no bounds of the whole."""
        return Listener(
            stage="part",
            tell=lambda _: None,
            read=None,
            offset=0.0,
            began=self.began,
            patience=math.inf,
        )
