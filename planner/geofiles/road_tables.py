"""Roads from the two tables road_nodes and road_edges."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from planner.dataset import Roads
from planner.errors import Finding
from planner.geofiles.lines import edges_frame, line
from planner.geofiles.shapes import Feature, moved
from planner.tables.grid import is_blank
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from shapely.geometry.base import BaseGeometry

    from planner.county import County
    from planner.geofiles.lines import Line
    from planner.tables import TypedTable

_TURNED = 1e-9


def roads_of_tables(county: County, crs: str) -> tuple[Roads | None, list[Finding]]:
    """Return the network of the two tables; None where they are absent or wrong.

    Parameters
    ----------
    county
        Its nodes are in WGS-84 already.
    crs
        The datum of the lines in the column `geometry`.
    """
    nodes, edges = county.tables["road_nodes"], county.tables["road_edges"]
    findings = _half_given(nodes, edges)
    if findings or not edges.present:
        return None, findings
    shapes, findings = _shapes(edges, crs)
    findings += _unmeasured(edges)
    if findings or not county.sound("road_nodes", "road_edges"):
        return None, findings
    at = nodes.frame.set_index("node_id")[["lon", "lat"]]
    if at.index.has_duplicates or not set(edges.frame["from"]).union(edges.frame["to"]) <= set(
        at.index
    ):
        return None, []  # told as a repeated key or an unknown id already
    return Roads(
        nodes.frame[["node_id", "lon", "lat"]],
        _edges(edges.frame, at, shapes),
    ), []


def _edges(
    frame: pd.DataFrame, at: pd.DataFrame, shapes: Mapping[int, BaseGeometry]
) -> pd.DataFrame:
    starts = at.loc[frame["from"]].to_numpy()
    ends = at.loc[frame["to"]].to_numpy()
    straight = shapely.linestrings(np.stack([starts, ends], axis=1))
    drawn = [
        _from_start(shapes[i], starts[i]) if i in shapes else straight[i] for i in range(len(frame))
    ]
    lines = [_line(row) for row in frame.to_dict("records")]
    return edges_frame(list(frame["from"]), list(frame["to"]), drawn, lines)


def _line(row: Mapping[Any, Any]) -> Line:
    one = line(row)
    return replace(one, kmh=np.inf) if np.isnan(one.kmh) else one


def _from_start(shape: BaseGeometry, start: np.ndarray[Any, Any]) -> BaseGeometry:
    """Return a line that begins at the end nearer to `start`."""
    first, last = np.array(shape.coords[0][:2]), np.array(shape.coords[-1][:2])
    turned = np.hypot(*(last - start)) + _TURNED < np.hypot(*(first - start))
    return shapely.reverse(shape) if turned else shape


def _half_given(nodes: TypedTable, edges: TypedTable) -> list[Finding]:
    if nodes.present == edges.present:
        empty = edges.present and edges.frame.empty
        return [no_edges(edges.file)] if empty else []
    here, lacking = (nodes, edges) if nodes.present else (edges, nodes)
    return [
        Finding(
            "missing_file",
            Text("有 {here} 却没有 {lacking}", "there is {here} and no {lacking}").filled(
                here=here.file, lacking=lacking.table.file
            ),
            Text("道路要节点和路段两张表", "roads need both tables, nodes and edges"),
            file=lacking.table.file,
        )
    ]


def no_edges(file: str) -> Finding:
    """Return the finding of a road file without roads."""
    return Finding(
        "no_edges",
        Text("道路文件中没有路段", "there is no road in the file of roads"),
        Text(
            "请重新导出；没有路网时删去此文件，将按直线距离×绕行系数计算",
            "export it again; without roads take the file away, and distances are straight lines "
            "times the detour factor",
        ),
        file=file,
    )


def _shapes(edges: TypedTable, crs: str) -> tuple[dict[int, BaseGeometry], list[Finding]]:
    """Return the lines that are drawn, by record."""
    drawn: dict[int, BaseGeometry] = {}
    findings: list[Finding] = []
    for index, text in enumerate(edges.frame["geometry"]):
        if not isinstance(text, str) or not text:
            continue
        shape = shapely.from_wkt(text, on_invalid="ignore")
        if shape is None or shape.geom_type != "LineString" or not _finite(shape):
            findings.append(
                edges.finding(
                    index,
                    "geometry",
                    code="bad_geometry",
                    what=Text("不是 WKT 线", "this is no line in WKT"),
                    hint=Text(
                        "应为 LINESTRING (经度 纬度, …)，或留空",
                        "write LINESTRING (lon lat, ...) or leave it blank",
                    ),
                )
            )
        else:
            drawn[index] = shape
    features = [Feature(edges.file, index + 1, {}, shape) for index, shape in drawn.items()]
    shapes, found = moved(crs, features)
    return dict(zip(drawn, shapes, strict=True)), findings + found


def _finite(shape: BaseGeometry) -> bool:
    return not shape.is_empty and bool(np.isfinite(shapely.get_coordinates(shape)).all())


def _unmeasured(edges: TypedTable) -> list[Finding]:
    frame = edges.frame
    blank = frame["km"].isna() & frame["geometry"].isin(["", None])
    cells = edges.raw.get("km")
    return [
        edges.finding(
            index,
            "km",
            code="no_length",
            what=Text("既没有公里数也没有线形", "there is neither a length nor a line"),
            hint=Text(
                "请填写公里数，或在 geometry 列给出 WKT 线",
                "give km, or the line as WKT in geometry",
            ),
        )
        for index in np.flatnonzero(blank).tolist()
        if cells is None or is_blank(cells[index])
    ]
