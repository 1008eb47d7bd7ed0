"""One change of a county or a scenario, and the county and scenario after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from math import inf
from typing import TYPE_CHECKING

from planner.assumptions import Keep, Pin

if TYPE_CHECKING:
    import pandas as pd

    from planner.assumptions import Assumptions, TravelRules
    from planner.dataset import Dataset


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
    max_minutes, max_walk_km
        Band -> minutes one way, km on foot.
    bus
        Whether there are school buses; None: as it is.
    beds, seats
        School -> lawful beds or approved seats that are added (negative: taken away).
    against
        School -> whether its latest hearing is against closing it.
    running
        School -> yuan a year that it costs while it is open.
    works_budget
        Year -> yuan that works first used in it may cost (inf: no limit).
    travel
        (place or school, receiving school) -> km and minutes of the whole bus journey, one way.
    """

    keep: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    close: Mapping[str, int] = field(default_factory=dict)
    targets: Mapping[int, int] = field(default_factory=dict)
    max_minutes: Mapping[str, float] = field(default_factory=dict)
    beds: Mapping[str, int] = field(default_factory=dict)
    seats: Mapping[str, int] = field(default_factory=dict)
    against: Mapping[str, bool] = field(default_factory=dict)
    max_walk_km: Mapping[str, float] = field(default_factory=dict)
    bus: bool | None = None
    running: Mapping[str, float] = field(default_factory=dict)
    works_budget: Mapping[int, float] = field(default_factory=dict)
    travel: Mapping[tuple[str, str], tuple[float, float]] = field(default_factory=dict)

    def schools(self) -> set[str]:
        """Return every school that is named, but as the start of a way."""
        named = {*self.keep, *self.free, *self.close, *self.beds, *self.seats, *self.against}
        return {*named, *self.running, *(school for _, school in self.travel)}

    @property
    def changes_ways(self) -> bool:
        """Tell whether ways to school may be others, or other ones lawful."""
        limits = (self.max_minutes, self.max_walk_km, self.travel)
        return any(map(bool, limits)) or self.bus is not None

    @property
    def key(self) -> tuple[object, ...]:
        """Return what tells this change from others: equal changes have equal keys."""
        values = (getattr(self, one.name) for one in fields(self))
        return tuple(
            tuple(sorted(value.items())) if isinstance(value, Mapping) else value
            for value in values
        )


def changed_assumptions(assumptions: Assumptions, change: Change) -> Assumptions:
    """Return a scenario after a change."""
    closures, touched = assumptions.closures, {*change.keep, *change.free, *change.close}
    keep = [kept for kept in closures.keep if kept.school_id not in touched]
    pins = [pin for pin in closures.close if pin.school_id not in touched]
    return replace(
        assumptions,
        closures=replace(
            closures,
            targets={**closures.targets, **change.targets},
            keep=(*keep, *(Keep(school) for school in change.keep)),
            close=(*pins, *(Pin(school, year) for school, year in change.close.items())),
        ),
        travel=_limits(assumptions.travel, change),
        money=replace(assumptions.money, works_budget=_budget(assumptions, change)),
    )


def _limits(rules: TravelRules, change: Change) -> TravelRules:
    return replace(
        rules,
        max_minutes={**rules.max_minutes, **change.max_minutes},
        max_walk_km={**rules.max_walk_km, **change.max_walk_km},
        bus=rules.bus if change.bus is None else change.bus,
    )


def _budget(assumptions: Assumptions, change: Change) -> dict[int, float]:
    """Return what works may cost by year; a year without a limit is not named."""
    budget = {**assumptions.money.works_budget, **change.works_budget}
    return {year: yuan for year, yuan in budget.items() if yuan < inf}


def changed_dataset(dataset: Dataset, change: Change) -> Dataset:
    """Return a county after a change: what was decided or heard of a school gives way to it."""
    touched = {*change.keep, *change.free, *change.close}
    decisions = dataset.decisions[~dataset.decisions["school_id"].isin(touched)]
    schools = dataset.schools.copy()
    for column, more in (("beds", change.beds), ("seats", change.seats)):
        added = schools["school_id"].map(more).fillna(0).astype(schools[column].dtype)
        schools[column] = (schools[column] + added).clip(lower=0)
    running = schools["school_id"].map(change.running).astype(float)
    schools["running_cost"] = running.fillna(schools["running_cost"])
    hearings = _heard(dataset.hearings, change.against, dataset.as_of.isoformat())
    return replace(
        dataset,
        decisions=decisions,
        schools=schools,
        hearings=hearings,
        travel=_ways(dataset.travel, change.travel),
    )


def _ways(
    travel: pd.DataFrame, changed: Mapping[tuple[str, str], tuple[float, float]]
) -> pd.DataFrame:
    """Return the given ways with some in place of those there were between the same ends."""
    import pandas as pd  # noqa: PLC0415 - heavy, and not needed to describe a change

    if not changed:
        return travel
    ends = zip(travel["from_id"], travel["school_id"], strict=True)
    kept = travel[[pair not in changed for pair in ends]]
    new = [
        {"from_id": start, "school_id": school, "km": km, "minutes": minutes}
        for (start, school), (km, minutes) in changed.items()
    ]
    rows = pd.DataFrame(new).reindex(columns=travel.columns).astype(travel.dtypes.to_dict())
    return pd.concat([rows, kept], ignore_index=True)


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
