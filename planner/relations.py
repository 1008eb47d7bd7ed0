"""Errors between rows and between tables: keys that repeat, ids that nobody has."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import pandas as pd

from planner.county import taught
from planner.errors import Finding
from planner.tables.grid import is_blank
from planner.words import Text, listed, numbered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from planner.county import County
    from planner.schema import Column
    from planner.tables import TypedTable


def broken_relations(county: County) -> list[Finding]:
    """Return every error between rows and tables; cells that could not be read are passed over."""
    return [finding for check in CHECKS for finding in check(county)]


def repeated_keys(county: County) -> Iterator[Finding]:
    """Find rows with the key of an earlier row."""
    for typed in county.tables.values():
        names = typed.table.key
        if not names or not typed.frame.duplicated(list(names)).any():
            continue
        met: dict[tuple[object, ...], int] = {}
        for index, key in enumerate(typed.frame[list(names)].itertuples(index=False, name=None)):
            if any(map(pd.isna, key)) or not _read(typed, names, index, key):
                continue
            if key in met:
                yield _repeated(typed, index, met[key], dict(zip(names, key, strict=True)))
            else:
                met[key] = index


def unknown_ids(county: County) -> Iterator[Finding]:
    """Find cells that name a school, place or node that is in no table."""
    for typed in county.tables.values():
        for column in typed.table.columns:
            if column.refers and not typed.frame.empty:
                lacking = [name for name in column.refers if not _has_keys(county.tables[name])]
                yield from (_unchecked if lacking else _unknown)(county, typed, column)


def shared_ids(county: County) -> Iterator[Finding]:
    """Find places with the id of a school."""
    schools = set(county.frame("schools")["school_id"])
    places = county.tables["places"]
    for index, place in enumerate(places.frame["place_id"]):
        if place and place in schools:
            yield places.finding(
                index,
                "place_id",
                code="shared_id",
                what=Text("村编码与某所学校的编码相同", "a school has the same code as this place"),
                hint=Text("请改用不同的编码，如加前缀", "give it another code, with a prefix say"),
            )


def unknown_townships(county: County) -> Iterator[Finding]:
    """Find births and forecasts of a township that has neither school nor place."""
    if not all(_has_column(county.tables[name], "township") for name in ("schools", "places")):
        return
    known = sorted(
        {str(t) for name in ("schools", "places") for t in county.frame(name)["township"] if t}
    )
    for name in ("births", "forecast"):
        typed = county.tables[name]
        for index, township in enumerate(typed.frame["township"]):
            if isinstance(township, str) and township and township not in known:
                yield typed.finding(
                    index,
                    "township",
                    code="unknown_township",
                    what=Text(
                        "学校表和村居表中没有这个乡镇", "no school or place lies in this township"
                    ),
                    hint=_nearest(township, known),
                )


def closing_without_year(county: County) -> Iterator[Finding]:
    """Find decisions to close that do not say when."""
    typed = county.tables["decisions"]
    for index, (decision, year) in enumerate(
        zip(typed.frame["decision"], typed.frame["year"], strict=True)
    ):
        if decision == "close" and pd.isna(year) and not _said(typed, "year", index):
            yield typed.finding(
                index,
                "year",
                code="close_without_year",
                what=Text("决定撤并却没有年度", "it is decided to close, and no year is given"),
                hint=Text("请填写撤并的年度", "give the year of closing"),
            )


def grades_the_wrong_way(county: County) -> Iterator[Finding]:
    """Find schools whose first grade is above their last, as given or by their kind."""
    needed = ["kind", "first_grade", "last_grade"]
    typed = county.tables["schools"].readable(needed)
    for index, row in enumerate(typed.frame[needed].itertuples(index=False, name=None)):
        first, last = taught(*row)
        if first > last:
            yield typed.finding(
                index,
                "first_grade" if pd.notna(row[1]) else "last_grade",
                code="grades_the_wrong_way",
                what=Text(
                    "起始年级高于终止年级（{a} > {b}）",
                    "the first grade is above the last ({a} > {b})",
                ).filled(a=first, b=last),
                hint=Text(
                    "请核对两个年级；空白的按学校类型取",
                    "see both grades; a blank one goes by the kind of school",
                ),
            )


CHECKS: tuple[Callable[[County], Iterator[Finding]], ...] = (
    repeated_keys,
    unknown_ids,
    shared_ids,
    unknown_townships,
    closing_without_year,
    grades_the_wrong_way,
)


def _said(typed: TypedTable, column: str, index: int) -> bool:
    """Tell whether something stands in a cell, be it unreadable."""
    cells = typed.raw.get(column)
    return cells is not None and not is_blank(cells[index])


def _read(typed: TypedTable, names: Sequence[str], index: int, key: tuple[object, ...]) -> bool:
    """Tell whether every part of a key stands for what is in the file."""
    return all(
        value != "" or not (typed.table.column(name).required or _said(typed, name, index))
        for name, value in zip(names, key, strict=True)
    )


def _repeated(typed: TypedTable, index: int, first: int, key: Mapping[str, object]) -> Finding:
    said = ", ".join(f"{name}={value}" for name, value in key.items() if value != "")
    return typed.finding(
        index,
        next(iter(key)),
        code="duplicate_key",
        what=Text("与第{n}行重复（{key}）", "it repeats row {n} ({key})").filled(
            n=typed.rows[first], key=said
        ),
        hint=Text("请删去或合并重复行", "delete one row or put both together"),
    )


def _unknown(county: County, typed: TypedTable, column: Column) -> Iterator[Finding]:
    known: set[str] = set()
    for name in column.refers:
        target = county.tables[name]
        known |= {str(value) for value in target.frame[target.table.key[0]] if value}
    for index, value in enumerate(typed.frame[column.name].tolist()):
        if not isinstance(value, str) or not value or value in known:
            continue
        if column.name == "place_id" and value == typed.frame["school_id"].iloc[index]:
            continue  # the school's own point, written out
        titles = [county.tables[name].table.title for name in column.refers]
        yield typed.finding(
            index,
            column.name,
            code="unknown_id",
            what=Text("“{zh}”表中没有这个编码", "no such code in the table '{en}'").filled(
                zh="、".join(t.zh for t in titles), en="', '".join(t.en for t in titles)
            ),
            hint=_nearest(value, sorted(known)),
        )


def _unchecked(county: County, typed: TypedTable, column: Column) -> Iterator[Finding]:
    """Say once that the ids of a column could not be looked up: their table could not be read."""
    number = sum(isinstance(value, str) and bool(value) for value in typed.frame[column.name])
    lacking = [t for name in column.refers if not _has_keys(t := county.tables[name])]
    if number:
        yield Finding(
            "ids_not_checked",
            Text(
                "{said}未能核对：{files} 无法读取",
                "{said} could not be checked: {files} could not be read",
            ).filled(
                said=numbered(number, "{n}个编码", "{n} code", "{n} codes"),
                files=listed(table.file for table in lacking),
            ),
            Text("请先改正该表，再检查一次", "mend that table first, then check again"),
            "warning",
            file=typed.file,
            column=typed.headers.get(column.name, column.name),
        )


def _has_keys(typed: TypedTable) -> bool:
    """Tell whether the ids of a table are known, be they none."""
    return _has_column(typed, typed.table.key[0])


def _has_column(typed: TypedTable, column: str) -> bool:
    """Tell whether a column could be read, apart from single cells; it may have no rows."""
    if typed.sound:
        return True
    return 0 < len(typed.frame) > len(typed.unread.get(column, ()))


def _nearest(value: str, known: Sequence[str]) -> Text:
    near = get_close_matches(value, known, n=1, cutoff=0.5)
    if near:
        return Text(
            "是否为“{n}”？请改正，或在该表中补上", "is it '{n}'? Correct it, or add it there"
        ).filled(n=near[0])
    return Text("请改正，或在该表中补上", "correct it, or add it there")
