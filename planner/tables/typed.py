"""Tables read by the schema: one value a cell, and where each stood in the file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.errors import Finding
from planner.tables.cells import Unreadable, read_cell
from planner.tables.grid import is_blank, plain, shown
from planner.words import Text, listed, numbered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from planner.errors import Severity
    from planner.schema import Column, Table
    from planner.tables.cells import Value
    from planner.tables.grid import Cell
    from planner.tables.layout import Layout

WORDS = frozenset({"id", "text", "date", "choice", "wkt"})
WHOLES = frozenset({"whole", "year", "grade"})
EXTRA = "extra:"


@dataclass(frozen=True)
class TypedTable:
    """A table of typed columns that still knows its cells.

    Parameters
    ----------
    table
        What the schema says of it.
    file
        File name, or `book.xlsx[sheet]`; the file's usual name where it is absent.
    frame
        Every column of the schema, then the unknown ones as text, called ``extra:`` and their
        header so that they never meet a known name. A cell that could not be read holds None.
    rows
        Row of each record as a spreadsheet counts it.
    headers
        The header in the file by column name.
    raw
        The cells in the file by column name.
    sound
        Whether every cell could be read.
    present
        Whether the county has the table.
    unread
        By column name, the records whose cell could not be read; all where it is missing.
    """

    table: Table
    file: str
    frame: pd.DataFrame
    rows: tuple[int, ...]
    headers: Mapping[str, str]
    raw: Mapping[str, Sequence[Cell]]
    sound: bool
    present: bool
    unread: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def complete(self, *columns: str) -> bool:
        """Tell whether the table could be read and nothing in `columns` was unreadable."""
        return self.sound or (len(self.frame) > 0 and not self.without(columns))

    def without(self, columns: Iterable[str]) -> set[int]:
        """Return the records with an unreadable cell in one of `columns`."""
        return set().union(*(self.unread.get(name, ()) for name in columns))

    def readable(self, columns: Sequence[str]) -> TypedTable:
        """Return the records whose cells in `columns` could be read, these columns typed."""
        if self.sound:
            return self
        gone = self.without(columns)
        kept = [index for index in range(len(self.frame)) if index not in gone]
        frame = self.frame.iloc[kept].reset_index(drop=True)
        typed = {name: _series(self.table.column(name), frame[name].tolist()) for name in columns}
        return replace(
            self,
            frame=frame.assign(**typed),
            rows=tuple(self.rows[index] for index in kept),
            raw={name: [cells[index] for index in kept] for name, cells in self.raw.items()},
            unread={},
        )

    def finding(
        self,
        index: int,
        column: str,
        *,
        code: str,
        what: Text,
        hint: Text,
        severity: Severity = "error",
    ) -> Finding:
        """Return a finding at the cell of record `index` in `column`."""
        cells = self.raw.get(column)
        return Finding(
            code,
            what,
            hint,
            severity,
            file=self.file,
            row=self.rows[index],
            column=self.headers.get(column, column),
            value="" if cells is None else shown(cells[index]),
        )


def absent(table: Table) -> TypedTable:
    """Return the table of a county that does not have it: all columns, no rows."""
    columns = {column.name: _series(column, []) for column in table.columns}
    return TypedTable(
        table, table.file, pd.DataFrame(columns), (), {}, {}, sound=True, present=False
    )


def failed(table: Table, file: str) -> TypedTable:
    """Return a table that is there, or should be, and of which nothing could be read."""
    return replace(absent(table), file=file, sound=False, present=True)


def read_typed(table: Table, layout: Layout) -> tuple[TypedTable, list[Finding]]:
    """Read every cell of a sheet by the schema.

    Returns
    -------
    The table, with whatever could be read, and everything that was found.
    """
    findings = _missing_columns(table, layout) + _no_rows(table, layout)
    raw = {name: _cells(layout, at) for name, at in layout.where.items()}
    headers = {name: layout.headers[at] for name, at in layout.where.items()}
    shell = TypedTable(
        table,
        layout.file,
        pd.DataFrame(),
        tuple(number for number, _ in layout.rows),
        headers,
        raw,
        sound=True,
        present=True,
    )
    values: dict[str, list[Value | None]] = {}
    unread: dict[str, frozenset[int]] = {}
    for column in table.columns:
        if column.name in raw:
            values[column.name], unread[column.name], found = _read_column(column, shell)
            findings += found
        else:
            values[column.name] = [column.default] * len(layout.rows)  # type: ignore[list-item]
            unread[column.name] = frozenset(range(len(layout.rows)) if column.required else ())
    sound = not any(finding.severity == "error" for finding in findings)
    frame = pd.DataFrame(
        {
            c.name: _series(c, values[c.name]) if sound else pd.Series(values[c.name], dtype=object)
            for c in table.columns
        }
    )
    frame, notes = _with_extras(frame, layout)
    return replace(shell, frame=frame, sound=sound, unread=unread), findings + notes


def _cells(layout: Layout, at: int) -> list[Cell]:
    try:
        return [cells[at] for _, cells in layout.rows]
    except IndexError:
        return [cells[at] if at < len(cells) else None for _, cells in layout.rows]


def _read_column(
    column: Column, shell: TypedTable
) -> tuple[list[Value | None], frozenset[int], list[Finding]]:
    """Read one column, and tell which of its cells cannot be; those that are the same once."""
    cells = shell.raw[column.name]
    seen = {(type(cell), cell): cell for cell in cells}
    read = {key: _attempt(cell, column) for key, cell in seen.items()}
    values = [read[type(cell), cell] for cell in cells]
    bad = {key: value for key, value in read.items() if isinstance(value, Unreadable)}
    unread = [n for n, cell in enumerate(cells) if (type(cell), cell) in bad] if bad else []
    findings = [_unreadable(shell, column, n, bad[type(cells[n]), cells[n]]) for n in unread]
    for index in unread:
        values[index] = None
    wide: list[int] = []
    if column.kind not in {"text", "choice"}:
        odd = {key for key, cell in seen.items() if key not in bad and _is_wide(cell)}
        wide = [n for n, cell in enumerate(cells) if (type(cell), cell) in odd] if odd else []
    return (
        values,  # type: ignore[return-value] # those that cannot be read are None by now
        frozenset(unread),
        findings + _wide(shell, column, wide),
    )


def _unreadable(shell: TypedTable, column: Column, index: int, value: Unreadable) -> Finding:
    return shell.finding(index, column.name, code=value.code, what=value.what, hint=value.hint)


def _attempt(cell: Cell, column: Column) -> Value | Unreadable | None:
    if is_blank(cell):
        return _blank(column) if column.required else column.default  # type: ignore[return-value]
    try:
        return read_cell(cell, column)
    except Unreadable as problem:
        return problem


def _blank(column: Column) -> Unreadable:
    return Unreadable(
        "blank",
        Text("{title}为空", "'{title}' is blank").filled(title=column.title),
        Text(
            "此项必填；合并的单元格请拆开并逐行填写",
            "it is needed; split merged cells and fill every row",
        ),
    )


def _is_wide(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.isascii() and any("！" <= s <= "～" for s in cell)


def _wide(shell: TypedTable, column: Column, indices: list[int]) -> list[Finding]:
    if not indices:
        return []
    return [
        shell.finding(
            indices[0],
            column.name,
            code="full_width",
            what=Text(
                "{n}用了全角字符，已按半角读取",
                "{n} in full-width characters, read as ordinary ones",
            ).filled(n=numbered(len(indices), "{n}个单元格", "{n} cell", "{n} cells")),
            hint=Text("建议改为半角", "better typed as ordinary ones"),
            severity="warning",
        )
    ]


def _series(column: Column, values: Sequence[Any]) -> pd.Series[Any]:
    """Return typed values: text where blank is '', whole numbers where none is blank."""
    if column.kind in WORDS:
        return pd.Series(["" if value is None else value for value in values], dtype=str)
    if column.kind in WHOLES and (column.required or column.default is not None):
        return pd.Series(values, dtype="int64")
    return pd.Series(values, dtype="float64")


def _missing_columns(table: Table, layout: Layout) -> list[Finding]:
    if not layout.header_row:
        return []
    found = [header for header in layout.headers if header]
    return [
        Finding(
            "missing_column",
            Text("缺少“{title}”列（{name}）", "the column '{name}' ({title}) is missing").filled(
                title=column.title, name=column.name
            ),
            Text(
                "表头现有：{listed}。请补上该列{near}", "headers found: {listed}. Add it{near}"
            ).filled(listed=listed(found), near=_near(column, found)),
            file=layout.file,
            row=layout.header_row,
            column=column.name,
        )
        for column in table.columns
        if column.required and column.name not in layout.where
    ]


def _near(column: Column, found: Sequence[str]) -> Text:
    for header in column.headers():
        close = get_close_matches(plain(header), found, n=1, cutoff=0.6)
        if close:
            return Text("（是否为“{h}”？）", " (is it '{h}'?)").filled(h=close[0])
    return Text("", "")


def _no_rows(table: Table, layout: Layout) -> list[Finding]:
    if layout.header_row and (layout.rows or not table.required):
        return []
    if not layout.header_row:
        what = Text("文件是空的", "the file is empty")
    else:
        what = Text("只有表头，没有数据行", "there is a header and no row of data")
    return [
        Finding(
            "no_rows",
            what,
            Text("请填入{title}，第一行为表头", "fill in {title}, with the header in row 1").filled(
                title=table.title
            ),
            file=layout.file,
            row=layout.header_row,
        )
    ]


def _with_extras(frame: pd.DataFrame, layout: Layout) -> tuple[pd.DataFrame, list[Finding]]:
    """Keep the columns that the schema does not know, and say so."""
    known = set(layout.where.values())
    width = max((len(cells) for _, cells in layout.rows), default=0)
    headers = layout.headers + ("",) * (width - len(layout.headers))
    extras: dict[str, pd.Series[Any]] = {}
    findings: list[Finding] = []
    for at, header in enumerate(headers):
        if at in known:
            continue
        cells = _cells(layout, at)
        if not header and all(is_blank(cell) for cell in cells):
            continue
        extras[f"{EXTRA}{header or at + 1}"] = pd.Series([shown(cell) for cell in cells], dtype=str)
        findings.append(_unknown_column(layout, header or f"({at + 1})"))
    return (frame.assign(**extras) if extras else frame), findings


def _unknown_column(layout: Layout, header: str) -> Finding:
    return Finding(
        "unknown_column",
        Text("不认识的列，保留但不使用", "an unknown column, kept and not used"),
        Text(
            "如应使用，请改为参考手册中的表头",
            "if it should be used, give it a header of the reference",
        ),
        "warning",
        file=layout.file,
        row=layout.header_row,
        column=header,
    )
