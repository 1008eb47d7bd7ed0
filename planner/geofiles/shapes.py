"""Shapes taken from files as they are, checked point by point before anything is built of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.errors import ShapelyError

from planner import datum
from planner.errors import Finding
from planner.tables.grid import shown
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

LINES = ("LineString", "MultiLineString")
AREAS = ("Polygon", "MultiPolygon")
_DEPTH = {"Point": 0, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
_OUTER_RING = 4
_MOST_LON, _MOST_LAT = 180.0, 90.0


@dataclass(frozen=True)
class Feature:
    """One shape with what is said of it.

    Parameters
    ----------
    file
        The file it stands in.
    number
        Its place in the file, the first being 1.
    properties
        What is said of it.
    geometry
        Its shape, in the datum of the file.
    """

    file: str
    number: int
    properties: Mapping[str, Any]
    geometry: BaseGeometry

    def finding(self, code: str, what: Text, hint: Text, column: str = "") -> Finding:
        """Return an error at this shape."""
        return at_feature(self.file, self.number, code, what, hint, column=column)


def at_feature(  # noqa: PLR0913 - the parts of a finding
    file: str, number: int, code: str, what: Text, hint: Text, *, column: str = "", value: str = ""
) -> Finding:
    """Return an error at shape `number` of a file."""
    where = f"features[{number}]" + (f".{column}" if column else "")
    return Finding(code, what, hint, file=file, column=where, value=value)


class BadShape(Exception):
    """A shape that cannot be built."""


def shape_of(kind: str, coordinates: object) -> BaseGeometry:
    """Return the shape of GeoJSON coordinates, checked.

    Raises
    ------
    BadShape
        Where they are not nested numbers of the right depth, or make no shape.
    """
    if kind not in _DEPTH:
        raise BadShape(kind)
    checked = _checked(coordinates, _DEPTH[kind])
    try:
        made = shapely.geometry.shape({"type": kind, "coordinates": checked})
    except (ShapelyError, ValueError, TypeError, IndexError) as problem:
        raise BadShape(kind) from problem
    if made.is_empty:
        raise BadShape(kind)
    return made


def _checked(coordinates: object, depth: int) -> Any:  # noqa: ANN401 - nested lists of pairs
    """Return nested coordinates as pairs of finite numbers."""
    if not isinstance(coordinates, list) or not coordinates:
        raise BadShape("coordinates")
    if depth > 1:
        return [_checked(inner, depth - 1) for inner in coordinates]
    points = coordinates if depth else [coordinates]
    if not all(isinstance(p, list) and len(p) > 1 and all(map(_number, p[:2])) for p in points):
        raise BadShape("coordinates")
    pairs = [(float(p[0]), float(p[1])) for p in points]
    if not np.isfinite(pairs).all():
        raise BadShape("coordinates")
    return pairs if depth else pairs[0]


def _number(value: object) -> bool:
    most = 1e12
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < most


def moved(crs: str, features: Sequence[Feature]) -> tuple[list[BaseGeometry], list[Finding]]:
    """Return the shapes in WGS-84, and an error for each that lies nowhere on the earth."""

    def shift(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(datum.to_wgs84(crs, points[:, 0], points[:, 1]))

    shapes = [feature.geometry for feature in features]
    if not shapes:
        return [], []
    whole = list(shapely.transform(np.array(shapes, dtype=object), shift))
    findings = [
        feature.finding(
            "impossible_position",
            Text("坐标不在经纬度范围内", "positions are outside the range of lon and lat"),
            Text(
                "请核对坐标（经度在前，纬度在后）和坐标系",
                "see the positions (lon first, then lat) and the datum",
            ),
        )
        for feature, bounds in zip(
            features, shapely.bounds(np.array(whole, dtype=object)), strict=True
        )
        if not _on_earth(bounds)
    ]
    return whole, findings


def _on_earth(bounds: NDArray[np.float64]) -> bool:
    most = np.array([_MOST_LON, _MOST_LAT, _MOST_LON, _MOST_LAT])
    return bool((np.abs(bounds) <= most).all())


def declared(own: str | None, county: str) -> str:
    """Return the datum of a file that names `own` in a county whose tables are in `county`.

    GIS programs label every position in degrees as EPSG:4326, so that label does not speak
    against a county whose positions are declared GCJ-02 or BD-09.
    """
    if own is None or (own == datum.WGS84 and county in {datum.GCJ02, datum.BD09}):
        return county
    return own


def unknown_datum(file: str, name: str) -> Finding:
    """Return the error of a file that names a datum nobody knows."""
    return Finding(
        "unknown_datum",
        Text("文件声明的坐标系不认识", "the datum that the file names is not known"),
        Text("请导出为 EPSG:4326", "export it in EPSG:4326"),
        file=file,
        column="crs",
        value=shown(name),
    )
