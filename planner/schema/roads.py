"""Roads given as two tables."""

from __future__ import annotations

from dataclasses import replace

from planner.schema.column import MOST, Column, Table
from planner.schema.shared import LAT, LON
from planner.schema.words import FLAGS, KM, KMH
from planner.words import Text

LEAST_KMH = 0.1

NODE_ID = Column(
    "node_id",
    "id",
    Text("节点编码", "Node code"),
    Text("路口或路段端点的编码", "code of a junction or end of a road"),
    required=True,
)

ROAD_NODES = Table(
    "road_nodes",
    "道路节点",
    Text("道路节点", "Road nodes"),
    Text("路口和路段端点", "junctions and ends of roads"),
    (NODE_ID, LON, LAT),
    key=("node_id",),
)

ROAD_EDGES = Table(
    "road_edges",
    "道路",
    Text("路段", "Roads"),
    Text("每行一段路", "one stretch of road a row"),
    (
        replace(
            NODE_ID,
            name="from",
            title=Text("起点", "From"),
            about=Text("起点的节点编码", "node it starts from"),
            aliases=("起点节点",),
            refers=("road_nodes",),
        ),
        replace(
            NODE_ID,
            name="to",
            title=Text("终点", "To"),
            about=Text("终点的节点编码", "node it leads to"),
            aliases=("终点节点",),
            refers=("road_nodes",),
        ),
        Column(
            "km",
            "number",
            Text("公里", "Kilometres"),
            Text("长度；空白则按线形量算", "length; blank: measured on the line"),
            unit=KM,
            low=0,
            high=MOST,
        ),
        Column(
            "kmh",
            "number",
            Text("时速", "Speed"),
            Text("车速；空白则不另限", "speed of a vehicle; blank: no limit of its own"),
            aliases=("限速",),
            unit=KMH,
            low=LEAST_KMH,
            high=MOST,
        ),
        Column(
            "oneway",
            "choice",
            Text("单行", "One way"),
            Text("是否只能从起点到终点", "whether it leads only from start to end"),
            default="0",
            choices=FLAGS,
        ),
        Column(
            "geometry",
            "wkt",
            Text("线形", "Line"),
            Text("WKT 线；空白为直线", "the line as WKT; blank: straight"),
            aliases=("wkt", "geom"),
            default="",
        ),
    ),
)
