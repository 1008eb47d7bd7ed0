"""The lists of what a plan decides beside closing: redirections, works, seats, zones."""

from __future__ import annotations

from math import isfinite, isnan
from typing import TYPE_CHECKING

from planner import presentation
from planner.ledger.table import HEADER_ROW, Column, Table, draw
from planner.planned_works import planned_works
from planner.presentation import Names
from planner.redirections import redirections
from planner.roadmap import longest
from planner.school_kinds import KIND_NAMES, MODE_NAMES
from planner.seat_warnings import LEVELS, seat_warnings
from planner.words import Text
from planner.zoning import zone_changes

if TYPE_CHECKING:
    from planner.ledger.book import Book
    from planner.ledger.table import Row
    from planner.run import Run
    from planner.words import Language

_YEAR = Column(Text("年度", "Year"), "year", narrow=8)
_SCHOOL = Column(Text("学校", "School"), narrow=16)
_TOWNSHIP = Column(Text("乡镇", "Township"), narrow=8)
_PLACE = Column(Text("村（居）", "Place"), narrow=16)
_GRADES = Column(Text("年级", "Grades"), narrow=10)

# By colour and by word: the colours of the map, pale enough to be read through.
_COLOURS = {"yellow": "#FFF3B8", "orange": "#FAD5A5", "red": "#F4B8A8"}


def redirections_list(run: Run, language: Language) -> Table:
    """Return the entrants redirected: from which school and place, where, how, pupils by year."""
    names, grades = Names.of(run.dataset), presentation.bands(run.assumptions)
    years, sent = run.assumptions.years, redirections(run.plan)
    keys = ["from_school_id", "place_id", "band", "school_id", "mode"]
    rows: list[Row] = [
        (
            names.school(str(school)),
            names.home(str(place), language),
            grades[str(band)].say(language),
            names.school(str(to)),
            MODE_NAMES[str(mode)].say(language),
            *(int(group.loc[group["year"] == year, "pupils"].sum()) for year in years),
            longest(group["km"]),
            longest(group["minutes"]),
        )
        for (school, place, band, to, mode), group in sent.groupby(keys)
        if group["pupils"].any()
    ]
    by_year = (
        Column(Text("{year}年", "{year}").filled(year=year), "count", narrow=9, total="sum")
        for year in years
    )
    return Table(
        sheet=Text("新生分流", "Redirections").say(language),
        title=Text(
            "新生分流（各年度在接收学校的分流学生）",
            "entrants redirected, at their new school in each year",
        ).say(language),
        columns=(
            Column(Text("原划片学校", "School of the zone before"), narrow=16),
            _PLACE,
            _GRADES,
            Column(Text("接收学校", "Receiving school"), narrow=16),
            Column(Text("上学方式", "Mode"), narrow=10),
            *by_year,
            Column(Text("公里", "km"), "decimal", narrow=10),
            Column(Text("分钟", "Minutes"), "decimal", narrow=10),
        ),
        rows=rows,
        empty=Text("没有新生分流。", "No entrants are redirected."),
    )


def works_list(run: Run, language: Language) -> Table:
    """Return the building works with what they add, their cost and when they are in use."""
    names = Names.of(run.dataset)
    townships = run.dataset.schools.set_index("school_id")["township"]
    rows: list[Row] = [
        (
            number,
            work.year,
            names.school(work.school_id),
            str(townships.get(work.school_id, "")),
            work.works_id,
            work.seats,
            work.beds,
            KIND_NAMES[work.converts_to].say(language) if work.converts_to in KIND_NAMES else None,
            work.cost,
            work.yearly,
        )
        for number, work in enumerate(planned_works(run), start=1)
    ]
    return Table(
        sheet=Text("改扩建", "Works").say(language),
        title=Text("改扩建工程", "building works").say(language),
        columns=(
            Column(Text("序号", "No."), "count"),
            Column(Text("启用年度", "In use from"), "year", narrow=10),
            _SCHOOL,
            _TOWNSHIP,
            Column(Text("工程编码", "Works"), narrow=10),
            Column(Text("新增学位", "Seats added"), "count", narrow=10, total="sum"),
            Column(Text("新增床位", "Beds added"), "count", narrow=10, total="sum"),
            Column(Text("改制为", "Becomes"), narrow=12),
            Column(Text("投资（元）", "Cost (yuan)"), "money", narrow=14, total="sum"),
            Column(Text("每年分摊（元）", "Yearly share (yuan)"), "money", narrow=14, total="sum"),
        ),
        rows=rows,
        empty=Text("没有改扩建工程。", "There are no works."),
    )


