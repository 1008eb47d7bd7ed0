"""The ground under a plan: townships, water and roads as lines of whole numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from maps.style import DEGREE_STEPS, ROAD_CLASSES_KMH, ROAD_POINTS_AT_MOST

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from planner.dataset import Roads
    from planner.run import Run


def ground(run: Run) -> dict[str, Any]:
    """Return borders, water and roads; what the data set lacks is an empty list."""
    data = run.dataset
    roads, thinned = _roads(data.roads)
    return {
        "townships": _townships(run),
        "county": _county(run),
        "water": [] if data.water is None else _water(data.water),
        "roads": roads,
        "roads_thinned": thinned,
    }


def road_lines(roads: Roads) -> list[NDArray[np.object_]]:
    """Return the lines of each width, fastest first; a road told in both directions once."""
    table = roads.edges
    shapes = np.asarray(table["geometry"], dtype=object)
    shapes = shapes[np.array([isinstance(s, shapely.LineString) for s in shapes], dtype=bool)]
    known = np.array([isinstance(s, shapely.LineString) for s in table["geometry"]], dtype=bool)
    speeds = np.asarray(table["kmh"], dtype=float)[known]
    told: dict[bytes, int] = {}
    for position, line in enumerate(shapely.to_wkb(shapely.normalize(shapes)).tolist()):
        told.setdefault(line, position)
    first = np.array(list(told.values()), dtype=np.int64)
    shapes, speeds = shapes[first], np.where(np.isfinite(speeds), speeds, 0)[first]
    fast, middling = ROAD_CLASSES_KMH
    classes = np.where(speeds >= fast, 0, np.where(speeds >= middling, 1, 2))
    return [shapes[classes == width] for width in range(3)]


def _roads(roads: Roads | None) -> tuple[list[list[int]], bool]:
    """Return delta lines by width, and whether slow roads were left out for size."""
    if roads is None or roads.edges.empty:
        return [[], [], []], False
    lines = [shapely.simplify(group, 5 / DEGREE_STEPS) for group in road_lines(roads)]
    thinned = False
    for width in (2, 1):
        if sum(int(shapely.get_num_coordinates(group).sum()) for group in lines) <= (
            ROAD_POINTS_AT_MOST
        ):
            break
        lines[width] = lines[width][:0]
        thinned = True
    return [deltas(group) for group in lines], thinned


def deltas(lines: Iterable[Any]) -> list[int]:
    """Return lines as one list: number of points, first point, then steps from point to point."""
    every = np.array(list(lines), dtype=object)
    degrees, line = shapely.get_coordinates(every, return_index=True)
    points = np.rint(degrees * DEGREE_STEPS).astype(np.int64)
    steps, follows = points.copy(), line[1:] == line[:-1]
    steps[1:][follows] -= points[:-1][follows]
    counts = np.bincount(line, minlength=len(every))
    # each line's steps stand behind their number
    out = np.insert(steps.ravel(), 2 * (np.cumsum(counts) - counts), counts)
    found: list[int] = out.tolist()
    return found


def _townships(run: Run) -> list[dict[str, Any]]:
    frame = run.dataset.townships
    if frame is None:
        return []
    found = []
    for name, shape in zip(frame["township"], frame.geometry, strict=True):
        inner = shape.representative_point()
        centre = shape.centroid if shape.contains(shape.centroid) else inner
        label = [round(centre.x * DEGREE_STEPS), round(centre.y * DEGREE_STEPS)]
        found.append({"name": str(name), "label": label, "lines": deltas(rings(shape))})
    return found


def _county(run: Run) -> list[int]:
    """Return the outer border of all townships together."""
    frame = run.dataset.townships
    if frame is None:
        return []
    whole = shapely.union_all(shapely.buffer(frame.geometry.to_numpy(), 20 / DEGREE_STEPS))
    outer = [shapely.LineString(part.exterior) for part in shapely.get_parts(whole)]
    return deltas(shapely.simplify(np.array(outer, dtype=object), 5 / DEGREE_STEPS))


def rings(shape: Any, *, simple: bool = True) -> list[Any]:  # noqa: ANN401 - one or several
    """Return the rings of areas, `simple` without points that make no difference to the eye."""
    drawn = shapely.simplify(shape, 5 / DEGREE_STEPS) if simple else shape
    parts = [part for part in shapely.get_parts(drawn) if part.geom_type == "Polygon"]
    return [ring for part in parts for ring in (part.exterior, *part.interiors)]


def _water(frame: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - geopandas has no types
    """Return rivers as lines and lakes as rings, each with its name."""
    found = []
    for name, shape in zip(frame["name"], frame.geometry, strict=True):
        parts = list(shapely.get_parts(shape))
        lakes = [p for p in parts if p.geom_type == "Polygon"]
        rivers = [p for p in parts if p.geom_type == "LineString"]
        called = name if isinstance(name, str) else ""
        for lines, closed in ((rivers, False), ([r for p in lakes for r in rings(p)], True)):
            if lines:
                found.append({"name": called, "closed": closed, "lines": deltas(lines)})
    return found
