"""What decisions come to in yuan, as the model reckons it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.problem import Problem
    from planner.solution import Solution


def money_of(problem: Problem, solution: Solution) -> float:
    """Return the yuan of a solution over the plan: what deciding nothing costs, and formula (27)."""
    left, share, running = problem.years_left, problem.reduced_share, problem.running
    saved = sum(
        float(running[s]) * left[t] * (share if s in solution.reduced else 1.0)
        for s, t in solution.closed.items()
    )
    saved += sum(float(running[s]) * left[t] * (1 - share) for s, t in solution.reduced.items())
    absorbed = problem.merges.absorbed
    saved += sum(float(running[absorbed[p]]) * left[t] for p, t in solution.merged.items())
    works = sum(float(problem.works.yearly[k]) * left[t] for k, t in solution.built.items())
    moves = problem.options.money[solution.option, solution.year] @ solution.share
    redirected = problem.reliefs.money[list(solution.relieved)].sum()
    return float(problem.do_nothing - saved + works + moves + redirected)
