"""Workbooks (.xlsx), read cell by cell with guards against files that unpack without end."""

from __future__ import annotations

import io
import warnings
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planner.errors import Finding
from planner.schema import TABLES, actuals_year
from planner.schema.facts import FACTS_SHEET
from planner.tables.grid import Grid, is_blank, plain
from planner.words import Text, listed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    from planner.tables.grid import Cell

MOST_BYTES = 100 * 2**20
MOST_UNPACKED = 400 * 2**20
MOST_PARTS = 5000
MOST_RATIO = 200
RATIO_FROM = 8 * 2**20
MOST_ROWS = 1_048_576
MOST_COLUMNS = 120

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass
class Workbook:
    """The sheets of a workbook that hold tables.

    Parameters
    ----------
    opened
        Whether it could be opened as a workbook at all.
    sheets
        Names of all its sheets.
    grids
        Cells by name of the table.
    actuals
        Cells of the pupils counted in other school years, by year; None: not to be read.
    failed
        Sheets of tables that could not be read, by name of the table.
    facts
        Cells of the sheet with the facts of the county.
    findings
        What was found on the way.
    """

    opened: bool = False
    sheets: tuple[str, ...] = ()
    grids: dict[str, Grid] = field(default_factory=dict)
    actuals: dict[int, Grid | None] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    facts: Grid | None = None
    findings: list[Finding] = field(default_factory=list)


def read_workbook(path: Path) -> Workbook:
    """Read every sheet whose name is that of a table."""
    book = Workbook()
    refusal = _refusal(path)
    if refusal is not None:
        book.findings.append(refusal)
        return book
    from openpyxl import load_workbook  # noqa: PLC0415 - only workbooks need it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and rules it does not keep
        try:
            held = io.BytesIO(path.read_bytes())  # so that a broken file is not left open
            opened = load_workbook(held, read_only=True, data_only=True, keep_links=False)
            book.opened, book.sheets = True, tuple(opened.sheetnames)
            for sheet in opened.worksheets:
                _take(book, path, sheet)
            opened.close()
        except Exception as problem:  # noqa: BLE001 - openpyxl raises whatever it meets in a broken file
            book.opened = False
            book.findings.append(_broken(path, problem))
    return book


def _take(book: Workbook, path: Path, sheet: ReadOnlyWorksheet) -> None:
    """Read one sheet into the workbook if it is a table that is known."""
    name = "".join(plain(sheet.title).split()).casefold()
    file = f"{path.name}[{sheet.title}]"
    table = next((t for t in TABLES.values() if name in {t.sheet, t.name, f"{t.name}.csv"}), None)
    year = actuals_year(name)
    if year is not None:
        _take_actuals(book, sheet, file, year)
        return
    if table is None and name not in {FACTS_SHEET, "county"}:
        book.findings.append(_unknown_sheet(file))
        return
    if table is not None and table.name in book.grids:
        book.findings.append(_sheet_twice(file, book.grids[table.name].file))
        return
    grid = _grid(file, sheet)
    if grid is None:
        book.findings.append(_endless(file))
        book.failed.update({table.name: file} if table else {})
    elif table is None:
        book.facts = grid
    else:
        book.grids[table.name] = grid


def _take_actuals(book: Workbook, sheet: ReadOnlyWorksheet, file: str, year: int) -> None:
    first = book.actuals.get(year)
    if first is not None:
        book.findings.append(_sheet_twice(file, first.file))
        return
    book.actuals[year] = _grid(file, sheet)
    if book.actuals[year] is None:
        book.findings.append(_endless(file))


def _grid(file: str, sheet: ReadOnlyWorksheet) -> Grid | None:
    """Return the cells of a sheet, or None where it has more rows than a sheet can have."""
    sheet.reset_dimensions()
    rows: list[tuple[int, tuple[Cell, ...]]] = []
    found: Iterable[tuple[Cell, ...]] = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
    for number, cells in enumerate(found, start=1):
        if number > MOST_ROWS:
            return None
        last = max((at for at, cell in enumerate(cells) if not is_blank(cell)), default=-1)
        if last >= 0:
            rows.append((number, tuple(cells[: last + 1])))
    return Grid(file, tuple(rows))


def _refusal(path: Path) -> Finding | None:
    """Return why a file is not even opened as a workbook."""
    try:
        with path.open("rb") as file:
            start = file.read(4)
        if start == _OLD_EXCEL:
            return _old_excel(path)
        if path.stat().st_size > MOST_BYTES or _unpacks_without_end(path):
            return _too_large(path)
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as problem:
        return _broken(path, problem)
    return None


def _unpacks_without_end(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    whole = sum(part.file_size for part in parts)
    bombs = [
        part
        for part in parts
        if part.file_size > RATIO_FROM and part.file_size > MOST_RATIO * part.compress_size
    ]
    return bool(bombs) or whole > MOST_UNPACKED or len(parts) > MOST_PARTS


def _finding(code: str, file: str, what: Text, hint: Text) -> Finding:
    return Finding(code, what, hint, file=file)


def _old_excel(path: Path) -> Finding:
    return _finding(
        "old_workbook",
        path.name,
        Text(
            "这是旧版 .xls 工作簿，或加了密码",
            "this is an old .xls workbook, or locked by a password",
        ),
        Text(
            "请在 Excel 中另存为不加密的“Excel 工作簿（.xlsx）”",
            "save it from Excel as 'Excel Workbook (.xlsx)' without a password",
        ),
    )


def _too_large(path: Path) -> Finding:
    return _finding(
        "too_large",
        path.name,
        Text("工作簿过大，或解压后会无限膨胀", "the workbook is too large, or unpacks without end"),
        Text(
            "请只保留所需的工作表，另存后再试", "keep the sheets that are needed and save it again"
        ),
    )


def _broken(path: Path, problem: Exception) -> Finding:
    return _finding(
        "broken_workbook",
        path.name,
        Text(
            "不是可读的 .xlsx 工作簿（{why}）", "this is no workbook that can be read ({why})"
        ).filled(why=type(problem).__name__),
        Text(
            "请用 Excel 打开并另存为 .xlsx，或改用 CSV 文件夹",
            "open it in Excel and save it as .xlsx, or give a folder of CSV files",
        ),
    )


def _endless(file: str) -> Finding:
    return _finding(
        "too_large",
        file,
        Text("工作表的行数超过上限", "the sheet has more rows than a sheet can have"),
        Text("请删除表下方的空行后另存", "delete the empty rows below the table and save it"),
    )


def _unknown_sheet(file: str) -> Finding:
    return Finding(
        "unknown_sheet",
        Text("不认识的工作表，未读取", "an unknown sheet, not read"),
        Text("可用的工作表名：{listed}", "names of sheets that are read: {listed}").filled(
            listed=listed(table.sheet for table in TABLES.values())
        ),
        "warning",
        file=file,
    )


def _sheet_twice(file: str, first: str) -> Finding:
    return _finding(
        "sheet_twice",
        file,
        Text("与 {first} 是同一张表", "this is the same table as {first}").filled(first=first),
        Text("请只保留一张", "keep one of them"),
    )
