"""Groups move once, only when their school or band goes, to schools that may receive them."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from planner.checking.broken import broken
from planner.checking.groups import EXACT, named
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planner.checking.case import Case
    from planner.checking.facts import Key
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
    """Return the part of a group, of 1, by school and mode; 0 where it has no pupils."""
    rows = list(rows)
    total = sum(row.pupils for row in rows)
    return {(row.school, row.mode): row.pupils / total if total else 0.0 for row in rows}


def own_closing(case: Case) -> Iterator[Finding]:
    """Rule 2: pupils leave a school only in the year in which it, or their band there, goes."""
    for key, path in case.paths.items():
        here = {key[2]}
        for year in case.years:
            rows = path.get(year, [])
            now = {row.school for row in rows}
            left = sorted(school for school in here - now if rows)
            stays_part = here & now and now != here
            early = left or (sorted(here & now) if stays_part else [])
            for school in early:
                if not _goes(case, year, school, key[1]):
                    what = Text(
                        "{year}年{place}的{band}段离开{school}，而该校当年并未撤并",
                        "{year}: pupils of {place}, {band}, leave {school}, which does not close then",
                    )
                    said = what.filled(
                        year=year, place=key[0], band=key[1], school=case.facts.schools[school]
                    )
                    yield broken(said, file=_FILE, row=rows[0].row)
            here = now or here


def _goes(case: Case, year: int, school: str, band: str) -> bool:
    """Tell whether a school, or a band of it, goes in that very year."""
    reduced = case.changes.reductions.get(school)
    if reduced is not None and reduced.year == year and band in reduced.bands:
        return True
    return case.closing.get(school) == year


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
    for key, path in [*case.paths.items(), *_redirected_paths(case).items()]:
        years = sorted(path)
        for before, after in pairwise(years):
            old, new = _state(path[before]), _state(path[after])
            same_schools = {school for school, _ in old} == {school for school, _ in new}
            known = any(old.values()) and any(new.values())
            same = old.keys() == new.keys() and (
                not known or all(abs(new[part] - old[part]) <= EXACT for part in old)
            )
            if same_schools and not same:
                what = Text(
                    "{place}的{band}段（现在{home}）在{year}年不转学却改变了就读方式或人数分配",
                    "{year}: pupils of {place}, {band}, now at {home}, change mode or parts "
                    "without changing school",
                )
                said = what.filled(year=after, **named(key))
                yield broken(said, file=_FILE, row=path[after][0].row)


def _redirected_paths(case: Case) -> dict[Key, dict[int, list[Placing]]]:
    found: dict[Key, dict[int, list[Placing]]] = defaultdict(lambda: defaultdict(list))
    for row in case.redirected:
        found[row.key][row.year].append(row)
    return found


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
    """Rule 2: a school that receives pupils neither closes later nor gives up their band."""
    first: dict[tuple[str, str], int] = {}
    for row in case.tables.assignments:
        if row.moved:
            here = (row.school, row.band)
            first[here] = min(row.year, first.get(here, row.year))
    for (school, band), year in first.items():
        reduced = case.changes.reductions.get(school)
        loses = reduced.year if reduced is not None and band in reduced.bands else year
        goes = max(case.closing.get(school, year), loses)
        if goes > year:
            what = Text(
                "{school}{year}年接收{band}段学生，{goes}年又被撤并或不再办该段",
                "{school} receives pupils of {band} in {year} and closes, or gives that up, in {goes}",
            )
            name = case.facts.schools[school]
            said = what.filled(school=name, year=year, band=band, goes=goes)
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
    """Check that a receiving school teaches all grades of the band in that year."""
    for row in case.tables.assignments:
        if row.moved and not case.force.offers(row.year, row.school, row.band):
            school = case.facts.schools[row.school]
            what = Text(
                "{year}年{school}（{first}—{last}年级）不办{band}段，却接收该段学生",
                "{year}: {school} (grades {first}-{last}) does not teach {band}, "
                "but receives its pupils",
            )
            grades = {"first": school.first, "last": school.last}
            said = what.filled(year=row.year, school=school, band=row.band, **grades)
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
