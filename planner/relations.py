"""Errors between rows and between tables: keys that repeat, ids that nobody has."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import pandas as pd

from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from planner.county import County
    from planner.errors import Finding
    from planner.schema import Column
    from planner.tables import TypedTable


def broken_relations(county: County) -> list[Finding]:
    """Return every error between rows and tables; cells that could not be read are passed over."""
    return [finding for check in CHECKS for finding in check(county)]


def repeated_keys(county: County) -> Iterator[Finding]:
    """Find rows with the key of an earlier row."""
    for typed in county.tables.values():
        key = list(typed.table.key)
        if not key or typed.frame.empty:
            continue
        keys = typed.frame[key].astype(object)
        whole = ~_unread(typed, key)
        first = keys[whole].groupby(key, sort=False, dropna=False).ngroup()
        first_row = first.drop_duplicates().reset_index().set_index(0)["index"]
        for index in first[first.duplicated()].index:
            yield typed.finding(
                int(index),
                key[0],
                code="duplicate_key",
                what=Text("与第{n}行重复（{key}）", "it repeats row {n} ({key})").filled(
                    n=typed.rows[int(first_row[first[index]])],
                    key=", ".join(
                        f"{k}={keys.at[index, k]}" for k in key if keys.at[index, k] != ""
                    ),
                ),
                hint=Text("请删去或合并重复行", "delete one row or put both together"),
            )


def unknown_ids(county: County) -> Iterator[Finding]:
    """Find cells that name a school, place or node that is in no table."""
    for typed in county.tables.values():
        for column in typed.table.columns:
            if column.refers and not typed.frame.empty:
                yield from _unknown(county, typed, column)


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
    """Find schools whose first grade is above their last."""
    typed = county.tables["schools"]
    for index, (first, last) in enumerate(
        zip(typed.frame["first_grade"], typed.frame["last_grade"], strict=True)
    ):
        if pd.notna(first) and pd.notna(last) and first > last:
            yield typed.finding(
                index,
                "first_grade",
                code="grades_the_wrong_way",
                what=Text(
                    "起始年级高于终止年级（{a}＞{b}）",
                    "the first grade is above the last ({a} > {b})",
                ).filled(a=int(first), b=int(last)),
                hint=Text("请核对两个年级", "see what the two grades should be"),
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
    return cells is not None and str(cells[index] or "").strip() != ""


def _unread(typed: TypedTable, key: Sequence[str]) -> pd.Series[bool]:
    """Mark rows in which a needed part of the key could not be read."""
    needed = [k for k in key if typed.table.column(k).required or k not in typed.raw]
    return typed.frame[needed].isna().any(axis=1)


def _unknown(county: County, typed: TypedTable, column: Column) -> Iterator[Finding]:
    known: set[str] = set()
    for name in column.refers:
        target = county.tables[name]
        known |= {str(value) for value in target.frame[target.table.key[0]] if value}
    for index, value in enumerate(typed.frame[column.name]):
        if not isinstance(value, str) or not value or value in known:
            continue
        if column.name == "place_id" and value == typed.frame.at[index, "school_id"]:
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


def _nearest(value: str, known: Sequence[str]) -> Text:
    near = get_close_matches(value, known, n=1, cutoff=0.6)
    if near:
        return Text(
            "是否为“{n}”？请改正，或在该表中补上", "is it '{n}'? Correct it, or add it there"
        ).filled(n=near[0])
    return Text("请改正，或在该表中补上", "correct it, or add it there")
