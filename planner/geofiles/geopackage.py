"""GeoPackage, read as the SQLite file it is: no driver is chosen by what a file pretends to be."""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing
from typing import TYPE_CHECKING, Any

import shapely
from shapely.errors import ShapelyError

from planner import datum
from planner.errors import Finding
from planner.geofiles.shapes import LINES, Feature, at_feature, unknown_datum
from planner.words import Text, listed

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

HEADER = b"SQLite format 3\x00"
LAYERS = ("roads", "edges", "道路")
_ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
_HEADER_BYTES = 8
_LAYERS_SQL = (
    "select c.table_name, g.column_name, s.organization, s.organization_coordsys_id "
    "from gpkg_contents c join gpkg_geometry_columns g on g.table_name = c.table_name "
    "left join gpkg_spatial_ref_sys s on s.srs_id = g.srs_id "
    "where c.data_type = 'features' order by c.table_name"
)


def read_geopackage(path: Path) -> tuple[list[Feature], str | None, list[Finding]]:
    """Read the lines of a GeoPackage.

    The layer is the one called `roads`, `edges` or 道路, else the only one.

    Returns
    -------
    The features, the datum that the layer names, and every error.
    """
    with path.open("rb") as file:
        if file.read(len(HEADER)) != HEADER:
            return [], None, [_no_geopackage(path, "SQLite")]
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
            layers = base.execute(_LAYERS_SQL).fetchall()
            layer = _chosen(layers)
            if layer is None:
                return [], None, [_which_layer(path, [str(name) for name, *_ in layers])]
            features, findings = _features(base, path.name, str(layer[0]), str(layer[1]))
            return features, _datum(layer[2], layer[3]), findings
    except (sqlite3.Error, UnicodeDecodeError) as problem:
        return [], None, [_no_geopackage(path, str(problem)[:80])]
    except datum.UnknownDatum as problem:
        return [], None, [unknown_datum(path.name, str(problem))]


def _chosen(layers: list[tuple[Any, ...]]) -> tuple[Any, ...] | None:
    named = [layer for layer in layers if layer[0] in LAYERS]
    if named:
        return named[0]
    return layers[0] if len(layers) == 1 else None


def _datum(organisation: object, code: object) -> str | None:
    if str(organisation).upper() != "EPSG":
        return None
    return datum.canonical(str(code))


def _features(
    base: sqlite3.Connection, file: str, layer: str, column: str
) -> tuple[list[Feature], list[Finding]]:
    quoted = layer.replace('"', '""')
    rows = base.execute(f'select * from "{quoted}"')  # noqa: S608 - a name cannot be a parameter; it is quoted
    names = [part[0] for part in rows.description]
    features: list[Feature] = []
    findings: list[Finding] = []
    for number, row in enumerate(rows, start=1):
        values = dict(zip(names, row, strict=True))
        shape = _shape(values.pop(column, None))
        if shape is None or shape.is_empty or shape.geom_type not in LINES:
            findings.append(_bad_geometry(file, number))
        else:
            features.append(Feature(file, number, values, shape))
    return features, findings


def _shape(blob: object) -> BaseGeometry | None:
    """Return the geometry of a GeoPackage blob: a header, an envelope, then WKB."""
    if not isinstance(blob, bytes) or len(blob) < _HEADER_BYTES or blob[:2] != b"GP":
        return None
    envelope = _ENVELOPE_BYTES.get((blob[3] >> 1) & 7)
    if envelope is None:
        return None
    try:
        shape = shapely.from_wkb(blob[_HEADER_BYTES + envelope :])
    except (ShapelyError, ValueError, struct.error):
        return None
    return shape if isinstance(shape, shapely.geometry.base.BaseGeometry) else None


def _no_geopackage(path: Path, why: str) -> Finding:
    return Finding(
        "no_geopackage",
        Text("不是 GeoPackage（{why}）", "this is no GeoPackage ({why})").filled(why=why),
        Text("请从 QGIS 导出为 GeoPackage", "export it as GeoPackage, from QGIS say"),
        file=path.name,
    )


def _which_layer(path: Path, layers: list[str]) -> Finding:
    return Finding(
        "which_layer",
        Text("不知道哪个图层是道路", "it is not clear which layer holds the roads"),
        Text(
            "请把道路图层命名为 roads；现有图层：{there}", "call it roads; layers found: {there}"
        ).filled(there=listed(layers)),
        file=path.name,
    )


def _bad_geometry(file: str, number: int) -> Finding:
    return at_feature(
        file,
        number,
        "bad_geometry",
        Text("图形不是线", "the shape is no line"),
        Text("道路应为线", "a road must be a line"),
        column="geometry",
    )
