"""Where the header stands in a sheet, which column is which, and which rows are notes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from planner.errors import Finding
from planner.tables.grid import is_blank, plain, shown, trimmed
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.schema import Column, Table
    from planner.tables.grid import Cell, Grid

HEADER_WITHIN = 15
_SUMS = {"合计", "总计", "小计", "共计", "total", "sum"}
_NOTE = re.compile(
    r"^(注|备注|说明|填表|制表|审核|填报|单位负责|数据来源|note|source|remark)", re.IGNORECASE
)
_LONG = 20


@dataclass(frozen=True)
class Layout:
    """A sheet whose columns are known.

    Parameters
    ----------
    file
        File name, or `book.xlsx[sheet]`.
    header_row
        Row of the header as a spreadsheet counts it; 0 where nothing stands in the sheet.
    headers
        The headers as they stand in the file.
    where
        Position of each column that is known, by its name.
    rows
        Rows below the header, notes left out.
    """

    file: str
    header_row: int
    headers: tuple[str, ...]
    where: dict[str, int]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]


def lay_out(table: Table, grid: Grid) -> tuple[Layout, list[Finding]]:
    """Find the header of `table` in `grid` and set notes aside.

    Titles may stand above the header; rows below the table that hold a note or a sum are not
    read, and a warning says so.
    """
    known = known_headers(table)
    start = _header_at(grid, known)
    if start is None:
        return Layout(grid.file, 0, (), {}, ()), []
    header_row = grid.rows[start][0]
    headers, below = _headers(grid, start, known)
    where: dict[str, int] = {}
    findings: list[Finding] = []
    for position, header in enumerate(headers):
        column = column_of(header, known)
        if column is not None and column.name in where:
            findings.append(_twice(grid.file, header_row, headers, where[column.name], header))
        elif column is not None:
            where[column.name] = position
    body, notes = _without_notes(table, where, grid.rows[below:])
    findings += [_note(grid.file, number, row) for number, row in notes]
    return Layout(grid.file, header_row, headers, where, tuple(body)), findings


def known_headers(table: Table) -> dict[str, Column]:
    """Return the columns of a table by every header that names them."""
    return {_key(header): column for column in table.columns for header in column.headers()}


def _key(header: str) -> str:
    return "".join(plain(header).split()).strip("*:").casefold()


def column_of(header: str, known: dict[str, Column]) -> Column | None:
    """Return the column that a header names, also with a unit in brackets behind it."""
    key = _key(header)
    bare = re.sub(r"[(\[].*[)\]]$", "", key).strip("*")
    return known.get(key) or known.get(bare)


def _header_at(grid: Grid, known: dict[str, Column]) -> int | None:
    """Return the index of the row that names most columns, among the first rows."""
    if not grid.rows:
        return None
    first = grid.rows[:HEADER_WITHIN]
    named = [
        len({c.name for cell in cells if isinstance(cell, str) and (c := column_of(cell, known))})
        for _, cells in first
    ]
    return named.index(max(named))


def _headers(grid: Grid, start: int, known: dict[str, Column]) -> tuple[tuple[str, ...], int]:
    """Return the headers, and the index of the row below them.

    A header of two rows, such as 位置 over 经度 and 纬度, has its gaps filled from the row above
    and from a row below that holds nothing but names of columns.
    """
    above = grid.rows[start - 1][1] if start else ()
    under = grid.rows[start + 1][1] if start + 1 < len(grid.rows) else ()
    words = [cell for cell in under if not is_blank(cell)]
    two = bool(words) and all(isinstance(w, str) and column_of(w, known) for w in words)
    stacked = zip_longest(grid.rows[start][1], under if two else (), above)
    return tuple(_header(*cells, known) for cells in stacked), start + 1 + two


def _header(cell: Cell, under: Cell, above: Cell, known: dict[str, Column]) -> str:
    """Return the header of one column: its own word, else that below, else that above."""
    own, lower, upper = (trimmed(str(c)) if not is_blank(c) else "" for c in (cell, under, above))
    if own and (column_of(own, known) or not lower):
        return own
    return lower or (upper if column_of(upper, known) else "")


def _without_notes(
    table: Table, where: dict[str, int], rows: Sequence[tuple[int, tuple[Cell, ...]]]
) -> tuple[list[tuple[int, tuple[Cell, ...]]], list[tuple[int, tuple[Cell, ...]]]]:
    """Split off the rows at the end that are notes or sums."""
    needed = [where[c.name] for c in table.columns if c.required and c.name in where]
    body = list(rows)
    notes: list[tuple[int, tuple[Cell, ...]]] = []
    while body and _is_note(body[-1][1], needed):
        notes.insert(0, body.pop())
    return body, notes


def _is_note(cells: tuple[Cell, ...], needed: Sequence[int]) -> bool:
    filled = [cell for cell in cells if not is_blank(cell)]
    blank = [at for at in needed if at >= len(cells) or is_blank(cells[at])]
    if not filled or not blank:
        return False
    first = plain(trimmed(str(filled[0])))
    if "".join(first.split()).casefold() in _SUMS or _NOTE.match(first):
        return True
    return len(filled) == 1 and (len(first) > _LONG or bool(re.search(r"[\s,;:。、]", first)))


def _note(file: str, number: int, cells: tuple[Cell, ...]) -> Finding:
    first = next(cell for cell in cells if not is_blank(cell))
    return Finding(
        "note_not_read",
        Text(
            "表下的说明或合计行，未作为数据读取", "a note or sum below the table, not read as data"
        ),
        Text("如属数据，请补全该行必填项", "if it is data, fill in the cells it needs"),
        "warning",
        file=file,
        row=number,
        value=shown(first),
    )


def _twice(file: str, row: int, headers: tuple[str, ...], first: int, second: str) -> Finding:
    return Finding(
        "column_twice",
        Text("“{a}”和“{b}”两列表示同一项", "the columns '{a}' and '{b}' mean the same").filled(
            a=headers[first], b=second
        ),
        Text("请只保留一列", "keep one of them"),
        file=file,
        row=row,
        column=second,
    )
