"""One plan beside the facts, and what follows from its rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from planner.checking.money import amounts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from planner.assumptions import Assumptions
    from planner.checking.facts import Facts, Key
    from planner.checking.money import Amounts
    from planner.checking.rows import Placing, SchoolYear
    from planner.checking.tables import Tables
    from planner.checking.ways import Ways
    from planner.errors import Finding
    from planner.plan import Plan

type AtYear = tuple[int, str]
"""A year and a school_id."""

type Rule = tuple[str, Callable[[Case], Iterable[Finding]]]
"""A rule's name, and what gives the places where a plan breaks it."""


@dataclass(frozen=True)
class Case:
    """A plan to be checked.

    Parameters
    ----------
    facts
        The county before the plan.
    plan
        As it was handed over.
    tables
        Its tables, the rows that can be used.
    ways
        Km and minutes, recomputed.
    """

    facts: Facts
    plan: Plan
    tables: Tables
    ways: Ways

    @property
    def rules(self) -> Assumptions:
        """What the plan was made under."""
        return self.facts.rules

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years of the plan, in order."""
        return tuple(sorted(self.rules.years))

    @cached_property
    def rows(self) -> dict[AtYear, SchoolYear]:
        """The rows of schools.csv."""
        return {(row.year, row.school): row for row in self.tables.schools}

    def is_open(self, year: int, school: str) -> bool:
        """Tell whether schools.csv has the school open that year; a missing row counts as open."""
        row = self.rows.get((year, school))
        return row is None or row.open

    @cached_property
    def closing(self) -> dict[str, int]:
        """The first year in which a school is closed, of those that close."""
        found: dict[str, int] = {}
        for year in self.years:
            for school in self.facts.schools:
                if not self.is_open(year, school):
                    found.setdefault(school, year)
        return found

    @cached_property
    def paths(self) -> dict[Key, dict[int, list[Placing]]]:
        """Where each group is, by year."""
        found: dict[Key, dict[int, list[Placing]]] = defaultdict(lambda: defaultdict(list))
        for row in self.tables.assignments:
            found[row.key][row.year].append(row)
        return found

    @cached_property
    def first_moves(self) -> list[Placing]:
        """The rows of the year in which each group is first at another school."""
        first: dict[Key, int] = {}
        for row in self.tables.assignments:
            if row.moved:
                first[row.key] = min(row.year, first.get(row.key, row.year))
        return [r for r in self.tables.assignments if r.moved and r.year == first[r.key]]

    @cached_property
    def load(self) -> dict[AtYear, float]:
        """Pupils at each school."""
        return _summed(self.tables.assignments)

    @cached_property
    def arrived(self) -> dict[AtYear, float]:
        """Pupils at each school who were at another one in the base year."""
        return _summed([row for row in self.tables.assignments if row.moved])

    @cached_property
    def boarding(self) -> dict[AtYear, float]:
        """Boarders whom the plan sends to each school."""
        return _summed([row for row in self.tables.assignments if row.mode == "board"])

    @cached_property
    def leaving(self) -> dict[AtYear, list[Placing]]:
        """The rows of `first_moves` by year and the school that is left."""
        found: dict[AtYear, list[Placing]] = defaultdict(list)
        for row in self.first_moves:
            found[row.year, row.home].append(row)
        return found

    @cached_property
    def money(self) -> Amounts:
        """The money of every account, year and school, recomputed."""
        return amounts(self)

    @cached_property
    def by_grade(self) -> dict[AtYear, dict[int, float]]:
        """Pupils at each school by grade, groups divided as in the base year."""
        found: dict[AtYear, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        for row in self.tables.assignments:
            grades = self.facts.groups.get(row.key, {})
            total = sum(grades.values())
            for grade, number in grades.items():
                found[row.year, row.school][grade] += row.pupils * number / total
        return found


def _summed(rows: tuple[Placing, ...] | list[Placing]) -> dict[AtYear, float]:
    found: dict[AtYear, float] = defaultdict(float)
    for row in rows:
        found[row.year, row.school] += row.pupils
    return found
