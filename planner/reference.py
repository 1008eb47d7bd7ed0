"""The reference page of the tables, written from the schema: `python -m planner.reference PAGE`."""

from __future__ import annotations

import sys
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

from planner.schema import ACTUALS_TABLE, COUNTY_TABLES, ROAD_TABLES
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


_NOTICED = """\
## 提示 / What is noticed

下列各项不妨碍计算，逐条列出并写入方案报告。 · None of these stops the work; each is listed and stands in
the report of a plan.

| 代码 code | 含义 meaning |
|---|---|
| `pupils_above_seats` | 学生多于核定学位 · more pupils than seats |
| `pupils_outside_grades` | 学生所在年级不在学校的起止年级内 · pupils in grades that the school does not teach |
| `boarders_above_beds` | 寄宿生多于床位 · more boarders than beds |
| `schools_without_pupils` | 0人学校名单 · the schools without pupils |
| `outside_township` | 位置不在所属乡镇界内 · a position outside its township |
| `township_without_boundary` | 乡镇没有边界，或名称不一致 · a township without boundary, or spelt differently |
| `swapped_position` | 经纬度对调后才在县内 · in the county only with lon and lat swapped |
| `far_from_county` | 远离全县其他点 · far from everything else |
| `at_one_point` | 两校在同一点 · two schools at one point |
| `fits_after_shift` | 按其他坐标系换算后才在所属乡镇内 · points fit their townships only in another datum |
| `boundary_crosses_itself` | 边界自相交 · a boundary that crosses itself |
| `targets_differ` | 不同版本的目标数矛盾 · versions give different counts for a year |
| `targets_contradict` | 同一版本同一年有不同的目标数 · one version gives different counts for a year |
| `works_without_effect` | 工程不增加任何东西 · a work that adds nothing |
| `target_units_differ` | 目标单位不一 · targets count different things |
| `target_without_unit` | 目标没有单位 · a target that does not say what it counts |
| `due_above_target` | 到期应撤数超过当年目标 · more due by a day than the year's target |
| `empties_above_target` | 0人学校多于首年目标 · more schools without pupils than the first target |
| `roadmap_leaves_small_schools` | 路线图之外仍有小规模学校 · a roadmap that leaves small schools |
| `small_schools_two_readings` | 小规模学校是否含0人学校 · whether small schools include the empty ones |
| `posts_by_ratio` | 按师生比和按学段的教职工需求 · posts at one ratio and by stage |
| `town_schools_overfull` | 城区学校超员与空余学位 · town schools over their seats, and free seats |
| `base_year_and_date` | 基准学年与截至日期不符 · base_year is not the school year of as_of |
| `unknown_column`, `unknown_key`, `unknown_file`, `unknown_sheet` | 不认识的列、项、文件、工作表 · what the planner does not know |
| `workbook_not_read` | 文件夹里有CSV表，工作簿未读取 · a workbook beside CSV tables |
| `note_not_read` | 表下的说明或合计 · a note or sum below a table |
| `full_width` | 全角字符 · full-width characters |
| `ids_not_checked` | 所指的表无法读取，编码未能核对 · codes of a table that could not be read |
| `table_not_used` | 已读取而规划尚不使用的表（规划时提示） · a table read and not used for planning (said with a plan) |
"""


def page() -> str:
    """Return the whole page, in Chinese and English."""
    parts = [_OPENING, _facts()]
    parts += [_section(table) for table in (*COUNTY_TABLES, ACTUALS_TABLE, *ROAD_TABLES)]
    return "\n".join([*parts, _CLOSING, _NOTICED])


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
