"""The tables of a run as CSV: one form for spreadsheets and for reading back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import pandas as pd

from planner.errors import Finding, UsageError
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from planner.plan import Plan

type Kind = Literal["text", "number"]

_NUMBERS = frozenset(
    {"year", "pupils", "km", "minutes", "open", "seats", "boarders", "beds", "classes"}
    | {"staff_needed", "amount"}
)


def _columns(names: str) -> dict[str, Kind]:
    return {name: "number" if name in _NUMBERS else "text" for name in names.split()}


# The columns of each table in their order, as `docs/reference/run.md` describes them.
COLUMNS: Mapping[str, Mapping[str, Kind]] = {
    "actions": _columns("year school_id name township action band pupils receivers detail"),
    "assignments": _columns("year place_id band from_school_id school_id mode pupils km minutes"),
    "demand": _columns("year place_id band from_school_id pupils"),
    "zones": _columns("year band place_id school_id"),
    "schools": _columns(
        "year school_id name kind open pupils seats boarders beds classes staff_needed seat_warning"
    ),
    "costs": _columns("year account school_id amount"),
}

# A spreadsheet runs a text that begins like this as a formula; an apostrophe before it prevents
# that. Numbers are harmless, and one more apostrophe keeps such texts apart from escaped ones.
_RISKY = r"'*[=+\-@\t\r＝＋－＠]"
_ESCAPE = re.compile(rf"(?={_RISKY})(?![+-]?\d+(?:\.\d+)?\Z)")
_ESCAPED = re.compile(rf"'(?={_RISKY})")
_WHOLE = re.compile(r"[+-]?\d{1,18}")


def harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` with every text such that a spreadsheet shows it and runs nothing."""
    return _mapped(frame, lambda text: f"'{text}" if _ESCAPE.match(text) else text)


def write_table(path: Path, frame: pd.DataFrame) -> None:
    """Write one table as CSV, UTF-8 with BOM."""
    harmless(frame).to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")


def write_tables(folder: Path, plan: Plan) -> None:
    """Write the plan's tables."""
    for name, columns in COLUMNS.items():
        frame: pd.DataFrame = getattr(plan, name)
        write_table(folder / f"{name}.csv", frame[list(columns)])


def read_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Return the plan's tables as they were before `write_tables`; blank numbers are NaN.

    Raises
    ------
    UsageError
        With a finding for each file, column or cell that cannot be read.
    """
    findings: list[Finding] = []
    tables = {
        name: read_cells(folder / f"{name}.csv", columns, findings)
        for name, columns in COLUMNS.items()
    }
    if findings:
        what = Text("{folder} 中的文件已损坏", "the files of {folder} are damaged")
        raise UsageError(what.filled(folder=folder), findings)
    return tables


def read_cells(path: Path, columns: Mapping[str, Kind], findings: list[Finding]) -> pd.DataFrame:
    """Return a table as it was before `write_table`; what is wrong goes to `findings`."""
    try:
        cells = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except FileNotFoundError:
        findings.append(_damaged("file_missing", path.name, _MISSING))
        return pd.DataFrame()
    except (ValueError, OSError):  # no table, no text, or no way to open it
        findings.append(_damaged("file_unreadable", path.name, _UNREADABLE))
        return pd.DataFrame()
    if lost := [column for column in columns if column not in cells.columns]:
        findings += [_damaged("column_missing", path.name, _NO_COLUMN, column=c) for c in lost]
        return pd.DataFrame()
    cells = _mapped(cells[list(columns)], lambda text: _ESCAPED.sub("", text, count=1))
    return cells.assign(
        **{
            column: _numbers(cells[column], path.name, findings)
            for column, kind in columns.items()
            if kind == "number"
        }
    )


def _numbers(cells: pd.Series, file: str, findings: list[Finding]) -> pd.Series:
    """Return a column as numbers, whole ones as integers, exactly as they were written."""
    texts = cells.str.strip()
    if texts.map(lambda text: _WHOLE.fullmatch(text) is not None).all():
        return texts.astype("int64")
    values = []
    for row, text in enumerate(texts, start=2):
        try:
            values.append(float(text) if text else float("nan"))
        except ValueError:
            cell = {"row": row, "column": str(cells.name), "value": text}
            findings.append(_damaged("not_a_number", file, _NO_NUMBER, **cell))
    if len(values) < len(texts):
        return texts
    return pd.Series(values, index=texts.index, dtype=float)


def _mapped(frame: pd.DataFrame, change: object) -> pd.DataFrame:
    """Return `frame` with `change` done to every text, each different one once."""
    texts = [c for c in frame.columns if not pd.api.types.is_numeric_dtype(frame[c])]
    changed = {}
    for column in texts:
        mapping = {text: change(text) for text in frame[column].unique()}  # type: ignore[operator]
        changed[column] = frame[column].map(mapping).astype(frame[column].dtype)
    return frame.assign(**changed)


def _damaged(code: str, file: str, what: Text, **cell: object) -> Finding:
    return Finding(code, what, SOLVE_AGAIN, file=file, **cell)  # type: ignore[arg-type]


_MISSING = Text("缺少这个文件", "the file is missing")
_UNREADABLE = Text("不能作为表格读取", "cannot be read as a table")
_NO_COLUMN = Text("缺少这一列", "the column is missing")
_NO_NUMBER = Text("不是数", "is not a number")
SOLVE_AGAIN = Text(
    "请从备份恢复，或用 planner solve 重新规划",
    "restore it from a backup, or plan again with planner solve",
)
