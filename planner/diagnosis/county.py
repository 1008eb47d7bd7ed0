"""A county and a scenario that can be asked again and again whether a change gives a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from operator import add
from typing import TYPE_CHECKING, Any

from planner.change import Change, changed_assumptions, changed_dataset
from planner.diagnosis.asking import OutOfTime, lawful
from planner.errors import PlannerError
from planner.pipeline import Options, make_plan, prepare, ways_of

if TYPE_CHECKING:
    from pathlib import Path

    from planner.assumptions import Assumptions
    from planner.case import Case
    from planner.dataset import Dataset
    from planner.diagnosis.asking import Asking
    from planner.pipeline import Ways

# To see that there is a plan, it need not be the cheapest: this part of all money is near enough.
NEAR_ENOUGH = 0.05


@dataclass(frozen=True)
class County:
    """A county without a plan.

    Parameters
    ----------
    ways
        Pupils and travel, which no change but that of a limit of minutes touches.
    cache_dir
        Folder in which travel is kept between runs; None keeps nothing.
    """

    dataset: Dataset
    assumptions: Assumptions
    ways: Ways
    asking: Asking
    cache_dir: Path | None = None

    @classmethod
    def of(
        cls, dataset: Dataset, assumptions: Assumptions, asking: Asking, cache_dir: Path | None
    ) -> County:
        """Return a county made ready."""
        ways = ways_of(dataset, assumptions, cache_dir=cache_dir)
        return cls(dataset, assumptions, ways, asking, cache_dir)

    def case(self, change: Change) -> Case:
        """Return what is derived from the county after a change, before solving."""
        dataset, assumptions = self._after(change)
        return prepare(dataset, assumptions, *self.ways)

    def has_plan(self, change: Change) -> bool:
        """Tell whether the county has a plan after a change.

        Raises
        ------
        OutOfTime
            If that was not settled in the time left.
        """
        return lawful(self.case(change).problem, self.asking)

    def plans(self, change: Change) -> bool:
        """Tell whether the whole job gives a plan after a change that passes the check.

        Targets are aims, so that there is a plan does not depend on them: none is asked for.
        """
        dataset, assumptions = self._after(change)
        seconds = min(assumptions.solver.seconds, self.asking.left)
        if seconds <= 0:
            raise OutOfTime
        gap = max(NEAR_ENOUGH, assumptions.solver.gap)
        assumptions = replace(
            assumptions,
            closures=replace(assumptions.closures, targets={}),
            solver=replace(assumptions.solver, gap=gap, seconds=seconds),
        )
        try:
            make_plan(dataset, assumptions, Options(isolated=False, ways=self.ways))
        except PlannerError:
            return False
        return True

    def with_longer_ways(self, minutes: Mapping[str, float]) -> County:
        """Return the county with all ways that longer limits by band could allow."""
        assumptions = changed_assumptions(self.assumptions, Change(max_minutes=minutes))
        ways = ways_of(self.dataset, assumptions, cache_dir=self.cache_dir)
        return replace(self, ways=ways)

    def _after(self, change: Change) -> tuple[Dataset, Assumptions]:
        dataset = changed_dataset(self.dataset, change)
        return dataset, changed_assumptions(self.assumptions, change)


# What adds up where two changes name the same school or year; of all else the larger counts.
ADDED = frozenset({"beds", "seats"})


def joined(first: Change, second: Change) -> Change:
    """Return both changes as one."""
    names = (part.name for part in fields(Change))
    return Change(
        **{name: _both(name, getattr(first, name), getattr(second, name)) for name in names}
    )


def _both(name: str, first: Any, second: Any) -> Any:  # noqa: ANN401 - the values of a change
    if isinstance(first, tuple):
        return tuple(dict.fromkeys((*first, *second)))
    if not isinstance(first, Mapping):
        return first if second is None else second
    together = add if name in ADDED else max
    common = {key: together(first[key], second[key]) for key in first.keys() & second.keys()}
    return {**first, **second, **common}
