"""The one block of data inside the page, as plain values and as text that no page can break.

Schools, places and years are named by their position, positions are whole parts of a degree,
lines are differences from point to point: the block of a county stays under a megabyte.
"""

from __future__ import annotations

import json
from collections import Counter
from math import isfinite
from typing import TYPE_CHECKING, Any

import pandas as pd

from maps.ground import ground
from maps.layers import move_table, school_table, school_years, span_table
from maps.style import DEGREE_STEPS, STYLE
from maps.wording import WORDS
from maps.zones import zones
from planner.loosened import loosened
from planner.roadmap import lines
from planner.school_kinds import ACTION_NAMES, KIND_NAMES, MODE_NAMES
from planner.stages import stage_outlook
from planner.words import LANGUAGES, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planner.errors import Finding
    from planner.run import Run
    from planner.words import Language

_WARNINGS_AT_MOST = 60
_FIGURES = (
    "bus_pupils",
    "boarders",
    "minutes_mean_moved",
    "small_schools",
    "open",
    "young_boarders",
    "over_cap_pupils",
)
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
_ESCAPED = "<>&\u2028\u2029"


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
        "caps": {k: n for k, n in run.assumptions.schools.size_cap.items() if isfinite(n)},
        "bands": {band.name: [band.first, band.last] for band in run.assumptions.bands},
        "style": STYLE,
        "head": _head(run),
        "years": list(run.assumptions.years),
        "base_year": run.dataset.base_year,
        "figures": _figures(run),
        "total": _total(run),
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
        "warnings": _warnings(run.plan.warnings),
    }


def _pair(text: Text) -> list[str]:
    return [text.say(language) for language in LANGUAGES]


def _head(run: Run) -> dict[str, Any]:
    data, plan = run.dataset, run.plan
    return {
        "county": data.name,
        "title": run.assumptions.title,
        "as_of": data.as_of.isoformat(),
        "contact": data.contact,
        "run": run.run_id,
        "synthetic": data.synthetic,
        "method": plan.travel_method,
        "loosened": [_pair(rule.text) for rule in loosened(run.assumptions)],
        "sources": list(data.sources),
    }


def _figures(run: Run) -> list[dict[str, Any]]:
    """Return target line and figures of each year; what the run does not hold is null."""
    moved, actions = move_table(run), run.plan.actions
    rows = []
    for line in run.plan.targets:
        found = run.plan.metrics.get(str(line.year), {})
        now = moved[(moved["year"] == line.year) & (moved["pupils"] > 0)]
        done = actions.loc[actions["year"] == line.year, "action"]
        rows.append(
            {
                "asked": line.asked,
                "planned": line.planned,
                "empty": line.empty,
                "closed": int((done == "close").sum()),
                "others": _others(done),
                "pupils": int(now["pupils"].sum()),
                "longest": _number(now["minutes"].max()),
                **{name: _number(found.get(name)) for name in _FIGURES},
            }
        )
    return rows


def _others(actions: Iterable[str]) -> dict[str, int]:
    """Return how often each thing other than closing is done."""
    counted = Counter(actions)
    return {name: counted[name] for name in ACTION_NAMES if name != "close" and counted[name]}


def _total(run: Run) -> dict[str, Any]:
    """Return the figures of the whole plan: sums where years add up."""
    rows, found = _figures(run), run.plan.metrics.get("plan", {})
    longest = [row["longest"] for row in rows if row["longest"] is not None]
    return {
        **{name: sum(row[name] for row in rows) for name in ("asked", "planned", "pupils")},
        "longest": max(longest, default=None),
        **{name: _number(found.get(name)) for name in _FIGURES},
    }


def _schools(run: Run) -> dict[str, Any]:
    """Return the columns of the schools; those that change hold one list a school."""
    table = school_table(run)
    years = school_years(run)
    columns: dict[str, Any] = {name: list(table[name]) for name in ("school_id", "name")}
    columns |= {name: list(table[name]) for name in ("township", "kind")}
    columns["base"] = [int(n) for n in table["base_pupils"]]
    columns["kept"] = [_pair(why) if isinstance(why, Text) else None for why in table["kept"]]
    columns["lon"], columns["lat"] = _steps(table.geometry.x), _steps(table.geometry.y)
    for name in ("state", "pupils", "seats", "beds", "boarders", "seat_warning"):
        wide = years.pivot_table(index="school_id", columns="year", values=name, aggfunc="first")
        wide = wide.loc[table["school_id"]]
        columns[name] = [[_plain(value) for value in row] for row in wide.to_numpy()]
    columns["kinds"] = _turns(
        years, "kind", dict(enumerate(table["kind"])), list(table["school_id"])
    )
    columns["forms"] = _turns(years, "form", {}, list(table["school_id"]))
    return columns


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
            _number(km),
            _number(minutes),
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
    """Return rows of year, school, action, pupils, receivers, minutes, modes, what, cost."""
    schools, start = _order(run), run.assumptions.years[0]
    return [
        [
            line.year - start,
            schools[line.school_id],
            line.action_code,
            line.pupils,
            [schools[receiver] for receiver in line.receiver_ids],
            _number(line.minutes),
            list(line.mode_codes),
            _pair(line.what) if line.what.zh else None,
            line.cost,
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


def _warnings(findings: tuple[Finding, ...]) -> dict[str, Any]:
    lines = [[found.line(language) for language in LANGUAGES] for found in findings]
    return {"lines": lines[:_WARNINGS_AT_MOST], "all": len(lines)}


def _steps(degrees: Iterable[float]) -> list[int]:
    return [round(value * DEGREE_STEPS) for value in degrees]


def _number(value: Any) -> float | None:  # noqa: ANN401 - a cell
    """Return a cell as a number with one decimal, or None where it is blank."""
    return None if value is None or pd.isna(value) else round(float(value), 1)


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell
    """Return a cell as JSON can hold it."""
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return None
    return value.item() if hasattr(value, "item") else value
