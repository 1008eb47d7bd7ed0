"""GeoJSON, read as JSON and never by GDAL: a file may hold text that GDAL takes for another file."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from planner import datum
from planner.errors import Finding
from planner.geofiles.shapes import BadShape, Feature, at_feature, shape_of, unknown_datum
from planner.tables.csv_files import read_text
from planner.words import Text

if TYPE_CHECKING:
    from pathlib import Path


def read_geojson(
    path: Path, kinds: tuple[str, ...]
) -> tuple[list[Feature], str | None, list[Finding]]:
    """Read the features of a file.

    Parameters
    ----------
    path
        The file.
    kinds
        Types of geometry that are taken; any other is an error.

    Returns
    -------
    The features, the datum that the file itself names (None where it names none), and every
    error.
    """
    text, findings = read_text(path)
    if text is None:
        return [], None, findings
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as problem:
        return [], None, [_no_geojson(path, str(problem)[:80])]
    listed = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(listed, list):
        return [], None, [_no_geojson(path, "FeatureCollection")]
    features: list[Feature] = []
    for number, item in enumerate(listed, start=1):
        try:
            features.append(_feature(path.name, number, item, kinds))
        except BadShape:
            findings.append(_bad_feature(path.name, number, item, kinds))
    try:
        return features, _own_datum(whole.get("crs")), findings
    except datum.UnknownDatum as problem:
        return features, None, [*findings, unknown_datum(path.name, str(problem))]


def _feature(file: str, number: int, item: object, kinds: tuple[str, ...]) -> Feature:
    if not isinstance(item, dict):
        raise BadShape("feature")
    geometry, properties = item.get("geometry"), item.get("properties") or {}
    if not isinstance(geometry, dict) or not isinstance(properties, dict):
        raise BadShape("feature")
    kind = geometry.get("type")
    if kind not in kinds:
        raise BadShape(str(kind))
    return Feature(file, number, properties, shape_of(str(kind), geometry.get("coordinates")))


def _own_datum(crs: Any) -> str | None:  # noqa: ANN401 - any JSON value
    """Return the datum of the old `crs` member, such as `urn:ogc:def:crs:EPSG::4547`."""
    if crs is None:
        return None
    name = crs.get("properties", {}).get("name") if isinstance(crs, dict) else crs
    word = str(name)
    if word.upper().endswith("CRS84"):
        return datum.WGS84
    match = re.search(r"EPSG:{1,2}(?:[\d.]*:)?(\d{4,6})$", word, re.IGNORECASE)
    return datum.canonical(match[1] if match else word)


def _no_geojson(path: Path, why: str) -> Finding:
    return Finding(
        "no_geojson",
        Text("不是 GeoJSON（{why}）", "this is no GeoJSON ({why})").filled(why=why),
        Text("请从 QGIS 等软件导出为 GeoJSON 要素集合", "export it as GeoJSON, from QGIS say"),
        file=path.name,
    )


def _bad_feature(file: str, number: int, item: object, kinds: tuple[str, ...]) -> Finding:
    geometry = item.get("geometry") if isinstance(item, dict) else None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    return at_feature(
        file,
        number,
        "bad_geometry",
        Text("图形无法使用", "the shape cannot be used"),
        Text("应为 {kinds}，坐标为数字", "it must be {kinds} with numbers as coordinates").filled(
            kinds="/".join(kinds)
        ),
        column="geometry",
        value=str(kind or ""),
    )
