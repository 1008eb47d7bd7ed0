"""A plan with more of something: planned again, and what it gains on the plan there is."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from planner.change import Change, changed_assumptions, changed_dataset
from planner.counterfactual import again
from planner.pipeline import prepare, ways_of
from planner.replay import replayed
from planner.resolving import ways_of_run
from planner.worth.nearest import is_large, nearest, wanting
from planner.worth.spots import MINUTES, change_of, spots

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planner.assumptions import Assumptions
    from planner.case import Case
    from planner.counterfactual import Decided
    from planner.pipeline import Ways
    from planner.run import Run
    from planner.worth.spots import Amounts, Spot

# Plans this near in yuan cost the same.
SAME = 1.0
# So many questions are put where only the targets are looked at.
QUESTIONS = 60


@dataclass(frozen=True)
class Gain:
    """By how much one plan is better than another, in the order in which plans are compared.

    Parameters
    ----------
    nearer
        Schools by which each year is nearer to its target.
    over
        Pupils over seats or cap that there are fewer of.
    saved
        Yuan over the plan.
    """

    nearer: tuple[int, ...]
    over: int
    saved: float

    @classmethod
    def of(cls, before: Decided, after: Decided) -> Gain:
        """Return what `after` gains on `before`."""
        pairs = zip(before.distance, after.distance, strict=True)
        return cls(
            tuple(a - b for a, b in pairs), before.over - after.over, before.money - after.money
        )

    @property
    def rank(self) -> int:
        """Return what comes first of what is gained: 3 targets, 2 pupils over, 1 yuan, 0 nothing."""
        nothing = (0,) * len(self.nearer)
        if self.nearer != nothing:
            return 3 if self.nearer > nothing else 0
        if self.over:
            return 2 if self.over > 0 else 0
        return int(self.saved > SAME)


class Trials:
    """Plans of a run's county with more of something, each proven to the yuan.

    Where a large county's plan misses a target, money takes long to prove: only the targets are
    looked at then, every gain of money is 0, and there are so many questions and no more.

    Parameters
    ----------
    run
        The run.
    decided
        What its plan decides.
    seconds
        After so many no further question is put.
    """

    def __init__(self, run: Run, decided: Decided, seconds: float = math.inf) -> None:
        self.run = run
        self._decided = decided
        self.only_targets = any(decided.distance) and is_large(decided.case)
        self._until = time.monotonic() + seconds
        self._asked, self._most = 0, math.inf

    @property
    def may_ask(self) -> bool:
        """Whether another question may be put."""
        return self._asked < self._most and time.monotonic() < self._until

    def share(self, kinds: int) -> None:
        """Leave a fair share of the questions to the next of so many kinds that are left."""
        if self.only_targets:
            self._most = self._asked + (QUESTIONS - self._asked) // kinds

    @cached_property
    def base(self) -> Decided:
        """The plan with nothing more, proven to the yuan unless only targets are looked at."""
        proven = all(line.proven for line in self.run.plan.targets)
        close = proven and self._decided.money - self._decided.bound <= SAME
        if close or self.only_targets:
            return self._decided
        return again(self.run, Change(), gap=0, ways=self._ways) or self._decided

    @cached_property
    def amounts(self) -> Amounts:
        """Everything that there could be more of, and the amounts to try."""
        return spots(self._decided.case, self._wide, self._roomy)

    def first(self, spot: Spot) -> tuple[float, Spot]:
        """Return what orders things by how likely they are to bring another school to close."""
        end = (spot.place_id, "") if spot.place_id else ("", spot.school_id)
        return -self._wanting.get(end, 0.0), spot

    def gain(self, more: Mapping[Spot, int]) -> tuple[Gain, Decided]:
        """Return what `more` brings, and the plan with it."""
        self._asked += 1
        change = change_of(more, self.run.assumptions.money.works_budget)
        ways = self._quicker(more)
        if self.only_targets:
            after = self._nearest(change, ways)
            return replace(Gain.of(self.base, after), saved=0.0), after
        after = again(self.run, change, gap=0, ways=ways) or self.base
        return Gain.of(self.base, after), after

    def _nearest(self, change: Change, ways: Ways) -> Decided:
        dataset = changed_dataset(self.run.dataset, change)
        case = prepare(dataset, changed_assumptions(self.run.assumptions, change), *ways)
        return nearest(case, replayed(case, self.run.plan))

    @cached_property
    def _roomy(self) -> Case:
        """The same question with beds and seats for everybody everywhere."""
        pupils = int(self._decided.case.problem.pupils.sum(axis=0).max()) + 1
        schools = self.run.dataset.schools.copy()
        for column in ("beds", "seats"):
            schools[column] = schools[column] + pupils
        dataset = replace(self.run.dataset, schools=schools)
        return prepare(dataset, self.run.assumptions, *self._ways)

    @cached_property
    def _wanting(self) -> dict[tuple[str, str], float]:
        return wanting(self._decided.case, self._roomy, self._decided)

    @cached_property
    def _ways(self) -> Ways:
        return ways_of_run(self.run)

    @cached_property
    def _wide(self) -> Ways:
        """The ways with those that are a few minutes too long; the run's own where it has them."""
        assumptions = self.run.assumptions
        day, week = assumptions.travel.max_minutes.values(), assumptions.boarding
        if not assumptions.travel.bus or (week.bands and week.max_minutes >= max(day) + MINUTES):
            return self._ways
        return ways_of(self.run.dataset, _longer(assumptions))

    def _quicker(self, more: Mapping[Spot, int]) -> Ways:
        less = {s: n for s, n in more.items() if s.kind == "bus_minute"}
        return quicker(self._wide, less) if less else self._ways


def _longer(assumptions: Assumptions) -> Assumptions:
    limits = {band: most + MINUTES for band, most in assumptions.travel.max_minutes.items()}
    return changed_assumptions(assumptions, Change(max_minutes=limits))


def quicker(ways: Ways, less: Mapping[Spot, int]) -> Ways:
    """Return the ways with some bus journeys quicker by so many minutes."""
    travel = ways.travel
    minutes = travel.bus_minutes.copy()
    positions = {school: i for i, school in enumerate(travel.schools)}
    for spot, n in less.items():
        origin = travel.position(spot.place_id)
        rows = np.arange(travel.indptr[origin], travel.indptr[origin + 1])
        minutes[rows[travel.school[rows] == positions[spot.school_id]]] -= n
    return ways._replace(travel=replace(travel, bus_minutes=minutes))


def most_of(amounts: Amounts, among: Iterable[Spot]) -> dict[Spot, int]:
    """Return as much of each as could ever matter."""
    return {spot: amounts[spot][-1] for spot in among}
