"""The reasons of every school of the county, in the order of its table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.counterfactual import near
from planner.reason import Reason
from planner.reasons.closing import becoming, closing, merging, reducing
from planner.reasons.outside import not_merged, outside
from planner.reasons.scene import Scene
from planner.reasons.staying import must_keep, staying

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planner.counterfactual import Alternative, Decided
    from planner.reason import Decision, Firmness
    from planner.reasons.scene import Told
    from planner.words import Text


def reasons(
    decided: Decided,
    alternatives: Mapping[int, Alternative],
    unclosable: Iterable[int],
    flips: Mapping[int, Text],
) -> tuple[Reason, ...]:
    """Return why each school closes or stays, at least one reason a school.

    Parameters
    ----------
    alternatives
        What deciding otherwise would cost, by position of the school.
    unclosable
        Positions of the schools that no lawful plan closes.
    flips
        What would turn the decision, by position of the school; it stands with the first reason.
    """
    scene = Scene(decided, alternatives, frozenset(unclosable))
    return tuple(
        reason for s in range(len(scene.ids)) for reason in _of_school(scene, s, flips.get(s))
    )


@dataclass(frozen=True)
class _Verdict:
    """What is decided of a school, in which year (index), and why."""

    decision: Decision
    year: int | None
    why: tuple[Told, ...]


def _of_school(scene: Scene, s: int, flip: Text | None) -> Iterable[Reason]:
    found = _verdict(scene, s)
    year = None if found.year is None else scene.year(found.year)
    firm = _firmness(scene, s, found.decision)
    for n, told in enumerate(found.why):
        yield Reason(
            scene.ids[s],
            found.decision,
            year,
            told.code,
            told.text,
            flip=flip if n == 0 else None,
            robust=firm,
        )


def _verdict(scene: Scene, s: int) -> _Verdict:
    solution = scene.solution
    if s in solution.closed:
        return _Verdict("close", solution.closed[s], tuple(closing(scene, s)))
    if s in scene.gone:
        return _Verdict("merge", scene.gone[s], tuple(merging(scene, s)))
    if s in solution.reduced:
        why = (*reducing(scene, s), *becoming(scene, s), *staying(scene, s))
        return _Verdict("downgrade", solution.reduced[s], why)
    return _staying(scene, s, tuple(becoming(scene, s)))


def _staying(scene: Scene, s: int, becomes: tuple[Told, ...]) -> _Verdict:
    """Return why a school stays as it is; with what it becomes, where others join it."""
    candidate = bool(np.isin(s, scene.problem.closable))
    if s in scene.unclosable and (candidate or scene.problem.standing.small[s]):
        return _Verdict("must_keep", None, (*must_keep(scene, s), *becomes))
    if candidate:
        return _Verdict("keep", None, (*becomes, *staying(scene, s)))
    merged = tuple(not_merged(scene, s)) if s not in scene.unclosable else ()
    decision: Decision = "keep" if merged else "not_candidate"
    return _Verdict(decision, None, (*becomes, *merged, *outside(scene, s)))


def _firmness(scene: Scene, s: int, decision: Decision) -> Firmness:
    """Return whether plans that are as good decide alike."""
    if decision == "must_keep":
        return "robust"
    found = scene.alternatives.get(s)
    if found is None or decision == "not_candidate":
        return ""
    allowed = near(scene.decided)
    if found.extra <= allowed:
        return "open"
    return "robust" if found.at_least > allowed else ""
