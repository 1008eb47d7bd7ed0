"""The part of a question that decides whether there is a plan at all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from planner.merging import NO_MERGES
from planner.model.variables import empty_juniors
from planner.options import NO_MERGE
from planner.relieving import no_reliefs

if TYPE_CHECKING:
    from planner.problem import Problem


def needed(problem: Problem) -> Problem:
    """Return the question in which nothing but what is decided or due closes or moves.

    A plan of it is a plan of the whole: all other schools may always stay as they are.
    """
    must = {*problem.standing.pinned, *problem.empty_due}
    options, left = problem.options, problem.left
    leaving = np.isin(problem.homes[options.group], list(must)) & (options.merge == NO_MERGE)
    reducible = np.array([s for s in problem.reducible.tolist() if s in must], dtype=np.int64)
    own_upper = np.zeros_like(left.own_upper)
    own_upper[reducible] = left.own_upper[reducible]
    bands = problem.reliefs.pupils.shape[1]
    return replace(
        problem,
        closable=np.array([s for s in problem.closable.tolist() if s in must], dtype=np.int64),
        reducible=reducible,
        options=options.only(leaving),
        left=replace(left, own_upper=own_upper),
        merges=NO_MERGES,
        reliefs=no_reliefs(bands, len(problem.years)),
    )


def decides(problem: Problem) -> bool:
    """Tell whether the part that is needed has a plan whenever the whole question has one.

    One more school that closes only takes places and removes a receiver. What can make room or
    bring grades to a school is a merge, a redirection or a band that is given up; and an empty
    junior school may stay once all others of its township are gone.
    """
    others = set(problem.reducible.tolist()) - problem.standing.pinned.keys()
    more = len(problem.merges) or len(problem.reliefs) or others or empty_juniors(problem)
    return not more
