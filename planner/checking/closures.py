"""Which schools close: candidates and pins, never against a rule, empty ones in time.

A school absorbed by a merge closes too; what holds for merges alone is in `merges`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.checking.broken import broken
from planner.checking.facts import JUNIOR
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.checking.case import Case
    from planner.errors import Finding

_FILE = "schools.csv"


def candidates(case: Case) -> Iterator[Finding]:
    """Only candidates and pinned schools close."""
    facts = case.facts
    for school, year in case.closing.items():
        if school in case.absorbed:
            continue
        pinned = school in facts.pins and school not in facts.outside
        if not pinned and not facts.may_close(school):
            row = facts.schools[school]
            what = Text(
                "{year}年撤并的{school}（{kind}，基年{roll:g}人）不属于可撤并范围",
                "{school} ({kind}, {roll:g} pupils in the base year) closes in {year}, "
                "but is no candidate",
            )
            roll = facts.roll.get(school, 0)
            said = what.filled(year=year, school=row, kind=row.kind, roll=roll)
            yield broken(said, file=_FILE, value=school)


def pins(case: Case) -> Iterator[Finding]:
    """Pinned schools close in their year."""
    for school, year in case.facts.pins.items():
        if case.closing.get(school) != year or school in case.absorbed:
            what = Text(
                "{school}已定于{year}年撤并，方案中为{have}",
                "{school} is to close in {year}; in the plan: {have}",
            )
            have = case.closing.get(school, Text("不撤并", "not closed"))
            name = case.facts.schools.get(school, school)
            yield broken(what.filled(school=name, year=year, have=have), file=_FILE, value=school)


def keep(case: Case) -> Iterator[Finding]:
    """Rule 8: schools on the keep list stay."""
    for school in sorted(case.facts.keep & case.closing.keys()):
        what = Text(
            "{school}应保留，却在{year}年撤并", "{school} is to be kept, but closes in {year}"
        )
        said = what.filled(school=case.facts.schools[school], year=case.closing[school])
        yield broken(said, file=_FILE, value=school)


def hearing(case: Case) -> Iterator[Finding]:
    """Rule 6: no school closes against its latest hearing."""
    for school in sorted(case.facts.against & case.closing.keys()):
        what = Text(
            "{school}听证反对多于赞成，却在{year}年撤并",
            "the hearing on {school} is against closing, but it closes in {year}",
        )
        said = what.filled(school=case.facts.schools[school], year=case.closing[school])
        yield broken(said, file=_FILE, value=school)


def juniors_left(case: Case, township: str, year: int) -> list[str]:
    """Return the public schools of a township that are open and teach the band `junior`."""
    return [
        key
        for key in case.facts.of_township.get(township, ())
        if case.is_open(year, key) and case.force.teaches(year, key, JUNIOR)
    ]


def last_junior(case: Case) -> Iterator[Finding]:
    """Rule 8: a township with public junior schools keeps one of them."""
    if not case.rules.closures.keep_junior_per_township:
        return
    for township in sorted(case.facts.junior_townships):
        for year in case.years:
            if not juniors_left(case, township, year):
                what = Text(
                    "{year}年{township}已无公办初中", "{year}: {township} has no public junior left"
                )
                yield broken(what.filled(year=year, township=township), file=_FILE, value=township)


def empty_due(case: Case) -> Iterator[Finding]:
    """Rule 8: empty candidates close in time, unless another rule keeps them."""
    by = case.rules.closures.empty_by
    due = max(by, case.years[0])
    if not by or due > case.years[-1]:
        return
    for school in case.facts.schools:
        if not case.facts.empty(school) or not case.facts.may_close(school):
            continue
        if case.closing.get(school, due + 1) > due and not _excused(case, school, due):
            what = Text(
                "{school}没有学生，应在{due}年前撤并，方案中未撤并",
                "{school} has no pupils and must close by {due}; it stays open",
            )
            said = what.filled(school=case.facts.schools[school], due=due)
            yield broken(said, file=_FILE, value=school)


def _excused(case: Case, school: str, due: int) -> bool:
    """Tell whether keep, hearing, a pin or being the last junior wins over the date."""
    facts = case.facts
    if school in facts.keep or school in facts.against or school in facts.pins:
        return True
    township = facts.schools[school].township
    if not case.rules.closures.keep_junior_per_township or township not in facts.junior_townships:
        return False
    return juniors_left(case, township, due) == [school]


RULES = (
    ("candidates", candidates),
    ("pins", pins),
    ("keep", keep),
    ("hearing", hearing),
    ("last_junior", last_junior),
    ("empty_due", empty_due),
)
