"""GraphML as OSMnx saves it: nodes with x and y, edges with length (m), maxspeed and oneway."""

from __future__ import annotations

import re
from math import inf, isfinite
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import shapely

from planner import datum
from planner.errors import Finding
from planner.geofiles.shapes import Feature, at_feature, unknown_datum
from planner.tables.csv_files import MOST_BYTES
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    type Point = tuple[float, float]

_SPACE = "{http://graphml.graphdrawing.org/xmlns}"
_MILE_KM = 1.609344
_METRES_A_KM = 1000.0


def read_graphml(path: Path) -> tuple[list[Feature], str | None, list[Finding]]:
    """Read the roads of an OSMnx graph.

    OSMnx holds a street of both directions as two edges: such a pair becomes one.

    Returns
    -------
    The features with the properties of the file contract, the datum of the graph, and every
    error.
    """
    if path.stat().st_size > MOST_BYTES:
        return [], None, [_no_graph(path, f"> {MOST_BYTES // 2**20} MB")]
    try:
        # Expat refuses entities that grow without end, and none is fetched from elsewhere.
        root = ET.parse(path).getroot()  # noqa: S314 - as said above
    except (ET.ParseError, ValueError, LookupError) as problem:
        return [], None, [_no_graph(path, str(problem)[:80])]
    graph = root.find(f"{_SPACE}graph")
    if graph is None:
        return [], None, [_no_graph(path, "graph")]
    names = {key.get("id", ""): key.get("attr.name", "") for key in root.iter(f"{_SPACE}key")}
    features, findings = _features(path.name, graph, names)
    try:
        return features, _datum(_data(graph, names)), findings
    except datum.UnknownDatum as problem:
        return [], None, [*findings, unknown_datum(path.name, str(problem))]


def _features(
    file: str, graph: ET.Element, names: dict[str, str]
) -> tuple[list[Feature], list[Finding]]:
    """Return the roads of a graph, each street once, and what is wrong with nodes and edges."""
    points = {
        node.get("id", ""): _point(_data(node, names)) for node in graph.iter(f"{_SPACE}node")
    }
    features: list[Feature] = []
    findings = [_no_position(file, node) for node, at in points.items() if at is None]
    seen: set[tuple[str, str, float]] = set()
    for number, edge in enumerate(graph.iter(f"{_SPACE}edge"), start=1):
        ends = (edge.get("source", ""), edge.get("target", ""))
        if not all(points.get(end) for end in ends):
            findings.append(_unknown_node(file, number, ends, points))
            continue
        feature = _feature(file, number, ends, _data(edge, names), points)
        if feature is None:
            findings.append(_bad_edge(file, number))
        elif not _met(feature, seen):
            features.append(feature)
    return features, findings


def _data(element: ET.Element, names: dict[str, str]) -> dict[str, str]:
    """Return the values that stand at an element by the names of their keys."""
    return {
        names.get(data.get("key", ""), ""): data.text or ""
        for data in element.findall(f"{_SPACE}data")
    }


def _point(values: dict[str, str]) -> Point | None:
    try:
        x, y = float(values["x"]), float(values["y"])
    except (KeyError, ValueError):
        return None
    return (x, y) if isfinite(x) and isfinite(y) else None


def _feature(
    file: str,
    number: int,
    ends: tuple[str, str],
    values: dict[str, str],
    points: dict[str, Point | None],
) -> Feature | None:
    try:
        km = float(values["length"]) / _METRES_A_KM if "length" in values else None
        shape = _shape(values.get("geometry", ""), [points[end] for end in ends])
    except ValueError:
        return None
    if shape is None:
        return None
    properties = {
        "from": ends[0],
        "to": ends[1],
        "km": km,
        "kmh": _speed(values),
        "oneway": "1" if values.get("oneway", "").strip().lower() in {"true", "1", "yes"} else "0",
    }
    return Feature(file, number, {k: v for k, v in properties.items() if v != inf}, shape)


def _shape(wkt: str, ends: list[Point | None]) -> BaseGeometry | None:
    """Return the line of an edge; straight where none is drawn."""
    shape = shapely.from_wkt(wkt, on_invalid="ignore") if wkt else shapely.LineString(ends)
    drawn = shape is not None and shape.geom_type == "LineString" and not shape.is_empty
    return shape if drawn else None


def _speed(values: dict[str, str]) -> float:
    """Return the lowest speed that stands at an edge (km/h); inf where none does."""
    said = values.get("speed_kph") or values.get("maxspeed") or ""
    found = re.findall(r"(\d+(?:\.\d+)?)\s*(mph)?", said)
    speeds = [float(number) * (_MILE_KM if miles else 1.0) for number, miles in found]
    return min((speed for speed in speeds if speed > 0), default=inf)


def _met(feature: Feature, seen: set[tuple[str, str, float]]) -> bool:
    """Tell whether the same street of both directions was met before, and remember it."""
    if feature.properties["oneway"] == "1":
        return False
    start, end = sorted((feature.properties["from"], feature.properties["to"]))
    key = (start, end, round(feature.geometry.length, 9))
    met = key in seen
    seen.add(key)
    return met


def _datum(values: dict[str, str]) -> str:
    """Return the datum that a graph names; OSMnx leaves out none but that of OSM."""
    match = re.search(r"epsg:(\d{4,6})", values.get("crs", ""), re.IGNORECASE)
    return datum.canonical(match[1]) if match else datum.WGS84


def _no_graph(path: Path, why: str) -> Finding:
    return Finding(
        "no_graphml",
        Text("不是 GraphML（{why}）", "this is no GraphML ({why})").filled(why=why),
        Text("请用 OSMnx 的 save_graphml 保存", "save it by save_graphml of OSMnx"),
        file=path.name,
    )


def _no_position(file: str, node: str) -> Finding:
    return Finding(
        "blank",
        Text("节点没有坐标 x、y", "the node has no position x, y"),
        Text("请用 OSMnx 重新保存", "save it again by OSMnx"),
        file=file,
        column="node",
        value=node,
    )


def _unknown_node(
    file: str, number: int, ends: tuple[str, str], points: dict[str, Point | None]
) -> Finding:
    unknown: Iterator[str] = (end for end in ends if not points.get(end))
    return at_feature(
        file,
        number,
        "unknown_id",
        Text(
            "路段的节点不存在或没有坐标",
            "the road leads to a node that is not there or has no position",
        ),
        Text("请用 OSMnx 重新保存", "save it again by OSMnx"),
        column="node",
        value=next(unknown),
    )


def _bad_edge(file: str, number: int) -> Finding:
    return at_feature(
        file,
        number,
        "bad_geometry",
        Text("路段的长度或线形无法读取", "length or line of the road cannot be read"),
        Text("请用 OSMnx 重新保存", "save it again by OSMnx"),
    )
