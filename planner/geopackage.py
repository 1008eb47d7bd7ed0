"""The run as a GeoPackage that QGIS opens: schools, moves and zones, one layer a year each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import shapely

from planner import presentation
from planner.presentation import Names
from planner.roadmap import moves, receivers
from planner.school_kinds import KIND_NAMES, MODE_NAMES
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from planner.run import Run
    from planner.words import Language

WGS84 = "EPSG:4326"

STATE_NAMES: dict[str, Text] = {
    "open": Text("保留", "stays open"),
    "receives": Text("接收学生", "receives pupils"),
    "closes": Text("本年撤并", "closes this year"),
    "closed": Text("此前撤并", "closed earlier"),
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
    for name, layer in layers(run, language):
        layer.to_file(path, layer=name, driver="GPKG", engine="pyogrio")


def layers(run: Run, language: Language) -> Iterator[tuple[str, gpd.GeoDataFrame]]:
    """Yield name and content of each layer: those of the years, then the ground below them."""
    make = {"schools": schools_layer, "moves": moves_layer, "zones": zones_layer}
    for name, layer_of in make.items():
        for year in run.assumptions.years:
            yield f"{name}_{year}", layer_of(run, year, language)
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
            "warning": rows["seat_warning"],
        }
    )
    points = shapely.points(known["lon"], known["lat"])
    return gpd.GeoDataFrame(frame, geometry=points, crs=WGS84)


def moves_layer(run: Run, year: int, language: Language) -> gpd.GeoDataFrame:
    """Return the groups that change school in `year` as lines from home to their new school."""
    moved = moves(run.plan)
    rows = moved[moved["year"] == year].reset_index(drop=True)
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
    ends = [(where[a], where[b]) for a, b in zip(frame["place_id"], frame["to_id"], strict=True)]
    lines = [shapely.LineString(pair) for pair in ends]
    return gpd.GeoDataFrame(frame, geometry=lines, crs=WGS84)


def zones_layer(run: Run, year: int, language: Language) -> gpd.GeoDataFrame:
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
    points = [shapely.Point(where[place]) for place in frame["place_id"]]
    return gpd.GeoDataFrame(frame, geometry=points, crs=WGS84)


def _positions(run: Run) -> dict[str, tuple[float, float]]:
    """Return lon and lat of every place and school by id."""
    tables = ((run.dataset.places, "place_id"), (run.dataset.schools, "school_id"))
    return {
        own: (lon, lat)
        for frame, key in tables
        for own, lon, lat in frame[[key, "lon", "lat"]].itertuples(index=False, name=None)
    }


def _states(run: Run, year: int, known: pd.DataFrame) -> list[str]:
    """Return for each school what it is in `year`, in the order of `known`."""
    actions = run.plan.actions
    closing = actions[actions["action"].isin(["close", "merge_form"])]
    years = dict(zip(closing["school_id"], closing["year"], strict=True))
    cells = actions.loc[actions["year"] == year, "receivers"]
    receiving = {school for cell in cells for school in receivers(cell)}
    owners = zip(known["school_id"], known["ownership"], strict=True)
    return [_state(school, owner, years.get(school), year, receiving) for school, owner in owners]


def _state(school: str, owner: str, closes: int | None, year: int, receiving: set[str]) -> str:
    if closes is not None and closes <= year:
        return "closes" if closes == year else "closed"
    if school in receiving:
        return "receives"
    return "private" if owner == "private" else "open"
