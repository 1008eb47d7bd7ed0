"""The plan's tables read cell by cell: what can be used, and what is wrong with the rest."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, isnan
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.checking.broken import broken
from planner.checking.rows import (
    ACCOUNTS,
    ACTIONS,
    MODES,
    WARNINGS,
    Amount,
    Placing,
    SchoolYear,
    Step,
    Wanted,
    Zone,
)
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from planner.checking.facts import Facts
    from planner.errors import Finding
    from planner.plan import Plan


@dataclass(frozen=True)
class Tables:
    """The rows that can be used, and by rule what is wrong with the others."""

    assignments: tuple[Placing, ...]
    demand: tuple[Wanted, ...]
    zones: tuple[Zone, ...]
    schools: tuple[SchoolYear, ...]
    actions: tuple[Step, ...]
    costs: tuple[Amount, ...]
    faults: dict[str, tuple[Finding, ...]]


class _Unreadable(Exception):
    def __init__(self, rule: str, what: Text) -> None:
        super().__init__(what.en)
        self.rule, self.what = rule, what


type _Reader = Callable[[Any, Facts], Any]

COLUMNS, NUMBERS, IDS, YEARS, WORDS, TWICE = (
    "table_columns",
    "table_numbers",
    "table_ids",
    "table_years",
    "table_words",
    "table_duplicates",
)
FAULTS = (COLUMNS, NUMBERS, IDS, YEARS, WORDS, TWICE)


def _blank(value: Any) -> bool:  # noqa: ANN401 - any cell
    if isinstance(value, str):
        return not value.strip()
    return (
        value is None
        or value is pd.NA
        or value is pd.NaT
        or (isinstance(value, float) and isnan(value))
    )


def _text(value: Any, _facts: Facts) -> str:  # noqa: ANN401 - any cell
    return "" if _blank(value) else str(value).strip()


def _number(value: Any, _facts: Facts) -> float:  # noqa: ANN401 - any cell
    try:
        number = float("nan") if _blank(value) else float(value)
    except (TypeError, ValueError, OverflowError):
        number = float("nan")
    if not isfinite(number) or number < 0:
        raise _Unreadable(NUMBERS, Text("应为不小于0的数", "must be a number of at least 0"))
    return number


def _count(value: Any, facts: Facts) -> float:  # noqa: ANN401 - any cell
    number = _number(value, facts)
    if not facts.rules.schools.split_places and number != round(number):
        raise _Unreadable(NUMBERS, Text("应为整数", "must be a whole number"))
    return number


def _number_or_blank(value: Any, facts: Facts) -> float | None:  # noqa: ANN401 - any cell
    return None if _blank(value) else _number(value, facts)


def _year(value: Any, facts: Facts) -> int:  # noqa: ANN401 - any cell
    number = _number(value, facts)
    if number not in facts.rules.years:
        raise _Unreadable(YEARS, Text("不是规划年度", "is no year of the plan"))
    return int(number)


def _school(value: Any, facts: Facts) -> str:  # noqa: ANN401 - any cell
    word = _text(value, facts)
    if word not in facts.schools:
        raise _Unreadable(IDS, Text("学校表中没有此学校", "is no school of schools.csv"))
    return word


def _school_or_blank(value: Any, facts: Facts) -> str:  # noqa: ANN401 - any cell
    return "" if _blank(value) else _school(value, facts)


def _schools(value: Any, facts: Facts) -> tuple[str, ...]:  # noqa: ANN401 - any cell
    word = _text(value, facts)
    return tuple(_school(part, facts) for part in word.split(";")) if word else ()


def _place(value: Any, facts: Facts) -> str:  # noqa: ANN401 - any cell
    word = _text(value, facts)
    if word not in facts.points:
        raise _Unreadable(IDS, Text("没有此村居或学校", "is no place and no school"))
    return word


def _band(value: Any, facts: Facts) -> str:  # noqa: ANN401 - any cell
    word = _text(value, facts)
    if word not in facts.bands:
        raise _Unreadable(IDS, Text("情景中没有此年级段", "is no band of the scenario"))
    return word


def _flag(value: Any, facts: Facts) -> bool:  # noqa: ANN401 - any cell
    number = _number(value, facts)
    if number not in {0, 1}:
        raise _Unreadable(WORDS, Text("应为0或1", "must be 0 or 1"))
    return bool(number)


def _word(allowed: tuple[str, ...]) -> _Reader:
    def read(value: Any, facts: Facts) -> str:  # noqa: ANN401 - any cell
        word = _text(value, facts)
        if word not in allowed:
            what = Text("应为{all}之一", "must be one of {all}").filled(all=", ".join(allowed))
            raise _Unreadable(WORDS, what)
        return word

    return read


_ROWS: dict[str, tuple[type, dict[str, _Reader]]] = {
    "assignments": (
        Placing,
        {
            "year": _year,
            "place_id": _place,
            "band": _band,
            "from_school_id": _school,
            "school_id": _school,
            "mode": _word(MODES),
            "pupils": _count,
            "km": _number_or_blank,
            "minutes": _number_or_blank,
        },
    ),
    "demand": (
        Wanted,
        {
            "year": _year,
            "place_id": _place,
            "band": _band,
            "from_school_id": _school,
            "pupils": _count,
        },
    ),
    "zones": (Zone, {"year": _year, "band": _band, "place_id": _place, "school_id": _school}),
    "schools": (
        SchoolYear,
        {
            "year": _year,
            "school_id": _school,
            "name": _text,
            "kind": _text,
            "open": _flag,
            "pupils": _count,
            "seats": _number,
            "boarders": _count,
            "beds": _number,
            "classes": _number,
            "staff_needed": _number,
            "seat_warning": _word(WARNINGS),
        },
    ),
    "actions": (
        Step,
        {
            "year": _year,
            "school_id": _school,
            "name": _text,
            "township": _text,
            "action": _word(ACTIONS),
            "band": _text,
            "pupils": _count,
            "receivers": _schools,
            "detail": _text,
        },
    ),
    "costs": (
        Amount,
        {
            "year": _year,
            "account": _word(ACCOUNTS),
            "school_id": _school_or_blank,
            "amount": _number,
        },
    ),
}


def read_tables(plan: Plan, facts: Facts) -> Tables:
    """Return the usable rows of every table of `plan`, and the faults of all others by rule."""
    rows: dict[str, tuple[Any, ...]] = {}
    faults: dict[str, list[Finding]] = {rule: [] for rule in FAULTS}
    for name, (kind, readers) in _ROWS.items():
        frame = getattr(plan, name)
        missing = [column for column in readers if column not in frame.columns]
        faults[COLUMNS] += [_missing(name, column) for column in missing]
        found = () if missing else tuple(_read(name, frame, kind, readers, facts, faults))
        faults[TWICE] += _twice(name, found, facts)
        rows[name] = found
    return Tables(**rows, faults={rule: tuple(found) for rule, found in faults.items()})


def _missing(name: str, column: str) -> Finding:
    what = Text("缺少此列", "the column is missing")
    return broken(what, file=f"{name}.csv", row=1, column=column)


def _read(  # noqa: PLR0917 - one table, everything that describes it
    name: str,
    frame: pd.DataFrame,
    kind: type,
    readers: dict[str, _Reader],
    facts: Facts,
    faults: dict[str, list[Finding]],
) -> Iterator[Any]:
    cells = [frame[column].tolist() for column in readers]
    read = [_column(of, reader, facts) for of, reader in zip(cells, readers.values(), strict=True)]
    wrong = {
        row for column in read for row, cell in enumerate(column) if isinstance(cell, _Unreadable)
    }
    for row, values in enumerate(zip(*read, strict=True)):
        if row not in wrong:
            yield kind(row + 2, *values)
            continue
        for column, of, fault in zip(readers, cells, values, strict=True):
            if isinstance(fault, _Unreadable):
                shown = "" if _blank(of[row]) else of[row]
                said = broken(
                    fault.what, file=f"{name}.csv", row=row + 2, column=column, value=shown
                )
                faults[fault.rule].append(said)


def _column(values: Iterable[Any], reader: _Reader, facts: Facts) -> list[Any]:
    """Return what a reader makes of each cell, or the fault; equal cells are read once."""
    known: dict[Any, Any] = {}
    found = []
    for value in values:
        key = (value.__class__, value)
        try:
            cell = known[key]
        except KeyError:
            cell = known[key] = _cell(value, reader, facts)
        except TypeError:  # a value that has no hash
            cell = _cell(value, reader, facts)
        found.append(cell)
    return found


def _cell(value: Any, reader: _Reader, facts: Facts) -> Any:  # noqa: ANN401 - any cell
    try:
        return reader(value, facts)
    except _Unreadable as fault:
        return fault


def _twice(name: str, rows: Iterable[Any], facts: Facts) -> Iterator[Finding]:
    seen: dict[Any, int] = {}
    divided = facts.rules.schools.split_places or facts.rules.relief.enabled
    for row in rows:
        key = _identity(name, row, split=divided)
        if key is None:
            return
        if key in seen:
            what = Text("与第{n}行重复", "repeats row {n}").filled(n=seen[key])
            yield broken(what, file=f"{name}.csv", row=row.row)
        seen.setdefault(key, row.row)


def _identity(name: str, row: Any, *, split: bool) -> tuple[Any, ...] | None:  # noqa: ANN401
    match name:
        case "assignments":
            return (row.year, row.key, *((row.school, row.mode) if split else ()))
        case "demand":
            return row.year, row.place, row.band, row.home
        case "zones":
            return row.year, row.band, row.place
        case "schools":
            return row.year, row.school
        case "actions":
            return row.year, row.school, row.action, row.detail
        case _:
            return None
