"""Births, forecasts and given distances."""

from __future__ import annotations

from dataclasses import replace

from planner.schema.column import MOST, Column, Table
from planner.schema.shared import GRADE, OF_SCHOOL, TOWNSHIP_OR_COUNTY, YEAR
from planner.schema.words import KM, MINUTES, PUPILS
from planner.words import Text

BIRTHS = Table(
    "births",
    "出生",
    Text("出生人数", "Births"),
    Text("每行一个乡镇一年的出生人数", "births of one township and year a row"),
    (
        TOWNSHIP_OR_COUNTY,
        replace(YEAR, about=Text("出生年份", "calendar year of birth")),
        Column(
            "births",
            "whole",
            Text("出生人数", "Births"),
            Text("出生人数", "number of births"),
            aliases=("出生数",),
            unit=PUPILS,
            required=True,
            low=0,
            high=MOST,
        ),
    ),
    key=("township", "year"),
)

FORECAST = Table(
    "forecast",
    "预测",
    Text("外部预测", "Outside forecast"),
    Text(
        "优先于内置预测；系数=当年学生数/基准年同年级学生数",
        "wins over the built-in one; factor = pupils that year / pupils of that grade in the base year",
    ),
    (
        YEAR,
        TOWNSHIP_OR_COUNTY,
        GRADE,
        Column(
            "factor",
            "number",
            Text("系数", "Factor"),
            Text("当年学生数与基准年之比", "pupils that year / pupils in the base year"),
            required=True,
            low=0,
            high=MOST,
        ),
    ),
    key=("year", "township", "grade"),
)

TRAVEL = Table(
    "travel",
    "距离",
    Text("给定的距离", "Given distances"),
    Text("优先于计算的距离", "win over the computed ones"),
    (
        Column(
            "from_id",
            "id",
            Text("起点编码", "From"),
            Text("村编码或学校编码", "code of a place or a school"),
            required=True,
            refers=("places", "schools"),
        ),
        OF_SCHOOL,
        Column(
            "km",
            "number",
            Text("公里", "Kilometres"),
            Text("单程路程", "length of the way"),
            unit=KM,
            required=True,
            low=0,
            high=MOST,
        ),
        Column(
            "minutes",
            "number",
            Text("分钟", "Minutes"),
            Text(
                "校车全程时间（含候车）；空白则计算",
                "the whole bus journey with waiting; blank: computed",
            ),
            unit=MINUTES,
            low=0,
            high=MOST,
        ),
    ),
    key=("from_id", "school_id"),
)
