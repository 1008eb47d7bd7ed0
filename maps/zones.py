"""Attendance zones as the page draws them: areas once each, and a pale tint for every school."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from maps.ground import deltas, rings
from planner.zoning import place_cells, zone_areas

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    from shapely import Geometry

    from planner.run import Run

TINTS = 6
"""Tints enough that neighbours hardly ever share one."""


def zones(run: Run) -> dict[str, Any]:
    """Return the zones of every band and year.

    `shapes` holds each area once, as rings; `bands` for each band a list of years, each a list of
    pairs of school and shape, or null where nothing changed since the year before; `tints` one
    number a school.
    """
    areas = zone_areas(run)
    known: dict[int, int] = {}
    numbers = [known.setdefault(id(shape), len(known)) for shape in areas.geometry]
    different = {id(shape): shape for shape in areas.geometry}.values()
    return {
        "shapes": [deltas(rings(shape, simple=False)) for shape in different],
        "bands": _by_band(run, areas.assign(shape=numbers)),
        "tints": _tints(run, place_cells(run)),
    }


def _by_band(run: Run, areas: gpd.GeoDataFrame) -> dict[str, list[list[list[int]] | None]]:
    order = {school_id: i for i, school_id in enumerate(run.dataset.schools["school_id"])}
    found: dict[str, list[list[list[int]] | None]] = {}
    for band in run.assumptions.bands:
        before: list[list[int]] | None = None
        found[band.name] = []
        for year in run.assumptions.years:
            here = areas[(areas["band"] == band.name) & (areas["year"] == year)]
            now = [
                [order[school], int(shape)]
                for school, shape in zip(here["school_id"], here["shape"], strict=True)
            ]
            found[band.name].append(None if now == before else now)
            before = now
    return found


def _tints(run: Run, cells: Mapping[str, Geometry]) -> list[int]:
    """Return a tint for each school, another than that of the schools whose zones touch its own."""
    schools = list(run.dataset.schools["school_id"])
    neighbours: dict[str, set[str]] = {school: set() for school in schools}
    touching = _touching(cells)
    for _, of_zone in run.plan.zones.groupby(["year", "band"]):
        school = dict(zip(of_zone["place_id"], of_zone["school_id"], strict=True))
        for a, b in touching:
            if a in school and b in school and school[a] != school[b]:
                neighbours[school[a]].add(school[b])
                neighbours[school[b]].add(school[a])
    tints: dict[str, int] = {}
    for school_id in sorted(schools, key=lambda s: (-len(neighbours[s]), s)):
        taken = [tints[other] for other in neighbours[school_id] if other in tints]
        counts = np.bincount(taken, minlength=TINTS)[:TINTS]
        tints[school_id] = int(np.argmin(counts))
    return [tints[school_id] for school_id in schools]


def _touching(cells: Mapping[str, Geometry]) -> list[tuple[str, str]]:
    """Return the pairs of places whose land meets."""
    places = sorted(cells)
    shapes = np.array([cells[place] for place in places], dtype=object)
    near = shapely.buffer(shapes, 1e-6)
    a, b = shapely.STRtree(near).query(near, predicate="intersects")
    return sorted((places[i], places[j]) for i, j in zip(a, b, strict=True) if i < j)
