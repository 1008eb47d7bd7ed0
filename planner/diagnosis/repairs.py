"""Repairs of a clash: of the changes that help, those whose whole plan passes the check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.diagnosis.asking import OutOfTime
from planner.diagnosis.county import joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.diagnosis.trials import Trial, Trials

# So many repairs of one conflict are told.
TOLD = 3


def mended(trials: Trials) -> tuple[Trial, ...]:
    """Return at most three repairs with which the whole job gives a checked plan.

    The smallest first; of every kind one before a second of the same.
    """
    ranks: dict[int, Trial] = {}
    try:
        for rank, trial in _one_of_each_kind_first(trials.all()):
            if trial.county.plans(joined(trials.base, trial.change)):
                ranks[rank] = trial
            if len(ranks) == TOLD:
                break
    except OutOfTime:
        pass
    return tuple(trial for _, trial in sorted(ranks.items(), key=lambda one: one[0]))


def _one_of_each_kind_first(trials: Iterator[Trial]) -> Iterator[tuple[int, Trial]]:
    """Yield trials with their rank; a second one of a kind waits until all kinds were there."""
    known, waiting = set[str](), []
    for rank, trial in enumerate(trials):
        if trial.repair.code in known:
            waiting.append((rank, trial))
        else:
            known.add(trial.repair.code)
            yield rank, trial
    yield from waiting
