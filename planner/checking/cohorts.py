"""Pupils of every home by year and grade: children who move up, and those who enter."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from planner.checking.entrants import COUNTY, Entrants, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from planner.assumptions import Assumptions
    from planner.dataset import Dataset

type Grades = dict[int, float]
"""Pupils by grade."""
type Years = dict[int, Grades]
"""Pupils by year and grade."""

_LOWEST = 3
"""A township's entrants are shared out by the pupils of so many lowest grades."""


def now(dataset: Dataset) -> dict[str, Grades]:
    """Return the pupils of the base year by home and grade; a blank place is the school's point."""
    homes: dict[str, Grades] = defaultdict(lambda: defaultdict(float))
    columns = (dataset.pupils[c].tolist() for c in ("school_id", "place_id", "grade", "pupils"))
    for school, place, grade, number in zip(*columns, strict=True):
        if number > 0:
            homes[text(place) or str(school)][int(grade)] += float(number)
    return {home: dict(grades) for home, grades in homes.items()}


def townships(dataset: Dataset) -> dict[str, str]:
    """Return the township of every place and every school's point."""
    frames = ((dataset.schools, "school_id"), (dataset.places, "place_id"))
    return {
        str(home): str(name)
        for frame, key in frames
        for home, name in zip(frame[key].tolist(), frame["township"].tolist(), strict=True)
    }


def summed(many: Iterable[Grades]) -> Grades:
    """Return the sum by grade."""
    total: Grades = defaultdict(float)
    for grades in many:
        for grade, number in grades.items():
            total[grade] += number
    return dict(total)


@dataclass(frozen=True)
class Cohorts:
    """The built-in forecast, without rounding and without outside factors.

    Parameters
    ----------
    homes
        Pupils of the base year by home and grade.
    township
        By home.
    own_points
        Homes that are a school's own point.
    entrants
        How many children enter.
    ahead
        The years after the base year, in order.
    survival
        Part of a grade that is in the next one a year later.
    """

    homes: Mapping[str, Grades]
    township: Mapping[str, str]
    own_points: frozenset[str]
    entrants: Entrants
    ahead: range
    survival: float

    @classmethod
    def of(cls, dataset: Dataset, rules: Assumptions) -> Cohorts:
        """Return the forecast of a county under a scenario."""
        return cls(
            now(dataset),
            townships(dataset),
            frozenset(map(str, dataset.schools["school_id"])),
            Entrants(dataset, rules),
            range(dataset.base_year + 1, max(rules.years) + 1),
            rules.demand.survival,
        )

    def pupils(self, home: str) -> Years:
        """Return the pupils of a home in the years ahead; a school's point follows the county."""
        base = self.homes[home]
        if home not in self.own_points:
            part, township = self._first_graders(home), self.township[home]
            return self._grown(base, lambda year: part * self.entrants.ratio(township, year))
        return {
            year: {g: base.get(g, 0.0) * grades[g] / self._total[g] for g in self._total}
            for year, grades in self._county.items()
        }

    @cached_property
    def _total(self) -> Grades:
        return summed(self.homes.values())

    @cached_property
    def _entry(self) -> int:
        """The lowest grade that anybody attends."""
        return min(self._total)

    @cached_property
    def _county(self) -> Years:
        first = self._total[self._entry]
        return self._grown(self._total, lambda year: first * self.entrants.ratio(COUNTY, year))

    def _grown(self, base: Grades, enter: Callable[[int], float]) -> Years:
        """Move every grade up once a year; grades that nobody attends now stay empty."""
        found, last = dict[int, Grades](), base
        for year in self.ahead:
            last = {g: self.survival * last.get(g - 1, 0.0) for g in self._total}
            last[self._entry] = enter(year)
            found[year] = last
        return found

    def _first_graders(self, home: str) -> float:
        """Return the home's part of its township's entry grade now, by its lowest grades."""
        young, firsts = self._of_townships[self.township[home]]
        return firsts * self._young(home) / young if young else 0.0

    @cached_property
    def _of_townships(self) -> Mapping[str, tuple[float, float]]:
        found: dict[str, tuple[float, float]] = {}
        for home, grades in self.homes.items():
            young, firsts = found.get(self.township[home], (0.0, 0.0))
            more = grades.get(self._entry, 0.0)
            found[self.township[home]] = young + self._young(home), firsts + more
        return found

    def _young(self, home: str) -> float:
        grades = self.homes[home]
        return sum(grades.get(self._entry + up, 0.0) for up in range(_LOWEST))
