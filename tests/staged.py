"""A stated program asked in the order of the contract, by a plain solver: targets, then money."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pulp

if TYPE_CHECKING:
    from collections.abc import Sequence

_GONE = (pulp.LpSolveStatus.Infeasible, pulp.LpSolveStatus.Undefined)
_ALMOST_ONE = 0.999


@dataclass(frozen=True)
class How:
    """How a solver is asked; `gap` is of the money decided.

    Parameters
    ----------
    gap, seconds, threads, seed, presolve
        As everywhere.
    solver
        `HiGHS` or `CPSAT`.
    """

    gap: float = 0.0
    seconds: float = math.inf
    threads: int = 1
    seed: int = 1
    presolve: bool = True
    solver: str = "HiGHS"


@dataclass(frozen=True)
class Found:
    """What a solver came to.

    Parameters
    ----------
    far
        Distance of each year to its target, in schools.
    money, bound
        Yuan of the plan, and yuan that no plan with these distances is below.
    proven
        The solver came to its own end, for every target and for money.
    """

    far: tuple[int, ...]
    money: float
    bound: float
    proven: bool


@dataclass(frozen=True)
class Staged:
    """A program and what is aimed at.

    Parameters
    ----------
    program
        With all rows.
    missed
        For each year the variables that measure its distance to the target.
    over
        Pupils over places, which come before money; None without relief.
    money
        Against deciding nothing.
    nothing
        Yuan if nothing is decided.
    """

    program: pulp.LpProblem
    missed: Sequence[Sequence[pulp.LpVariable]]
    money: pulp.LpAffineExpression
    nothing: float
    over: pulp.LpAffineExpression | None = None


def solve_staged(staged: Staged, how: How) -> Found | None:
    """Return the nearest targets, earliest year first, then the least money; None without a plan.

    First all targets are asked for at once; only where that cannot be, one year after the other.

    Raises
    ------
    TimeoutError
        If the solver found no plan in the time given.
    """
    until = time.monotonic() + how.seconds
    every = [(v, v.upBound) for year in staged.missed for v in year]
    for variable, _ in every:
        variable.upBound = 0
    found = _cheapest(staged, (0,) * len(staged.missed), how, until)
    for variable, most in every:
        variable.upBound = most
    if found is not None:
        return found
    far = []
    for n, year in enumerate(staged.missed):
        aim = pulp.LpAffineExpression.from_list([(v, 1.0) for v in year])
        stats = _ask(staged, aim, replace(how, gap=0.0), until, whole=True)
        if stats is None:
            return None
        far.append(round(stats.objective))
        staged.program.addConstraint(aim <= far[-1], f"near_{n}")
    return _cheapest(staged, tuple(far), how, until)


def _cheapest(staged: Staged, far: tuple[int, ...], how: How, until: float) -> Found | None:
    if staged.over is not None:
        fewest = _ask(staged, staged.over, replace(how, gap=0.0), until, whole=True)
        if fewest is None:
            return None
        staged.program.addConstraint(staged.over <= round(fewest.objective), f"over_{len(far)}")
    stats = _ask(staged, staged.money, how, until)
    if stats is None:
        return None
    bound = stats.best_bound if stats.best_bound is not None else stats.objective
    proven = stats.status == pulp.LpSolveStatus.Optimal
    return Found(far, stats.objective + staged.nothing, bound + staged.nothing, proven)


def _ask(
    staged: Staged,
    aim: pulp.LpAffineExpression,
    how: How,
    until: float,
    *,
    whole: bool = False,
) -> pulp.LpSolveStats | None:
    """Return how the solver ended, None if there is no plan.

    Raises
    ------
    TimeoutError
        If it found none in the time left.
    """
    staged.program.objective = aim
    stats = staged.program.solve(_solver(how, until - time.monotonic(), whole=whole))
    if stats.has_solution:
        return stats
    if stats.status in _GONE:
        return None
    raise TimeoutError


def _solver(how: How, left: float, *, whole: bool) -> pulp.LpSolver:
    limit = None if math.isinf(left) else max(left, 0.1)
    if how.solver != "HiGHS":
        return pulp.getSolver(
            how.solver, msg=False, timeLimit=limit, gapRel=how.gap, threads=how.threads
        )
    return pulp.HiGHS(
        msg=False,
        timeLimit=limit,
        gapRel=how.gap,
        gapAbs=_ALMOST_ONE if whole else 0.0,
        threads=how.threads,
        random_seed=how.seed,
        presolve="choose" if how.presolve else "off",
    )
