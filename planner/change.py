"""One change of a county or a scenario, and the county and scenario after it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from planner.assumptions import Keep, Pin

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from planner.assumptions import Assumptions
    from planner.dataset import Dataset

NOTHING: Mapping[Any, Any] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Change:
    """What is different; what is not named stays as it is.

    Parameters
    ----------
    keep, free
        Schools to keep, and schools whose keeping or pinned closing is taken back.
    close
        School -> the year in which it closes.
    targets
        Year -> closures asked for.
    max_minutes
        Band -> minutes one way.
    beds, seats
        School -> lawful beds or approved seats that are added (negative: taken away).
    against
        School -> whether its latest hearing is against closing it.
    budget
        Year -> yuan added to the works budget of a year that has one.
    """

    keep: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    close: Mapping[str, int] = field(default_factory=lambda: NOTHING)
    targets: Mapping[int, int] = field(default_factory=lambda: NOTHING)
    max_minutes: Mapping[str, float] = field(default_factory=lambda: NOTHING)
    beds: Mapping[str, int] = field(default_factory=lambda: NOTHING)
    seats: Mapping[str, int] = field(default_factory=lambda: NOTHING)
    against: Mapping[str, bool] = field(default_factory=lambda: NOTHING)
    budget: Mapping[int, float] = field(default_factory=lambda: NOTHING)

    def schools(self) -> set[str]:
        """Return every school that is named."""
        return {*self.keep, *self.free, *self.close, *self.beds, *self.seats, *self.against}


def changed_assumptions(assumptions: Assumptions, change: Change) -> Assumptions:
    """Return a scenario after a change."""
    closures, touched = assumptions.closures, {*change.keep, *change.free, *change.close}
    keep = [kept for kept in closures.keep if kept.school_id not in touched]
    pins = [pin for pin in closures.close if pin.school_id not in touched]
    budget = assumptions.money.works_budget
    return replace(
        assumptions,
        closures=replace(
            closures,
            targets={**closures.targets, **change.targets},
            keep=(*keep, *(Keep(school) for school in change.keep)),
            close=(*pins, *(Pin(school, year) for school, year in change.close.items())),
        ),
        travel=replace(
            assumptions.travel,
            max_minutes={**assumptions.travel.max_minutes, **change.max_minutes},
        ),
        money=replace(
            assumptions.money,
            works_budget={y: n + change.budget.get(y, 0) for y, n in budget.items()},
        ),
    )


def changed_dataset(dataset: Dataset, change: Change) -> Dataset:
    """Return a county after a change: what was decided or heard of a school gives way to it."""
    touched = {*change.keep, *change.free, *change.close}
    decisions = dataset.decisions[~dataset.decisions["school_id"].isin(touched)]
    schools = dataset.schools.copy()
    for column, more in (("beds", change.beds), ("seats", change.seats)):
        added = schools["school_id"].map(more).fillna(0).astype(schools[column].dtype)
        schools[column] = (schools[column] + added).clip(lower=0)
    hearings = _heard(dataset.hearings, change.against, dataset.as_of.isoformat())
    return replace(dataset, decisions=decisions, schools=schools, hearings=hearings)


def _heard(hearings: pd.DataFrame, against: Mapping[str, bool], on: str) -> pd.DataFrame:
    """Return the latest hearings with those of some schools in place of what was there."""
    import pandas as pd  # noqa: PLC0415 - heavy, and not needed to describe a change

    kept = hearings[~hearings["school_id"].isin(against)]
    votes = ("parents_for", "parents_against", "delegates_for", "delegates_against")
    new = [
        {"school_id": school, "date": on, **dict.fromkeys(votes, 0)}
        | {"parents_against" if no else "parents_for": 1}
        for school, no in against.items()
    ]
    if not new:
        return kept
    rows = pd.DataFrame(new).reindex(columns=hearings.columns)
    return pd.concat([kept, rows.astype(hearings.dtypes.to_dict())], ignore_index=True)
