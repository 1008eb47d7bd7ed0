"""What if: a plan solved again after one change, from the plan and the answers there were."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from planner.assumptions import Keep, Pin
from planner.errors import UsageError
from planner.once import once
from planner.pipeline import Options, make_plan, ways_of
from planner.words import Text, listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from planner.assumptions import Assumptions
    from planner.dataset import Dataset
    from planner.pipeline import Made, Ways
    from planner.run import Run

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
    """

    keep: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    close: Mapping[str, int] = field(default_factory=lambda: NOTHING)
    targets: Mapping[int, int] = field(default_factory=lambda: NOTHING)
    max_minutes: Mapping[str, float] = field(default_factory=lambda: NOTHING)
    beds: Mapping[str, int] = field(default_factory=lambda: NOTHING)
    seats: Mapping[str, int] = field(default_factory=lambda: NOTHING)
    against: Mapping[str, bool] = field(default_factory=lambda: NOTHING)

    def schools(self) -> set[str]:
        """Return every school that is named."""
        return {*self.keep, *self.free, *self.close, *self.beds, *self.seats, *self.against}


def resolve(run: Run, change: Change, options: Options | None = None) -> Made:
    """Return the checked plan of a run's county after `change`; the run itself is left as it is.

    Solving starts from the run's plan, in this process. Pupils and travel are reckoned at the first
    change and kept with the run, as long as a change leaves them as they are.

    Raises
    ------
    UsageError
        If the change names schools, bands or years that the run does not have.
    ScenarioError, Infeasible, NoAnswerInTime, SolveError, CheckFailed
        As `planner.make_plan`.
    """
    _refuse_unknown(run, change)
    how = replace(options or Options(), near=run.plan, isolated=False, ways=_kept(run, change))
    dataset = changed_dataset(run.dataset, change)
    return make_plan(dataset, changed_assumptions(run.assumptions, change), how)


@once
def _ways(run: Run) -> Ways:
    return ways_of(run.dataset, run.assumptions)


def _kept(run: Run, change: Change) -> Ways | None:
    """Return the run's pupils and travel, unless limits or possible mergers may be other ones."""
    return None if change.max_minutes or run.assumptions.merge.enabled else _ways(run)


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
        travel=replace(
            assumptions.travel,
            max_minutes={**assumptions.travel.max_minutes, **change.max_minutes},
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


def _refuse_unknown(run: Run, change: Change) -> None:
    known = set(run.dataset.schools["school_id"])
    bands = {band.name for band in run.assumptions.bands}
    unknown = [
        *sorted(change.schools() - known),
        *sorted(change.max_minutes.keys() - bands),
        *map(str, sorted(change.targets.keys() - set(run.assumptions.years))),
    ]
    if unknown:
        raise UsageError(UNKNOWN.filled(names=listed(unknown)))


UNKNOWN = Text(
    "方案中没有：{names}。请核对学校编码、年级段和年度",
    "the run has no {names}; see the school ids, bands and years",
)
