"""Lawful places that no plan needs: dearer than one that is always there for the group."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from planner.modes import BOARD, TOLERANCE
from planner.options import NO_MERGE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.problem import Problem


def without_useless(problem: Problem) -> Problem:
    """Return the same question, in which nobody may take an option that no plan needs."""
    useful = useful_options(problem)
    may = problem.options.may & useful[:, None]
    return replace(problem, options=replace(problem.options, may=may))


def useful_options(problem: Problem) -> NDArray[np.bool_]:
    """Return the options that a best plan may need, shape (n,).

    A school is safe for a group if it cannot close, shrink or be absorbed, cannot come to be held
    to a lower cap, and has room for everybody who could come to it. Of a group's options, by
    yearly money, those after its first safe one are never needed: who takes one may as well take
    the safe one. Fewer options make more schools safe, so this is repeated until nothing changes.
    """
    keep = problem.options.may.any(axis=1)
    always = _always_open(problem)
    while True:
        safe = _safe(problem, keep, always)
        shorter = keep & ~_after_the_first(problem, safe)
        if shorter.sum() == keep.sum():
            return keep
        keep = shorter


def _always_open(problem: Problem) -> NDArray[np.bool_]:
    """Return the schools that stay as they are whatever is decided, shape (schools,)."""
    stays = np.ones(len(problem.running), dtype=bool)
    stays[problem.closable] = False
    stays[problem.reducible] = False
    stays[problem.merges.absorbed] = False
    return stays & ~(problem.left.may_convert & (problem.left.nine_cap < problem.left.cap))


def _safe(
    problem: Problem, keep: NDArray[np.bool_], always: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return the options that are there for their group whatever others do, shape (n,)."""
    options = problem.options
    most = np.zeros_like(problem.room)
    pairs = np.unique(np.stack([options.group[keep], options.school[keep]]), axis=1)
    np.add.at(most, pairs[1], problem.pupils[pairs[0]])
    np.add.at(most, problem.reliefs.school, problem.reliefs.redirected)
    roomy = always & (most <= problem.room + TOLERANCE).all(axis=1)
    chosen = (options.merge == NO_MERGE) & (options.mode != BOARD) & ~options.needs
    safe: NDArray[np.bool_] = keep & roomy[options.school] & chosen & options.may.all(axis=1)
    return safe


def _after_the_first(problem: Problem, safe: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the options that stand behind a safe one of their group, shape (n,)."""
    group, free = problem.options.group, problem.options.merge == NO_MERGE
    before = np.cumsum(safe) - safe
    first_of_group = np.searchsorted(group, group)
    behind: NDArray[np.bool_] = free & (before > before[first_of_group])
    return behind
