"""Tables whose cells are separated by something else than commas, told once and not guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import Finding
from planner.tables.layout import HEADER_WITHIN, column_of, known_headers
from planner.words import Text

if TYPE_CHECKING:
    from planner.schema import Column, Table
    from planner.tables.grid import Cell, Grid

SEPARATORS = {
    ";": Text("分号", "semicolons"),
    "\t": Text("制表符", "tabs"),
    "|": Text("竖线", "vertical bars"),
    "；": Text("全角分号", "full-width semicolons"),
    "，": Text("全角逗号", "full-width commas"),
}


def wrong_separator(table: Table, grid: Grid) -> Finding | None:
    """Return what is wrong with a table whose header holds several columns in one cell."""
    known = known_headers(table)
    for row, cells in grid.rows[:HEADER_WITHIN]:
        if sum(_names(cell, known) for cell in cells) > 1:
            return None
        for separator, name in SEPARATORS.items():
            if any(_holds_several(cell, separator, known) for cell in cells):
                return _wrong(grid.file, row, name)
    return None


def _names(cell: Cell, known: dict[str, Column]) -> bool:
    return isinstance(cell, str) and column_of(cell, known) is not None


def _holds_several(cell: Cell, separator: str, known: dict[str, Column]) -> bool:
    """Tell whether a cell names more than one column once it is divided."""
    words = cell.split(separator) if isinstance(cell, str) else []
    return sum(_names(word, known) for word in words) > 1


def _wrong(file: str, row: int, separator: Text) -> Finding:
    return Finding(
        "wrong_separator",
        Text(
            "各列之间用的是{separator}，不是逗号，整张表无法读取",
            "the columns are separated by {separator}, not by commas: none of it can be read",
        ).filled(separator=separator),
        Text(
            "请在 Excel 中另存为“CSV UTF-8（逗号分隔）”；若仍不是逗号，请在 Windows 的区域设置中"
            "把列表分隔符改为逗号",
            "save it from Excel as 'CSV UTF-8 (Comma delimited)'; if it still has no commas, set "
            "the list separator to a comma in the regional settings of Windows",
        ),
        file=file,
        row=row,
    )
