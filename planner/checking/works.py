"""Building works: which, when, and within which budget (rules 5 and 7)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from planner.checking.broken import broken
from planner.checking.changes import works_id
from planner.checking.groups import EXACT
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.checking.case import Case
    from planner.checking.rows import Step
    from planner.errors import Finding

_FILE = "actions.csv"


def _rows(case: Case, action: str) -> list[Step]:
    return [row for row in case.tables.actions if row.action == action]


def known(case: Case) -> Iterator[Finding]:
    """Every work is one of works.csv, at its school, and built once."""
    seen: set[str] = set()
    for row in _rows(case, "works"):
        key = works_id(row)
        work = case.facts.works.get(key)
        if work is None or work.school != row.school or key in seen:
            what = Text("工程表中没有该校的此项工程，或重复", "no such work there, or built twice")
            yield broken(what, file=_FILE, row=row.row, column="detail", value=row.detail)
        seen.add(key)


def in_time(case: Case) -> Iterator[Finding]:
    """Rule 7: no work is in use before it can be finished."""
    for row in _rows(case, "works"):
        work = case.facts.works.get(works_id(row))
        if work is not None and row.year < work.first_year:
            what = Text(
                "{work}最早{first}年启用，方案为{year}年",
                "{work} can be in use in {first} at the earliest, the plan says {year}",
            ).filled(work=work.works_id, first=work.first_year, year=row.year)
            yield broken(what, file=_FILE, row=row.row, column="year", value=row.year)


def at_a_school_that_stays(case: Case) -> Iterator[Finding]:
    """Nothing is built at a private school, or at one that closes."""
    for row in _rows(case, "works"):
        school = case.facts.schools[row.school]
        if not school.public or row.school in case.closing:
            what = Text(
                "{school}是民办学校或在规划期内撤并，不应建设",
                "{school} is private or closes within the plan, nothing is built there",
            ).filled(school=school)
            yield broken(what, file=_FILE, row=row.row, value=row.school)


def budget(case: Case) -> Iterator[Finding]:
    """Rule 7: the works first used in a year cost no more than its budget."""
    spent: dict[int, float] = defaultdict(float)
    for key, year in case.changes.built.items():
        spent[year] += case.facts.works[key].cost
    for year, most in case.rules.money.works_budget.items():
        if spent[year] > most + EXACT:
            what = Text(
                "{year}年启用的工程共{spent:.0f}元，预算{most:.0f}元",
                "works first used in {year} cost {spent:.0f} yuan, the budget is {most:.0f}",
            ).filled(year=year, spent=spent[year], most=most)
            yield broken(what, file=_FILE, value=year)


def conversions(case: Case) -> Iterator[Finding]:
    """Check that a row `convert` stands exactly where a work that converts is first used."""
    said = {(row.year, row.school): row for row in _rows(case, "convert")}
    want = {
        (year, case.facts.works[key].school)
        for key, year in case.changes.built.items()
        if case.facts.works[key].converts
    }
    for year, school in sorted(said.keys() ^ want):
        row = said.get((year, school))
        what = Text(
            "{year}年{school}的改制与工程不符",
            "{year}: the conversion of {school} has no such work",
        ).filled(year=year, school=case.facts.schools[school])
        yield broken(what, file=_FILE, row=row.row if row else 0, value=school)


RULES = (
    ("works_known", known),
    ("works_in_time", in_time),
    ("works_where", at_a_school_that_stays),
    ("works_budget", budget),
    ("works_convert", conversions),
)
