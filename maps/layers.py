"""What the map shows, as plain tables: one function a table, nothing drawn yet.

Positions are degrees (WGS-84), ways are one-way minutes and km, years are calendar years of the
September in which a school year starts. Tests compare these tables with the run's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from maps.wording import KEPT_AGAINST, KEPT_BY_PLAN, KEPT_DECIDED, KEPT_WHY
from planner.classrooms import room_table
from planner.once import once
from planner.redirections import redirected, redirections
from planner.roadmap import receivers
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from planner.run import Run

# Minutes in tables are rounded; a way this much above a limit is at it.
_SAME_MINUTES = 1e-6


def school_table(run: Run) -> gpd.GeoDataFrame:
    """Return every school once, in the order of the data set.

    Returns
    -------
    GeoDataFrame
        `school_id`, `name`, `township`, `kind`, `private`, `base_pupils` (roll before the plan),
        `kept` (a `Text` saying why the school stays whatever is planned, or None), `must` (whether
        that is because closing it may not be forced, not a decision), `geometry` (points).
    """
    table = run.dataset.schools
    rolls = run.dataset.pupils.groupby("school_id")["pupils"].sum()
    against = _against(run)
    kept = _kept(run, against)
    columns = ["school_id", "name", "township", "kind"]
    return gpd.GeoDataFrame(
        table[columns].assign(
            private=table["ownership"].eq("private"),
            base_pupils=table["school_id"].map(rolls).fillna(0).astype(int),
            kept=pd.Series([kept.get(i) for i in table["school_id"]], table.index, dtype=object),
            must=table["school_id"].isin(against),
        ),
        geometry=gpd.points_from_xy(table["lon"], table["lat"]),
        crs="EPSG:4326",
    ).reset_index(drop=True)


def _against(run: Run) -> set[str]:
    """Return the schools whose closing may not be forced: more against it than for it."""
    rows = run.dataset.hearings
    parents = rows["parents_against"] > rows["parents_for"]
    delegates = rows["delegates_against"] > rows["delegates_for"]
    return set(rows.loc[parents | delegates, "school_id"])


def _kept(run: Run, against: Collection[str]) -> dict[str, Text]:
    """Return why schools stay whatever is planned: people were against, or it is decided."""
    decisions = run.dataset.decisions
    decided = decisions.loc[decisions["decision"] == "keep"].to_dict("records")
    given = [
        *((row["school_id"], row["reason"], KEPT_DECIDED) for row in decided),
        *((keep.school_id, keep.reason, KEPT_BY_PLAN) for keep in run.assumptions.closures.keep),
    ]
    reasons: dict[str, Text] = dict.fromkeys(against, KEPT_AGAINST)
    for school_id, reason, said in given:
        if school_id not in against:
            told = isinstance(reason, str) and bool(reason)
            colon = KEPT_WHY.filled(reason=reason) if told else Text("", "")
            reasons[school_id] = Text("{said}{why}", "{said}{why}").filled(said=said, why=colon)
    return reasons


@once
def move_table(run: Run) -> gpd.GeoDataFrame:
    """Return every group that changes school, in the year in which it does.

    Redirected entrants are not among them: they never were at the school before.

    Returns
    -------
    GeoDataFrame
        `year`, `place_id`, `band`, `from_school_id`, `school_id`, `mode`, `pupils`, `km`,
        `minutes`, `long` (over the limit of the plan), `geometry` (straight line from home to the new
        school), in the order of `assignments`.
    """
    rows = run.plan.assignments
    moved = rows[(rows["mode"] != "stay") & ~redirected(run.plan)]
    group = ["place_id", "band", "from_school_id", "school_id"]
    first = moved.loc[moved["year"].eq(moved.groupby(group)["year"].transform("min"))]
    first = first.reset_index(drop=True)
    where = positions(run)
    ends = [
        (where[home], where[school])
        for home, school in zip(first["place_id"], first["school_id"], strict=True)
    ]
    lines = shapely.linestrings(np.array(ends, dtype=float).reshape(-1, 2, 2))
    table = first.assign(long=first["minutes"] > _limits(run, first) + _SAME_MINUTES)
    return gpd.GeoDataFrame(table, geometry=lines, crs="EPSG:4326")


def _limits(run: Run, rows: pd.DataFrame) -> pd.Series:
    """Return the most minutes that each row may take: the daily limit of its band, or weekly."""
    daily = rows["band"].map(dict(run.assumptions.travel.max_minutes)).astype(float)
    return daily.mask(rows["mode"] == "board", float(run.assumptions.boarding.max_minutes))


def school_years(run: Run) -> pd.DataFrame:
    """Return the state of every school in every year.

    Returns
    -------
    DataFrame
        `year`, `school_id`, `state`, `form`, `kind` (in force), `pupils`, `seats`, `beds`,
        `boarders`, `seat_warning`, `classes`, `classrooms` (NaN where not known), `rooms_cause`
        (as in `room_table`), by year and in the order of the data set. States: `open` as
        before, `receives` pupils this year, `received` some earlier, `closes` this year,
        `absorbed` by a nine-year school this year, `closed` or `joined` another earlier, `private`.
        Forms: `merged` (another school came in), `downgraded`, or nothing.
    """
    order = list(run.dataset.schools["school_id"])
    rows = run.plan.schools.set_index(["year", "school_id"])
    index = pd.MultiIndex.from_product([run.assumptions.years, order])
    columns = ["kind", "pupils", "seats", "beds", "boarders", "seat_warning", "classes"]
    rooms = room_table(run).set_index(["year", "school_id"])[["classrooms", "rooms_cause"]]
    table = rows.loc[index, columns].join(rooms).rename_axis(["year", "school_id"]).reset_index()
    table["rooms_cause"] = table["rooms_cause"].fillna("")
    known = _events(run)
    keys = list(zip(table["year"], table["school_id"], strict=True))
    table.insert(2, "state", [_state(known.get(school, {}), year) for year, school in keys])
    table.insert(3, "form", [_form(known.get(school, {}), year) for year, school in keys])
    return table


def _events(run: Run) -> dict[str, dict[str, list[int]]]:
    """Return the years in which something happens to a school, by what happens."""
    found: dict[str, dict[str, list[int]]] = {}
    schools = run.dataset.schools
    for school_id in schools.loc[schools["ownership"] == "private", "school_id"]:
        found.setdefault(school_id, {})["private"] = [0]
    for action in run.plan.actions.to_dict("records"):
        school_id, year, name = action["school_id"], action["year"], action["action"]
        found.setdefault(school_id, {}).setdefault(name, []).append(year)
        for receiver in receivers(action["receivers"]) if name == "merge_form" else ():
            found.setdefault(receiver, {}).setdefault("merged", []).append(year)
    moves, sent = move_table(run), redirections(run.plan)
    coming = [
        (row["school_id"], row["year"]) for row in moves[moves["pupils"] > 0].to_dict("records")
    ]
    coming += zip(sent["school_id"], sent["since"], strict=True)
    for school_id, year in coming:
        found.setdefault(school_id, {}).setdefault("receives", []).append(year)
    return found


def _state(events: Mapping[str, list[int]], year: int) -> str:
    """Return the state in `year`; what changes a school most comes first."""
    past = {name: [y for y in years if y <= year] for name, years in events.items()}
    gone = (("close", "closes", "closed"), ("merge_form", "absorbed", "joined"))
    for event, now, earlier in gone:
        if past.get(event):
            return now if year in past[event] else earlier
    if past.get("receives"):
        return "receives" if year in past["receives"] else "received"
    return "private" if past.get("private") else "open"


def _form(events: Mapping[str, list[int]], year: int) -> str:
    """Return what an open school has become by `year`."""
    for event, form in (("merged", "merged"), ("downgrade", "downgraded")):
        if any(y <= year for y in events.get(event, [])):
            return form
    return ""


def span_table(run: Run) -> pd.DataFrame:
    """Return where every group goes to school, years in which nothing changes as one row.

    Returns
    -------
    DataFrame
        Columns of `assignments` without `year`, and `redirected` (entrants who never came to
        `from_school_id`), `first`, `last` (years, both belong to it).
    """
    rows = run.plan.assignments.assign(redirected=redirected(run.plan))
    key = ["place_id", "band", "from_school_id", "school_id", "mode"]
    same = [*key, "pupils", "km", "minutes", "redirected"]
    table = rows.sort_values([*key, "year"], kind="stable").reset_index(drop=True)
    before = table.shift()
    alike = (table[same] == before[same]) | (table[same].isna() & before[same].isna())
    follows = alike.all(axis=1) & (table["year"] == before["year"] + 1)
    span = (~follows).cumsum()
    years = table["year"].groupby(span)
    starts = table.loc[~follows, same].reset_index(drop=True)
    return starts.assign(first=years.min().to_numpy(), last=years.max().to_numpy())


def positions(run: Run) -> dict[str, tuple[float, float]]:
    """Return lon and lat of every place and school, by id."""
    found: dict[str, tuple[float, float]] = {}
    for table, key in ((run.dataset.places, "place_id"), (run.dataset.schools, "school_id")):
        found.update(zip(table[key], zip(table["lon"], table["lat"], strict=True), strict=True))
    return found
