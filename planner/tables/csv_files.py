"""CSV files: UTF-8 with or without BOM, or GB18030, told apart by decoding strictly."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from planner.errors import Finding
from planner.tables.grid import Grid, is_blank
from planner.words import Text

if TYPE_CHECKING:
    from pathlib import Path

    from planner.tables.grid import Cell

MOST_BYTES = 256 * 2**20


def decoded(data: bytes) -> str | None:
    """Return the text of a file in UTF-8 or GB18030; None where it is neither."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def read_text(path: Path) -> tuple[str | None, list[Finding]]:
    """Return the text of a file, or None and why it cannot be read."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError as problem:
        return None, [_unreadable(path, problem)]
    if size > MOST_BYTES:
        return None, [_too_large(path, size)]
    text = decoded(data)
    return text, [] if text is not None else [_wrong_encoding(path)]


def read_csv(path: Path) -> tuple[Grid | None, list[Finding]]:
    """Return the cells of a CSV file, or None and why it cannot be read."""
    text, findings = read_text(path)
    if text is None:
        return None, findings
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    rows: list[tuple[int, tuple[Cell, ...]]] = []
    try:
        for number, cells in enumerate(reader, start=1):
            if not all(map(is_blank, cells)):
                rows.append((number, tuple(cells)))
    except csv.Error as problem:
        return None, [_broken(path, len(rows) + 1, problem)]
    return Grid(path.name, tuple(rows)), []


def _delimiter(text: str) -> str:
    """Return the tab where the first line has tabs and no comma, else the comma."""
    first = text.lstrip().split("\n", 1)[0]
    return "\t" if "\t" in first and "," not in first else ","


def _unreadable(path: Path, problem: OSError) -> Finding:
    return Finding(
        "unreadable_file",
        Text("文件无法读取（{why}）", "the file cannot be read ({why})").filled(
            why=problem.strerror or type(problem).__name__
        ),
        Text(
            "请检查文件是否存在、是否被其他程序占用、是否有读取权限",
            "see whether it is there, open in another program, or not yours to read",
        ),
        file=path.name,
    )


def _too_large(path: Path, size: int) -> Finding:
    return Finding(
        "too_large",
        Text("文件过大（{n} MB）", "the file is too large ({n} MB)").filled(n=size // 2**20),
        Text(
            "请确认文件是否正确；上限为 {n} MB", "see whether it is the right file; at most {n} MB"
        ).filled(n=MOST_BYTES // 2**20),
        file=path.name,
    )


def _wrong_encoding(path: Path) -> Finding:
    return Finding(
        "wrong_encoding",
        Text(
            "文件编码既不是 UTF-8 也不是 GB18030（GBK）",
            "the file is neither UTF-8 nor GB18030 (GBK)",
        ),
        Text(
            "请在 Excel 中另存为“CSV UTF-8（逗号分隔）”",
            "save it from Excel as 'CSV UTF-8 (Comma delimited)'",
        ),
        file=path.name,
    )


def _broken(path: Path, row: int, problem: csv.Error) -> Finding:
    return Finding(
        "broken_csv",
        Text("不是完整的 CSV（{why}）", "this is not well-formed CSV ({why})").filled(why=problem),
        Text(
            "请检查该行附近的引号是否成对，或重新导出",
            "see whether the quotation marks near this row are paired, or export it again",
        ),
        file=path.name,
        row=row,
    )
