"""What a plan decided, in positions, and what is decided of the same county after a change."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.change import Change, changed_assumptions, changed_dataset
from planner.money import money_of
from planner.once import once
from planner.over import pupils_over
from planner.part import Hint
from planner.pipeline import prepare, solver_options, ways_of
from planner.pruning import without_useless
from planner.replay import replayed
from planner.resolving import kept_ways, ways_of_run
from planner.solve import solve
from planner.solve_relaxed import Priced
from planner.solve_stages import LARGE, distance_reached
from planner.solve_work import MONEY, Work

if TYPE_CHECKING:
    from planner.case import Case
    from planner.pipeline import Ways
    from planner.run import Run
    from planner.solution import Solution


@dataclass(frozen=True)
class Decided:
    """Decisions for a county, and what they come to.

    Parameters
    ----------
    case
        The question, and the county and scenario it is of.
    solution
        What was decided.
    money
        Yuan over the plan.
    bound
        Yuan below which no plan can be that comes as near to the targets.
    """

    case: Case
    solution: Solution
    money: float
    bound: float

    @classmethod
    def of(cls, run: Run) -> Decided:
        """Return what the plan of a run decided."""
        case = prepare(run.dataset, run.assumptions, *ways_of_run(run))
        proof = run.plan.proof
        return cls(case, replayed(case, run.plan), proof.objective, proof.bound)

    @property
    def distance(self) -> tuple[int, ...]:
        """Return each year's distance to its target, in schools."""
        return tuple(distance_reached(self.case.problem, self.solution))

    @property
    def over(self) -> int:
        """Return the pupils over seats or cap, over the years; 0 without relief."""
        problem = self.case.problem
        return pupils_over(problem, self.solution) if problem.counts_over else 0

    @property
    def standing(self) -> tuple[tuple[int, ...], int, float]:
        """Return what plans are compared by: targets, then pupils over, then yuan."""
        return self.distance, self.over, self.money

    @property
    def gone(self) -> dict[int, int]:
        """Return the year (index) in which each school closes or is absorbed."""
        problem = self.case.problem
        absorbed = problem.merges.absorbed
        merged = {int(absorbed[p]): t for p, t in self.solution.merged.items()}
        return merged | dict(self.solution.closed)


@once
def hint_of(run: Run) -> Hint | None:
    """Return where to begin with questions like that of a run, reckoned once."""
    decided = Decided.of(run)
    problem = without_useless(decided.case.problem)
    options = replace(solver_options(run.assumptions), seconds=math.inf)
    over = float(decided.over) if problem.counts_over else math.inf
    work = Work(problem, options, lambda _: None)
    if work.size <= LARGE:
        return None
    relaxed = Priced(work, decided.distance, over).relax(MONEY)
    if relaxed is None:
        return None
    here = problem.options
    proven = all(line.proven for line in run.plan.targets)
    known = decided.distance if proven else ()
    return Hint(here.group, here.school, relaxed.looked_at, relaxed.covers, known)


def _hint(run: Run, change: Change) -> Hint | None:
    """Return where to begin after a change: other costs leave the targets as near as they were."""
    hint = hint_of(run)
    if hint is None or change == Change(running=change.running):
        return hint
    return replace(hint, distance=())


def again(
    run: Run, change: Change, *, gap: float | None = None, ways: Ways | None = None
) -> Decided | None:
    """Return what is decided after `change`, not checked; None where no plan keeps the rules.

    Parameters
    ----------
    gap
        How closely to prove it, as part of all money; None as the scenario says. 0 proves it to
        the yuan, so that two answers can be compared.
    ways
        Pupils and their ways where they are not those of the run.

    Raises
    ------
    ScenarioError, DataError
        If the tables alone rule the change out.
    """
    dataset = changed_dataset(run.dataset, change)
    assumptions = changed_assumptions(run.assumptions, change)
    ways = ways or kept_ways(run, change) or ways_of(dataset, assumptions)
    case = prepare(dataset, assumptions, *ways)
    options = solver_options(assumptions)
    options = options if gap is None else replace(options, gap=gap)
    near = replayed(case, run.plan)
    found = solve(case.problem, options, isolated=False, near=near, hint=_hint(run, change)).outcome
    if found.impossible or found.solution is None:
        return None
    return Decided(case, found.solution, money_of(case.problem, found.solution), found.bound)
