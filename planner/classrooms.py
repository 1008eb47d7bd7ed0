"""Classes needed against classrooms: who is short of rooms today, and who because of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.merging import ONE_SITE_KM
from planner.sphere import great_circle_km

if TYPE_CHECKING:
    from planner.run import Run

CAUSES = ("plan", "today", "growth")
_KEY = ["year", "school_id"]


def room_table(run: Run) -> pd.DataFrame:
    """Return every open school in every year with the rooms that it lacks.

    Rooms are those of today, with those of a school that joined within a kilometre; rooms that
    works add stand in no table and are not counted.

    Returns
    -------
    DataFrame
        `year`, `school_id`, `classrooms` (NaN where not known), `rooms_short` (0 where not known),
        `rooms_short_today`, `rooms_cause`: `plan` (it receives pupils, and lacks more rooms than
        today), `today` (it lacks rooms already), `growth` (of its own pupils), or nothing.
    """
    rows = run.plan.schools[run.plan.schools["open"] == 1][[*_KEY, "classes"]]
    rooms = _rooms(run, rows)
    facts = run.dataset.schools.set_index("school_id")["classrooms"].astype(float)
    lacks_now = (base_year_classes(run) - facts).clip(lower=0).fillna(0)
    today = rows["school_id"].map(lacks_now).fillna(0).astype(int)
    short = (rows["classes"] - rooms).clip(lower=0).fillna(0).astype(int)
    by_plan = _receives(run, rows) & (short > today)
    cause = np.select([short == 0, by_plan, today > 0], ["", "plan", "today"], "growth")
    return rows[_KEY].assign(
        classrooms=rooms, rooms_short=short, rooms_short_today=today, rooms_cause=cause
    )


def base_year_classes(run: Run) -> pd.Series:
    """Return the classes of every school in the base year: each grade by the size of its class."""
    rolls = run.dataset.pupils.groupby(["school_id", "grade"])["pupils"].sum().reset_index()
    size = {
        grade: run.assumptions.schools.class_size[band.name]
        for band in run.assumptions.bands
        for grade in range(band.first, band.last + 1)
    }
    classes = np.ceil((rolls["pupils"] / rolls["grade"].map(size)).fillna(0).round(9))
    by_school: pd.Series = classes.groupby(rolls["school_id"]).sum()
    return by_school


def _rooms(run: Run, rows: pd.DataFrame) -> pd.Series:
    """Return the classrooms of each row, with those of a site next door that joined by then."""
    facts = run.dataset.schools.set_index("school_id")
    rooms = rows["school_id"].map(facts["classrooms"]).astype(float)
    actions = run.plan.actions
    for merge in actions[actions["action"] == "merge_form"].to_dict("records"):
        absorbed, receiver = facts.loc[merge["school_id"]], facts.loc[merge["receivers"]]
        km = great_circle_km(absorbed["lon"], absorbed["lat"], receiver["lon"], receiver["lat"])
        if km <= ONE_SITE_KM:
            here = (rows["school_id"] == merge["receivers"]) & (rows["year"] >= merge["year"])
            rooms = rooms.where(~here, rooms + float(absorbed["classrooms"]))
    return rooms


def _receives(run: Run, rows: pd.DataFrame) -> pd.Series:
    """Tell for each row whether pupils are there who moved or were redirected by then."""
    come = run.plan.assignments
    come = come[(come["mode"] != "stay") & (come["pupils"] > 0)]
    known = pd.MultiIndex.from_frame(come[_KEY].drop_duplicates())
    return pd.Series(pd.MultiIndex.from_frame(rows[_KEY]).isin(known), index=rows.index)
