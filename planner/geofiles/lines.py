"""Roads as a list of lines, whatever file they come from, made into a network."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, nan
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from planner.dataset import Roads
from planner.geofiles.shapes import at_feature, moved
from planner.schema import TABLES
from planner.sphere import great_circle_km
from planner.tables.cells import Unreadable, read_cell
from planner.tables.grid import is_blank, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from planner.errors import Finding
    from planner.geofiles.shapes import Feature

DECIMALS = 7
_EDGES = TABLES["road_edges"]


@dataclass(frozen=True)
class Line:
    """One stretch of road.

    Parameters
    ----------
    start, end
        Ids of its nodes; blank where the ends of the line tell.
    km
        Length; NaN: measured on the line.
    kmh
        Speed of a vehicle; inf: none of its own.
    oneway
        Whether it leads only from start to end.
    """

    start: str = ""
    end: str = ""
    km: float = nan
    kmh: float = inf
    oneway: bool = False


def line_of(feature: Feature) -> tuple[Line, list[Finding]]:
    """Return what the properties of a feature say of a road."""
    values: dict[str, Any] = {}
    findings: list[Finding] = []
    for name in ("from", "to", "km", "kmh", "oneway"):
        column = _EDGES.column(name)
        cell = next(
            (feature.properties[h] for h in column.headers() if h in feature.properties), None
        )
        if not isinstance(cell, str | int | float) or is_blank(cell) or cell != cell:  # noqa: PLR0124 - NaN differs from itself
            continue
        try:
            values[name] = read_cell(cell, column)
        except Unreadable as problem:
            findings.append(
                at_feature(
                    feature.file,
                    feature.number,
                    problem.code,
                    problem.what,
                    problem.hint,
                    column=f"properties.{name}",
                    value=shown(cell),
                )
            )
    return line(values), findings


def line(values: Mapping[str, Any]) -> Line:
    """Return a line of values that were read by the schema."""
    return Line(
        start=str(values.get("from", "")),
        end=str(values.get("to", "")),
        km=float(values.get("km", nan)),
        kmh=float(values.get("kmh", inf)),
        oneway=values.get("oneway") == "1",
    )


def network_of(features: Sequence[Feature], crs: str) -> tuple[Roads | None, list[Finding]]:
    """Make a network of features; a line in several pieces becomes several edges.

    Parameters
    ----------
    features
        Lines in the datum `crs`.
    crs
        As `datum.canonical` names it.
    """
    shapes, findings = moved(crs, features)
    lines: list[Line] = []
    for feature in features:
        one, found = line_of(feature)
        lines.append(one)
        findings += found
    if findings:
        return None, findings
    pieces, kept = _pieces(shapes, lines)
    return joined(pieces, kept), []


def _pieces(
    shapes: Sequence[BaseGeometry], lines: Sequence[Line]
) -> tuple[list[BaseGeometry], list[Line]]:
    """Split lines in several pieces; each takes its share of the length and no node id."""
    pieces: list[BaseGeometry] = []
    kept: list[Line] = []
    for shape, one in zip(shapes, lines, strict=True):
        parts = list(shapely.get_parts(shape))
        if len(parts) == 1:
            pieces.append(parts[0])
            kept.append(one)
            continue
        shares = lengths_km(parts)
        whole = shares.sum() or 1.0
        pieces += parts
        kept += [Line("", "", one.km * s / whole, one.kmh, one.oneway) for s in shares]
    return pieces, kept


def joined(shapes: Sequence[BaseGeometry], lines: Sequence[Line]) -> Roads:
    """Join lines at nodes of the same id, or where their ends meet to about a centimetre."""
    ends = np.array([(shape.coords[0], shape.coords[-1]) for shape in shapes], dtype=float)
    points = np.round(ends.reshape(-1, 2), DECIMALS) + 0.0
    given = np.array([word for one in lines for word in (one.start, one.end)], dtype=object)
    at = {tuple(point): word for point, word in zip(points, given, strict=True) if word}
    names: dict[tuple[float, ...], str] = {}
    taken = set(given)
    ids: list[str] = []
    for point, word in zip(map(tuple, points), given, strict=True):
        if not word and point not in names:
            names[point] = at.get(point) or _free_name(len(names) + 1, taken)
        ids.append(word or names[point])
    nodes = pd.DataFrame({"node_id": ids, "lon": points[:, 0], "lat": points[:, 1]})
    nodes = nodes.drop_duplicates("node_id").reset_index(drop=True)
    return Roads(nodes, edges_frame(ids[0::2], ids[1::2], shapes, lines))


def edges_frame(
    starts: Sequence[str],
    ends: Sequence[str],
    shapes: Sequence[BaseGeometry],
    lines: Sequence[Line],
) -> pd.DataFrame:
    """Return the edges of a network; a length that is not given is measured."""
    km = np.array([one.km for one in lines], dtype=float)
    geometry = np.empty(len(shapes), dtype=object)
    geometry[:] = list(shapes)
    return pd.DataFrame(
        {
            "from": pd.Series(starts, dtype=str),
            "to": pd.Series(ends, dtype=str),
            "km": np.where(np.isnan(km), lengths_km(shapes), km),
            "kmh": np.array([one.kmh for one in lines], dtype=float),
            "oneway": np.array([one.oneway for one in lines], dtype=bool),
            "geometry": geometry,
        }
    )


def lengths_km(shapes: Sequence[BaseGeometry]) -> NDArray[np.float64]:
    """Return great-circle lengths of lines (km)."""
    points, owner = shapely.get_coordinates(np.array(shapes, dtype=object), return_index=True)
    lon, lat = points[:, 0], points[:, 1]
    steps = great_circle_km(lon[:-1], lat[:-1], lon[1:], lat[1:])
    same = owner[:-1] == owner[1:]
    return np.bincount(owner[:-1][same], weights=steps[same], minlength=len(shapes))


def _free_name(number: int, taken: set[str]) -> str:
    name = f"n{number}"
    while name in taken:
        name = f"n{name}"
    return name
