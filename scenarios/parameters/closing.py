"""Keys of the head of a scenario, of `[bands]` and of `[closures]`."""

from __future__ import annotations

from planner.school_kinds import KIND_GRADES
from planner.words import LANGUAGES, Text
from scenarios.parameters.basis import (
    COUNTY,
    MODEL,
    NECESSARY_SCHOOLS,
    NOTICE,
    SMALL_SCHOOLS,
    TOWNSHIP_JUNIOR,
)
from scenarios.parameters.parameter import Parameter
from scenarios.shapes import (
    COUNT,
    LIMIT,
    YEAR,
    Choice,
    Either,
    ListOf,
    Number,
    Record,
    Switch,
    TableOf,
    Words,
)

LAST_GRADE = 12
KINDS = tuple(KIND_GRADES)
NO_UNIT = Text("", "")
PUPILS = Text("人", "pupils")
SCHOOLS = Text("所", "schools")
SCHOOL_YEAR = Text("年度（当年9月起）", "school year from September")

CLOSING = (
    Parameter(
        "title",
        Either(Words(), TableOf(Words(), LANGUAGES), dict),
        Text("标题", "title"),
        NO_UNIT,
        COUNTY,
        Text(
            '可以只写一句，也可以分中英文：`{zh = "…", en = "…"}`；继承标题而改了目标或年度的，'
            "标题会写明改成了什么",
            'one sentence, or one a language: `{zh = "...", en = "..."}`; where targets or years '
            "are set otherwise than those of an inherited title, the title says to what",
        ),
        whole=True,
    ),
    Parameter(
        "data",
        Words(),
        Text("数据", "data set"),
        NO_UNIT,
        COUNTY,
        Text(
            "自带数据的名称，或相对于本文件的路径",
            "name of a shipped one, or a path from this file",
        ),
    ),
    Parameter(
        "years",
        ListOf(YEAR),
        Text("规划年度", "years planned"),
        SCHOOL_YEAR,
        COUNTY,
        Text("必须连续", "must be consecutive"),
    ),
    Parameter(
        "language",
        Choice(LANGUAGES),
        Text("输出语言", "language of what people read"),
        NO_UNIT,
        MODEL,
    ),
    Parameter(
        "bands",
        TableOf(ListOf(Number(low=1, high=LAST_GRADE, whole=True))),
        Text("年级段", "grade bands"),
        Text("年级", "grade"),
        MODEL,
        Text(
            "[起始年级, 终止年级]，1–12，不得重叠；一个年级段的学生一起转学；整表替换",
            "[first, last], 1-12, no overlap; the pupils of a band move together; "
            "replaces the inherited table whole",
        ),
        whole=True,
    ),
    Parameter(
        "closures.targets",
        TableOf(COUNT, years=True),
        Text("年度撤并目标", "closures asked for, by year"),
        SCHOOLS,
        COUNTY,
        Text(
            "未写的年度为0；整表替换", "a year not named asks 0; replaces the inherited table whole"
        ),
        by="year",
        whole=True,
    ),
    Parameter(
        "closures.version",
        Words(),
        Text("目标版本", "version of the target"),
        NO_UNIT,
        COUNTY,
        Text(
            "从 targets.csv 取该版本的目标，与 targets 二选一",
            "takes the target of that version from targets.csv; instead of targets",
        ),
    ),
    Parameter(
        "closures.rule",
        Choice(("exact", "at_least", "at_most")),
        Text("目标口径", "how the target counts"),
        NO_UNIT,
        MODEL,
        Text(
            "exact 正好，at_least 不少于，at_most 不多于",
            "exactly, at least or at most the number asked",
        ),
    ),
    Parameter(
        "closures.counts",
        ListOf(Choice(KINDS)),
        Text("可撤并并计入目标的类型", "kinds that may close and count"),
        NO_UNIT,
        NOTICE,
    ),
    Parameter(
        "closures.small",
        Either(LIMIT, TableOf(LIMIT, KINDS), dict),
        Text("小规模学校界线", "a school is small under"),
        PUPILS,
        SMALL_SCHOOLS,
        Text(
            "按基年各年级在校生合计；0 表示不限；可分类型写，未写的类型不限",
            "base-year roll of all grades; 0 for no limit; may be a table by kind, "
            "a kind not named has no limit",
        ),
    ),
    Parameter(
        "closures.empty_by",
        COUNT,
        Text("0人学校撤销期限", "empty schools close by"),
        SCHOOL_YEAR,
        NOTICE,
        Text("0 表示不设期限", "0 for no such date"),
    ),
    Parameter(
        "closures.empty_count",
        Switch(),
        Text("0人学校计入目标", "empty schools count toward the target"),
        NO_UNIT,
        MODEL,
    ),
    Parameter(
        "closures.keep",
        ListOf(Record({"school_id": Words()}, {"reason": Words()})),
        Text("保留的学校", "schools to keep"),
        NO_UNIT,
        NECESSARY_SCHOOLS,
        Text("与 decisions.csv 合并使用", "adds to decisions.csv"),
    ),
    Parameter(
        "closures.close",
        ListOf(Record({"school_id": Words(), "year": YEAR}, {})),
        Text("已定撤并的学校", "schools already due to close"),
        NO_UNIT,
        COUNTY,
        Text("年度必须在规划年度内", "the year must be one of the years planned"),
    ),
    Parameter(
        "closures.keep_junior_per_township",
        Switch(),
        Text("每个乡镇至少保留一所初中", "each township keeps a junior school"),
        NO_UNIT,
        TOWNSHIP_JUNIOR,
        hard=True,
    ),
    Parameter(
        "closures.downgrade",
        Either(Switch(), Choice(("only",)), str),
        Text("降格为教学点", "reduce to a teaching point instead of closing"),
        NO_UNIT,
        MODEL,
        Text(
            '"only"：最低年级段还有学生时，只降格、不撤销',
            '"only": reduced, never closed, while the lowest band has pupils',
        ),
    ),
)
