"""What if: a plan solved again after one change, from the plan and the answers there were."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.change import changed_assumptions, changed_dataset
from planner.errors import UsageError
from planner.once import once
from planner.pipeline import Options, make_plan, ways_of
from planner.words import Text, listed

if TYPE_CHECKING:
    from planner.change import Change
    from planner.pipeline import Made, Ways
    from planner.run import Run


def resolve(run: Run, change: Change, options: Options | None = None) -> Made:
    """Return the checked plan of a run's county after `change`; the run itself is left as it is.

    Solving starts from the run's plan, in this process. Pupils and travel are reckoned at the first
    change and kept with the run, as long as a change leaves them as they are.

    Raises
    ------
    UsageError
        If the change names schools, places, bands or years that the run does not have.
    ScenarioError, Infeasible, NoAnswerInTime, SolveError, CheckFailed
        As `planner.make_plan`.
    """
    _refuse_unknown(run, change)
    how = replace(options or Options(), near=run.plan, isolated=False, ways=kept_ways(run, change))
    dataset = changed_dataset(run.dataset, change)
    return make_plan(dataset, changed_assumptions(run.assumptions, change), how)


@once
def ways_of_run(run: Run) -> Ways:
    """Return the pupils and travel of a run, reckoned once."""
    return ways_of(run.dataset, run.assumptions)


def kept_ways(run: Run, change: Change) -> Ways | None:
    """Return the run's pupils and travel, unless limits or possible mergers may be other ones."""
    return None if change.changes_ways or run.assumptions.merge.enabled else ways_of_run(run)


def _refuse_unknown(run: Run, change: Change) -> None:
    known = set(run.dataset.schools["school_id"])
    bands = {band.name for band in run.assumptions.bands}
    unknown = [
        *sorted(change.schools() - known),
        *sorted(
            {start for start, _ in change.travel} - known - set(run.dataset.places["place_id"])
        ),
        *sorted({*change.max_minutes, *change.max_walk_km} - bands),
        *map(str, sorted({*change.targets, *change.works_budget} - set(run.assumptions.years))),
    ]
    if unknown:
        raise UsageError(UNKNOWN.filled(names=listed(unknown)))


UNKNOWN = Text(
    "方案中没有：{names}。请核对学校和居民点编码、年级段和年度",
    "the run has no {names}; see the ids of schools and places, bands and years",
)
