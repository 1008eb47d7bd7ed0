"""A sheet that is one table: title, header, rows, filter, totals, print set-up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from xlsxwriter.utility import xl_rowcol_to_cell

from planner.ledger.book import put, width
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    from planner.ledger.book import Book, Kind

type Total = Literal["", "sum", "max"]
type Row = Sequence[str | float | None]

HEADER_ROW = 2
TOTAL = Text("合计", "Total")

# Room for the arrow of the filter, in Latin characters.
_ARROW = 3

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
        Least and greatest width in Latin characters; longer text wraps.
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
    book.head(sheet, f"{book.run.dataset.name} {table.title}", last=last, extra=extra)
    for column, shape in enumerate(table.columns):
        heading = shape.header.say(book.language)
        sheet.write_string(HEADER_ROW, column, heading, book.style("header"))
        sheet.set_column(column, column, _width(shape, heading, [r[column] for r in table.rows]))
    _body(book, sheet, table)
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    sheet.repeat_rows(0, HEADER_ROW)
    return sheet


def _body(book: Book, sheet: Worksheet, table: Table) -> None:
    for number, row in enumerate(table.rows, start=HEADER_ROW + 1):
        for column, (shape, value) in enumerate(zip(table.columns, row, strict=True)):
            put(sheet, number, column, value, book.style("cell", shape.kind))
    last = HEADER_ROW + len(table.rows)
    if table.rows:
        sheet.autofilter(HEADER_ROW, 0, last, len(table.columns) - 1)
        _totals(book, sheet, table, last)
    else:
        sheet.write_string(last + 1, 0, table.empty.say(book.language), book.style("labels"))


def _totals(book: Book, sheet: Worksheet, table: Table, last: int) -> None:
    if not any(column.total for column in table.columns):
        return
    for column, shape in enumerate(table.columns):
        style = book.style("total", shape.kind)
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


def _width(column: Column, heading: str, cells: Sequence[object]) -> int:
    said = [_as_shown(cell) for cell in cells]
    needed = max([width(heading) + _ARROW, *(width(text) + 2 for text in said)])
    return min(max(needed, column.narrow), column.wide)


def _as_shown(cell: object) -> str:
    return "" if cell is None else cell if isinstance(cell, str) else f"{cell:,.0f}"
