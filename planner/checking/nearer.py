"""A simple search for one more lawful closing in a finished plan.

It proves nothing when it finds nothing; what it finds is lawful, so that a target which was
called proven is not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from math import inf
from typing import TYPE_CHECKING

from planner.checking.closures import juniors_left
from planner.checking.groups import EXACT
from planner.checking.lawful import NEAREST, lawful, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.checking.case import Case
    from planner.checking.facts import Key

_STEPS = 2000


def nearer_plan(case: Case, year: int) -> str | None:
    """Return a school that could close in `year` beside those of the plan, or None.

    Parameters
    ----------
    case
        A plan whose other decisions stay as they are.
    year
        The year whose target is missed.
    """
    busy = _changes_otherwise(case)
    schools = [
        school
        for school in case.facts.schools
        if school not in busy and _free_to_close(case, school, year)
    ]
    homes = {school: case.facts.groups_of.get(school, []) for school in schools}
    near = {
        (key, school): _near(case, key, school, year) for school in schools for key in homes[school]
    }
    case.ways.prepare((key[0], to) for (key, _), receivers in near.items() for to in receivers)
    for school in schools:
        if homes[school] and case.rules.schools.moves_per_pupil < 1:
            continue
        places = _Places(case, school, year)
        if places.hold([(key, near[key, school]) for key in homes[school]]):
            return school
    return None


def _free_to_close(case: Case, school: str, year: int) -> bool:
    facts = case.facts
    if not facts.may_close(school) or not facts.counts(school):
        return False
    if school in facts.keep or school in facts.against or school in facts.pins:
        return False
    if case.closing.get(school, inf) <= year:
        return False
    if any(case.arrived.get((later, school), 0) > 0 for later in case.years):
        return False
    return not _only_reduced(case, school, year) and _spares_junior(case, school, year)


def _changes_otherwise(case: Case) -> set[str]:
    """Return the schools for which the plan has other plans: merge, works, relief, fewer bands."""
    changes = case.changes
    merging = {
        name for merge in changes.merges.values() for name in (merge.absorbed, merge.receiver)
    }
    relieved = {
        name for step in changes.redirections.values() for name in (step.source, step.receiver)
    }
    building = {case.facts.works[key].school for key in changes.built}
    return merging | relieved | building | changes.reductions.keys()


def _only_reduced(case: Case, school: str, year: int) -> bool:
    """Tell whether a school may only give up bands while its lowest one has pupils."""
    facts = case.facts
    return case.rules.closures.downgrade == "only" and any(
        facts.bands[key[1]] == facts.lowest and facts.pupils(key, year) > 0
        for key in facts.groups_of.get(school, [])
    )


def _spares_junior(case: Case, school: str, year: int) -> bool:
    if not case.rules.closures.keep_junior_per_township:
        return True
    township = case.facts.schools[school].township
    return all(
        juniors_left(case, township, later) not in ([], [school])
        for later in case.years
        if later >= year and township in case.facts.junior_townships
    )


def _near(case: Case, key: Key, school: str, year: int) -> list[str]:
    """Return the nearest schools that stay open, teach the band and have some room."""
    roomy = (
        other
        for other in nearest(case, key, year)
        if other != school and case.force.room(year, other) - case.load.get((year, other), 0) > 0
    )
    return list(islice(roomy, NEAREST))


@dataclass
class _Places:
    """Free seats and beds from `year` on, and how far the search has gone."""

    case: Case
    closing: str
    year: int
    seats: dict[str, float] = field(default_factory=dict)
    beds: dict[str, float] = field(default_factory=dict)
    steps: int = 0

    def hold(self, groups: list[tuple[Key, list[str]]]) -> bool:
        """Tell whether all groups find lawful places, whole, by trying one after the other."""
        if not groups:
            return True
        self.steps += 1
        if self.steps > _STEPS:
            return False
        (key, near), rest = groups[0], groups[1:]
        number = self._most(key)
        for school, mode in self._options(key, near):
            self.seats[school] -= number
            self.beds[school] -= number * (mode == "board")
            if self.hold(rest):
                return True
            self.seats[school] += number
            self.beds[school] += number * (mode == "board")
        return False

    def _options(self, key: Key, near: list[str]) -> Iterator[tuple[str, str]]:
        number = self._most(key)
        for school in near:
            if number > self._seats(school) + EXACT:
                continue
            for mode in ("walk", "bus", "board"):
                if mode == "board" and number > self._beds(school) + EXACT:
                    continue
                if lawful(self.case, key, school, mode):
                    yield school, mode
                    break

    def _seats(self, school: str) -> float:
        if school not in self.seats:
            self.seats[school] = min(
                self.case.force.room(later, school) - self.case.load.get((later, school), 0)
                + self._own(later, school)
                for later in self.case.years
                if later >= self.year
            )  # fmt: skip
        self._beds(school)
        return self.seats[school]

    def _beds(self, school: str) -> float:
        if school not in self.beds:
            self.beds[school] = min(
                self.case.force.free_beds(later, school)
                - self.case.boarding.get((later, school), 0)
                for later in self.case.years
                if later >= self.year
            )
        return self.beds[school]

    def _most(self, key: Key) -> float:
        """Return the most pupils of a group in any year from the closing on."""
        return max(self.case.facts.pupils(key, y) for y in self.case.years if y >= self.year)

    def _own(self, year: int, school: str) -> float:
        """Return the pupils of the school in question who are there already, later in the plan."""
        return sum(
            row.pupils
            for key in self.case.facts.groups_of.get(self.closing, [])
            for row in self.case.paths.get(key, {}).get(year, ())
            if row.school == school
        )
