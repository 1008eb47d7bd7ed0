"""The plain lists of the ledger: where pupils go, buses, what stays open, warnings."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from planner import presentation
from planner.ledger.decided import draw_seats, redirections_list, works_list, zones_list
from planner.ledger.reasons import draw_must_keep, draw_reasons
from planner.ledger.table import Column, Table, draw
from planner.presentation import Names
from planner.roadmap import moves
from planner.school_kinds import MODE_NAMES
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd

    from planner.ledger.book import Book
    from planner.ledger.table import Row
    from planner.run import Run
    from planner.words import Language

_YEAR = Column(Text("年度", "Year"), "year", narrow=8)
_PLACE = Column(Text("村（居）", "Place"), narrow=16)
_GRADES = Column(Text("年级", "Grades"), narrow=10)
_COUNT = Column(Text("学生数", "Pupils"), "count", narrow=10)
_PUPILS = Column(Text("学生数", "Pupils"), "count", narrow=10, total="sum")
_KM = Column(Text("公里", "km"), "decimal", narrow=10)
_MINUTES = Column(Text("分钟", "Minutes"), "decimal", narrow=10)
_RECEIVER = Column(Text("接收学校", "Receiving school"), narrow=16)


def draw_lists(book: Book) -> None:
    """Draw the sheets after those of the years; works and redirections only where there are any."""
    run, language = book.run, book.language
    draw_must_keep(book)
    draw(book, moves_list(run, language))
    for optional in (redirections_list(run, language), works_list(run, language)):
        if optional.rows:
            draw(book, optional)
    draw(book, bus_list(run, language))
    draw(book, bus_totals(run, language))
    draw_seats(book)
    for make in (zones_list, obstacles_list):
        draw(book, make(run, language))
    draw_reasons(book)
    draw(book, warnings_list(run, language))


def moves_list(run: Run, language: Language) -> Table:
    """Return every move: from which school and place to which school, how and how far."""
    names, grades = Names.of(run.dataset), presentation.bands(run.assumptions)
    columns = (
        _YEAR,
        Column(Text("原学校", "Present school"), narrow=16),
        _PLACE,
        _GRADES,
        _RECEIVER,
        Column(Text("上学方式", "Mode"), narrow=10),
        _PUPILS,
        _KM,
        _MINUTES,
    )
    rows: list[Row] = [
        (
            int(row["year"]),
            names.school(row["from_school_id"]),
            names.home(row["place_id"], language),
            grades[row["band"]].say(language),
            names.school(row["school_id"]),
            MODE_NAMES[row["mode"]].say(language),
            int(row["pupils"]),
            *_way(row),
        )
        for row in moves(run.plan).to_dict("records")
    ]
    return Table(
        sheet=Text("学生去向", "Moves").say(language),
        title=Text("学生去向", "where pupils go").say(language),
        columns=columns,
        rows=rows,
        empty=Text("没有学生转学。", "No pupil changes school."),
    )


def bus_list(run: Run, language: Language) -> Table:
    """Return the pupils who need a bus, by year, place and school."""
    names = Names.of(run.dataset)
    keys = ["year", "place_id", "school_id"]
    summed = _riders(run).groupby(keys, as_index=False)
    by_place = summed.agg({"pupils": "sum", "km": "max", "minutes": "max"})
    rows: list[Row] = [
        (
            int(row["year"]),
            names.home(row["place_id"], language),
            names.school(row["school_id"]),
            int(row["pupils"]),
            *_way(row),
        )
        for row in by_place.to_dict("records")
    ]
    return Table(
        sheet=Text("校车需求", "Bus demand").say(language),
        title=Text("校车需求", "bus demand").say(language),
        columns=(_YEAR, _PLACE, _RECEIVER, _COUNT, _KM, _MINUTES),
        rows=rows,
        empty=_NO_BUS,
    )


def bus_totals(run: Run, language: Language) -> Table:
    """Return the pupils who need a bus, a row a receiving school, a column a year."""
    names, years, riders = Names.of(run.dataset), run.assumptions.years, _riders(run)
    pupils = riders.groupby(["school_id", "year"])["pupils"].sum().to_dict()
    by_school = riders.groupby("school_id", as_index=False)
    summed = by_school.agg({"place_id": "nunique", "km": "max", "minutes": "max"})
    rows: list[Row] = [
        (
            names.school(str(row["school_id"])),
            *(int(pupils.get((row["school_id"], year), 0)) for year in years),
            row["place_id"],
            *_way(row),
        )
        for row in summed.to_dict("records")
    ]
    by_year = (
        Column(Text("{year}年", "{year}").filled(year=year), "count", narrow=10, total="sum")
        for year in years
    )
    places = Column(Text("村（居）数", "Places"), "count", narrow=10)
    return Table(
        sheet=Text("校车需求（按学校）", "Bus demand by school").say(language),
        title=Text(
            "校车需求（按接收学校，学生数）", "pupils who need a bus, by receiving school"
        ).say(language),
        columns=(_RECEIVER, *by_year, places, _KM, _MINUTES),
        rows=rows,
        empty=_NO_BUS,
    )


def obstacles_list(run: Run, language: Language) -> Table:
    """Return the schools that a missed target could not close, why, and what would change it."""
    names = Names.of(run.dataset)
    townships = run.dataset.schools.set_index("school_id")["township"]
    rows: list[Row] = [
        (
            number,
            names.school(one.school_id),
            str(townships.get(one.school_id, "")),
            one.what.say(language),
            one.change.say(language),
        )
        for number, one in enumerate(run.plan.obstacles, start=1)
    ]
    return Table(
        sheet=Text("未能撤并", "Not closed").say(language),
        title=Text("未能撤并的学校及原因", "schools that could not be closed, and why").say(
            language
        ),
        columns=(
            Column(Text("序号", "No."), "count"),
            Column(Text("学校", "School"), narrow=16),
            Column(Text("乡镇", "Township"), narrow=8),
            Column(Text("原因", "Why"), narrow=40, wide=60),
            Column(Text("什么情况下可以改变", "What would change it"), narrow=40, wide=60),
        ),
        rows=rows,
        empty=Text("没有这样的学校。", "There are none."),
    )


def warnings_list(run: Run, language: Language) -> Table:
    """Return everything that was noticed, with file, row, column and value."""
    rows: list[Row] = [
        (
            one.file or None,
            one.row or None,
            one.column or None,
            one.value or None,
            one.what.say(language),
            one.hint.say(language),
        )
        for one in run.plan.warnings
    ]
    return Table(
        sheet=Text("提示", "Warnings").say(language),
        title=Text("提示", "warnings").say(language),
        columns=(
            Column(Text("文件", "File"), narrow=14, wide=24),
            Column(Text("行", "Row"), "year", narrow=6),
            Column(Text("列", "Column"), narrow=10, wide=16),
            Column(Text("值", "Value"), narrow=10, wide=24),
            Column(Text("问题", "What"), narrow=30, wide=70),
            Column(Text("处理办法", "What to do"), narrow=30, wide=60),
        ),
        rows=rows,
        empty=Text("没有提示。", "There are none."),
    )


_NO_BUS = Text("没有学生需要校车。", "No pupil needs a bus.")


def _riders(run: Run) -> pd.DataFrame:
    rows = run.plan.assignments
    return rows[(rows["mode"] == "bus") & (rows["pupils"] > 0)]


def _way(row: Mapping[Hashable, Any]) -> tuple[float | None, float | None]:
    """Return km and minutes, None where they are not known."""
    km, minutes = (None if isnan(row[key]) else row[key] for key in ("km", "minutes"))
    return km, minutes
