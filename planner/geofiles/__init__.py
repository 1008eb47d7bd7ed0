"""Files with lines and areas that lie beside the tables: roads in four forms, boundaries, water."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner import datum
from planner.errors import Finding
from planner.geofiles.areas import read_townships, read_water
from planner.geofiles.geojson import read_geojson
from planner.geofiles.geopackage import read_geopackage
from planner.geofiles.graphml import read_graphml
from planner.geofiles.lines import network_of
from planner.geofiles.road_tables import no_edges, roads_of_tables
from planner.geofiles.shapes import LINES, declared
from planner.words import Text, listed

if TYPE_CHECKING:
    from pathlib import Path

    from planner.county import County
    from planner.dataset import Roads

ROAD_FILES = ("roads.geojson", "roads.gpkg", "roads.graphml")
TOWNSHIPS_FILE = "townships.geojson"
WATER_FILE = "water.geojson"


def read_geofiles(folder: Path, county: County) -> tuple[dict[str, Any], list[Finding]]:
    """Read the files of a folder that hold lines and areas.

    Returns
    -------
    `roads`, `townships` and `water` as far as they are there and can be used, and every error.
    """
    crs = county.facts.crs if county.facts else datum.WGS84
    read: dict[str, Any] = {}
    read["roads"], findings = _roads(folder, county, crs)
    if (folder / TOWNSHIPS_FILE).is_file():
        read["townships"], found = read_townships(folder / TOWNSHIPS_FILE, crs)
        findings += found
    if (folder / WATER_FILE).is_file():
        read["water"], found = read_water(folder / WATER_FILE, crs)
        findings += found
    return read, findings


def _roads(folder: Path, county: County, crs: str) -> tuple[Roads | None, list[Finding]]:
    """Read the roads in whichever form they are there; two forms at once are an error."""
    there = [folder / name for name in ROAD_FILES if (folder / name).is_file()]
    tables = county.tables["road_edges"]
    names = [file.name for file in there] + ([tables.file] if tables.present else [])
    if len(names) > 1:
        return None, [_several(names)]
    if not there:
        return roads_of_tables(county, crs)
    try:
        return _roads_of_file(there[0], crs)
    except OSError as problem:
        return None, [_unreadable(there[0], problem)]


def _roads_of_file(path: Path, crs: str) -> tuple[Roads | None, list[Finding]]:
    if path.suffix == ".geojson":
        features, own, findings = read_geojson(path, LINES)
    elif path.suffix == ".gpkg":
        features, own, findings = read_geopackage(path)
    else:
        features, own, findings = read_graphml(path)
    if findings:
        return None, findings
    if not features:
        return None, [no_edges(path.name)]
    of_osm = path.suffix == ".graphml"  # OSM is WGS-84, whatever the county's tables are in
    return network_of(features, own or crs if of_osm else declared(own, crs))


def _several(names: list[str]) -> Finding:
    return Finding(
        "several_roads",
        Text("道路有多份：{names}", "there are several files of roads: {names}").filled(
            names=listed(names)
        ),
        Text("请只保留一份", "keep one of them"),
        file=names[1],
    )


def _unreadable(path: Path, problem: OSError) -> Finding:
    return Finding(
        "unreadable_file",
        Text("文件无法读取（{why}）", "the file cannot be read ({why})").filled(
            why=problem.strerror or type(problem).__name__
        ),
        Text("请检查文件是否被其他程序占用", "see whether it is open in another program"),
        file=path.name,
    )
