"""Schools that need more classes than they have rooms, as the report shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner import presentation
from planner.classrooms import CAUSES, room_table
from planner.presentation import MISSING, Names, whole
from planner.words import Text

if TYPE_CHECKING:
    import pandas as pd

    from planner.run import Run
    from planner.words import Language

# Longer lists stand in the ledger.
SCHOOLS_SHOWN = 20

_SCHOOLS = Text("{n}所，缺{rooms}间", "{n} schools, {rooms} rooms")
_CELL = Text("{classes}班／{rooms}间", "{classes} / {rooms}")
_MORE = Text(
    "其余{n}所见台账“学位预警”表。", "The other {n} stand in the ledger, sheet Seat warnings."
)


def rooms_part(run: Run, language: Language) -> dict[str, Any]:
    """Return schools short of rooms by cause and year, and by name those short by the plan."""
    table = room_table(run).join(run.plan.schools["classes"])
    short = table[table["rooms_short"] > 0]
    named = _by_plan(run, table, language)
    more = len(named) - SCHOOLS_SHOWN
    return {
        "rooms": _counts(run, short, language) if len(short) else [],
        "rooms_by_plan": named[:SCHOOLS_SHOWN],
        "more_rooms": _MORE.filled(n=more).say(language) if more > 0 else "",
    }


def _counts(run: Run, short: pd.DataFrame, language: Language) -> list[tuple[str, list[str]]]:
    rows = []
    for cause in CAUSES:
        of_cause = short[short["rooms_cause"] == cause]
        counted = {
            year: (len(lacks), int(lacks.sum()))
            for year, lacks in of_cause.groupby("year")["rooms_short"]
        }
        cells = [
            _SCHOOLS.filled(n=whole(counted[year][0]), rooms=whole(counted[year][1])).say(language)
            if year in counted
            else MISSING
            for year in run.assumptions.years
        ]
        rows.append((presentation.ROOM_CAUSES[cause].say(language), cells))
    return rows


def _by_plan(
    run: Run, table: pd.DataFrame, language: Language
) -> list[tuple[str, str, list[tuple[str, bool]]]]:
    """Return name, rooms short today and by year classes and rooms; the most in need first."""
    causes = table[table["rooms_cause"] == "plan"]
    worst = causes.groupby("school_id")["rooms_short"].max().sort_index()
    names = Names.of(run.dataset)
    rows = []
    for school in worst.sort_values(ascending=False, kind="stable").index:
        mine = table[table["school_id"] == school].set_index("year")
        cells = [
            (
                _CELL.filled(
                    classes=whole(mine.loc[year, "classes"]),
                    rooms=whole(mine.loc[year, "classrooms"]),
                ).say(language),
                bool(mine.loc[year, "rooms_cause"] == "plan"),
            )
            if year in mine.index
            else (MISSING, False)
            for year in run.assumptions.years
        ]
        rows.append((names.school(str(school)), whole(mine["rooms_short_today"].iloc[0]), cells))
    return rows
