"""How long the pupils of a school travel, today and at the end of each plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from planner.roadmap import GROUP, longest
from scenarios.comparison.county import shared_years

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from planner.run import Run


@dataclass(frozen=True)
class Way:
    """The way to school of one school's own pupils at the end of a plan, minutes one way.

    Parameters
    ----------
    pupils, boarders
        All of them, and of these the ones who board.
    before, mean, longest
        Of those who come daily: their way to the present school, their way in the plan, and the
        longest of these; None where there are none or a way is unknown.
    """

    pupils: int
    boarders: int
    before: float | None
    mean: float | None
    longest: float | None


NOBODY = Way(0, 0, None, None, None)


def ways(runs: Sequence[Run], schools: Collection[str]) -> list[Mapping[str, Way]]:
    """Return for each run the way of the pupils of each of `schools`.

    The year is the last that all runs plan; where they share none, each run's last.
    """
    present = [_present(run) for run in runs]
    return [
        _ways(run, schools, _known(present, n), (shared_years(runs) or run.assumptions.years)[-1])
        for n, run in enumerate(runs)
    ]


def _present(run: Run) -> pd.Series:
    """Return the minutes of the present way by group, as far as the run's tables hold them.

    A group that moves in the first year has no row at its present school in this run.
    """
    rows = run.plan.assignments
    stay = rows[rows["mode"] == "stay"].drop_duplicates(GROUP)
    return stay.set_index(GROUP)["minutes"]


def _known(present: Sequence[pd.Series], own: int) -> pd.Series:
    """Return the present minutes of run `own`, filled up from the other runs."""
    found = present[own]
    for other in (*present[:own], *present[own + 1 :]):
        found = pd.concat([found, other[~other.index.isin(found.index)]])
    return found.rename("before")


def _ways(run: Run, schools: Collection[str], present: pd.Series, year: int) -> Mapping[str, Way]:
    rows = run.plan.assignments
    last = rows[(rows["year"] == year) & (rows["pupils"] > 0)]
    own = last[last["from_school_id"].isin(list(schools))].join(present, on=GROUP)
    return {str(school): _way(of) for school, of in own.groupby("from_school_id")}


def _way(rows: pd.DataFrame) -> Way:
    boards = rows["mode"] == "board"
    daily = rows[~boards]
    return Way(
        pupils=int(rows["pupils"].sum()),
        boarders=int(rows.loc[boards, "pupils"].sum()),
        before=_mean(daily["before"], daily["pupils"]),
        mean=_mean(daily["minutes"], daily["pupils"]),
        longest=longest(daily["minutes"]),
    )


def _mean(minutes: pd.Series, pupils: pd.Series) -> float | None:
    if not len(minutes) or minutes.isna().any():
        return None
    return float((minutes * pupils).sum() / pupils.sum())
