"""The run as a GeoPackage that QGIS opens: schools, moves and zones, one layer a year each."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from planner import presentation
from planner.classrooms import room_table
from planner.explanation import DECISION_NAMES, FIRMNESS_NAMES, explanations
from planner.once import once
from planner.planned_works import planned_works
from planner.presentation import Names
from planner.redirections import redirections
from planner.roadmap import moves, receivers
from planner.school_kinds import KIND_NAMES, MODE_NAMES
from planner.words import Text
from planner.zoning import WGS84, zone_areas

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from planner.run import Run
    from planner.words import Language

STATE_NAMES: dict[str, Text] = {
    "open": Text("保留", "stays open"),
    "receives": Text("接收学生", "receives pupils"),
    "closes": Text("本年撤并", "closes this year"),
    "absorbed": Text("本年并入九年一贯制学校", "joins a nine-year school this year"),
    "closed": Text("此前撤并", "closed earlier"),
    "joined": Text("此前并入九年一贯制学校", "joined a nine-year school earlier"),
    "merged": Text("合并组建九年一贯制", "merged into a nine-year school"),
    "converted": Text("改制为九年一贯制学校", "converted into a nine-year school"),
    "downgraded": Text("降格为教学点", "reduced to a teaching point"),
    "private": Text("民办", "private"),
}


def write(path: Path, run: Run, language: Language) -> None:
    """Write the run's layers, all in WGS-84.

    Parameters
    ----------
    path
        The file to write, `.gpkg`; one that is there already is replaced.
    run
        The finished run.
    language
        The language of the columns that end in `_txt`; codes and field names stay the same.
    """
    path.unlink(missing_ok=True)
    with _quickly():
        for name, layer in layers(run, language):
            # Only layers of lines can be empty; QGIS wants to know of what kind.
            shape = "LineString" if layer.empty else None
            layer.to_file(path, layer=name, driver="GPKG", engine="pyogrio", geometry_type=shape)


@contextmanager
def _quickly() -> Iterator[None]:
    """Let SQLite write inside the block without waiting for the disk after every layer."""
    before = pyogrio.get_gdal_config_option(_WAIT)
    pyogrio.set_gdal_config_options({_WAIT: "OFF"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({_WAIT: before})


_WAIT = "OGR_SQLITE_SYNCHRONOUS"


def layers(run: Run, language: Language) -> Iterator[tuple[str, gpd.GeoDataFrame]]:
    """Yield name and content of each layer: those of the years, then the ground below them."""
    years = run.assumptions.years
    make = {"schools": schools_layer, "moves": moves_layer, "zone_places": zone_places_layer}
    for name, layer_of in make.items():
        for year in years:
            yield f"{name}_{year}", layer_of(run, year, language)
    zones = zone_areas(run)
    for year in years:
        yield f"zones_{year}", zones_layer(run, zones[zones["year"] == year], language)
    if len(redirections(run.plan)):
        for year in years:
            yield f"redirections_{year}", redirections_layer(run, year, language)
    if planned_works(run):
        yield "works", works_layer(run, language)
    yield from _ground(run)


def _ground(run: Run) -> Iterator[tuple[str, gpd.GeoDataFrame]]:
    if run.dataset.roads is not None:
        edges = run.dataset.roads.edges[["from", "to", "km", "kmh", "oneway", "geometry"]]
        finite = edges.assign(kmh=edges["kmh"].where(edges["kmh"] != float("inf")))
        yield "roads", gpd.GeoDataFrame(finite, geometry="geometry", crs=WGS84)
    if run.dataset.townships is not None:
        yield "townships", run.dataset.townships.to_crs(WGS84)


def schools_layer(run: Run, year: int, language: Language) -> gpd.GeoDataFrame:
    """Return every school as a point, with what it is in `year`."""
    rows = run.plan.schools[run.plan.schools["year"] == year].reset_index(drop=True)
    known = run.dataset.schools.set_index("school_id").loc[rows["school_id"]].reset_index()
    kinds = {kind: name.say(language) for kind, name in KIND_NAMES.items()}
    states = _states(run, year, known)
    rooms = room_table(run)
    rooms = rooms[rooms["year"] == year].set_index("school_id")
    frame = pd.DataFrame(
        {
            "school_id": rows["school_id"],
            "name": known["name"],
            "township": known["township"],
            "kind": rows["kind"],
            "kind_txt": rows["kind"].map(kinds),
            "year": rows["year"],
            "open": rows["open"],
            "state": states,
            "state_txt": [STATE_NAMES[state].say(language) for state in states],
            "pupils": rows["pupils"],
            "seats": rows["seats"],
            "boarders": rows["boarders"],
            "beds": rows["beds"],
            "classes": rows["classes"],
            "rooms": rows["school_id"].map(rooms["classrooms"]),
            "room_short": rows["school_id"].map(rooms["rooms_short"]).fillna(0).astype(int),
            "room_txt": [
                presentation.ROOM_CAUSES[why].say(language)
                if why in presentation.ROOM_CAUSES
                else ""
                for why in rows["school_id"].map(rooms["rooms_cause"])
            ],
            "warning": rows["seat_warning"],
            "warn_txt": [
                presentation.SEAT_WARNINGS[level].say(language) for level in rows["seat_warning"]
            ],
        }
    )
    explained = _reasons(run, rows["school_id"], language)
    points = shapely.points(known["lon"], known["lat"])
    return gpd.GeoDataFrame(frame.assign(**explained), geometry=points, crs=WGS84)


def _reasons(run: Run, schools: pd.Series, language: Language) -> dict[str, list[str]]:
    """Return the decision on each school over the whole plan, with why; none if not explained."""
    known = explanations(run)
    if not known:
        return {}
    of = [known.get(school) for school in schools]
    return {
        "decision": [one.decision if one else "" for one in of],
        "decide_txt": [DECISION_NAMES[one.decision].say(language) if one else "" for one in of],
        "reason": [";".join(why.code for why in one.reasons) if one else "" for one in of],
        "reason_txt": [
            _stacked((why.text for why in one.reasons), language) if one else "" for one in of
        ],
        "flip_txt": [_stacked(one.flips, language) if one else "" for one in of],
        "robust": [one.firmness if one else "" for one in of],
        "robust_txt": [FIRMNESS_NAMES[one.firmness].say(language) if one else "" for one in of],
    }


def _stacked(texts: Iterable[Text], language: Language) -> str:
    return "\n".join(text.say(language) for text in texts)


def moves_layer(run: Run, year: int, language: Language) -> gpd.GeoDataFrame:
    """Return the groups that change school in `year` as lines from home to their new school."""
    moved = moves(run.plan)
    rows = moved[moved["year"] == year].reset_index(drop=True)
    return _lines(run, rows, language, start="place_id")


def redirections_layer(run: Run, year: int, language: Language) -> gpd.GeoDataFrame:
    """Return the entrants redirected in `year` as lines from the school they would have gone to."""
    sent = redirections(run.plan)
    rows = sent[(sent["year"] == year) & (sent["pupils"] > 0)].reset_index(drop=True)
    layer = _lines(run, rows, language, start="from_school_id")
    layer.insert(1, "since", rows["since"])
    return layer


def _lines(run: Run, rows: pd.DataFrame, language: Language, *, start: str) -> gpd.GeoDataFrame:
    """Return rows of `assignments` as lines to the new school; `start`: the column they begin at."""
    names, grades = Names.of(run.dataset), presentation.bands(run.assumptions)
    frame = pd.DataFrame(
        {
            "year": rows["year"],
            "place_id": rows["place_id"],
            "place": [names.home(place, language) for place in rows["place_id"]],
            "band": rows["band"],
            "band_txt": [grades[band].say(language) for band in rows["band"]],
            "from_id": rows["from_school_id"],
            "from_name": [names.school(school) for school in rows["from_school_id"]],
            "to_id": rows["school_id"],
            "to_name": [names.school(school) for school in rows["school_id"]],
            "mode": rows["mode"],
            "mode_txt": [MODE_NAMES[mode].say(language) for mode in rows["mode"]],
            "pupils": rows["pupils"],
            "km": rows["km"],
            "minutes": rows["minutes"],
        }
    )
    where = _positions(run)
    ends = [(where[a], where[b]) for a, b in zip(rows[start], rows["school_id"], strict=True)]
    lines = shapely.linestrings(np.array(ends, dtype=float).reshape(-1, 2, 2))
    return gpd.GeoDataFrame(frame, geometry=lines, crs=WGS84)


def works_layer(run: Run, language: Language) -> gpd.GeoDataFrame:
    """Return the works as points at their schools, with what they add and when."""
    names, where = Names.of(run.dataset), _positions(run)
    works = planned_works(run)
    frame = pd.DataFrame(
        {
            "works_id": [work.works_id for work in works],
            "school_id": [work.school_id for work in works],
            "school": [names.school(work.school_id) for work in works],
            "year": [work.year for work in works],
            "seats": [work.seats for work in works],
            "beds": [work.beds for work in works],
            "becomes": [work.converts_to for work in works],
            "what_txt": [work.what.say(language) for work in works],
            "cost": [work.cost for work in works],
        }
    )
    points = [shapely.Point(where[work.school_id]) for work in works]
    return gpd.GeoDataFrame(frame, geometry=points, crs=WGS84)


def zones_layer(run: Run, areas: gpd.GeoDataFrame, language: Language) -> gpd.GeoDataFrame:
    """Return the zones of a year as areas, one a band and school; `areas`: from `zone_areas`."""
    names, grades = Names.of(run.dataset), presentation.bands(run.assumptions)
    frame = pd.DataFrame(
        {
            "year": areas["year"],
            "band": areas["band"],
            "band_txt": [grades[band].say(language) for band in areas["band"]],
            "school_id": areas["school_id"],
            "school": [names.school(school) for school in areas["school_id"]],
            "places": areas["places"],
        }
    )
    return gpd.GeoDataFrame(frame, geometry=areas.geometry, crs=WGS84)


def zone_places_layer(run: Run, year: int, language: Language) -> gpd.GeoDataFrame:
    """Return every place and band as a point, with the school where its entrants go."""
    rows = run.plan.zones[run.plan.zones["year"] == year].reset_index(drop=True)
    names, grades = Names.of(run.dataset), presentation.bands(run.assumptions)
    frame = pd.DataFrame(
        {
            "year": rows["year"],
            "band": rows["band"],
            "band_txt": [grades[band].say(language) for band in rows["band"]],
            "place_id": rows["place_id"],
            "place": [names.home(place, language) for place in rows["place_id"]],
            "school_id": rows["school_id"],
            "school": [names.school(school) for school in rows["school_id"]],
        }
    )
    where = _positions(run)
    points = shapely.points([where[place] for place in frame["place_id"]])
    return gpd.GeoDataFrame(frame, geometry=points, crs=WGS84)


@once
def _positions(run: Run) -> dict[str, tuple[float, float]]:
    """Return lon and lat of every place and school by id."""
    tables = ((run.dataset.places, "place_id"), (run.dataset.schools, "school_id"))
    return {
        own: (lon, lat)
        for frame, key in tables
        for own, lon, lat in frame[[key, "lon", "lat"]].itertuples(index=False, name=None)
    }


def _states(run: Run, year: int, known: pd.DataFrame) -> list[str]:
    """Return for each school what it is in `year`, in the order of `known`.

    What a school has become outweighs that it receives pupils; that it is gone outweighs all.
    """
    actions = run.plan.actions
    done = actions[actions["year"] <= year]
    is_now = done["year"] == year
    states = dict.fromkeys(known.loc[known["ownership"] == "private", "school_id"], "private")
    states |= dict.fromkeys(_all(done.loc[is_now, "receivers"]), "receives")
    for action, state in (("downgrade", "downgraded"), ("convert", "converted")):
        states |= dict.fromkeys(done.loc[done["action"] == action, "school_id"], state)
    merged, closed = done["action"] == "merge_form", done["action"] == "close"
    states |= dict.fromkeys(_all(done.loc[merged, "receivers"]), "merged")
    for gone, now, earlier in ((closed, "closes", "closed"), (merged, "absorbed", "joined")):
        states |= dict.fromkeys(done.loc[gone & is_now, "school_id"], now)
        states |= dict.fromkeys(done.loc[gone & ~is_now, "school_id"], earlier)
    return [states.get(school, "open") for school in known["school_id"]]


def _all(cells: pd.Series) -> set[str]:
    return {school for cell in cells for school in receivers(cell)}
