"""The sheet of one year: what happens to each school, and the columns an office fills in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner import presentation
from planner.ledger.table import HEADER_ROW, Column, Table, draw
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.ledger.book import Book
    from planner.ledger.table import Row
    from planner.roadmap import Line
    from planner.words import Language

_COLUMNS = (
    Column(Text("序号", "No."), "count", wide=7),
    Column(Text("学校", "School"), narrow=14, wide=28),
    Column(Text("乡镇", "Township"), narrow=8, wide=14),
    Column(Text("类型", "Kind"), narrow=8, wide=11),
    Column(Text("学生数", "Pupils"), "count", wide=9, total="sum"),
    Column(Text("调整方式", "Change"), wide=11),
    Column(Text("年度", "Year"), "year", wide=8),
    Column(Text("接收学校", "Receiving schools"), narrow=16, wide=26),
    Column(Text("涉及学生", "Pupils affected"), "count", narrow=10, wide=10, total="sum"),
    Column(Text("最远公里", "Longest km"), "decimal", narrow=10, wide=10, total="max"),
    Column(Text("最长分钟", "Longest minutes"), "decimal", narrow=10, wide=10, total="max"),
    Column(Text("寄宿人数", "Boarders"), "count", narrow=10, wide=10, total="sum"),
    Column(Text("责任领导", "Responsible leader"), narrow=10, wide=12),
    Column(Text("责任股室", "Responsible section"), narrow=10, wide=12),
    Column(Text("责任人", "Person responsible"), narrow=10, wide=12),
    Column(Text("时间节点", "Deadline"), narrow=10, wide=12),
    Column(Text("进展", "Progress"), narrow=10, wide=12),
    Column(Text("备注", "Remarks"), narrow=10, wide=22),
)
_COST = Column(Text("投资（元）", "Cost (yuan)"), "money", narrow=11, wide=13, total="sum")

NOT_STARTED = Text("未启动", "planned")

# The steps of the procedure in their order, as the records of it name them.
PROGRESS = (
    NOT_STARTED,
    Text("摸排调研", "surveyed"),
    Text("征求意见", "consulted"),
    Text("论证", "appraised"),
    Text("社会稳定风险评估", "risk assessed"),
    Text("听证会", "heard"),
    Text("公示", "noticed"),
    Text("合法性审查", "legally reviewed"),
    Text("集体讨论决定", "decided"),
    Text("报批", "approved"),
    Text("备案", "filed"),
    Text("实施", "executed"),
    Text("回头看", "looked back"),
)

_SHEET = Text("{year}年", "{year}")
_TITLE = Text("{year}年学校布局调整台账", "school layout adjustment, ledger of {year}")
_NONE = Text("本年度没有调整。", "No change this year.")
_ROLL = Text("学生数为{year}学年在校生", "pupils: enrolment of the school year {year}")
_DAILY = Text(
    "最远公里、最长分钟为走读学生", "longest km and minutes: the daily way, boarders left out"
)
_WEEKLY = Text("寄宿生每周单程最长{minutes}分钟", "boarders' weekly way up to {minutes} min")
_LOOSENED = Text("放宽了硬性规则，见汇总", "made under loosened rules, see the summary")


def draw_year(book: Book, year: int, lines: Sequence[Line], *, works: bool) -> None:
    """Draw the sheet of `year` with its `lines` of the roadmap; with costs if the plan has works."""
    table = Table(
        sheet=_SHEET.filled(year=year).say(book.language),
        title=_TITLE.filled(year=year).say(book.language),
        columns=(*_COLUMNS[:_MONEY], *([_COST] if works else []), *_COLUMNS[_MONEY:]),
        rows=_rows(lines, book.language, works=works),
        empty=_NONE,
    )
    roll = _ROLL.filled(year=book.run.dataset.base_year).say(book.language)
    alert = (_LOOSENED.say(book.language),) if presentation.loosened(book.run.assumptions) else ()
    daily = (_DAILY.say(book.language),) if any(line.boarders for line in lines) else ()
    sheet = draw(book, table, extra=(roll, *daily, *alert))
    if lines:
        column = next(i for i, c in enumerate(table.columns) if c.header.en == "Progress")
        choices = [step.say(book.language) for step in PROGRESS]
        last = HEADER_ROW + len(lines)
        sheet.data_validation(
            HEADER_ROW + 1, column, last, column, {"validate": "list", "source": choices}
        )


# Money stands before the columns that an office fills in.
_MONEY = next(i for i, column in enumerate(_COLUMNS) if column.header.en == "Responsible leader")


def _rows(lines: Sequence[Line], language: Language, *, works: bool) -> list[Row]:
    """Return the rows; the roll of a school stands in its first row of the year, to add up."""
    rows: list[Row] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        row = _row(number, line, language)
        roll = None if line.school_id in seen else line.roll
        cost = [line.cost] if works else []
        rows.append((*row[:4], roll, *row[5:_MONEY], *cost, *row[_MONEY:]))
        seen.add(line.school_id)
    return rows


def _row(number: int, line: Line, language: Language) -> Row:
    return (
        number,
        line.school,
        line.township,
        line.kind.say(language),
        line.roll,
        line.action.say(language),
        line.year,
        presentation.listed(line.receivers, language) or presentation.MISSING,
        None if line.action_code == "relief" and not line.pupils else line.pupils,
        line.km,
        line.minutes,
        line.boarders,
        None,
        None,
        None,
        None,
        NOT_STARTED.say(language),
        _remarks(line, language) or None,
    )


def _remarks(line: Line, language: Language) -> str:
    """Return what else there is to say: the weekly way of boarders is no daily one."""
    weekly = _WEEKLY.filled(minutes=presentation.tenth(line.weekly_minutes)).say(language)
    said = (line.what.say(language), weekly if line.boarders else "")
    return ("；" if language == "zh" else "; ").join(part for part in said if part)
