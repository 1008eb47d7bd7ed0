"""Entrants of overfull schools who go elsewhere, year after year: neither closing nor move."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.once import once

if TYPE_CHECKING:
    from planner.plan import Plan

# A redirected group has two rows in a year: one stays at the old school, one is at the new one.
_IN_A_YEAR = ["year", "place_id", "band", "from_school_id"]
_STREAM = ["place_id", "from_school_id", "school_id"]


def is_redirected(assignments: pd.DataFrame) -> pd.Series:
    """Tell which rows of `assignments` are redirected entrants, not pupils who moved."""
    stays = assignments["mode"] == "stay"
    several = assignments.duplicated(_IN_A_YEAR, keep=False)
    groups = pd.MultiIndex.from_frame(assignments.loc[several, _IN_A_YEAR])
    found = several & ~stays
    found[several] &= groups.isin(groups[stays[several].to_numpy()])
    return found


@once
def redirected(plan: Plan) -> pd.Series:
    """Tell which rows of `plan.assignments` are redirected entrants."""
    return is_redirected(plan.assignments)


@once
def redirections(plan: Plan) -> pd.DataFrame:
    """Return the redirected rows of `plan.assignments`, and `since` when their place sends any.

    Returns
    -------
    DataFrame
        Columns of `assignments` and `since` (year of the first entrants of that place who go to
        that school), by year and in the order of the plan; rows without pupils stay.
    """
    rows = plan.assignments[redirected(plan)]
    rows = rows.sort_values("year", kind="stable").reset_index(drop=True)
    return rows.assign(since=rows.groupby(_STREAM)["year"].transform("min").astype(int))
