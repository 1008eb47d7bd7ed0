"""One cell read as what its column holds, or the reason why it cannot be."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime
from typing import TYPE_CHECKING

from planner.tables.grid import plain, shown, trimmed
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.schema import Column
    from planner.tables.grid import Cell

type Value = str | int | float

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?", re.IGNORECASE)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_DATE = re.compile(
    r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?(?:[ T]0{1,2}:00(:00)?)?"
)
_DAMAGED_ID = re.compile(r"\d(\.\d+)?E\+\d+", re.IGNORECASE)
_GRADES = {
    **{f"{word}年级": n for n, word in enumerate("一二三四五六七八九", start=1)},
    **{f"{n}年级": n for n in range(1, 13)},
    **{f"初{word}": n for n, word in enumerate("一二三", start=7)},
    **{f"高{word}": n for n, word in enumerate("一二三", start=10)},
}
_GUARDED = re.compile(r'="([^"]*)"')  # how some programs keep Excel from reading a number
_EXACT_DIGITS = 15


class Unreadable(Exception):
    """A cell that cannot be read as what its column holds."""

    def __init__(self, code: str, what: Text, hint: Text) -> None:
        super().__init__(code)
        self.code, self.what, self.hint = code, what, hint


def read_cell(cell: Cell, column: Column) -> Value:
    """Return the value of a cell that is not blank.

    Raises
    ------
    Unreadable
        Where it is not of the column's kind or outside what is possible.
    """
    return _READERS[column.kind](cell, column)


def _text(cell: Cell, column: Column) -> str:  # noqa: ARG001 - one signature for all kinds
    text = _spelt(cell)
    if any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in text if sign not in "\n\r\t"):
        raise Unreadable(
            "strange_characters",
            Text("含有不可见的控制字符", "it holds control characters that cannot be seen"),
            Text("请重新录入该单元格", "type the cell again"),
        )
    return text


def _spelt(cell: Cell) -> str:
    """Return a cell as text; a whole number has no decimal point."""
    if isinstance(cell, str):
        text = trimmed(cell)
        guarded = _GUARDED.fullmatch(text)
        return guarded[1] if guarded else text
    if isinstance(cell, float) and math.isfinite(cell) and cell.is_integer():
        return str(int(cell))
    return shown(cell) if isinstance(cell, date) else str(cell)


def _ident(cell: Cell, column: Column) -> str:
    text = plain(_text(cell, column))
    long_number = isinstance(cell, int | float) and abs(cell) >= 10**_EXACT_DIGITS
    if long_number or (isinstance(cell, str) and _DAMAGED_ID.fullmatch(text)):
        raise Unreadable(
            "damaged_id",
            Text(
                "编码被 Excel 当作数字，已丢失位数",
                "Excel took the code for a number and lost digits",
            ),
            Text(
                "请把该列设为“文本”格式后重新录入",
                "set the column to 'Text' and enter the codes again",
            ),
        )
    if any(sign in "\n\r\t;" for sign in text):
        raise Unreadable(
            "bad_id",
            Text("编码中有换行、制表符或分号", "the code holds a line break, a tab or a semicolon"),
            Text("请改为不含这些符号的编码", "use a code without them"),
        )
    if column.name == "works_id" and any(sign.isspace() for sign in text):
        raise Unreadable(
            "bad_id",
            Text("工程编码中有空格", "the works code holds a space"),
            Text("请去掉空格", "take the spaces out"),
        )
    return text


def _number(cell: Cell, column: Column) -> float:
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise _not_a_number(column)
    if isinstance(cell, str):
        text = "".join(plain(cell).split())
        if _THOUSANDS.fullmatch(text):
            text = text.replace(",", "")
        if not _NUMBER.fullmatch(text):
            raise _not_a_number(column)
        cell = float(text)
    try:
        number = float(cell)
    except OverflowError:
        number = math.inf
    if math.isnan(number):
        raise _not_a_number(column)
    if not column.low <= number <= column.high or math.isinf(number):
        raise _out_of_range(number, column)
    return number


def _whole(cell: Cell, column: Column) -> int:
    number = _number(cell, column)
    if not number.is_integer():
        raise Unreadable(
            "not_whole",
            Text("{title}应为整数", "'{title}' must be a whole number").filled(title=column.title),
            Text("请填写整数", "give a whole number"),
        )
    return int(number)


def _grade(cell: Cell, column: Column) -> int:
    word = "".join(plain(cell).split()) if isinstance(cell, str) else ""
    return _GRADES[word] if word in _GRADES else _whole(cell, column)


def _year(cell: Cell, column: Column) -> int:
    try:
        if isinstance(cell, str):
            cell = re.sub(r"(年|学年|年度)$", "", plain(trimmed(cell)))
        return _whole(cell, column)
    except Unreadable:
        raise Unreadable(
            "bad_year",
            Text("不是年份", "this is not a year"),
            Text(
                "请填四位年份，如 2023（2023年9月开学的学年）",
                "give four digits such as 2023 (the school year that starts in September 2023)",
            ),
        ) from None


def _date(cell: Cell, column: Column) -> str:  # noqa: ARG001 - one signature for all kinds
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = plain(_spelt(cell))
    match = _DATE.fullmatch(text) or re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text)
    day = _day(match) if match else None
    if day is None:
        raise Unreadable(
            "bad_date",
            Text("不是日期", "this is not a date"),
            Text("请写成 2023-07-14 的样子", "write it like 2023-07-14"),
        )
    return day.isoformat()


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _choice(cell: Cell, column: Column) -> str:
    said = "".join(plain(_spelt(cell)).split()).casefold()
    for choice in column.choices:
        if said in {"".join(word.split()).casefold() for word in choice.words()}:
            return choice.code
    zh = "、".join(choice.name.zh for choice in column.choices)
    en = ", ".join(choice.code for choice in column.choices)
    raise Unreadable(
        "bad_choice",
        Text("不是可用的{title}", "this is none of the words for '{title}'").filled(
            title=column.title
        ),
        Text("可填：{zh}（或 {en}）", "one of: {en} (or {zh})").filled(zh=zh, en=en),
    )


def _not_a_number(column: Column) -> Unreadable:
    return Unreadable(
        "not_a_number",
        Text("{title}应为数字", "'{title}' must be a number").filled(title=column.title),
        Text("请填写数字，不带单位和文字", "give a number without unit or words"),
    )


def _out_of_range(number: float, column: Column) -> Unreadable:
    low = number < column.low
    limit = f"{column.low if low else column.high:.15g}"
    return Unreadable(
        "out_of_range",
        Text("{title}不可能{side}{limit}", "'{title}' cannot be {side} {limit}").filled(
            title=column.title,
            side=Text("小于", "below") if low else Text("大于", "above"),
            limit=limit,
        ),
        Text("请核对该数", "see what the number should be"),
    )


_READERS: dict[str, Callable[[Cell, Column], Value]] = {
    "id": _ident,
    "text": _text,
    "whole": _whole,
    "number": _number,
    "lon": _number,
    "lat": _number,
    "year": _year,
    "grade": _grade,
    "date": _date,
    "choice": _choice,
    "wkt": _text,
}
