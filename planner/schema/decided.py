"""What is decided, heard, published, built, staffed and done."""

from __future__ import annotations

from dataclasses import replace

from planner.schema.column import MOST, Column, Table
from planner.schema.shared import DATE, OF_SCHOOL, YEAR
from planner.schema.words import (
    ACTIONS,
    BEDS,
    CONVERTS,
    DECISIONS,
    DUTY,
    PLACES,
    POSTS,
    STAGES,
    STATUSES,
    UNITS,
    YUAN,
)
from planner.words import Text


def _word(name: str, title: Text, about: Text, *aliases: str) -> Column:
    """Return an optional column of free text."""
    return Column(name, "text", title, about, aliases=aliases, default="")


def _votes(name: str, title: Text) -> Column:
    """Return a column of votes at a hearing."""
    return Column(name, "whole", title, title, low=0, high=MOST, default=0)


DECISIONS_TABLE = Table(
    "decisions",
    "决定",
    Text("已定事项", "What is already decided"),
    Text(
        "在情景文件的保留、撤并之外追加；同一学校以情景文件的年度为准",
        "adds to the scenario's keep and close; for the same school the scenario's year wins",
    ),
    (
        OF_SCHOOL,
        Column(
            "decision",
            "choice",
            Text("决定", "Decision"),
            Text(
                "保留：不撤、不并、不降格；撤并",
                "keep: neither closed, absorbed nor reduced; close",
            ),
            required=True,
            choices=DECISIONS,
        ),
        replace(
            YEAR,
            about=Text("撤并的年度，决定为撤并时必填", "year of closing; needed for close"),
            required=False,
        ),
        _word("reason", Text("理由", "Reason"), Text("理由", "reason")),
    ),
    key=("school_id",),
)

HEARINGS = Table(
    "hearings",
    "听证",
    Text("征求意见结果", "Results of consultation"),
    Text("是否撤并的表决；同一学校以最近一次为准", "votes on closing; the latest counts"),
    (
        OF_SCHOOL,
        DATE,
        _votes("parents_for", Text("家长赞成", "Parents for")),
        _votes("parents_against", Text("家长反对", "Parents against")),
        _votes("delegates_for", Text("代表赞成", "Delegates for")),
        _votes("delegates_against", Text("代表反对", "Delegates against")),
    ),
    key=("school_id", "date"),
)

TARGETS = Table(
    "targets",
    "目标",
    Text("公布的目标", "Published targets"),
    Text("每行一个版本一年的撤并目标", "target of one version and year a row"),
    (
        Column(
            "version",
            "text",
            Text("版本", "Version"),
            Text("情景文件用此名引用", "the name a scenario takes it by"),
            required=True,
        ),
        YEAR,
        Column(
            "count",
            "whole",
            Text("目标数", "Count"),
            Text("当年撤并的数量", "how many close that year"),
            required=True,
            low=0,
            high=MOST,
        ),
        Column(
            "unit",
            "choice",
            Text("单位", "Unit"),
            Text("数的是教学点还是小规模学校", "what is counted"),
            default="",
            choices=UNITS,
        ),
        replace(
            DATE,
            name="deadline",
            title=Text("期限", "Deadline"),
            about=Text("完成期限", "day by which it is due"),
        ),
        Column(
            "source",
            "text",
            Text("来源", "Source"),
            Text("公布的文件和条目", "document and item that published it"),
            required=True,
        ),
    ),
    # Rows that differ in their source may repeat a version and year: `audit.targets` names both.
    key=("version", "year", "unit", "deadline", "source"),
)

WORKS = Table(
    "works",
    "工程",
    Text("可能的建设工程", "Possible building works"),
    Text("每行一项工程", "one piece of work a row"),
    (
        Column(
            "works_id",
            "id",
            Text("工程编码", "Works code"),
            Text("编码，不含空格", "code, without spaces"),
            required=True,
        ),
        OF_SCHOOL,
        Column(
            "adds_seats",
            "whole",
            Text("新增学位", "Adds seats"),
            Text("新增学位", "places added"),
            unit=PLACES,
            low=0,
            high=MOST,
            default=0,
        ),
        Column(
            "adds_beds",
            "whole",
            Text("新增床位", "Adds beds"),
            Text("新增床位", "boarding places added"),
            unit=BEDS,
            low=0,
            high=MOST,
            default=0,
        ),
        Column(
            "converts_to",
            "choice",
            Text("改制为", "Converts to"),
            Text("改为何种学校", "kind of school it makes"),
            default="",
            choices=CONVERTS,
        ),
        replace(
            YEAR,
            name="first_year",
            title=Text("最早启用", "First year"),
            about=Text("最早可在哪年九月启用", "earliest September it can be in use"),
            aliases=("最早启用年度",),
        ),
        Column(
            "cost",
            "number",
            Text("投资", "Cost"),
            Text("总投资", "whole cost"),
            unit=YUAN,
            required=True,
            low=0,
            high=MOST * 1000,
        ),
    ),
    key=("works_id",),
)

STAFF = Table(
    "staff",
    "教职工",
    Text("教职工分布", "Staff by post"),
    Text("每行一校一学段一学科", "staff of one school, stage and subject a row"),
    (
        OF_SCHOOL,
        Column(
            "stage",
            "choice",
            Text("学段", "Stage"),
            Text("学段", "stage"),
            default="",
            choices=STAGES,
        ),
        _word("subject", Text("学科", "Subject"), Text("学科", "subject")),
        Column(
            "duty",
            "choice",
            Text("在岗", "Duty"),
            Text("是否在岗，空白为在岗", "on or off duty; blank: on"),
            aliases=("是否在岗",),
            default="on",
            choices=DUTY,
        ),
        Column(
            "headcount",
            "number",
            Text("人数", "Headcount"),
            Text("教职工人数", "number of staff"),
            aliases=("人数(教职工)", "教职工人数", "教职工"),
            unit=POSTS,
            required=True,
            low=0,
            high=MOST,
        ),
    ),
    key=("school_id", "stage", "subject", "duty"),
)

LEDGER = Table(
    "ledger",
    "台账",
    Text("实际完成的事项", "Steps really taken"),
    Text("每行一项事项的一次进展", "one step of one action a row"),
    (
        OF_SCHOOL,
        Column(
            "action",
            "choice",
            Text("事项", "Action"),
            Text("调整方式", "what is done"),
            aliases=("调整方式",),
            required=True,
            choices=ACTIONS,
        ),
        YEAR,
        Column(
            "status",
            "choice",
            Text("状态", "Status"),
            Text("办理到哪一步", "the step reached"),
            aliases=("进展",),
            required=True,
            choices=STATUSES,
        ),
        DATE,
        _word("document", Text("文号", "Document"), Text("文件号", "number of the document")),
        _word("section", Text("责任股室", "Section"), Text("责任股室", "section in charge")),
        _word("owner", Text("责任人", "Owner"), Text("责任人", "person in charge")),
    ),
    key=("school_id", "action", "year", "status", "date"),
)
