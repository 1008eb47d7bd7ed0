"""The county planned again after changes, each asked for once and kept with the run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.change import Change
from planner.counterfactual import again
from planner.errors import PlannerError
from planner.once import once

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from planner.counterfactual import Decided
    from planner.run import Run


YUAN = 1.0
"""Plans whose money differs by less are alike."""


@dataclass(frozen=True)
class After:
    """What is decided after a change, and what of it is kept: little, as there are many.

    Parameters
    ----------
    gone
        School -> the year (index) in which it closes or is absorbed.
    standing
        Distance to each target, pupils over, yuan.
    planned
        Closures that count, by year.
    proven
        No other plan is better by a yuan.
    group, receiver, mode, year
        Shape (m,), of each move.
    """

    gone: Mapping[int, int]
    standing: tuple[tuple[int, ...], int, float]
    planned: tuple[int, ...]
    proven: bool
    group: NDArray[np.int64]
    receiver: NDArray[np.int64]
    mode: NDArray[np.int64]
    year: NDArray[np.int64]

    @classmethod
    def of(cls, decided: Decided) -> After:
        """Return what is kept of a decision."""
        problem, solution = decided.case.problem, decided.solution
        options = problem.options
        return cls(
            decided.gone,
            decided.standing,
            tuple(_planned(decided).tolist()),
            decided.money - decided.bound < YUAN,
            options.group[solution.option],
            options.school[solution.option],
            options.mode[solution.option],
            solution.year,
        )

    @property
    def money(self) -> float:
        """Return yuan over the plan."""
        return self.standing[2]

    @property
    def aims(self) -> tuple[tuple[int, ...], int]:
        """Return what comes before money: distances to the targets, pupils over."""
        return self.standing[:2]


def _planned(decided: Decided) -> NDArray[np.int64]:
    problem, solution = decided.case.problem, decided.solution
    planned = np.zeros(len(problem.years), dtype=np.int64)
    for s, t in solution.closed.items():
        planned[t] += problem.standing.counted[s]
    if problem.merges_count:
        for t in solution.merged.values():
            planned[t] += 1
    return planned


class Answers:
    """What is decided after each change that was asked about."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._known: dict[tuple[object, ...], After | None] = {}

    @property
    def solves(self) -> int:
        """Return how often the county was planned again."""
        return len(self._known)

    def after(self, change: Change) -> After | None:
        """Return what is decided after a change, proven to the yuan; None where no plan is lawful."""
        change = self._plainest(change)
        if change.key not in self._known:
            self._known[change.key] = self._planned_again(change)
        return self._known[change.key]

    def _planned_again(self, change: Change) -> After | None:
        try:
            decided = again(self.run, change, gap=0)
        except PlannerError:
            return None  # the tables alone rule it out
        return None if decided is None else After.of(decided)

    def _plainest(self, change: Change) -> Change:
        """Return a change that poses the same question, the same one for all that do.

        Without mergers and decided closures, a hearing against and a keep list say the same.
        """
        objecting = [school for school, against in change.against.items() if against]
        if self.run.assumptions.merge.enabled or change != Change(against=change.against):
            return change
        if len(objecting) != 1 or len(change.against) != 1 or self._decided(objecting[0]):
            return change
        return Change(keep=(objecting[0],))

    def _decided(self, school: str) -> bool:
        pins = {pin.school_id for pin in self.run.assumptions.closures.close}
        keeps = {kept.school_id for kept in self.run.assumptions.closures.keep}
        return school in {*pins, *keeps, *self.run.dataset.decisions["school_id"]}


@once
def answers_of(run: Run) -> Answers:
    """Return what is known of a run's county after changes; it grows as questions are put."""
    return Answers(run)
