"""Schools that give up all bands but their lowest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.checking.broken import broken
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.checking.case import Case
    from planner.errors import Finding

_FILE = "actions.csv"


def candidates(case: Case) -> Iterator[Finding]:
    """Only candidates that teach the band of grade 1 and another are reduced, each once, while open."""
    seen: set[str] = set()
    for row in (row for row in case.tables.actions if row.action == "downgrade"):
        facts, school = case.facts, case.facts.schools[row.school]
        taught = [band for band in case.rules.bands if school.offers(band)]
        lawful = (
            facts.may_close(row.school)
            and facts.lowest in taught
            and len(taught) > 1
            and case.is_open(row.year, row.school)
        )
        if not lawful or row.school in seen:
            what = Text("{school}不属于可降格范围", "{school} is none that may be reduced")
            yield broken(what.filled(school=school), file=_FILE, row=row.row, value=row.school)
        seen.add(row.school)


def bands(case: Case) -> Iterator[Finding]:
    """Check that the bands given up are all that the school teaches above its lowest."""
    for reduced in case.changes.reductions.values():
        school = case.facts.schools[reduced.school]
        want = [b.name for b in case.rules.bands if school.offers(b) and b != case.facts.lowest]
        if sorted(reduced.bands) != sorted(want):
            what = Text("应停办{want}", "gives up {want}").filled(want=";".join(want) or "-")
            value = ";".join(reduced.bands)
            yield broken(what, file=_FILE, row=reduced.row, column="band", value=value)


def protected(case: Case) -> Iterator[Finding]:
    """Rules 6 and 8: schools on the keep list, or with a hearing against, are not reduced."""
    for reduced in case.changes.reductions.values():
        if reduced.school in case.facts.keep | case.facts.against:
            what = Text("{school}应保留或听证反对", "{school} is kept, or its hearing is against")
            name = case.facts.schools[reduced.school]
            yield broken(what.filled(school=name), file=_FILE, row=reduced.row)


def gone(case: Case) -> Iterator[Finding]:
    """Nobody is in a band that their school has given up."""
    for row in case.tables.assignments:
        reduced = case.changes.reductions.get(row.school)
        if reduced is not None and row.year >= reduced.year and row.band in reduced.bands:
            what = Text(
                "{year}年{school}已不办{band}段，却仍有该段学生",
                "{year}: {school} no longer teaches {band}, but has its pupils",
            )
            name = case.facts.schools[row.school]
            said = what.filled(year=row.year, school=name, band=row.band)
            yield broken(said, file="assignments.csv", row=row.row, column="band", value=row.band)


def only(case: Case) -> Iterator[Finding]:
    """Where schools are only reduced, none with pupils in its lowest band closes, pins excepted."""
    lowest = case.facts.lowest
    if case.rules.closures.downgrade != "only" or lowest is None:
        return
    for school, year in case.closing.items():
        young = sum(
            case.facts.pupils(key, year)
            for key in case.facts.groups_of.get(school, [])
            if key[1] == lowest.name
        )
        if young > 0 and school not in case.facts.pins and school not in case.absorbed:
            what = Text(
                "{year}年{school}撤并，而最低段还有{young:g}人",
                "{school} closes in {year} with {young:g} pupils in its lowest band",
            ).filled(school=case.facts.schools[school], year=year, young=young)
            yield broken(what, file="schools.csv", value=school)


RULES = (
    ("downgrade_candidates", candidates),
    ("downgrade_bands", bands),
    ("downgrade_protected", protected),
    ("downgrade_gone", gone),
    ("downgrade_only", only),
)
