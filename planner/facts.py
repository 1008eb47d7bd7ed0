"""The facts of a county, from county.toml or from a sheet of keys and values."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from planner import datum
from planner.errors import Finding
from planner.schema.facts import FACTS, FACTS_FILE
from planner.tables.cells import Unreadable, read_cell
from planner.tables.grid import is_blank, plain, shown
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.schema import Column
    from planner.tables import Grid
    from planner.tables.cells import Value


_TEXT = Text("文字（加英文引号）", "text, in quotation marks")
#: What a key of county.toml may hold, in words, and how it is written.
_TYPES: dict[str, tuple[tuple[type, ...], Text, str]] = {
    "name": ((str,), _TEXT, '"某县"'),
    "as_of": ((date, str), Text("日期", "a date"), "2023-07-14"),
    "base_year": ((int,), Text("四位年份，不加引号", "a year, without quotation marks"), "2022"),
    "crs": ((str, int), _TEXT, '"WGS84"'),
    "synthetic": (
        (bool,),
        Text("true 或 false，不加引号", "true or false, without quotation marks"),
        "true",
    ),
    "sources": ((str,), Text("文字或文字的列表", "text or a list of texts"), '["..."]'),
    "contact": ((str,), _TEXT, '"..."'),
}


@dataclass(frozen=True)
class Entry:
    """One key as it stands in the file.

    Parameters
    ----------
    key, value
        As in the file.
    row
        Its line or row.
    typed
        Whether the file tells text, numbers and true / false apart, as TOML does.
    """

    key: str
    value: Any
    row: int
    typed: bool = False


@dataclass(frozen=True)
class CountyFacts:
    """What is said of the county as a whole; names as in county.toml."""

    file: str
    name: str
    as_of: date
    base_year: int
    crs: str
    synthetic: bool
    sources: tuple[str, ...]
    contact: str


def entries_of_toml(text: str) -> tuple[list[Entry], list[Finding]]:
    """Return the keys of a TOML file with the lines they stand on."""
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as problem:
        return [], [_bad_toml(problem)]
    return [Entry(key, value, _line(text, key), typed=True) for key, value in values.items()], []


def entries_of_grid(grid: Grid) -> list[Entry]:
    """Return the keys of a sheet whose rows are a key and its values."""
    entries = []
    for row, cells in grid.rows:
        filled = [cell for cell in cells[1:] if not is_blank(cell)]
        if not is_blank(cells[0]) and filled:
            value = filled[0] if len(filled) == 1 else [shown(cell) for cell in filled]
            entries.append(Entry(shown(cells[0]), value, row))
    return entries


def read_facts(file: str, entries: Sequence[Entry]) -> tuple[CountyFacts | None, list[Finding]]:
    """Read the facts, or return None and what is wrong with them; warnings come with both."""
    known = {_key(header): column for column in FACTS for header in column.headers()}
    values: dict[str, Any] = {column.name: column.default for column in FACTS}
    findings: list[Finding] = []
    met: set[str] = set()
    for entry in entries:
        column = known.get(_key(entry.key))
        if column is None:
            findings.append(_unknown(file, entry))
            continue
        if column.name in met:
            findings.append(_finding(file, entry, _twice(column)))
            continue
        met.add(column.name)
        values[column.name], problem = _value(entry, column)
        if problem is not None:
            findings.append(_finding(file, entry, problem))
    findings += [_missing(file, c) for c in FACTS if c.required and c.name not in met]
    if any(finding.severity == "error" for finding in findings):
        return None, findings
    return _facts(file, values), findings


def _facts(file: str, values: Mapping[str, Any]) -> CountyFacts:
    return CountyFacts(
        file=file,
        name=values["name"],
        as_of=date.fromisoformat(values["as_of"]),
        base_year=values["base_year"],
        crs=values["crs"],
        synthetic=values["synthetic"] == "1",
        sources=tuple(values["sources"]),
        contact=values["contact"],
    )


def _value(entry: Entry, column: Column) -> tuple[Any, Unreadable | None]:
    """Return the value of an entry, or its default and why it cannot be read."""
    try:
        if entry.typed:
            _refuse_other_types(entry.value, column.name)
        if column.name == "sources":
            return _sources(entry.value, column), None
        value = _cell(entry.value, column)
        return (datum.canonical(str(value)) if column.name == "crs" else value), None
    except datum.UnknownDatum:
        return column.default, Unreadable(
            "unknown_datum",
            Text("不是已知的坐标系", "this datum is not known"),
            Text(
                "可填 WGS84、GCJ02、BD09、CGCS2000 或 EPSG 代码（如 EPSG:4547）",
                "one of WGS84, GCJ02, BD09, CGCS2000 or an EPSG code such as EPSG:4547",
            ),
        )
    except Unreadable as problem:
        return column.default, problem


def _refuse_other_types(value: object, name: str) -> None:
    """Refuse a value of TOML that only looks like what a key holds, such as a number in quotes."""
    if not isinstance(value, list) or name != "sources":
        types, said, example = _TYPES[name]
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            raise Unreadable(
                "bad_type",
                Text("{name} 应为{said}", "{name} must be {said}").filled(name=name, said=said),
                Text("请写成 {example}", "write {example}").filled(example=f"{name} = {example}"),
            )
    elif not all(isinstance(inner, str) for inner in value):
        raise Unreadable(
            "bad_type",
            Text("sources 的每一项应为文字", "everything in sources must be text"),
            Text("请给每一项加英文引号", "write each in quotation marks"),
        )


def _sources(value: object, column: Column) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(str(_cell(inner, column)) for inner in value)
    return tuple(part for part in re.split("[;；\n]", str(_cell(value, column))) if part.strip())


def _cell(value: object, column: Column) -> Value:
    if not isinstance(value, str | int | float | date | datetime | time):
        raise Unreadable(
            "bad_value",
            Text("应为单个值", "this must be a single value"),
            Text('例如 {name} = "…"', 'such as {name} = "..."').filled(name=column.name),
        )
    if is_blank(value):
        if not column.required:
            return str(column.default)
        raise Unreadable(
            "blank",
            Text("{title}为空", "'{title}' is blank").filled(title=column.title),
            Text("此项必填", "it is needed"),
        )
    return read_cell(value, column)


def _key(key: str) -> str:
    return "".join(plain(key).split()).strip("*:").casefold()


def _line(text: str, key: str) -> int:
    pattern = re.compile(rf"^\s*[\[\"']*{re.escape(key)}[\]\"']*\s*(=|\]|$)")
    lines = text.splitlines()
    return next((n for n, line in enumerate(lines, start=1) if pattern.match(line)), 0)


def _finding(file: str, entry: Entry, problem: Unreadable) -> Finding:
    return Finding(
        problem.code,
        problem.what,
        problem.hint,
        file=file,
        row=entry.row,
        column=entry.key,
        value=shown(entry.value) if not isinstance(entry.value, dict | list) else "",
    )


def _twice(column: Column) -> Unreadable:
    return Unreadable(
        "key_twice",
        Text("“{title}”写了两次", "'{name}' is given twice").filled(
            title=column.title, name=column.name
        ),
        Text("请只保留一次", "keep it once"),
    )


def _missing(file: str, column: Column) -> Finding:
    return Finding(
        "missing_key",
        Text("缺少“{name}”（{title}）", "'{name}' ({title}) is missing").filled(
            name=column.name, title=column.title
        ),
        Text("请补上：{about}", "add it: {about}").filled(about=column.about),
        file=file,
        column=column.name,
    )


def _unknown(file: str, entry: Entry) -> Finding:
    near = get_close_matches(entry.key, [column.name for column in FACTS], n=1)
    ask = Text("（是否为“{n}”？）", " (is it '{n}'?)").filled(n=near[0]) if near else Text("", "")
    return Finding(
        "unknown_key",
        Text("不认识的项，不使用{ask}", "an unknown key, not used{ask}").filled(ask=ask),
        Text("可用的项：{keys}", "known keys: {keys}").filled(
            keys=", ".join(column.name for column in FACTS)
        ),
        "warning",
        file=file,
        row=entry.row,
        column=entry.key,
    )


def _bad_toml(problem: Exception) -> Finding:
    at = re.search(r"at line (\d+)", str(problem))
    return Finding(
        "bad_toml",
        Text("不是完整的 TOML（{why}）", "this is not well-formed TOML ({why})").filled(
            why=problem
        ),
        Text(
            '请写成每行一项，如 name = "某县"，文字加英文引号',
            'write one key a line, such as name = "Some county", words in quotation marks',
        ),
        file=FACTS_FILE,
        row=int(at[1]) if at else 0,
    )
