"""Every pupil has a place every year, groups stay whole, demand is that of the forecast."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from planner.checking.broken import broken
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.checking.case import Case
    from planner.checking.facts import Key
    from planner.errors import Finding

EXACT = 1e-6


def named(key: Key) -> dict[str, str]:
    """Return a group's parts for a sentence."""
    return dict(zip(("place", "band", "home"), key, strict=True))


def everyone(case: Case) -> Iterator[Finding]:
    """Rule 1: every group has rows for all its pupils in every year."""
    placed: dict[tuple[Key, int], float] = defaultdict(float)
    for row in case.tables.assignments:
        placed[row.key, row.year] += row.pupils
    for key in case.facts.coming:
        for year in case.years:
            want, have = case.facts.pupils(key, year), placed.get((key, year), 0.0)
            if (key, year) not in placed or abs(have - want) > EXACT:
                what = Text(
                    "{year}年{place}的{band}段（现在{home}）应有{want:g}人就读，安排了{have:g}人",
                    "{year}: {place}, {band}, now at {home}, has {want:g} pupils, {have:g} placed",
                )
                said = what.filled(year=year, want=want, have=have, **named(key))
                yield broken(said, file="assignments.csv")


def strangers(case: Case) -> Iterator[Finding]:
    """Refuse groups that neither pupils.csv nor the forecast knows."""
    for file, rows in (
        ("assignments.csv", case.tables.assignments),
        ("demand.csv", case.tables.demand),
    ):
        for row in rows:
            key = (row.place, row.band, row.home)
            if key not in case.facts.coming:
                what = Text(
                    "在校生表中没有这样的学生：{place}，{band}段，在{home}",
                    "pupils.csv has no pupils of {place}, {band}, at {home}",
                )
                yield broken(what.filled(**named(key)), file=file, row=row.row)


def demand(case: Case) -> Iterator[Finding]:
    """Every group has its pupils of the year in a row of every year."""
    said = {
        (row.year, (row.place, row.band, row.home)): row for row in reversed(case.tables.demand)
    }
    for key in case.facts.coming:
        for year in case.years:
            row, want = said.get((year, key)), case.facts.pupils(key, year)
            if row is None or abs(row.pupils - want) > EXACT:
                have = "-" if row is None else f"{row.pupils:g}"
                what = Text(
                    "{year}年{place}的{band}段（现在{home}）需求应为{want:g}人，表中为{have}",
                    "{year}: demand of {place}, {band}, at {home} is {want:g}, the table has {have}",
                )
                filled = what.filled(year=year, want=want, have=have, **named(key))
                yield broken(filled, file="demand.csv", row=row.row if row else 0)


def totals(case: Case) -> Iterator[Finding]:
    """Check that the pupils of each band and year are those of the county."""
    want: dict[tuple[int, str], float] = defaultdict(float)
    for key in case.facts.coming:
        for year in case.years:
            want[year, key[1]] += case.facts.pupils(key, year)
    for file, rows in (
        ("assignments.csv", case.tables.assignments),
        ("demand.csv", case.tables.demand),
    ):
        have: dict[tuple[int, str], float] = defaultdict(float)
        for row in rows:
            have[row.year, row.band] += row.pupils
        for (year, band), number in want.items():
            if abs(have[year, band] - number) > EXACT * max(1, number):
                what = Text(
                    "{year}年{band}段全县应为{want:g}人，表中合计{have:g}人",
                    "{year}: the county has {want:g} pupils in {band}, the table {have:g}",
                )
                said = what.filled(year=year, band=band, want=number, have=have[year, band])
                yield broken(said, file=file)


def whole(case: Case) -> Iterator[Finding]:
    """Rule 2: a group is at one school, by one mode, unless groups may be divided.

    Entrants who are redirected are no part of it.
    """
    if case.rules.schools.split_places:
        return
    for key, path in case.paths.items():
        for year, rows in path.items():
            if len(rows) > 1:
                what = Text(
                    "{year}年{place}的{band}段（现在{home}）被分到{n}处",
                    "{year}: pupils of {place}, {band}, now at {home}, are divided over {n} rows",
                )
                said = what.filled(year=year, n=len(rows), **named(key))
                yield broken(said, file="assignments.csv", row=rows[1].row)


RULES = (
    ("everyone", everyone),
    ("strangers", strangers),
    ("demand", demand),
    ("totals", totals),
    ("whole", whole),
)
