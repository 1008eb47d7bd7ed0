"""Positions of the tables: refused where impossible, brought to WGS-84 where they are not yet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from planner import datum
from planner.words import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.errors import Finding
    from planner.tables import TypedTable

PLACED = ("schools", "places", "road_nodes")
MOST_LAT, MOST_LON = 90.0, 180.0


def placed(typed: TypedTable, crs: str) -> tuple[TypedTable, list[Finding]]:
    """Return a table with its positions in WGS-84, and every position that cannot be.

    Parameters
    ----------
    typed
        A table with `lon` and `lat`; blank and unreadable cells are passed over.
    crs
        The datum of the file, as `datum.canonical` names it.
    """
    lon = typed.frame["lon"].to_numpy(dtype=float, na_value=np.nan)
    lat = typed.frame["lat"].to_numpy(dtype=float, na_value=np.nan)
    if not len(lon):
        return typed, []
    degrees = datum.is_degrees(crs)
    findings = _impossible(typed, lon, lat) if degrees else []
    if findings:
        return replace(typed, sound=False), findings
    east, north = datum.to_wgs84(crs, lon, lat)
    if not degrees:
        findings = _off_the_earth(typed, crs, np.isnan(lon + lat), east, north)
    moved = typed.frame.assign(lon=east, lat=north) if not findings else typed.frame
    return replace(typed, frame=moved, sound=typed.sound and not findings), findings


def _impossible(
    typed: TypedTable, lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> list[Finding]:
    findings = []
    for index in np.flatnonzero((np.abs(lat) > MOST_LAT) | (np.abs(lon) > MOST_LON)):
        swapped = abs(lat[index]) <= MOST_LON and abs(lon[index]) <= MOST_LAT
        column = "lat" if abs(lat[index]) > MOST_LAT else "lon"
        findings.append(
            typed.finding(
                int(index),
                column,
                code="swapped_position" if swapped else "impossible_position",
                what=_swapped() if swapped else _outside(column),
                hint=_swap() if swapped else _degrees(),
            )
        )
    return findings


def _off_the_earth(
    typed: TypedTable,
    crs: str,
    blank: NDArray[np.bool_],
    east: NDArray[np.float64],
    north: NDArray[np.float64],
) -> list[Finding]:
    with np.errstate(invalid="ignore"):
        there = (np.abs(north) <= MOST_LAT) & (np.abs(east) <= MOST_LON)
    return [
        typed.finding(
            int(index),
            "lon",
            code="impossible_position",
            what=Text(
                "按 {crs} 换算后不在地球上", "under {crs} this is nowhere on the earth"
            ).filled(crs=crs),
            hint=Text(
                "请核对坐标和 county.toml 的 crs", "see the position, and crs in county.toml"
            ),
        )
        for index in np.flatnonzero(~there & ~blank)
    ]


def _swapped() -> Text:
    return Text(
        "纬度不可能超过90度，经度和纬度像是填反了",
        "a latitude cannot be over 90 degrees: lon and lat look swapped",
    )


def _swap() -> Text:
    return Text("请把经度和纬度两列对调", "exchange the two columns lon and lat")


def _outside(column: str) -> Text:
    most = MOST_LAT if column == "lat" else MOST_LON
    title = Text("纬度", "a latitude") if column == "lat" else Text("经度", "a longitude")
    return Text("{title}不可能超过±{n}度", "{title} cannot be beyond ±{n} degrees").filled(
        title=title, n=int(most)
    )


def _degrees() -> Text:
    return Text(
        "请填十进制度；若为米制坐标，请在 county.toml 的 crs 写 EPSG 代码",
        "give decimal degrees; for metres name an EPSG code as crs in county.toml",
    )
