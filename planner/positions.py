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
    if datum.is_degrees(crs):
        wrong = _beyond(lon, lat)
        findings = _impossible(typed, wrong, lon, lat)
        lon, lat = np.where(wrong, np.nan, lon), np.where(wrong, np.nan, lat)
        east, north = datum.to_wgs84(crs, lon, lat)
    else:
        east, north = datum.to_wgs84(crs, lon, lat)
        wrong = (_beyond(east, north) | np.isnan(east) | np.isnan(north)) & ~np.isnan(lon + lat)
        findings = _off_the_earth(typed, crs, wrong)
        east, north = np.where(wrong, np.nan, east), np.where(wrong, np.nan, north)
    return _moved(typed, wrong, east, north), findings


def _beyond(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which degrees are nowhere on the earth; blank ones are not told."""
    return np.asarray((np.abs(lat) > MOST_LAT) | (np.abs(lon) > MOST_LON), dtype=bool)


def _moved(
    typed: TypedTable,
    wrong: NDArray[np.bool_],
    east: NDArray[np.float64],
    north: NDArray[np.float64],
) -> TypedTable:
    """Return the table with its new positions, the wrong ones among the unreadable cells."""
    gone = frozenset(np.flatnonzero(wrong).tolist())
    unread = {name: typed.unread.get(name, frozenset()) | gone for name in ("lon", "lat")}
    return replace(
        typed,
        frame=typed.frame.assign(lon=east, lat=north),
        sound=typed.sound and not gone,
        unread={**typed.unread, **unread},
    )


def _impossible(
    typed: TypedTable,
    wrong: NDArray[np.bool_],
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
) -> list[Finding]:
    findings = []
    for index in np.flatnonzero(wrong):
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


def _off_the_earth(typed: TypedTable, crs: str, wrong: NDArray[np.bool_]) -> list[Finding]:
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
        for index in np.flatnonzero(wrong)
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
