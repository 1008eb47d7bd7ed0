"""Groups move once, only when their school closes, to schools that may and do receive them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from planner.checking.broken import broken
from planner.checking.groups import EXACT, named
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planner.checking.case import Case
    from planner.checking.rows import Placing
    from planner.errors import Finding

_FILE = "assignments.csv"


def closed_school(case: Case) -> Iterator[Finding]:
    """Rule 1: nobody is at a closed school."""
    for row in case.tables.assignments:
        if not case.is_open(row.year, row.school):
            what = Text(
                "{year}年{place}的{band}段在已撤并的{school}就读",
                "{year}: pupils of {place}, {band}, are at {school}, which is closed",
            )
            school = case.facts.schools[row.school]
            said = what.filled(year=row.year, place=row.place, band=row.band, school=school)
            yield broken(said, file=_FILE, row=row.row, column="school_id", value=row.school)


def reopened(case: Case) -> Iterator[Finding]:
    """Rule 1: a closed school stays closed."""
    for school, first in case.closing.items():
        for year in case.years:
            row = case.rows.get((year, school))
            if year > first and row is not None and row.open:
                what = Text(
                    "{school}{first}年撤并后，{year}年又开办",
                    "{school} closed in {first} and is open again in {year}",
                )
                said = what.filled(school=case.facts.schools[school], first=first, year=year)
                yield broken(said, file="schools.csv", row=row.row, column="open", value=1)


def every_school(case: Case) -> Iterator[Finding]:
    """schools.csv has every school in every year."""
    for year in case.years:
        for school in case.facts.schools:
            if (year, school) not in case.rows:
                what = Text("缺少{school}在{year}年的一行", "no row for {school} in {year}")
                said = what.filled(school=case.facts.schools[school], year=year)
                yield broken(said, file="schools.csv")


def _state(rows: Iterable[Placing]) -> dict[tuple[str, str], float]:
    return {(row.school, row.mode): row.pupils for row in rows}


def own_closing(case: Case) -> Iterator[Finding]:
    """Rule 2: pupils leave a school only in the year in which it closes."""
    for key, path in case.paths.items():
        here = {key[2]}
        for year in case.years:
            rows = path.get(year, [])
            now = {row.school for row in rows}
            left = sorted(school for school in here - now if rows)
            stays_part = here & now and now != here
            early = left or (sorted(here & now) if stays_part else [])
            for school in early:
                if case.closing.get(school) != year:
                    what = Text(
                        "{year}年{place}的{band}段离开{school}，而该校当年并未撤并",
                        "{year}: pupils of {place}, {band}, leave {school}, which does not close then",
                    )
                    said = what.filled(
                        year=year, place=key[0], band=key[1], school=case.facts.schools[school]
                    )
                    yield broken(said, file=_FILE, row=rows[0].row)
            here = now or here


def moves(case: Case) -> Iterator[Finding]:
    """Rule 2: a group changes school at most `moves_per_pupil` times."""
    most = case.rules.schools.moves_per_pupil
    for key, path in case.paths.items():
        stops = [{key[2]}, *({row.school for row in path[year]} for year in sorted(path))]
        changes = sum(before != after for before, after in pairwise(stops))
        if changes > most:
            what = Text(
                "{place}的{band}段（现在{home}）转学{n}次，最多允许{most}次",
                "pupils of {place}, {band}, now at {home}, change school {n} times, at most {most}",
            )
            yield broken(what.filled(n=changes, most=most, **named(key)), file=_FILE)


def same_way(case: Case) -> Iterator[Finding]:
    """Check that a group keeps its mode, a divided one its parts, after its move."""
    for key, path in case.paths.items():
        years = sorted(path)
        for before, after in pairwise(years):
            old, new = _state(path[before]), _state(path[after])
            same_schools = {school for school, _ in old} == {school for school, _ in new}
            same = old.keys() == new.keys() and all(
                abs(new[part] - old[part]) <= EXACT for part in old
            )
            if same_schools and not same:
                what = Text(
                    "{place}的{band}段（现在{home}）在{year}年不转学却改变了就读方式或人数分配",
                    "{year}: pupils of {place}, {band}, now at {home}, change mode or parts "
                    "without changing school",
                )
                said = what.filled(year=after, **named(key))
                yield broken(said, file=_FILE, row=path[after][0].row)


def stay_mode(case: Case) -> Iterator[Finding]:
    """`stay` is written where a group is at its present school, and only there."""
    for row in case.tables.assignments:
        if (row.mode == "stay") == row.moved:
            what = Text(
                "在{school}就读而方式为{mode}，现在的学校是{home}",
                "mode {mode} at {school}, while the present school is {home}",
            )
            said = what.filled(school=row.school, mode=row.mode, home=row.home)
            yield broken(said, file=_FILE, row=row.row, column="mode", value=row.mode)


def receiver_stays(case: Case) -> Iterator[Finding]:
    """Rule 2: a school that receives pupils is not closed later."""
    first: dict[str, int] = {}
    for row in case.tables.assignments:
        if row.moved:
            first[row.school] = min(row.year, first.get(row.school, row.year))
    for school, year in first.items():
        closes = case.closing.get(school)
        if closes is not None and closes > year:
            what = Text(
                "{school}{year}年接收学生，{closes}年又被撤并",
                "{school} receives pupils in {year} and closes in {closes}",
            )
            said = what.filled(school=case.facts.schools[school], year=year, closes=closes)
            yield broken(said, file="schools.csv", value=school)


def private(case: Case) -> Iterator[Finding]:
    """Private schools receive nobody and never close."""
    for row in case.tables.assignments:
        if row.moved and not case.facts.schools[row.school].public:
            what = Text(
                "民办学校{school}接收了转来的学生", "private school {school} receives pupils"
            )
            said = what.filled(school=case.facts.schools[row.school])
            yield broken(said, file=_FILE, row=row.row, column="school_id", value=row.school)
    for school, year in case.closing.items():
        if not case.facts.schools[school].public:
            what = Text(
                "民办学校{school}在{year}年被撤并", "private school {school} closes in {year}"
            )
            said = what.filled(school=case.facts.schools[school], year=year)
            yield broken(said, file="schools.csv", value=school)


def offered(case: Case) -> Iterator[Finding]:
    """Check that a receiving school teaches all grades of the band."""
    for row in case.tables.assignments:
        school = case.facts.schools[row.school]
        if row.moved and not school.offers(case.facts.bands[row.band]):
            what = Text(
                "{school}（{first}—{last}年级）不办{band}段，却接收该段学生",
                "{school} (grades {first}-{last}) does not teach {band}, but receives its pupils",
            )
            said = what.filled(school=school, first=school.first, last=school.last, band=row.band)
            yield broken(said, file=_FILE, row=row.row, column="band", value=row.band)


RULES = (
    ("closed_school", closed_school),
    ("reopened", reopened),
    ("every_school", every_school),
    ("own_closing", own_closing),
    ("moves", moves),
    ("same_way", same_way),
    ("stay_mode", stay_mode),
    ("receiver_stays", receiver_stays),
    ("private", private),
    ("offered", offered),
)
