"""Columns that stand in several tables."""

from __future__ import annotations

from dataclasses import replace

from planner.schema.column import FIRST_YEAR, LAST_GRADE, LAST_YEAR, Column
from planner.schema.words import AREAS, DEGREES
from planner.words import Text

SCHOOL_ID = Column(
    "school_id",
    "id",
    Text("学校编码", "School code"),
    Text("学校编码，按文本读取，保留前导零", "code of the school, as text: leading zeros stay"),
    required=True,
)
OF_SCHOOL = replace(
    SCHOOL_ID,
    about=Text("学校表中的学校编码", "code of a school in the table of schools"),
    refers=("schools",),
)
TOWNSHIP = Column(
    "township",
    "text",
    Text("乡镇", "Township"),
    Text("所在乡镇或街道", "township or subdistrict it lies in"),
    aliases=("所在乡镇", "乡镇街道"),
    required=True,
)
TOWNSHIP_OR_COUNTY = replace(
    TOWNSHIP, about=Text("乡镇；空白表示全县", "township; blank: the county"), required=False
)
LON = Column(
    "lon",
    "lon",
    Text("经度", "Longitude"),
    Text("经度（横坐标）", "longitude (or easting)"),
    aliases=("东经",),
    unit=DEGREES,
    required=True,
)
LAT = Column(
    "lat",
    "lat",
    Text("纬度", "Latitude"),
    Text("纬度（纵坐标）", "latitude (or northing)"),
    aliases=("北纬",),
    unit=DEGREES,
    required=True,
)
AREA = Column(
    "area",
    "choice",
    Text("城乡", "Area"),
    Text("城乡分类", "urban, town or rural"),
    aliases=("城乡类型", "城乡分类"),
    default="",
    choices=AREAS,
)
GRADE = Column(
    "grade",
    "grade",
    Text("年级", "Grade"),
    Text("年级，小学一年级为1", "grade, the first of primary school being 1"),
    required=True,
    low=0,
    high=LAST_GRADE,
)
YEAR = Column(
    "year",
    "year",
    Text("年度", "Year"),
    Text("学年，以九月开学的那一年表示", "school year, named by the September it starts in"),
    aliases=("年份", "学年"),
    required=True,
    low=FIRST_YEAR,
    high=LAST_YEAR,
)
DATE = Column(
    "date",
    "date",
    Text("日期", "Date"),
    Text("日期", "date"),
    default="",
)
