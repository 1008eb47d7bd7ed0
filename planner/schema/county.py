"""Schools, places, pupils: the tables every county has."""

from __future__ import annotations

import re
from dataclasses import replace

from planner.schema.column import FIRST_YEAR, LAST_GRADE, LAST_YEAR, MOST, Column, Table
from planner.schema.shared import AREA, GRADE, LAT, LON, OF_SCHOOL, SCHOOL_ID, TOWNSHIP
from planner.schema.words import (
    BEDS,
    KINDS,
    OWNERSHIP,
    PLACES,
    POSTS,
    PUPILS,
    ROOMS,
    YUAN_A_YEAR,
)
from planner.words import Text

NAME = Column(
    "name",
    "text",
    Text("学校名称", "Name"),
    Text("名称", "name"),
    aliases=("名称", "学校"),
    required=True,
)

SCHOOLS = Table(
    "schools",
    "学校",
    Text("学校和教学点", "Schools and teaching points"),
    Text("每行一所学校或教学点", "one school or teaching point a row"),
    (
        SCHOOL_ID,
        NAME,
        TOWNSHIP,
        Column(
            "kind",
            "choice",
            Text("类型", "Kind"),
            Text("办学类型", "kind of school"),
            aliases=("学校类型", "办学类型"),
            required=True,
            choices=KINDS,
        ),
        LON,
        LAT,
        AREA,
        Column(
            "ownership",
            "choice",
            Text("办学性质", "Ownership"),
            Text("办学性质，空白为公办", "who runs it; blank: public"),
            aliases=("性质",),
            default="public",
            choices=OWNERSHIP,
        ),
        Column(
            "first_grade",
            "grade",
            Text("起始年级", "First grade"),
            Text("最低年级，空白按类型取", "lowest grade; blank: by kind"),
            low=0,
            high=LAST_GRADE,
        ),
        Column(
            "last_grade",
            "grade",
            Text("终止年级", "Last grade"),
            Text(
                "最高年级，空白按类型取：教学点、小学6，初中9，一贯制9",
                "highest grade; blank: by kind (teaching point and primary 6, the others 9)",
            ),
            low=0,
            high=LAST_GRADE,
        ),
        Column(
            "seats",
            "whole",
            Text("核定学位", "Seats"),
            Text("义务教育各年级合计的核定学位", "approved places, compulsory grades together"),
            aliases=("核定学位数", "学位"),
            unit=PLACES,
            required=True,
            low=0,
            high=MOST,
        ),
        Column(
            "classrooms",
            "number",
            Text("教室数", "Classrooms"),
            Text("普通教室数", "classrooms"),
            aliases=("教室",),
            unit=ROOMS,
            low=0,
            high=MOST,
        ),
        Column(
            "beds",
            "whole",
            Text("床位", "Beds"),
            Text("合规宿舍床位，空白为0", "lawful boarding places; blank: 0"),
            aliases=("床位数",),
            unit=BEDS,
            low=0,
            high=MOST,
            default=0,
        ),
        Column(
            "boarders",
            "whole",
            Text("寄宿生", "Boarders"),
            Text(
                "现有寄宿生，规划期内不变；空余床位=床位−寄宿生",
                "present boarders, constant over the plan; free beds = beds - boarders",
            ),
            aliases=("寄宿生数", "寄宿人数"),
            unit=PUPILS,
            low=0,
            high=MOST,
            default=0,
        ),
        Column(
            "staff",
            "number",
            Text("教职工", "Staff"),
            Text("在岗教职工", "teaching posts on duty"),
            aliases=("教职工数",),
            unit=POSTS,
            low=0,
            high=MOST,
        ),
        Column(
            "running_cost",
            "number",
            Text("运行经费", "Running cost"),
            Text("学校年运行经费，不含人员工资", "yearly running cost without staff pay"),
            unit=YUAN_A_YEAR,
            low=0,
            high=MOST * 1000,
        ),
        Column(
            "managing_unit",
            "id",
            Text("中心校编码", "Managing unit"),
            Text("管理它的中心校的学校编码", "school code of the central school that runs it"),
            aliases=("中心校",),
            default="",
            refers=("schools",),
        ),
        Column(
            "quality",
            "number",
            Text("质量", "Quality"),
            Text("教学质量分值", "quality score"),
            aliases=("教学质量",),
            low=-MOST,
            high=MOST,
        ),
    ),
    key=("school_id",),
    required=True,
)

PLACES_TABLE = Table(
    "places",
    "村居",
    Text("村庄、居住点", "Villages, hamlets, estates"),
    Text(
        "每行一个村庄或小区；没有此表时学生都算在学校所在地",
        "one village, hamlet or estate a row; without it all pupils live at their school",
    ),
    (
        Column(
            "place_id",
            "id",
            Text("村编码", "Place code"),
            Text(
                "村编码，不得与学校编码相同",
                "code of the place; never the same as a school code",
            ),
            required=True,
        ),
        replace(
            NAME, title=Text("名称", "Name"), aliases=("村名", "村名称"), required=False, default=""
        ),
        TOWNSHIP,
        LON,
        LAT,
        AREA,
    ),
    key=("place_id",),
)

PUPILS_TABLE = Table(
    "pupils",
    "在校生",
    Text("在校生（按居住地）", "Pupils now enrolled, by origin"),
    Text("每行一校一村一年级的在校生", "pupils of one school, place and grade a row"),
    (
        OF_SCHOOL,
        Column(
            "place_id",
            "id",
            Text("村编码", "Place code"),
            Text(
                "居住的村；空白表示住在学校所在地",
                "where they live; blank: at the school's own point",
            ),
            default="",
            refers=("places",),
        ),
        GRADE,
        Column(
            "pupils",
            "whole",
            Text("人数", "Pupils"),
            Text("学生人数", "number of pupils"),
            aliases=("学生数", "学生人数", "在校生数"),
            unit=PUPILS,
            required=True,
            low=0,
            high=MOST,
        ),
    ),
    key=("school_id", "place_id", "grade"),
    required=True,
)

ACTUALS_TABLE = replace(
    PUPILS_TABLE,
    name="pupils_YEAR",
    sheet="在校生_YEAR",
    title=Text("另一学年的在校生", "Pupils of another school year"),
    about=Text(
        "文件名和工作表名中的YEAR为学年，如 pupils_2024.csv；实有学生数，基准年以后的与预测对照，不影响方案",
        "YEAR in the name of file or sheet is the school year, as in pupils_2024.csv; real counts, "
        "those after the base year are compared with the forecast; no plan depends on them",
    ),
    required=False,
)


def actuals_table(year: int) -> Table:
    """Return the table of the pupils counted in another school year."""
    return replace(ACTUALS_TABLE, name=f"pupils_{year}", sheet=f"在校生_{year}")


def actuals_year(name: str) -> int | None:
    """Return the school year that the name of a table's file (without ending) or sheet says."""
    found = re.fullmatch(r"(?:pupils|在校生)_([12][0-9]{3})", name)
    year = int(found[1]) if found else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else None