def seats_list(run: Run, language: Language) -> Table:
    """Return the schools that are full, over their limits or short of rooms, the gravest first."""
    names = Names.of(run.dataset)
    rows: list[Row] = [
        (
            int(row["year"]),
            names.school(row["school_id"]),
            row["township"],
            KIND_NAMES[row["kind"]].say(language),
            float(row["pupils"]),
            float(row["seats"]),
            row["cap"] if isfinite(row["cap"]) else None,
            max(0.0, float(row["pupils"] - row["limit"])),
            presentation.SEAT_WARNINGS[row["level"]].say(language),
            presentation.SEAT_REASONS[row["level"]].say(language),
            int(row["classes"]),
            None if isnan(row["classrooms"]) else int(row["classrooms"]),
            None if isnan(row["classrooms"]) else int(row["rooms_short"]),
            None if isnan(row["classrooms"]) else int(row["rooms_short_today"]),
            presentation.ROOM_CAUSES[row["rooms_cause"]].say(language)
            if row["rooms_cause"]
            else None,
        )
        for row in seat_warnings(run).to_dict("records")
    ]
    return Table(
        sheet=Text("学位预警", "Seat warnings").say(language),
        title=Text("学位预警", "seat warnings").say(language),
        columns=(
            _YEAR,
            _SCHOOL,
            _TOWNSHIP,
            Column(Text("类型", "Kind"), narrow=8),
            Column(Text("学生数", "Pupils"), "count", narrow=9),
            Column(Text("学位", "Seats"), "count", narrow=9),
            Column(Text("规模上限", "Size cap"), "count", narrow=9),
            Column(Text("超出", "Over"), "count", narrow=9),
            Column(Text("预警", "Level"), narrow=8),
            Column(Text("含义", "Meaning"), narrow=16),
            Column(Text("需要班数", "Classes needed"), "count", narrow=9),
            Column(Text("教室数", "Classrooms"), "count", narrow=9),
            Column(Text("缺教室", "Rooms short"), "count", narrow=9),
            Column(Text("现缺教室", "Rooms short today"), "count", narrow=9),
            Column(Text("缺教室原因", "Why rooms are short"), narrow=12),
        ),
        rows=rows,
        empty=Text("没有学位预警。", "There are no warnings."),
    )


def draw_seats(book: Book) -> None:
    """Draw the seat warnings, each level in its colour beside its word."""
    table = seats_list(book.run, book.language)
    sheet = draw(book, table)
    column = next(i for i, c in enumerate(table.columns) if c.header.en == "Level")
    for level in LEVELS if table.rows else ():
        word = presentation.SEAT_WARNINGS[level].say(book.language)
        shade = book.workbook.add_format({"bg_color": _COLOURS[level]})
        wish = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": shade}
        last = HEADER_ROW + len(table.rows)
        sheet.conditional_format(HEADER_ROW + 1, column, last, column, wish)


def zones_list(run: Run, language: Language) -> Table:
    """Return the places whose attendance zone changes, by year."""
    names, grades = Names.of(run.dataset), presentation.bands(run.assumptions)
    homes = [
        run.dataset.places[["place_id", "township"]],
        run.dataset.schools[["school_id", "township"]].set_axis(["place_id", "township"], axis=1),
    ]
    townships = {own: town for frame in homes for own, town in frame.itertuples(index=False)}
    rows: list[Row] = [
        (
            int(row["year"]),
            townships.get(row["place_id"], ""),
            names.home(row["place_id"], language),
            grades[row["band"]].say(language),
            names.school(row["from_school_id"]),
            names.school(row["school_id"]),
        )
        for row in zone_changes(run).to_dict("records")
    ]
    return Table(
        sheet=Text("划片变化", "Zone changes").say(language),
        title=Text("划片变化", "places whose attendance zone changes").say(language),
        columns=(
            _YEAR,
            _TOWNSHIP,
            _PLACE,
            _GRADES,
            Column(Text("原划片学校", "School before"), narrow=16),
            Column(Text("新划片学校", "School from this year"), narrow=16),
        ),
        rows=rows,
        empty=Text("划片没有变化。", "No zone changes."),
    )
