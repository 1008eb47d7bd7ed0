"""What a plan decides beside closing, as the report shows it: pupils, seats, works, zones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner import presentation
from planner.planned_works import planned_works
from planner.presentation import MISSING, Names, listed, whole
from planner.redirections import redirections
from planner.report.outlook import outlook_chart
from planner.report.rooms import rooms_part
from planner.seat_warnings import LEVELS, over_paths, seat_table
from planner.stages import stage_outlook
from planner.words import Text
from planner.zoning import zone_changes

if TYPE_CHECKING:
    import pandas as pd

    from planner.run import Run
    from planner.seat_warnings import Path
    from planner.stages import Counted
    from planner.words import Language

# Longer lists stand in the ledger.
ZONES_SHOWN = 12
PATHS_SHOWN = 20

_SINCE = Text("{year}年起不超", "within it from {year}")
_NEVER = Text("期内仍超", "still over at the end")
_ZONES = Text(
    "{year}年有{n}个村（居）、年级段的划片变化", "{year}: the zone of {n} places and grades changes"
)
_MORE_ZONES = Text(
    "其余{n}条见台账“划片变化”表。", "The other {n} stand in the ledger, sheet Zone changes."
)
_MORE_PATHS = Text(
    "其余{n}所见台账“学位预警”表。", "The other {n} stand in the ledger, sheet Seat warnings."
)


@dataclass(frozen=True)
class _PathRow:
    """An overfull school: pupils and limit by year, and when it gets within its limit."""

    school: str
    cells: tuple[tuple[str, str, bool], ...]
    outcome: str


def decided(run: Run, language: Language) -> dict[str, Any]:
    """Return everything that the sections beside the roadmap show, as text."""
    outlook = stage_outlook(run)
    paths, zones = over_paths(run), zone_changes(run)
    return {
        "outlook": outlook_chart(outlook, language),
        "base_year": run.dataset.base_year,
        "actuals": [_compared(one, language) for one in outlook.compared],
        "outlook_basis": [text.say(language) for text in outlook.basis],
        "levels": _levels(run, language),
        **rooms_part(run, language),
        "paths": [_path(run, path, language) for path in paths[:PATHS_SHOWN]],
        "paths_years": (run.dataset.base_year, *run.assumptions.years),
        "more_paths": _more(_MORE_PATHS, len(paths) - PATHS_SHOWN, language),
        "works": _works(run, language),
        "works_total": whole_money(sum(w.cost for w in planned_works(run)), language),
        "sent": _sent(run),
        "zone_counts": _zone_counts(run, zones, language),
        "zones": _zones(run, zones.head(ZONES_SHOWN), language),
        "more_zones": _more(_MORE_ZONES, len(zones) - ZONES_SHOWN, language),
    }


def _compared(one: Counted, language: Language) -> dict[str, str]:
    """Return what was counted beside what was expected, with the sign of the difference."""
    more = one.actual - (one.forecast or 0)
    share = f" ({more / one.forecast:+.1%})" if one.forecast else ""
    return {
        "year": str(one.year),
        "stage": one.name.say(language),
        "forecast": whole(one.forecast),
        "actual": whole(one.actual),
        "difference": f"{more:+,d}{share}",
    }


def whole_money(amount: float, language: Language) -> str:
    """Return yuan, in 万元 in Chinese, without a unit."""
    return presentation.money(amount, language)


def _more(text: Text, n: int, language: Language) -> str:
    return text.filled(n=n).say(language) if n > 0 else ""


def _levels(run: Run, language: Language) -> list[tuple[str, str, str, list[str]]]:
    """Return for each level its code, word, meaning and number of schools by year."""
    counted = seat_table(run).groupby(["level", "year"]).size()
    return [
        (
            level,
            presentation.SEAT_WARNINGS[level].say(language),
            presentation.SEAT_REASONS[level].say(language),
            [whole(int(counted.get((level, year), 0))) for year in run.assumptions.years],
        )
        for level in reversed(LEVELS)
    ]


def _path(run: Run, path: Path, language: Language) -> _PathRow:
    pairs = zip(path.pupils, path.limits, strict=True)
    cells = [
        (whole(n), whole(top), n > top) if n is not None and top is not None
        else (MISSING, "", False)
        for n, top in pairs
    ]  # fmt: skip
    outcome = _NEVER if path.since is None else _SINCE.filled(year=path.since)
    name = Names.of(run.dataset).school(path.school_id)
    return _PathRow(name, tuple(cells), outcome.say(language))


def _works(run: Run, language: Language) -> list[dict[str, str]]:
    names = Names.of(run.dataset)
    townships = run.dataset.schools.set_index("school_id")["township"]
    return [
        {
            "year": str(work.year),
            "school": names.school(work.school_id),
            "township": str(townships.get(work.school_id, "")),
            "what": work.what.say(language),
            "cost": whole_money(work.cost, language),
        }
        for work in planned_works(run)
    ]


def _sent(run: Run) -> list[str]:
    """Return by year the pupils who attend another school because entrants are redirected."""
    pupils = redirections(run.plan).groupby("year")["pupils"].sum()
    known = [int(pupils.get(year, 0)) for year in run.assumptions.years]
    return [whole(n) for n in known] if any(known) else []


def _zone_counts(run: Run, zones: pd.DataFrame, language: Language) -> str:
    counted = zones.groupby("year").size()
    parts = [
        _ZONES.filled(year=year, n=int(counted[year])).say(language)
        for year in run.assumptions.years
        if year in counted.index
    ]
    return listed(parts, language)


def _zones(run: Run, zones: pd.DataFrame, language: Language) -> list[dict[str, str]]:
    names, grades = Names.of(run.dataset), presentation.bands(run.assumptions)
    return [
        {
            "year": str(row["year"]),
            "place": names.home(row["place_id"], language),
            "grades": grades[row["band"]].say(language),
            "before": names.school(row["from_school_id"]),
            "after": names.school(row["school_id"]),
        }
        for row in zones.to_dict("records")
    ]
