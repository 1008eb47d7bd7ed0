"""What each school is and has in each year, with the works and merges of the plan."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING

from planner.checking.facts import NINE_YEAR
from planner.school_kinds import KIND_GRADES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planner.checking.changes import Changes, Merge
    from planner.checking.facts import Facts, School, Work

_NINE_FIRST, _NINE_LAST = KIND_GRADES[NINE_YEAR]


@dataclass(frozen=True)
class InForce:
    """The state of every school in every year, as the steps of a plan make it."""

    facts: Facts
    changes: Changes

    def nine_since(self, school: str) -> float:
        """Return the year from which a school is a nine-year school by works or merge, or inf."""
        return self._nine_since.get(school, inf)

    @cached_property
    def _nine_since(self) -> Mapping[str, float]:
        found: dict[str, float] = {}
        by_works = (
            (work.school, year)
            for works in self._works.values()
            for work, year in works
            if work.converts
        )
        by_merge = ((merge.receiver, merge.year) for merge in self.changes.merges.values())
        for school, year in (*by_works, *by_merge):
            found[school] = min(year, found.get(school, inf))
        return found

    def kind(self, year: int, school: str) -> str:
        """Return the school's kind."""
        return NINE_YEAR if year >= self.nine_since(school) else self._school(school).kind

    def offers(self, year: int, school: str, band: str) -> bool:
        """Tell whether a school teaches a band that year: by its grades, or as a nine-year school."""
        reduced = self.changes.reductions.get(school)
        if reduced is not None and year >= reduced.year and band in reduced.bands:
            return False
        grades = self.facts.bands[band]
        nine = grades.first >= _NINE_FIRST and grades.last <= _NINE_LAST
        return self._school(school).offers(grades) or (nine and year >= self.nine_since(school))

    def teaches(self, year: int, school: str, band: str) -> bool:
        """Tell whether a school may receive pupils of a band at all."""
        return self._school(school).public and self.offers(year, school, band)

    def cap(self, year: int, school: str) -> float:
        """Return the size cap of the school's kind (pupils)."""
        return self.facts.rules.schools.size_cap.get(self.kind(year, school), inf)

    def seats(self, year: int, school: str) -> float:
        """Return the seats in use: own ones, those of works and of a site next door."""
        works = sum(work.seats for work, _ in self._built(school, year))
        near = sum(self._school(merge.absorbed).seats for merge in self._next_door(school, year))
        return self._school(school).seats + works + near

    def beds(self, year: int, school: str) -> float:
        """Return the beds in use, likewise."""
        works = sum(work.beds for work, _ in self._built(school, year))
        near = sum(self._school(merge.absorbed).beds for merge in self._next_door(school, year))
        return self._school(school).beds + works + near

    def boarders(self, year: int, school: str) -> float:
        """Return the boarders of the base year, with those of a site next door."""
        near = self._next_door(school, year)
        own = self._school(school).boarders
        return own + sum(self._school(merge.absorbed).boarders for merge in near)

    def places(self, year: int, school: str) -> float:
        """Return seats in use, at most the size cap."""
        return min(self.seats(year, school), self.cap(year, school))

    def room(self, year: int, school: str) -> float:
        """Return the most pupils the school may have after receiving any."""
        return min(self.lawful_seats(year, school), self.cap(year, school))

    def lawful_seats(self, year: int, school: str) -> float:
        """Return the seats that a move may count on: works in use, or built in any later year."""
        more = sum(work.seats for work, first in self._built(school, inf) if first > year)
        return self.seats(year, school) + (0.0 if self._before_close else more)

    def free_beds(self, year: int, school: str) -> float:
        """Return the beds that a move may count on: those that present boarders leave free."""
        own = self._school(school)
        until = year if self._before_close else inf
        beds = own.beds + sum(work.beds for work, _ in self._built(school, until))
        near = (self._school(merge.absorbed) for merge in self._next_door(school, year))
        return max(0.0, beds - own.boarders) + sum(max(0.0, n.beds - n.boarders) for n in near)

    @property
    def _before_close(self) -> bool:
        return self.facts.rules.schools.build_before_close

    def _school(self, school: str) -> School:
        return self.facts.schools[school]

    def _built(self, school: str, until: float) -> Iterator[tuple[Work, int]]:
        for work, year in self._works.get(school, ()):
            if year <= until:
                yield work, year

    @cached_property
    def _works(self) -> Mapping[str, list[tuple[Work, int]]]:
        """The works that are built and the years of their first use, by school."""
        found: dict[str, list[tuple[Work, int]]] = {}
        for key, year in self.changes.built.items():
            work = self.facts.works[key]
            found.setdefault(work.school, []).append((work, year))
        return found

    def _next_door(self, school: str, year: float) -> list[Merge]:
        return [m for m in self.changes.merging_into(school) if m.near and m.year <= year]
