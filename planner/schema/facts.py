"""The facts of a county: the keys of county.toml, or the rows of the sheet 县."""

from __future__ import annotations

from planner.schema.column import FIRST_YEAR, LAST_YEAR, Column
from planner.schema.words import FLAGS
from planner.words import Text

FACTS_SHEET = "县"
FACTS_FILE = "county.toml"

FACTS: tuple[Column, ...] = (
    Column(
        "name",
        "text",
        Text("名称", "Name"),
        Text("县名", "name of the county"),
        aliases=("县名",),
        required=True,
    ),
    Column(
        "as_of",
        "date",
        Text("数据截至", "As of"),
        Text("数据截至日期", "date the figures hold"),
        aliases=("截至日期", "数据截至日期"),
        required=True,
    ),
    Column(
        "base_year",
        "year",
        Text("基准学年", "Base year"),
        Text(
            "在校生表所属学年：2023年7月的人数属于2022学年",
            "school year of the table of pupils: counts of July 2023 belong to 2022",
        ),
        aliases=("基准年",),
        required=True,
        low=FIRST_YEAR,
        high=LAST_YEAR,
    ),
    Column(
        "crs",
        "text",
        Text("坐标系", "Datum"),
        Text(
            "坐标所用的坐标系：WGS84（默认）、GCJ02（高德、腾讯）、BD09（百度）、CGCS2000 或 EPSG 代码",
            "datum of all positions: WGS84 (default), GCJ02 (Gaode, Tencent), BD09 (Baidu), "
            "CGCS2000 or an EPSG code",
        ),
        default="WGS84",
    ),
    Column(
        "synthetic",
        "choice",
        Text("虚构数据", "Synthetic"),
        Text("位置或名称是否虚构", "whether positions or names are invented"),
        default="0",
        choices=FLAGS,
    ),
    Column(
        "sources",
        "text",
        Text("数据来源", "Sources"),
        Text("来源，可有多条", "where the figures come from, one or several"),
        aliases=("来源",),
        default="",
    ),
    Column(
        "contact",
        "text",
        Text("联系方式", "Contact"),
        Text("印在公开地图上的联系方式", "printed on public maps"),
        aliases=("联系",),
        default="",
    ),
)
