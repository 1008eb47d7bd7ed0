"""One plan beside the facts, and what follows from its rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from planner.checking.changes import read_changes
from planner.checking.in_force import InForce
from planner.checking.money import amounts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import numpy as np
    from numpy.typing import NDArray

    from planner.assumptions import Assumptions
    from planner.checking.changes import Changes, Redirection
    from planner.checking.cohorts import Grades
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

    @cached_property
    def able(self) -> dict[tuple[str, int], tuple[list[str], NDArray[np.float64]]]:
        """Schools that could take a band's pupils from a year on, filled by `lawful.nearest`."""
        return {}

    @cached_property
    def classes(self) -> dict[AtYear, float]:
        """Classes of each school, filled by `school_rows.classes`."""
        return {}

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
    def changes(self) -> Changes:
        """What actions.csv says changes beside closings."""
        return read_changes(self.facts, self.tables.actions)

    @cached_property
    def force(self) -> InForce:
        """What each school is and has in each year."""
        return InForce(self.facts, self.changes)

    @cached_property
    def absorbed(self) -> dict[str, int]:
        """The schools that end by a merge, and the year in which they do."""
        return {
            school: merge.year
            for school, merge in self.changes.merges.items()
            if self.closing.get(school) == merge.year
        }

    @cached_property
    def paths(self) -> dict[Key, dict[int, list[Placing]]]:
        """Where each group is, by year, without entrants who are redirected."""
        found: dict[Key, dict[int, list[Placing]]] = defaultdict(lambda: defaultdict(list))
        for row in self.tables.assignments:
            if not self.is_redirected(row):
                found[row.key][row.year].append(row)
        return found

    def is_redirected(self, row: Placing) -> bool:
        """Tell whether a row is of entrants who never attend the school that its group is from."""
        found = self.redirection(row) if row.moved else None
        return found is not None and row.school == found[0].receiver

    def redirection(self, row: Placing) -> tuple[Redirection, Grades] | None:
        """Return where entrants of a row's group go that year, and how many of each grade."""
        return self.changes.redirected(self.facts, row.key, row.year)

    @cached_property
    def moved(self) -> list[Placing]:
        """The rows of groups that have changed school."""
        return [row for row in self.tables.assignments if row.moved and not self.is_redirected(row)]

    @cached_property
    def redirected(self) -> list[Placing]:
        """The rows of entrants who are redirected."""
        return [row for row in self.tables.assignments if self.is_redirected(row)]

    @cached_property
    def first_moves(self) -> list[Placing]:
        """The rows of the year in which each group is first at another school."""
        first: dict[Key, int] = {}
        for row in self.moved:
            first[row.key] = min(row.year, first.get(row.key, row.year))
        return [row for row in self.moved if row.year == first[row.key]]

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
        """Pupils at each school by grade; parts of a group have its grades in equal shares."""
        found: dict[AtYear, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        for row in self.tables.assignments:
            grades = self._grades_of(row)
            total = sum(grades.values())
            for grade, number in grades.items():
                found[row.year, row.school][grade] += row.pupils * number / total if total else 0
        return found

    def _grades_of(self, row: Placing) -> Grades:
        """Return the grades of a row's group; of those who stay without the redirected, and these."""
        grades = self.facts.coming.get(row.key, {}).get(row.year, {})
        found = self.redirection(row)
        if found is None:
            return grades
        if self.is_redirected(row):
            return found[1]
        return {grade: n - found[1].get(grade, 0.0) for grade, n in grades.items()}


def _summed(rows: tuple[Placing, ...] | list[Placing]) -> dict[AtYear, float]:
    found: dict[AtYear, float] = defaultdict(float)
    for row in rows:
        found[row.year, row.school] += row.pupils
    return found
