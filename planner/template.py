"""Empty tables for a county to fill in: CSV files, one workbook, county.toml and a scenario."""

from __future__ import annotations

import csv
import io
from math import isfinite
from typing import TYPE_CHECKING, Any

from planner.errors import UsageError
from planner.schema import COUNTY_TABLES
from planner.schema.column import MOST
from planner.schema.facts import FACTS, FACTS_FILE, FACTS_SHEET
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from planner.schema import Column, Table
    from planner.words import Language

WORKBOOK = Text("模板.xlsx", "template.xlsx")
SCENARIO_FILE = "scenario.toml"

# Rows below the header in which Excel checks what is typed.
_ROWS = 20_000
# Excel takes no longer list of choices than this.
_LONGEST_LIST = 255

_REQUIRED = Text("必填", "required")
_OPTIONAL = Text("可空", "may be blank")
_UNIT = Text("单位：{unit}", "unit: {unit}")
_CHOICES = Text("可填：{choices}", "one of: {choices}")
_RANGE = Text("不小于{low}", "at least {low}")
_BLANK = Text("空白按{default}", "blank counts as {default}")
_REFERS = Text("须见于{tables}表", "must stand in {tables}")
_DATES = Text("写作 2023-07-14", "written 2023-07-14")
_WRONG = Text("不符合要求", "This cannot be")
_NOT_EMPTY = Text(
    "{folder} 不是空文件夹；请另给一个新的或空的文件夹",
    "{folder} is not an empty folder; name a new or an empty one",
)

_FACTS_HEAD = Text(
    "# 县的基本情况。必填的行请去掉行首的 # 并改成本县的内容。\n"
    "# 若填写工作簿，以其中的“县”工作表为准。\n",
    "# The county. Take the # away from the lines that are required, and write your own.\n"
    "# With the workbook, its sheet 'county' counts instead.\n",
)
_FACTS_EXAMPLES = {
    "name": '"某县"',
    "as_of": "2023-07-14",
    "base_year": "2022",
    "crs": '"WGS84"',
    "synthetic": "false",
    "sources": '["..."]',
    "contact": '"..."',
}

_SCENARIO = Text(
    "# 情景：规划年度、撤并目标和与国家规定（base）不同的取值。\n"
    "# 全部取值及依据：planner scenario show base\n\n"
    'title = "本县学校布局调整方案"\n'
    'extends = "base"\n'
    'data = "."                      # 本文件夹的 CSV；若填写工作簿，改为 "{book}"\n'
    "years = [2023, 2024, 2025]      # 改为规划的学年，须连续，从基准学年的下一年起\n"
    'language = "zh"\n\n'
    "[closures]\n"
    "targets = {{}}                    # 各年度撤并数，如 {{2023 = 5, 2024 = 3}}\n",
    "# A scenario: the years, the closures asked for, and what differs from the national rules\n"
    "# (base). All values and what they rest on: planner scenario show base\n\n"
    'title = "School layout of the county"\n'
    'extends = "base"\n'
    'data = "."                      # the CSV files of this folder; for the workbook: "{book}"\n'
    "years = [2023, 2024, 2025]      # the school years to plan, consecutive, after the base year\n"
    'language = "en"\n\n'
    "[closures]\n"
    "targets = {{}}                    # closures by year, such as {{2023 = 5, 2024 = 3}}\n",
)


