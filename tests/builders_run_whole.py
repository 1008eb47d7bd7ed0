"""The small county's run with every kind of action, made by hand.

2023: an empty school closes, and one with pupils. 2024: one gives up its upper grades, seats are
added, entrants of an overfull school go elsewhere. 2025: a junior school joins a primary, and a
work turns another primary into a nine-year school.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from planner.dataset import Dataset
from planner.plan import Plan, TargetLine
from planner.run import Run
from tests.builders_run import _GROUPS, BASE, YEARS, _costs, _km, _metrics, _zones, small_run

SEATS = {"S01": 780, "S05": 85, "S10": 16}
WORKS = (  # works_id, school_id, adds_seats, adds_beds, converts_to, first_year, cost
    ("W1", "S08", 60, 40, "", 2024, 2_400_000.0),
    ("W2", "S02", 90, 0, "nine_year", 2025, 3_000_000.0),
    ("W3", "S05", 45, 0, "", 2024, 500_000.0),
)
ACTIONS = (  # year, school_id, action, band, pupils, receivers, detail
    (2023, "S03", "close", "", 24, "S02;S08", ""),
    (2023, "S06", "close", "", 0, "", ""),
    (2024, "S01", "relief", "", 133, "S08", "P01"),
    (2024, "S04", "downgrade", "upper", 27, "S02", ""),
    (2024, "S08", "works", "", 0, "", "W1"),
    (2025, "S02", "works", "", 0, "", "W2"),
    (2025, "S02", "convert", "", 0, "", ""),
    (2025, "S07", "merge_form", "", 462, "S01", ""),
)
MOVES = {  # (present school, band): (year, receiver, mode)
    ("S03", "lower"): (2023, "S02", "bus"),
    ("S03", "upper"): (2023, "S08", "board"),
    ("S04", "upper"): (2024, "S02", "walk"),
    ("S07", "junior"): (2025, "S01", "bus"),
}
SENT = {2024: 133, 2025: 266}  # entrants of P01 who go to S08 instead of S01, by bus
CLOSED = {"S03": 2023, "S06": 2023, "S07": 2025}
CAPS = {**BASE["schools"], "size_cap": {**BASE["schools"]["size_cap"], "primary": 800}}


def whole_run(**changes: object) -> Run:
    """Return the run; `changes` replace keys of the scenario."""
    given: dict[str, Any] = {
        "schools": CAPS,
        "merge": {**BASE["merge"], "enabled": True},
        "relief": {"enabled": True},
        **changes,
    }
    run = small_run(**given)
    dataset = _dataset(run.dataset)
    return replace(run, dataset=dataset, plan=_plan(dataset, run.plan))


def _dataset(small: Dataset) -> Dataset:
    schools = small.schools
    seats = schools["school_id"].map(SEATS).fillna(schools["seats"]).astype(int)
    rooms = schools["school_id"].map({"S01": 16, "S02": 9}).astype(float)
    columns = ["works_id", "school_id", "adds_seats", "adds_beds", "converts_to", "first_year"]
    works = pd.DataFrame(WORKS, columns=[*columns, "cost"])
    births = pd.DataFrame(
        [(town, year, 300 - 20 * (year - 2015)) for town in ("青石镇", "柳河乡")
         for year in range(2015, 2019)],
        columns=["township", "year", "births"],
    )  # fmt: skip
    return replace(
        small, schools=schools.assign(seats=seats, classrooms=rooms), works=works, births=births
    )


def _plan(dataset: Dataset, small: Plan) -> Plan:
    assignments = _assignments(dataset)
    schools = _schools(dataset, assignments)
    costs = pd.concat([_costs(dataset, assignments, schools), _works_costs()], ignore_index=True)
    metrics = _metrics(assignments, schools, _actions(dataset))
    for year in YEARS:
        metrics[str(year)]["over_cap_pupils"] = _over(schools[schools.year == year])
    metrics["plan"]["over_cap_pupils"] = metrics[str(YEARS[-1])]["over_cap_pupils"]
    return replace(
        small,
        actions=_actions(dataset),
        assignments=assignments,
        demand=_demand(assignments),
        zones=_redirected_zones(_zones(assignments)),
        schools=schools,
        costs=costs.sort_values(["year", "account", "school_id"], ignore_index=True),
        targets=tuple(
            TargetLine(year=year, asked=asked, planned=asked, empty=empty, proven=True)
            for year, asked, empty in ((2023, 2, 1), (2024, 0, 0), (2025, 0, 0))
        ),
        obstacles=(),
        metrics=metrics,
    )


def _actions(dataset: Dataset) -> pd.DataFrame:
    schools = dataset.schools.set_index("school_id")
    rows = [
        (year, school, *schools.loc[school, ["name", "township"]], action, band, pupils, to, detail)
        for year, school, action, band, pupils, to, detail in ACTIONS
    ]
    columns = ["year", "school_id", "name", "township", "action", "band", "pupils", "receivers"]
    return pd.DataFrame(rows, columns=[*columns, "detail"])


def _assignments(dataset: Dataset) -> pd.DataFrame:
    tables = (dataset.places.set_index("place_id"), dataset.schools.set_index("school_id"))
    where = {key: (row.lon, row.lat) for table in tables for key, row in table.iterrows()}
    rows = []
    for year in YEARS:
        for place, band, home, pupils in _GROUPS:
            move = MOVES.get((home, band))
            now, mode = move[1:] if move and move[0] <= year else (home, "stay")
            sent = SENT.get(year, 0) if (place, band, home) == ("P01", "lower", "S01") else 0
            parts = [(now, mode, pupils - sent), *([("S08", "bus", sent)] if sent else [])]
            for school, way, count in parts:
                km = _km(where[place], where[school])
                minutes = km / 4 * 60 if way == "walk" or km <= 2 else 5 + km / 30 * 60
                rows.append((year, place, band, home, school, way, count, round(km, 3), minutes))
    columns = ["year", "place_id", "band", "from_school_id", "school_id", "mode", "pupils", "km"]
    return pd.DataFrame(rows, columns=[*columns, "minutes"])


def _demand(assignments: pd.DataFrame) -> pd.DataFrame:
    keys = ["year", "place_id", "band", "from_school_id"]
    return assignments.groupby(keys)["pupils"].sum().reset_index()


def _redirected_zones(zones: pd.DataFrame) -> pd.DataFrame:
    """Return the zones with the entrants of P01 at S08, whatever the older pupils do."""
    sent = (zones.place_id == "P01") & (zones.band == "lower") & (zones.year >= min(SENT))
    return zones.assign(school_id=zones.school_id.where(~sent, "S08"))


def _schools(dataset: Dataset, assignments: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for year in YEARS:
        now = assignments[assignments.year == year]
        for school in dataset.schools.itertuples():
            here = now[now.school_id == school.school_id]
            rows.append(_school(year, school, here))
    return pd.DataFrame(rows)


def _school(year: int, school: Any, here: pd.DataFrame) -> dict[str, object]:
    """Return a school in a year; S07 stands within a kilometre of S01, so its places go there."""
    seats, beds, kind = school.seats, school.beds, school.kind
    for _, at, adds_seats, adds_beds, converts_to, first, _ in WORKS[:2]:
        if at == school.school_id and first <= year:
            seats, beds, kind = seats + adds_seats, beds + adds_beds, converts_to or kind
    if school.school_id == "S01" and year == 2025:
        seats, beds, kind = seats + 900, beds + 120, "nine_year"
    pupils = int(here.pupils.sum())
    cap = 2500 if kind == "nine_year" else 800
    levels = {"red": pupils > cap, "orange": pupils > seats, "yellow": pupils > 0.9 * seats}
    is_open = CLOSED.get(school.school_id, 9999) > year
    return {
        "year": year,
        "school_id": school.school_id,
        "name": school.name,
        "kind": kind,
        "open": int(is_open),
        "pupils": pupils,
        "seats": seats,
        "boarders": is_open * school.boarders + int(here.pupils[here["mode"] == "board"].sum()),
        "beds": beds,
        "classes": sum(3 * -(-n // 135) for n in here.groupby("band").pupils.sum()),
        "staff_needed": -(-pupils // 19),
        "seat_warning": next((level for level, is_so in levels.items() if is_so), "none"),
    }


def _over(schools: pd.DataFrame) -> int:
    caps = schools.kind.map({"nine_year": 2500}).fillna(800)
    limit = schools.seats.where(schools.seats < caps, caps)
    return int((schools.pupils - limit).clip(lower=0)[schools.open == 1].sum())


def _works_costs() -> pd.DataFrame:
    rows = [
        (year, "works", school, cost / 20)
        for _, school, _, _, _, first, cost in WORKS[:2]
        for year in YEARS
        if year >= first
    ]
    return pd.DataFrame(rows, columns=["year", "account", "school_id", "amount"])
