"""Boundaries of townships, and the rivers and lakes that only the map shows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.errors import Finding
from planner.geofiles.geojson import read_geojson
from planner.geofiles.shapes import AREAS, LINES, declared, moved
from planner.tables.grid import trimmed
from planner.words import Text, listed

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from planner.geofiles.shapes import Feature

TOWNSHIP_KEYS = ("township", "乡镇", "所在乡镇", "乡镇街道")
NAME_KEYS = ("name", "名称")


def read_townships(path: Path, crs: str) -> tuple[gpd.GeoDataFrame | None, list[Finding]]:
    """Read boundaries; a township in several pieces becomes one row.

    Parameters
    ----------
    path
        A GeoJSON file whose features have the property `township`.
    crs
        The datum of the county's tables.
    """
    features, own, findings = read_geojson(path, AREAS)
    findings += [_nameless(feature) for feature in features if not _said(feature, TOWNSHIP_KEYS)]
    shapes, more = moved(declared(own, crs), features)
    findings += more
    if not features and not findings:
        findings.append(_no_areas(path))
    if findings:
        return None, findings
    import geopandas as gpd  # noqa: PLC0415 - it loads slowly, and many counties have no such file

    names = [_said(feature, TOWNSHIP_KEYS) for feature in features]
    whole = gpd.GeoDataFrame({"township": names}, geometry=shapes, crs="EPSG:4326")
    crossed = [f for f, fine in zip(features, whole.geometry.is_valid, strict=True) if not fine]
    whole.geometry = whole.geometry.make_valid()
    parts = whole.dissolve("township", sort=False).reset_index()
    return parts, [_crosses_itself(feature) for feature in crossed]


def read_water(path: Path, crs: str) -> tuple[gpd.GeoDataFrame | None, list[Finding]]:
    """Read rivers and lakes; the property `name` may be left out."""
    features, own, findings = read_geojson(path, (*AREAS, *LINES))
    shapes, more = moved(declared(own, crs), features)
    findings += more
    if findings or not features:
        return None, findings
    import geopandas as gpd  # noqa: PLC0415 - as above

    names = [_said(feature, NAME_KEYS) for feature in features]
    return gpd.GeoDataFrame({"name": names}, geometry=shapes, crs="EPSG:4326"), []


def _said(feature: Feature, keys: tuple[str, ...]) -> str:
    """Return the first property of a feature that has one of the names and is text."""
    for key in keys:
        value = feature.properties.get(key)
        if isinstance(value, str | int) and trimmed(str(value)):
            return trimmed(str(value)).encode(errors="replace").decode()
    return ""


def _nameless(feature: Feature) -> Finding:
    return feature.finding(
        "missing_property",
        Text("没有属性“township”（乡镇）", "the property 'township' is missing"),
        Text(
            "请补上乡镇名；现有属性：{there}",
            "add the name of the township; properties found: {there}",
        ).filled(there=listed(feature.properties)),
        column="properties",
    )


def _crosses_itself(feature: Feature) -> Finding:
    found = feature.finding(
        "boundary_crosses_itself",
        Text(
            "边界自相交，已按修正后的图形使用",
            "the boundary crosses itself; a mended shape is used",
        ),
        Text(
            "请在 QGIS 中修复几何图形后重新导出",
            "mend it in QGIS ('Fix geometries') and export it again",
        ),
        column="geometry",
    )
    return replace(found, severity="warning")


def _no_areas(path: Path) -> Finding:
    return Finding(
        "no_areas",
        Text("文件中没有边界", "there is no boundary in the file"),
        Text("请重新导出，或删去此文件", "export it again, or take the file away"),
        file=path.name,
    )