def write_template(folder: Path, language: Language) -> list[Path]:
    """Write the empty tables of a county and return the files.

    Parameters
    ----------
    folder
        A folder that does not exist yet, or is empty.
    language
        Of headers, notes and comments; both are understood when the tables are read.

    Raises
    ------
    UsageError
        If something stands in `folder` already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(_NOT_EMPTY.filled(folder=folder))
    folder.mkdir(parents=True, exist_ok=True)
    book = WORKBOOK.say(language)
    scenario = _SCENARIO.filled(book=book).say(language)
    texts = {FACTS_FILE: _facts_file(language), SCENARIO_FILE: scenario}
    files = [_write_csv(folder, table, language) for table in COUNTY_TABLES]
    for name, text in texts.items():
        files.append(folder / name)
        files[-1].write_text(text, encoding="utf-8", newline="\n")
    files.append(folder / book)
    _write_workbook(files[-1], language)
    return files


def _header(column: Column, language: Language) -> str:
    return column.title.zh if language == "zh" else column.name


def _write_csv(folder: Path, table: Table, language: Language) -> Path:
    path, line = folder / table.file, io.StringIO()
    csv.writer(line).writerow([_header(column, language) for column in table.columns])
    path.write_text(line.getvalue(), encoding="utf-8-sig", newline="")
    return path


def _facts_file(language: Language) -> str:
    lines = [_FACTS_HEAD.say(language)]
    for fact in FACTS:
        need = (_REQUIRED if fact.required else _OPTIONAL).say(language)
        about = fact.about.say(language)
        lines.append(f"# {about} ({need})\n# {fact.name} = {_FACTS_EXAMPLES[fact.name]}\n")
    return "\n".join(lines)


def _write_workbook(path: Path, language: Language) -> None:
    import xlsxwriter  # noqa: PLC0415 - only the template needs it here

    with xlsxwriter.Workbook(str(path)) as workbook:
        _facts_sheet(workbook, language)
        for table in COUNTY_TABLES:
            _sheet(workbook, table, language)


def _facts_sheet(workbook: Workbook, language: Language) -> None:
    sheet = workbook.add_worksheet(FACTS_SHEET if language == "zh" else "county")
    for row, fact in enumerate(FACTS):
        sheet.write_string(
            row, 0, fact.title.zh if language == "zh" else fact.name, _bold(workbook)
        )
        sheet.write_comment(row, 0, note(fact, language), {"x_scale": 2, "y_scale": 1.2})
        _validate(sheet, fact, (row, 1, row, 1), language)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 40, workbook.add_format({"align": "left"}))


def _sheet(workbook: Workbook, table: Table, language: Language) -> None:
    sheet = workbook.add_worksheet(table.sheet if language == "zh" else table.name)
    plain, as_text = workbook.add_format(), workbook.add_format({"num_format": "@"})
    for at, column in enumerate(table.columns):
        star = "*" if column.required else ""
        sheet.set_column(at, at, 16, as_text if column.kind == "id" else plain)
        sheet.write_string(0, at, f"{_header(column, language)}{star}", _bold(workbook))
        sheet.write_comment(0, at, note(column, language), {"x_scale": 2, "y_scale": 1.5})
        _validate(sheet, column, (1, at, _ROWS, at), language)
    sheet.freeze_panes(1, 0)


def _bold(workbook: Workbook) -> Any:  # noqa: ANN401 - the library's own format
    return workbook.add_format({"bold": True, "bg_color": "#E7E6E1", "border": 1})


def note(column: Column, language: Language) -> str:
    """Return what a column means, whether it is required, its unit and what it may hold."""
    return "\n".join(text.say(language) for text in _notes(column, language))


def _notes(column: Column, language: Language) -> Iterator[Text]:
    yield column.about
    yield _REQUIRED if column.required else _OPTIONAL
    if column.unit is not None:
        yield _UNIT.filled(unit=column.unit)
    if column.choices:
        yield _CHOICES.filled(choices=", ".join(_words(column, language)))
    elif isfinite(column.low) and column.low > -MOST:
        yield _RANGE.filled(low=f"{column.low:g}")
    if column.kind == "date":
        yield _DATES
    if column.refers:
        yield _REFERS.filled(tables=_tables(column))
    if column.default not in {None, ""}:
        yield _BLANK.filled(default=_default(column, language))


def _words(column: Column, language: Language) -> list[str]:
    return [c.name.zh if language == "zh" else c.code for c in column.choices]


def _tables(column: Column) -> Text:
    tables = [table for table in COUNTY_TABLES if table.name in column.refers]
    return Text("、".join(t.sheet for t in tables), ", ".join(t.file for t in tables))


def _default(column: Column, language: Language) -> str:
    names = {choice.code: choice.name.zh for choice in column.choices}
    return names.get(str(column.default), str(column.default)) if language == "zh" else str(
        column.default
    )  # fmt: skip


def _validate(
    sheet: Worksheet, column: Column, where: tuple[int, int, int, int], language: Language
) -> None:
    """Let Excel refuse what the column can never hold."""
    rule = _rule(column, language)
    if rule:
        told = {"error_title": _WRONG.say(language), "error_message": note(column, language)[:255]}
        sheet.data_validation(*where, {**rule, **told})


def _rule(column: Column, language: Language) -> dict[str, Any]:
    if column.choices:
        words = _words(column, language)
        fits = len(",".join(words)) <= _LONGEST_LIST
        return {"validate": "list", "source": words} if fits else {}
    if column.kind in {"whole", "year", "number"}:
        low, high = max(column.low, -MOST), min(column.high, MOST * 1000)
        kind = "decimal" if column.kind == "number" else "integer"
        return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high}
    if column.kind in {"lon", "lat"}:
        return {"validate": "decimal", "criteria": "between", "minimum": -MOST, "maximum": MOST}
    return {}
