"""The reference page of the tables, written from the schema: `python -m planner.reference PAGE`."""

from __future__ import annotations

import sys
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

from planner.schema import COUNTY_TABLES, ROAD_TABLES
from planner.schema.column import MOST
from planner.schema.facts import FACTS, FACTS_FILE, FACTS_SHEET
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.schema import Column, Table

_KINDS = {
    "id": Text("编码", "code"),
    "text": Text("文字", "text"),
    "whole": Text("整数", "whole number"),
    "number": Text("数", "number"),
    "lon": Text("数", "number"),
    "lat": Text("数", "number"),
    "year": Text("年份", "year"),
    "grade": Text("年级", "grade"),
    "date": Text("日期", "date"),
    "choice": Text("选项", "one of"),
    "wkt": Text("WKT 线", "line in WKT"),
}
_HEAD = "| 列 column | 表头 header | 必填 | 内容 content | 空白时 if blank | 含义 meaning |\n|---|---|---|---|---|---|"

_OPENING = """\
# 输入表 / Input tables

<!-- Written by `python -m planner.reference docs/reference/tables.md`; change planner/schema instead. -->

一个县的数据是一个文件夹，或一个 `.xlsx` 工作簿（每张表一个工作表，工作表名用下面的中文名或英文名）。
CSV 用 UTF-8 或 GB18030（GBK）；表头用中文名或英文名都可以；★ 为必填。表头上方可以有标题行，表下可以有
说明或合计行（不作为数据读取，并给出提示）；全角数字可以识别；不认识的列保留但不使用，并给出提示。
编码按文本读取，保留前导零。所有问题一次列出，各附文件、行、列、值、原因和办法。

A county is a folder, or one `.xlsx` workbook with a sheet for each table, called by the Chinese or
the English name below. CSV is UTF-8 or GB18030 (GBK); headers may be Chinese or English; ★ is needed.
Title rows may stand above the header, notes or sums below the table (not read as data, and said so);
full-width digits are understood; an unknown column is kept and not used, and said so. Codes are text:
leading zeros stay. All problems are listed at once, each with file, row, column, value, what is wrong
and what to do.
"""

_CLOSING = """\
## 线和面 / Lines and areas

| 文件 file | 内容 content |
|---|---|
| `townships.geojson` | 乡镇界；属性 `township`（或 `乡镇`） · boundaries with the property `township` |
| `roads.geojson` | 道路；属性 `km`、`kmh`、`oneway`、`from`、`to` 均可省略 · roads; every property may be left out |
| `roads.gpkg` | 同上；图层名 `roads`、`edges` 或 `道路`，或只有一个图层 · the same; the layer of one of these names, or the only one |
| `roads.graphml` | OSMnx 保存的路网（长度为米，坐标为 WGS84） · a network saved by OSMnx (lengths in metres, WGS84) |
| `water.geojson` | 河流湖泊，只画在地图上；属性 `name` · rivers and lakes, drawn on maps only |

道路只能有一份：上面三种之一，或 `road_nodes.csv` 加 `road_edges.csv`。坐标系以 `county.toml` 的 `crs` 为准；
GeoPackage、GraphML 和带 `crs` 的 GeoJSON 若自己写明其他 EPSG 坐标系，以文件为准；标为 EPSG:4326 的
GeoJSON 和 GeoPackage 在 GCJ02、BD09 的县按县的坐标系读取。用工作簿时，这些文件放在工作簿旁边。

Roads come in one form only: one of the three above, or `road_nodes.csv` with `road_edges.csv`. The datum is
`crs` of `county.toml`; a GeoPackage, a GraphML file and a GeoJSON file with a `crs` member that name another
EPSG code go by their own; GeoJSON and GeoPackage labelled EPSG:4326 go by the county's where that is GCJ02 or
BD09. With a workbook these files lie beside it.
"""


def page() -> str:
    """Return the whole page, in Chinese and English."""
    parts = [_OPENING, _facts()]
    parts += [_section(table) for table in (*COUNTY_TABLES, *ROAD_TABLES)]
    return "\n".join([*parts, _CLOSING])


def _facts() -> str:
    head = (
        f"## 县 / The county: `{FACTS_FILE}`\n\n"
        f"工作簿可用名为 `{FACTS_SHEET}` 的工作表代替：第一列为项目名，第二列起为内容；两者都有时以工作表为准。 · "
        f"A workbook may have a sheet `{FACTS_SHEET}` or `county` instead: keys in the first column, values "
        "from the second on; where both are there the sheet counts.\n"
    )
    return "\n".join([head, _HEAD, *map(_row, FACTS), ""])


def _section(table: Table) -> str:
    star = " ★" if table.required else ""
    head = f"## {table.sheet} / {table.title.en}: `{table.file}`{star}\n"
    about = f"{table.about.zh}。 · {table.about.en[:1].upper()}{table.about.en[1:]}.\n"
    key = f"\n唯一 / unique: {'、'.join(f'`{name}`' for name in table.key)}\n" if table.key else ""
    return "\n".join([head, about, _HEAD, *map(_row, table.columns), key])


def _row(column: Column) -> str:
    headers = "、".join(dict.fromkeys((column.title.zh, *column.aliases)))
    cells = (
        f"`{column.name}`",
        headers,
        "★" if column.required else "",
        "；".join(_content(column)),
        _default(column),
        f"{column.about.zh} · {column.about.en}",
    )
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _content(column: Column) -> Iterator[str]:
    """Yield type, unit, range, choices and the table that a code refers to."""
    kind = _KINDS[column.kind]
    if column.choices:
        yield ", ".join(f"`{choice.code}` {choice.name.zh}" for choice in column.choices)
    else:
        yield f"{kind.zh} {kind.en}"
    if column.unit is not None:
        yield f"{column.unit.zh} {column.unit.en}"
    if isfinite(column.low) and column.low > -MOST:
        bounded = column.high < MOST
        yield f"{column.low:g}–{column.high:g}" if bounded else f"≥ {column.low:g}"
    if column.refers:
        yield "→ " + ", ".join(f"`{name}`" for name in column.refers)


def _default(column: Column) -> str:
    return "" if column.required or column.default in {None, ""} else f"`{column.default}`"


def main(arguments: list[str]) -> None:
    """Write the page to the path given."""
    Path(arguments[0]).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
