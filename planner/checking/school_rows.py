"""The columns of schools.csv and zones.csv, recomputed."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from math import ceil
from typing import TYPE_CHECKING

from planner.checking.broken import broken
from planner.checking.facts import PRIMARY_LAST
from planner.checking.groups import EXACT
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planner.checking.case import Case, Rule
    from planner.checking.facts import Key
    from planner.errors import Finding

type Column = Callable[[Case, int, str], float | str]

_FULL_SHARE = 0.9


def pupils(case: Case, year: int, school: str) -> float:
    """Return the pupils at the school that year."""
    return case.load.get((year, school), 0)


def seats(case: Case, year: int, school: str) -> float:
    """Return the seats in force."""
    return case.force.seats(year, school)


def beds(case: Case, year: int, school: str) -> float:
    """Return the beds in force."""
    return case.force.beds(year, school)


def boarders(case: Case, year: int, school: str) -> float:
    """Return the present boarders and those moved; none at a closed school."""
    if not case.is_open(year, school):
        return 0
    return case.force.boarders(year, school) + case.boarding.get((year, school), 0)


def classes(case: Case, year: int, school: str) -> float:
    """Return the classes: each grade's pupils over the class size of its band, rounded up."""
    if (year, school) not in case.classes:
        sizes = case.rules.schools.class_size
        total = 0
        for grade, number in case.by_grade.get((year, school), {}).items():
            band = next(b.name for b in case.rules.bands if b.first <= grade <= b.last)
            total += ceil(number / sizes[band] - EXACT)
        case.classes[year, school] = total
    return case.classes[year, school]


def staff_needed(case: Case, year: int, school: str) -> float:
    """Return the posts needed: by pupils, or by classes where that is more, rounded up."""
    rules = case.rules.staff
    by_stage: dict[str, float] = defaultdict(float)
    for grade, number in case.by_grade.get((year, school), {}).items():
        by_stage["primary" if grade <= PRIMARY_LAST else "junior"] += number
    by_pupils = sum(number / rules.pupils_per_teacher[s] for s, number in by_stage.items())
    by_classes = rules.teachers_per_class * classes(case, year, school)
    return ceil(max(by_pupils, by_classes) - EXACT)


def seat_warning(case: Case, year: int, school: str) -> str:
    """Return the warning: red over the cap, orange over the seats, yellow over 90 % of them."""
    number = pupils(case, year, school)
    if number > case.force.cap(year, school):
        return "red"
    most = case.force.seats(year, school)
    if number > most:
        return "orange"
    return "yellow" if number > _FULL_SHARE * most + EXACT else "none"


def name(case: Case, _year: int, school: str) -> str:
    """Return the school's name."""
    return case.facts.schools[school].name


def kind(case: Case, year: int, school: str) -> str:
    """Return the school's kind: a nine-year school from a conversion or merge on."""
    return case.force.kind(year, school)


_COLUMNS: tuple[tuple[str, Column], ...] = (
    ("pupils", pupils),
    ("seats", seats),
    ("boarders", boarders),
    ("beds", beds),
    ("classes", classes),
    ("staff_needed", staff_needed),
    ("seat_warning", seat_warning),
    ("name", name),
    ("kind", kind),
)


def _column(column: str, reckon: Column, case: Case) -> Iterator[Finding]:
    for row in case.tables.schools:
        want, have = reckon(case, row.year, row.school), getattr(row, column)
        same = want == have if isinstance(want, str) else abs(want - have) <= EXACT
        if not same:
            what = Text(
                "{year}年{school}的{column}应为{want}",
                "{year}: {column} of {school} must be {want}",
            )
            shown = want if isinstance(want, str) else f"{want:g}"
            school = case.facts.schools[row.school]
            said = what.filled(year=row.year, school=school, column=column, want=shown)
            yield broken(said, file="schools.csv", row=row.row, column=column, value=have)


def zones(case: Case) -> Iterator[Finding]:
    """Check that a place's zone is where most of its pupils of the band are, first by id.

    Pupils of all years count, wherever their group is that year. Where all entrants of the band
    are redirected from there, it is the school that they go to.
    """
    most = _attended(case)
    said = {(row.year, row.band, row.place): row for row in case.tables.zones}
    for key in dict.fromkeys([*most, *said]):
        line, schools = said.get(key), most.get(key, {})
        most_attended = min(
            schools, key=lambda school: (-round(schools[school], 6), school), default=""
        )
        want = _entrants_go(case, *key, most_attended)
        if line is None or line.school != want:
            what = Text(
                "{year}年{place}的{band}段划归{want}", "{year}: {place}, {band}, belongs to {want}"
            )
            filled = what.filled(year=key[0], band=key[1], place=key[2], want=want or "-")
            have = line.school if line else None
            yield broken(filled, file="zones.csv", row=line.row if line else 0, value=have)


def _attended(case: Case) -> dict[tuple[int, str, str], dict[str, float]]:
    """Return by year, band and place the schools of its groups, with their pupils of all years."""
    whole: dict[Key, float] = defaultdict(float)
    parts: dict[tuple[Key, str], float] = defaultdict(float)
    for row in case.tables.assignments:
        whole[row.key] += row.pupils
        parts[row.key, row.school] += row.pupils
    found: dict[tuple[int, str, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for key, by_year in case.paths.items():
        for year, rows in by_year.items():
            schools = [row.school for row in rows]
            total = sum(parts[key, school] for school in schools)
            for school in schools:
                share = parts[key, school] / total if total else 1 / len(schools)
                found[year, key[1], key[0]][school] += whole[key] * share
    return found


def _entrants_go(case: Case, year: int, band: str, place: str, school: str) -> str:
    found = case.changes.redirections.get((place, school))
    if found is None:
        return school
    ends, first = case.facts.bands[band], case.facts.schools[school].first
    since = found.year + max(0, ends.first - first)
    return found.receiver if ends.last >= first and year >= since else school


RULES: tuple[Rule, ...] = (
    *((f"school_{column}", partial(_column, column, reckon)) for column, reckon in _COLUMNS),
    ("zones", zones),
)
