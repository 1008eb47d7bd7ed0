"""What the reasons of all schools are told from, looked up once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from planner.obstacles import Aftermath
from planner.placements import present_ways
from planner.presentation import Names, yuan
from planner.reasons.room import Room
from planner.school_kinds import BAND_NAMES
from planner.words import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from planner.counterfactual import Alternative, Decided
    from planner.placements import Stays
    from planner.problem import Problem
    from planner.solution import Solution


@dataclass(frozen=True)
class Told:
    """One reason before it is put beside a school's decision: its code and its words."""

    code: str
    text: Text


@dataclass(frozen=True)
class Scene:
    """A plan, what could be otherwise, and how schools and places are called.

    Parameters
    ----------
    alternatives
        By position of the school.
    unclosable
        Positions of the schools that no lawful plan closes.
    """

    decided: Decided
    alternatives: Mapping[int, Alternative]
    unclosable: frozenset[int]

    @property
    def problem(self) -> Problem:
        """The question of the plan."""
        return self.decided.case.problem

    @property
    def solution(self) -> Solution:
        """What the plan decides."""
        return self.decided.solution

    @cached_property
    def gone(self) -> dict[int, int]:
        """The year (index) in which each school closes or is absorbed."""
        return self.decided.gone

    @cached_property
    def names(self) -> Names:
        """How schools and places are called."""
        return Names.of(self.decided.case.dataset)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Every school's id."""
        return tuple(self.decided.case.dataset.schools["school_id"].astype(str))

    @cached_property
    def stays(self) -> Stays:
        """How each group reaches its present school."""
        case = self.decided.case
        return present_ways(case.assumptions, case.demand, case.travel)

    @cached_property
    def view(self) -> Aftermath:
        """The plan as a school meets it that would close in the last year."""
        return self._seen(self.solution)

    @cached_property
    def bare(self) -> Aftermath:
        """The same where nothing closes but what must."""
        return self._seen(_only(self.problem, self.solution, self._due))

    def _seen(self, solution: Solution) -> Aftermath:
        view = Aftermath.of(self.decided.case, solution, len(self.problem.years) - 1)
        return replace(view, names=tuple(self.names.school(school) for school in self.ids))

    @property
    def _due(self) -> frozenset[int]:
        return frozenset((*self.problem.standing.pinned, *self.problem.empty_due))

    @cached_property
    def room(self) -> Room:
        """Seats and beds that the plan leaves."""
        return Room(self.problem, self.solution)

    @cached_property
    def free(self) -> tuple[int, ...]:
        """The schools whose closing, and its year, nothing but the plan decides."""
        solution, due = self.solution, self._due
        return tuple(s for s in solution.closed if s not in due and s not in solution.reduced)

    @cached_property
    def _closing_money(self) -> dict[int, NDArray[np.float64]]:
        problem, solution = self.problem, self.solution
        money = {s: -problem.running[s] * problem.years_left for s in solution.closed}
        for s in money:
            for row in self.room.rows.get(s, ()):
                money[s] += problem.options.money[solution.option[row]] * solution.share[row]
        return money

    def closing_money(self, s: int, t: int) -> float:
        """Return yuan over the plan of closing school `s`, which closes, in a year."""
        return float(self._closing_money[s][t])

    def school(self, s: int) -> str:
        """Return the name of a school."""
        return self.names.school(self.ids[s])

    def schools(self, which: Iterable[int]) -> Text:
        """Return the names of schools, in the order of the county's table."""
        names = [self.school(s) for s in sorted(which)]
        return Text("、".join(names), ", ".join(names))

    def home(self, g: int) -> Text:
        """Return where a group lives."""
        place = self.decided.case.demand.places[g]
        return Text(self.names.home(place, "zh"), self.names.home(place, "en"))

    def band(self, g: int) -> Text:
        """Return the grades of a group."""
        band = self.decided.case.assumptions.band(self.decided.case.demand.bands[g])
        if band.first == band.last:
            return Text("{grade}年级", "grade {grade}").filled(grade=band.first)
        return BAND_NAMES.filled(first=band.first, last=band.last)

    def year(self, t: int) -> int:
        """Return a year of the plan."""
        return self.problem.years[t]


def _only(problem: Problem, solution: Solution, schools: frozenset[int]) -> Solution:
    """Return the solution as if only some schools closed, with the works that these need."""
    homes = problem.homes[problem.options.group[solution.option]]
    rows = np.isin(homes, list(schools))
    receivers = set(problem.options.school[solution.option[rows]].tolist())
    return replace(
        solution,
        closed={s: t for s, t in solution.closed.items() if s in schools},
        option=solution.option[rows],
        year=solution.year[rows],
        share=solution.share[rows],
        reduced={},
        merged={},
        relieved=(),
        built={
            k: t for k, t in solution.built.items() if int(problem.works.school[k]) in receivers
        },
    )


def in_yuan(amount: float) -> Text:
    """Return an amount of money: in 万元 in Chinese, in yuan in English."""
    return Text(yuan(amount, "zh"), yuan(amount, "en"))


def joined(parts: Iterable[Text], zh: str = "、", en: str = ", ") -> Text:
    """Return texts one after the other."""
    said = list(parts)
    return Text(zh.join(one.zh for one in said), en.join(one.en for one in said))


def count(n: float) -> Text:
    """Return a number of pupils."""
    whole = f"{n:,.0f}"
    return Text(f"{whole}名学生", "1 pupil" if whole == "1" else f"{whole} pupils")


NOTHING = same("")

# Yuan below which two plans are said to cost the same.
PENNY = 0.5
