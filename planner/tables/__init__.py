"""Reading tables: files and sheets into typed columns, with everything wrong said at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.tables.csv_files import read_csv
from planner.tables.grid import Grid
from planner.tables.layout import lay_out
from planner.tables.separators import wrong_separator
from planner.tables.typed import TypedTable, absent, failed, read_typed

if TYPE_CHECKING:
    from planner.errors import Finding
    from planner.schema import Table

__all__ = ["Grid", "TypedTable", "absent", "failed", "read_csv", "read_grid"]


def read_grid(table: Table, grid: Grid) -> tuple[TypedTable, list[Finding]]:
    """Read the cells of a file or sheet as `table`, and return what was found on the way."""
    separated = wrong_separator(table, grid)
    if separated is not None:
        return failed(table, grid.file), [separated]
    layout, findings = lay_out(table, grid)
    typed, more = read_typed(table, layout)
    return typed, findings + more
