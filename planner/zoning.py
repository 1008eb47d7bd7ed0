"""Attendance zones (划片): the land of each place, merged by the school its entrants go to.

The land of a place is what lies nearer to it than to any other place of its township, within the
township's border. It is drawn for people to see which villages belong together, not a survey.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from planner.once import once

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from shapely import Geometry

    from planner.run import Run

WGS84 = "EPSG:4326"

# Where there are no borders, land ends this far outside the places, as a part of their extent.
_MARGIN = 0.06
_KEY = ["place_id", "band"]


@once
def zone_areas(run: Run) -> gpd.GeoDataFrame:
    """Return the zones of every year and band as areas.

    Returns
    -------
    GeoDataFrame
        `year`, `band`, `school_id`, `places` (how many), `geometry`, in the order of
        `plan.zones`; equal areas of different years are the same object.
    """
    land = place_cells(run)
    known: dict[frozenset[str], Geometry] = {}
    rows, shapes = [], []
    by_zone = run.plan.zones.groupby(["year", "band", "school_id"], sort=True)["place_id"]
    for (year, band, school_id), group in by_zone:
        places = frozenset(place for place in group if place in land)
        if places not in known:
            known[places] = _merged(land[place] for place in sorted(places))
        rows.append((year, band, school_id, len(group)))
        shapes.append(known[places])
    columns = ["year", "band", "school_id", "places"]
    return gpd.GeoDataFrame(pd.DataFrame(rows, columns=columns), geometry=shapes, crs=WGS84)


@once
def place_cells(run: Run) -> dict[str, Geometry]:
    """Return the land of every place of the zones, by place_id (a school's own point included)."""
    homes = _homes(run)
    borders = _borders(run)
    if not set(homes["township"]) <= set(borders):
        return _shared_land(homes, _outline(run, homes))
    cells: dict[str, Geometry] = {}
    for township, group in homes.groupby("township", sort=True):
        cells |= _shared_land(group, borders[str(township)])
    return cells


@once
def zone_changes(run: Run) -> pd.DataFrame:
    """Return the places whose zone differs from that of the year before.

    The first year is compared with where most of its pupils would go if nothing changed.

    Returns
    -------
    DataFrame
        `year`, `place_id`, `band`, `from_school_id`, `school_id`, by year, place and band.
    """
    zones = run.plan.zones
    before = _unchanged(run)
    parts = [pd.DataFrame(columns=["year", *_KEY, "from_school_id", "school_id"])]
    for year in run.assumptions.years:
        now = zones[zones["year"] == year].set_index(_KEY)["school_id"]
        pair = pd.DataFrame({"from_school_id": before, "school_id": now}).dropna()
        changed = pair[pair["from_school_id"] != pair["school_id"]].sort_index().reset_index()
        parts += [changed.assign(year=year)[parts[0].columns]] if len(changed) else []
        before = now
    found = pd.concat(parts[1:] or parts, ignore_index=True)
    return found.astype({"year": int})


def _unchanged(run: Run) -> pd.Series:
    """Return by place and band the zone if nothing is decided: the school of most of its pupils.

    Pupils of all years count, as they do in `plan.zones`; of equal schools the first by id.
    """
    rows = run.plan.assignments
    pupils = rows.groupby([*_KEY, "from_school_id"])["pupils"].sum().reset_index()
    ranked = pupils.sort_values(["pupils", "from_school_id"], ascending=[False, True])
    most: pd.DataFrame = ranked.drop_duplicates(_KEY).set_index(_KEY)
    return most["from_school_id"]


def _homes(run: Run) -> pd.DataFrame:
    """Return place_id, township, lon and lat of everything that the zones name as a place."""
    columns = ["place_id", "township", "lon", "lat"]
    points = run.dataset.schools.rename(columns={"school_id": "place_id"})
    every = pd.concat([run.dataset.places[columns], points[columns]], ignore_index=True)
    named = every[every["place_id"].isin(set(run.plan.zones["place_id"]))]
    return named.sort_values("place_id", ignore_index=True)


def _borders(run: Run) -> dict[str, Geometry]:
    frame = run.dataset.townships
    if frame is None:
        return {}
    shapes = frame.to_crs(WGS84).dissolve("township").geometry
    return {str(name): shapely.make_valid(shape) for name, shape in shapes.items()}


def _outline(run: Run, homes: pd.DataFrame) -> Geometry:
    """Return the county: its townships together, or the land around its places."""
    points = shapely.MultiPoint(homes[["lon", "lat"]].to_numpy(float))
    west, south, east, north = points.bounds
    around = points.convex_hull.buffer(_MARGIN * max(east - west, north - south, 0.01))
    borders = list(_borders(run).values())
    return shapely.union_all([around, *borders]) if borders else around


def _shared_land(homes: pd.DataFrame, land: Geometry) -> dict[str, Geometry]:
    """Return `land` divided among `homes`; of several at one point the first has it all."""
    where = homes.drop_duplicates(["lon", "lat"])
    ids = list(where["place_id"])
    if len(ids) == 1:
        return {ids[0]: land}
    degrees = where[["lon", "lat"]].to_numpy(float)
    # A degree eastwards is shorter than one northwards; near means near in kilometres.
    scale = np.array([np.cos(np.radians(degrees[:, 1].mean())), 1.0])
    cells = _cells(shapely.points(degrees * scale), shapely.transform(land, lambda at: at * scale))
    back = [shapely.transform(cell, lambda at: at / scale) for cell in cells]
    return {place: shapely.intersection(cell, land) for place, cell in zip(ids, back, strict=True)}


def _cells(points: NDArray[np.object_], land: Geometry) -> list[Geometry]:
    """Return for each point what lies nearest to it, in the order of the points."""
    drawn = shapely.voronoi_polygons(shapely.MultiPoint(list(points)), extend_to=land)
    parts = shapely.get_parts(drawn)
    owner, cell = shapely.STRtree(parts).query(points, predicate="intersects")
    first = dict(zip(owner[::-1].tolist(), cell[::-1].tolist(), strict=True))
    return [parts[first[i]] for i in range(len(points))]


def _merged(cells: Iterable[Geometry]) -> Geometry:
    """Return cells as one area, without the lines and points that clipping may leave."""
    whole = shapely.union_all(list(cells))
    areas = [part for part in shapely.get_parts(whole) if part.geom_type == "Polygon"]
    return shapely.MultiPolygon(areas)
