"""Which files a county consists of, and the cells that stand in them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from planner.errors import DataError, Finding
from planner.facts import entries_of_grid, entries_of_toml
from planner.schema import TABLES, actuals_table, actuals_year
from planner.schema.facts import FACTS_FILE
from planner.tables.csv_files import read_csv, read_text
from planner.tables.workbook import read_workbook
from planner.words import Text, listed

if TYPE_CHECKING:
    from pathlib import Path

    from planner.facts import Entry
    from planner.schema import Table
    from planner.tables import Grid

from planner.geofiles import ROAD_FILES, TOWNSHIPS_FILE, WATER_FILE


@dataclass
class Inputs:
    """What stands in the files of a county, table by table.

    Parameters
    ----------
    folder
        Where files beside the tables lie.
    grids
        The cells of each table that is there, by its name.
    actuals
        The cells of the pupils counted in other school years, by year; None: not to be opened.
    failed
        Tables that are there, or must be, and could not be opened, with the file of each.
    facts_file
        Name of the file or sheet with the facts of the county.
    facts
        Its keys; None where it is missing or cannot be read.
    files
        Every file that was read.
    findings
        What was found on the way.
    """

    folder: Path
    grids: dict[str, Grid] = field(default_factory=dict)
    actuals: dict[int, Grid | None] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    facts_file: str = FACTS_FILE
    facts: list[Entry] | None = None
    files: list[Path] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def gather(path: Path) -> Inputs:
    """Find and open the tables of a folder or workbook.

    Everything that cannot be opened stands in the findings.
    """
    if not path.exists():
        missing = Inputs(path)
        missing.findings.append(_no_such_path(path))
        return missing
    book = path if path.is_file() else _only_workbook(path)
    inputs = Inputs(path.parent if path.is_file() else path)
    if book is None:
        _open_folder(inputs)
    else:
        _open_workbook(inputs, book)
    needed = (t for t in TABLES.values() if t.required and t.name not in inputs.grids)
    inputs.failed = {**{table.name: table.file for table in needed}, **inputs.failed}
    beside = [inputs.folder / name for name in (TOWNSHIPS_FILE, WATER_FILE, *ROAD_FILES)]
    inputs.files += [file for file in beside if file.is_file()]
    return inputs


def refuse_virtual(path: Path) -> None:
    """Refuse names that GDAL takes for archives, memory or the network.

    Raises
    ------
    DataError
        Where the path starts with `/vsi`.
    """
    if path.as_posix().lower().startswith("/vsi"):
        what = Text("“/vsi”开头的路径不能使用", "paths that start with /vsi are not read")
        hint = Text("请给出磁盘上的文件夹或工作簿", "give a folder or workbook on a disk")
        raise DataError(what, [Finding("virtual_path", what, hint, file=path.as_posix())])


def digest(files: list[Path]) -> str:
    """Return the SHA-256 of the names and contents of files."""
    whole = hashlib.sha256()
    for file in sorted(files, key=lambda file: file.name):
        whole.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def _only_workbook(folder: Path) -> Path | None:
    """Return the one workbook of a folder that has no table of schools."""
    if any(_csv_of(folder, TABLES["schools"])):
        return None
    books = _books(folder)
    return books[0] if len(books) == 1 else None


def _books(folder: Path) -> list[Path]:
    """Return the workbooks of a folder, but those that Excel keeps while one is open."""
    return [file for file in sorted(folder.glob("*.xlsx")) if not file.name.startswith("~$")]


def _csv_of(folder: Path, table: Table) -> list[Path]:
    """Return the files of a folder that hold `table`, under its English or Chinese name."""
    names = (table.file, f"{table.sheet}.csv")
    return [folder / name for name in names if (folder / name).is_file()]


def _open_folder(inputs: Inputs) -> None:
    taken = set()
    for table in TABLES.values():
        files = _csv_of(inputs.folder, table)
        if not files:
            continue
        taken.add(files[0].name)
        grid, found = read_csv(files[0])
        inputs.findings += found
        inputs.files.append(files[0])
        if grid is None:
            inputs.failed[table.name] = files[0].name
        else:
            inputs.grids[table.name] = grid
    taken |= _open_actuals(inputs)
    _read_facts_file(inputs, inputs.folder / FACTS_FILE)
    others = sorted(f.name for f in inputs.folder.glob("*.csv") if f.name not in taken)
    inputs.findings += [_unknown_file(name) for name in others]
    inputs.findings += _missing_tables(inputs, others)
    inputs.findings += [_book_beside(book.name) for book in _books(inputs.folder)]


def _open_actuals(inputs: Inputs) -> set[str]:
    """Open the pupils of other school years; return the names of the files."""
    years = {year for file in inputs.folder.glob("*.csv") if (year := actuals_year(file.stem))}
    taken = set()
    for year in sorted(years):
        file = _csv_of(inputs.folder, actuals_table(year))[0]
        inputs.actuals[year], found = read_csv(file)
        inputs.findings += found
        inputs.files.append(file)
        taken.add(file.name)
    return taken


def _open_workbook(inputs: Inputs, book: Path) -> None:
    read = read_workbook(book)
    inputs.findings += read.findings
    inputs.files.append(book)
    inputs.grids.update(read.grids)
    inputs.actuals.update(read.actuals)
    inputs.failed.update(read.failed)
    beside = inputs.folder / FACTS_FILE
    if read.facts is not None:
        inputs.facts_file = read.facts.file
        inputs.facts = entries_of_grid(read.facts)
    elif beside.is_file() or read.opened:
        _read_facts_file(inputs, beside)
    if read.opened:
        inputs.findings += _missing_sheets(inputs, book, read.sheets)


def _read_facts_file(inputs: Inputs, path: Path) -> None:
    if not path.is_file():
        inputs.findings.append(_no_facts())
        return
    inputs.files.append(path)
    text, found = read_text(path)
    inputs.findings += found
    if text is not None:
        entries, found = entries_of_toml(text)
        inputs.findings += found
        inputs.facts = None if found else entries


def _no_such_path(path: Path) -> Finding:
    return Finding(
        "missing_folder",
        Text("找不到数据文件夹或工作簿", "there is no such folder or workbook"),
        Text("请检查路径", "see whether the path is right"),
        file=str(path),
    )


def _no_facts() -> Finding:
    return Finding(
        "missing_file",
        Text(
            "缺少 county.toml（县的名称、截至日期、基准学年）",
            "county.toml is missing (name of the county, date of the figures, base year)",
        ),
        Text(
            "请新建；工作簿也可用名为“县”的工作表，每行一项",
            "write one; a workbook may have a sheet 'county' instead, one key a row",
        ),
        file=FACTS_FILE,
    )


def _unknown_file(name: str) -> Finding:
    near = get_close_matches(name, [table.file for table in TABLES.values()], n=1, cutoff=0.75)
    ask = Text("（是否为 {n}？）", " (is it {n}?)").filled(n=near[0]) if near else Text("", "")
    return Finding(
        "unknown_file",
        Text("不认识的表，未读取{ask}", "an unknown table, not read{ask}").filled(ask=ask),
        Text("如需使用，请按参考手册命名", "to have it used, name it as in the reference"),
        "warning",
        file=name,
    )


def _book_beside(name: str) -> Finding:
    return Finding(
        "workbook_not_read",
        Text(
            "文件夹里有 CSV 表，此工作簿未读取",
            "the folder holds tables as CSV, this workbook was not read",
        ),
        Text("如要用它，请给出工作簿的路径", "to have it used, give the path of the workbook"),
        "warning",
        file=name,
    )


def _missing_tables(inputs: Inputs, others: list[str]) -> list[Finding]:
    there = {file.stem for file in inputs.files}
    books = sorted(file.name for file in inputs.folder.glob("*.xls*"))
    names = [*(file.name for file in inputs.files), *others, *books]
    return [
        Finding(
            "missing_file",
            Text("缺少必需的表：{title}", "a table that is needed is missing: {title}").filled(
                title=table.title
            ),
            Text(
                "请提供 {file}；文件夹里有：{listed}", "add {file}; the folder holds: {listed}"
            ).filled(file=table.file, listed=listed(names)),
            file=table.file,
        )
        for table in TABLES.values()
        if table.required and not there & {table.name, table.sheet}
    ]


def _missing_sheets(inputs: Inputs, book: Path, sheets: tuple[str, ...]) -> list[Finding]:
    return [
        Finding(
            "missing_sheet",
            Text("缺少工作表“{sheet}”（{name}）", "the sheet '{name}' ({sheet}) is missing").filled(
                sheet=table.sheet, name=table.name
            ),
            Text("现有工作表：{listed}", "sheets found: {listed}").filled(listed=listed(sheets)),
            file=f"{book.name}[{table.sheet}]",
        )
        for table in TABLES.values()
        if table.required and table.name not in inputs.grids
    ]
