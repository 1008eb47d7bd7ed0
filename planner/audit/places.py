"""Where schools and places lie: in their township, in the county, apart from each other."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import numpy as np
import shapely

from planner import datum
from planner.audit.apart import PLACED, lonlat, swapped_or_far
from planner.audit.check import Check, warning
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from planner.county import County
    from planner.errors import Finding
    from planner.sphere import Floats
    from planner.tables import TypedTable

_POSITION = ("lon", "lat")
_IN_TOWNSHIP = {
    "schools": ("school_id", "township", *_POSITION),
    "places": ("place_id", "township", *_POSITION),
}
_SAME_POINT_DECIMALS = 5
_LEAST_MISFITS, _MISFIT_SHARE, _CURED_SHARE = 3, 0.02, 0.8


def outside_township(county: County) -> Iterator[Finding]:
    """Find schools and places that lie outside the boundary of their township."""
    if county.townships is None:
        return
    for name in PLACED:
        typed = county.tables[name]
        lon, lat = lonlat(typed)
        own = _own_area(county.townships, typed)
        inside = _inside(own, lon, lat)
        for index in np.flatnonzero(~inside).tolist():
            if own[index] is None:
                continue
            there = _township_at(county.townships, lon[index], lat[index])
            yield typed.finding(
                index,
                "township",
                code="outside_township",
                what=Text(
                    "{name}的位置不在{own}界内，{there}", "{name} lies outside {own}, {there}"
                ).filled(
                    name=typed.frame["name"].iloc[index] or typed.frame.iloc[index, 0],
                    own=typed.frame["township"].iloc[index],
                    there=Text(f"而在{there}", f"in {there}")
                    if there
                    else Text("也不在任何乡镇界内", "in no township at all"),
                ),
                hint=Text(
                    "请核对坐标、乡镇名和坐标系", "see its position, its township and the datum"
                ),
                severity="warning",
            )


def townships_without_boundary(county: County) -> Iterator[Finding]:
    """Find townships that are named in a table and have no boundary."""
    if county.townships is None:
        return
    drawn = [str(name) for name in county.townships["township"]]
    for table in PLACED:
        typed = county.tables[table]
        lacking = dict.fromkeys(str(t) for t in typed.frame["township"] if t and t not in drawn)
        for township in lacking:
            index = typed.frame["township"].tolist().index(township)
            near = get_close_matches(township, drawn, n=1, cutoff=0.5)
            ask = (
                Text("（是否为“{n}”？）", " (is it '{n}'?)").filled(n=near[0])
                if near
                else Text("", "")
            )
            yield typed.finding(
                index,
                "township",
                code="township_without_boundary",
                what=Text("边界文件中没有{t}{ask}", "there is no boundary of {t}{ask}").filled(
                    t=township, ask=ask
                ),
                hint=Text(
                    "请统一乡镇名，或补上边界", "use one name throughout, or add the boundary"
                ),
                severity="warning",
            )


def at_one_point(county: County) -> Iterator[Finding]:
    """Find schools at the point of an earlier school, to about a metre."""
    typed = county.tables["schools"]
    met: dict[tuple[float, float], int] = {}
    points = np.round(np.column_stack(lonlat(typed)), _SAME_POINT_DECIMALS)
    for index, (x, y) in enumerate(points.tolist()):
        first = met.setdefault((x, y), index)
        if first != index:
            names = typed.frame["name"]
            yield typed.finding(
                index,
                "lon",
                code="at_one_point",
                what=Text(
                    "{b}与{a}（第{n}行）在同一点上", "{b} is at the same point as {a} (row {n})"
                ).filled(b=names.iloc[index], a=names.iloc[first], n=typed.rows[first]),
                hint=Text(
                    "若为同一校址可不改，否则请核对坐标",
                    "nothing to do if they share a site; else see the positions",
                ),
                severity="warning",
            )


def fits_after_shift(county: County) -> Iterator[Finding]:
    """Find that points declared WGS-84 fit their townships only after a datum shift."""
    if county.townships is None or county.facts is None or county.facts.crs != datum.WGS84:
        return
    owns, lons, lats = [], [], []
    for name in PLACED:
        typed = county.tables[name]
        owns += _own_area(county.townships, typed)
        lon, lat = lonlat(typed)
        lons.append(lon)
        lats.append(lat)
    lon, lat = np.concatenate(lons), np.concatenate(lats)
    known = np.array([area is not None for area in owns], dtype=bool)
    misfits = int((~_inside(owns, lon, lat) & known).sum())
    if misfits < max(_LEAST_MISFITS, _MISFIT_SHARE * known.sum()):
        return
    left = {
        crs: int((~_inside(owns, *datum.to_wgs84(crs, lon, lat)) & known).sum())
        for crs in (datum.GCJ02, datum.BD09)
    }
    best = min(left, key=lambda crs: left[crs])
    if left[best] <= (1 - _CURED_SHARE) * misfits:
        yield warning(
            "fits_after_shift",
            county.facts.file,
            Text(
                "声明为 WGS84，但有{n}个点不在所属乡镇内；按 {crs} 换算后只剩{m}个",
                "declared WGS84, yet {n} points lie outside their township; read as {crs} only {m} do",
            ).filled(n=misfits, crs=best, m=left[best]),
            Text(
                '请查明坐标来源，在 county.toml 中写明 crs = "{crs}"',
                'find out where the positions come from and set crs = "{crs}" in county.toml',
            ).filled(crs=best),
        )


CHECKS = (
    Check(fits_after_shift, _IN_TOWNSHIP),
    Check(swapped_or_far, dict.fromkeys(PLACED, _POSITION)),
    Check(townships_without_boundary, dict.fromkeys(PLACED, ("township",))),
    Check(outside_township, _IN_TOWNSHIP),
    Check(at_one_point, {"schools": ("name", *_POSITION)}),
)


def _own_area(townships: gpd.GeoDataFrame, typed: TypedTable) -> list[object]:
    """Return the boundary of each record's township; None where it has none."""
    areas = dict(zip(townships["township"], townships.geometry, strict=True))
    return [areas.get(township) for township in typed.frame["township"]]


def _inside(areas: Sequence[object], lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    """Tell for each point whether its own area covers it; False where it has none."""
    held = np.empty(len(areas), dtype=object)
    held[:] = list(areas)
    return np.asarray(shapely.intersects_xy(held, lon, lat), dtype=bool)


def _township_at(townships: gpd.GeoDataFrame, lon: float, lat: float) -> str:
    hit = shapely.intersects_xy(np.array(townships.geometry, dtype=object), lon, lat)
    return str(townships["township"][hit].iloc[0]) if hit.any() else ""
