"""The one block of data inside the page, as plain values and as text that no page can break.

Schools, places and years are named by their position, positions are whole parts of a degree,
lines are differences from point to point: the block of a county stays under a megabyte.
"""

from __future__ import annotations

import json
from math import isfinite
from typing import TYPE_CHECKING, Any

import pandas as pd

from maps.figures import figures, number, total
from maps.ground import ground
from maps.layers import school_table, school_years, span_table
from maps.reasons import reasons
from maps.style import DEGREE_STEPS, STYLE
from maps.wording import WORDS
from maps.zones import zones
from planner import headline
from planner.loosened import loosened
from planner.presentation import Names, sentence, target_basis
from planner.roadmap import lines
from planner.school_kinds import KIND_NAMES, MODE_NAMES
from planner.stages import stage_outlook
from planner.words import LANGUAGES, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planner.errors import Finding
    from planner.run import Run
    from planner.words import Language

_WARNINGS_AT_MOST = 60
_ESCAPED = "<>&\u2028\u2029"
_SPAN = (
    "place_id",
    "band",
    "from_school_id",
    "school_id",
    "mode",
    "pupils",
    "km",
    "minutes",
    "first",
    "last",
    "redirected",
)


def data_block(values: object) -> str:
    """Return `values` as JSON that can stand inside a script element.

    Raises
    ------
    ValueError
        If a number is not finite.
    """
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for mark in _ESCAPED:
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text


def payload(run: Run, language: Language) -> dict[str, Any]:
    """Return everything the page shows."""
    order = _order(run)
    return {
        "language": language,
        "words": {key: _pair(text) for key, text in WORDS.items()},
        "kinds": {key: _pair(text) for key, text in KIND_NAMES.items()},
        "modes": {key: _pair(text) for key, text in MODE_NAMES.items()},
        "limits": _limits(run),
        "caps": {k: n for k, n in run.assumptions.schools.size_cap.items() if isfinite(n)},
        "bands": {band.name: [band.first, band.last] for band in run.assumptions.bands},
        "style": STYLE,
        "head": _head(run),
        "years": list(run.assumptions.years),
        "base_year": run.dataset.base_year,
        "figures": figures(run),
        "total": total(run),
        "ground": ground(run),
        "schools": _schools(run),
        "places": _places(run),
        "spans": _spans(run),
        "changes": _changes(run),
        "zones": zones(run),
        "outlook": _outlook(run),
        "obstacles": [
            [place, _pair(found.what), _pair(found.change)]
            for found in run.plan.obstacles
            if (place := order.get(found.school_id)) is not None
        ],
        "relieved": _relieved(run),
        **reasons(run),
        "warnings": _warnings(run.plan.warnings),
    }


def _pair(text: Text) -> list[str]:
    return [text.say(language) for language in LANGUAGES]


def _head(run: Run) -> dict[str, Any]:
    data, plan = run.dataset, run.plan
    return {
        "county": data.name,
        "title": _pair(run.assumptions.title),
        "targets": _pair(sentence(target_basis(run))),
        "version": _pair(target_basis(run)) if run.assumptions.closures.version else None,
        "as_of": data.as_of.isoformat(),
        "contact": data.contact,
        "run": run.run_id,
        "synthetic": data.synthetic,
        "method": plan.travel_method,
        "loosened": [_pair(rule.text) for rule in loosened(run.assumptions)],
        "sources": list(data.sources),
    }


def _limits(run: Run) -> dict[str, float | None]:
    """Return the most minutes of the daily way by band, and of a boarder's as `board`."""
    limits = {**run.assumptions.travel.max_minutes, "board": run.assumptions.boarding.max_minutes}
    return {name: n if isfinite(n) else None for name, n in limits.items()}


def _schools(run: Run) -> dict[str, Any]:
    """Return the columns of the schools; those that change hold one list a school."""
    table = school_table(run)
    years = school_years(run)
    columns: dict[str, Any] = {name: list(table[name]) for name in ("school_id", "name")}
    columns |= {name: list(table[name]) for name in ("township", "kind")}
    columns["base"] = [int(n) for n in table["base_pupils"]]
    columns["kept"] = [_pair(why) if isinstance(why, Text) else None for why in table["kept"]]
    columns["must"] = [bool(must) for must in table["must"]]
    columns["lon"], columns["lat"] = _steps(table.geometry.x), _steps(table.geometry.y)
    for name in ("state", "pupils", "seats", "beds", "boarders", "seat_warning", "classes"):
        wide = years.pivot_table(index="school_id", columns="year", values=name, aggfunc="first")
        wide = wide.loc[table["school_id"]]
        columns[name] = [[_plain(value) for value in row] for row in wide.to_numpy()]
    columns["kinds"] = _turns(
        years, "kind", dict(enumerate(table["kind"])), list(table["school_id"])
    )
    columns["forms"] = _turns(years, "form", {}, list(table["school_id"]))
    columns["rooms"] = _rooms(years, list(table["school_id"]))
    columns["rooms_cause"] = _turns(years, "rooms_cause", {}, list(table["school_id"]))
    return columns


