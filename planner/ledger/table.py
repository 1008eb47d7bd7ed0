"""A sheet that is one table: title, header, rows, filter, totals, print set-up."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Literal

from xlsxwriter.utility import xl_rowcol_to_cell

from planner.ledger.book import LINE_HEIGHT, across, put, rows_needed, width
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    from planner.ledger.book import Book, Kind

type Total = Literal["", "sum", "max"]
type Row = Sequence[str | float | None]

HEADER_ROW = 2
TOTAL = Text("合计", "Total")

# Room for the arrow of the filter, in digits.
_ARROW = 3

# Around the text of a cell, in digits; above and below it, in points.
_MARGIN = 3
_AIR = 4

# SUBTOTAL leaves out the rows that a filter hides, so the totals follow the filter.
_SUBTOTALS = {"sum": 109, "max": 104}


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    header
        What stands above it.
    kind
        What stands in it, which gives alignment and number format.
    narrow, wide
        Least and greatest width in digits; longer text wraps.
    total
        What stands under it: nothing, the sum, or the largest.
    """

    header: Text
    kind: Kind = "text"
    narrow: int = 6
    wide: int = 40
    total: Total = ""


@dataclass(frozen=True)
class Table:
    """A table and the sheet that it fills.

    Parameters
    ----------
    sheet
        The name on the tab.
    title
        The heading, without the county.
    columns, rows
        What it holds; every row has one value a column.
    empty
        What is said where there are no rows.
    """

    sheet: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    empty: Text


def draw(book: Book, table: Table, *, extra: tuple[str, ...] = ()) -> Worksheet:
    """Draw `table` on a new sheet and return the sheet; `extra` joins the labels at its head."""
    sheet = book.sheet(table.sheet)
    last = len(table.columns) - 1
    book.head(sheet, table.title, last=last, extra=extra)
    widths = _widths(book, table)
    for column, (shape, wide) in enumerate(zip(table.columns, widths, strict=True)):
        sheet.write_string(
            HEADER_ROW, column, shape.header.say(book.language), book.style("header")
        )
        sheet.set_column(column, column, wide)
    sheet.set_row(HEADER_ROW, 2 * LINE_HEIGHT)
    _body(book, sheet, table, widths)
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    sheet.repeat_rows(0, HEADER_ROW)
    return sheet


def _body(book: Book, sheet: Worksheet, table: Table, widths: Sequence[int]) -> None:
    for number, row in enumerate(table.rows, start=HEADER_ROW + 1):
        sheet.set_row(number, _height(row, widths))
        for column, (shape, value) in enumerate(zip(table.columns, row, strict=True)):
            put(sheet, number, column, value, book.style("cell", shape.kind))
    last = HEADER_ROW + len(table.rows)
    if table.rows:
        sheet.autofilter(HEADER_ROW, 0, last, len(table.columns) - 1)
        _totals(book, sheet, table, last)
    else:
        across(sheet, last + 1, len(widths) - 1, table.empty.say(book.language), book.style("note"))
        sheet.set_row(last + 1, LINE_HEIGHT + _AIR)


def _totals(book: Book, sheet: Worksheet, table: Table, last: int) -> None:
    if not any(column.total for column in table.columns):
        return
    sheet.set_row(last + 1, LINE_HEIGHT + _AIR)
    for column, shape in enumerate(table.columns):
        style = book.style("total", shape.kind if column else "text")
        if not shape.total:
            put(sheet, last + 1, column, TOTAL.say(book.language) if column == 0 else None, style)
            continue
        start = xl_rowcol_to_cell(HEADER_ROW + 1, column)
        end = xl_rowcol_to_cell(last, column)
        formula = f"=SUBTOTAL({_SUBTOTALS[shape.total]},{start}:{end})"
        value = _value(shape.total, [row[column] for row in table.rows])
        sheet.write_formula(last + 1, column, formula, style, value)


def _value(total: Total, cells: Sequence[object]) -> float:
    numbers = [cell for cell in cells if isinstance(cell, int | float)]
    return sum(numbers) if total == "sum" else max(numbers, default=0)


def _widths(book: Book, table: Table) -> list[int]:
    """Return the width of each column: as its cells need, headers on up to two lines."""
    widths = []
    for column, shape in enumerate(table.columns):
        heading = width(shape.header.say(book.language))
        cells = [width(_as_shown(row[column])) for row in table.rows]
        needed = max([heading / 2 + _ARROW, *(cell + _MARGIN for cell in cells)])
        widths.append(min(max(ceil(needed), shape.narrow), shape.wide))
    return widths


def _height(row: Row, widths: Sequence[int]) -> float:
    """Return the height that the longest text of a row needs; offices see it whole."""
    cells = zip(row, widths, strict=True)
    needed = [rows_needed(cell, wide - _MARGIN) for cell, wide in cells if isinstance(cell, str)]
    return LINE_HEIGHT * max(needed, default=1) + _AIR


def _as_shown(cell: object) -> str:
    return "" if cell is None else cell if isinstance(cell, str) else f"{cell:,.1f}"