def _rooms(years: pd.DataFrame, order: list[str]) -> list[list[int | None] | int | None]:
    """Return the classrooms of each school: one number, or a list where they change."""
    by_school = years.groupby("school_id")["classrooms"].agg(list)
    lists = [[None if pd.isna(n) else int(n) for n in by_school[own]] for own in order]
    return [of[0] if len(set(of)) == 1 else of for of in lists]


def _turns(
    years: pd.DataFrame, name: str, usual: Mapping[int, str], order: list[str]
) -> dict[int, list[str]]:
    """Return the values of the years of those schools that differ from what is usual in any."""
    by_school = years.groupby("school_id")[name].agg(list)
    return {
        i: list(by_school[school_id])
        for i, school_id in enumerate(order)
        if set(by_school[school_id]) != {usual.get(i, "")}
    }


def _places(run: Run) -> dict[str, Any]:
    table = run.dataset.places
    return {
        "place_id": list(table["place_id"]),
        "name": [_plain(n) or i for n, i in zip(table["name"], table["place_id"], strict=True)],
        "lon": _steps(table["lon"]),
        "lat": _steps(table["lat"]),
    }


def _order(run: Run) -> dict[str, int]:
    return {school_id: i for i, school_id in enumerate(run.dataset.schools["school_id"])}


def _spans(run: Run) -> list[list[Any]]:
    """Return rows of home, band, old school, school, mode, pupils, km, minutes, first, last.

    Redirected entrants have one value more, 1.

    A home is the position of a place, or -1 - the position of a school where pupils live at
    the school's own point; `first` and `last` are positions of years.
    """
    schools = _order(run)
    homes = {school_id: -1 - i for school_id, i in schools.items()}
    homes |= {place_id: i for i, place_id in enumerate(run.dataset.places["place_id"])}
    start, table = run.assumptions.years[0], span_table(run)
    columns = (table[name].tolist() for name in _SPAN)
    return [
        [
            homes[place],
            band,
            schools[old],
            schools[new],
            mode,
            int(pupils),
            number(km),
            number(minutes),
            int(first) - start,
            int(last) - start,
            *([1] if redirected else []),
        ]
        for place, band, old, new, mode, pupils, km, minutes, first, last, redirected in zip(
            *columns, strict=True
        )
        if pupils > 0 or mode != "stay"
    ]


def _changes(run: Run) -> list[list[Any]]:
    """Return rows of what is done.

    Year, school, action, pupils, receivers, longest daily minutes, modes, what, cost, longest
    weekly minutes of boarders.
    """
    schools, start = _order(run), run.assumptions.years[0]
    return [
        [
            line.year - start,
            schools[line.school_id],
            line.action_code,
            line.pupils,
            [schools[receiver] for receiver in line.receiver_ids],
            number(line.minutes),
            list(line.mode_codes),
            _pair(line.what) if line.what.zh else None,
            line.cost,
            number(line.weekly_minutes),
        ]
        for line in lines(run)
    ]


def _outlook(run: Run) -> dict[str, Any]:
    """Return pupils by stage, from the base year on, and what they rest on."""
    outlook = stage_outlook(run)
    return {
        "years": list(outlook.years),
        "lines": [[_pair(line.name), list(line.pupils)] for line in outlook.lines],
        "basis": [_pair(text) for text in outlook.basis],
    }


def _relieved(run: Run) -> list[list[Any]]:
    """Return each overfull school that the plan relieves, with when it is within its limits."""
    order, names = _order(run), Names.of(run.dataset)
    return [[order[one.school_id], _pair(one.said(names))] for one in headline.relieved(run)]


def _warnings(findings: tuple[Finding, ...]) -> dict[str, Any]:
    lines = [[found.line(language) for language in LANGUAGES] for found in findings]
    return {"lines": lines[:_WARNINGS_AT_MOST], "all": len(lines)}


def _steps(degrees: Iterable[float]) -> list[int]:
    return [round(value * DEGREE_STEPS) for value in degrees]


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell
    """Return a cell as JSON can hold it."""
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return None
    return value.item() if hasattr(value, "item") else value
