"""Changes that would let a clash be mended, each of which gives the county a plan.

From the smallest on: another year for a closing; seats or beds; an empty school kept; a budget; a
closing given up; and last what asks for more than the bureau can decide alone, or loosens a rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from math import ceil, isfinite
from typing import TYPE_CHECKING, Literal

from planner.change import Change
from planner.conflict import Repair
from planner.diagnosis import mending as say
from planner.diagnosis.county import joined
from planner.school_kinds import BAND_NAMES
from planner.words import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planner.diagnosis.county import County
    from planner.diagnosis.facts import Facts
    from planner.words import Text

# A limit of minutes is not tried to be raised by more.
MORE_MINUTES = 60


@dataclass(frozen=True)
class Trial:
    """A change that gives the question a plan, and the county with the ways it needs."""

    repair: Repair
    change: Change
    county: County


@dataclass(frozen=True)
class Trials:
    """What is tried to mend one clash.

    Parameters
    ----------
    facts
        Of the clash.
    county
        As it is.
    base
        The change that sets aside the other conflicts of the county.
    """

    facts: Facts
    county: County
    base: Change = field(default_factory=Change)

    def all(self) -> Iterator[Trial]:
        """Yield changes with which there is a plan, the smallest first."""
        yield from self._other_years()
        yield from self._places("seats")
        yield from self._places("beds")
        yield from self._empty_kept()
        yield from self._budgets()
        yield from self._given_up()
        yield from self._asked_of_others()
        yield from self._longer_ways()

    def _lets(self, change: Change, county: County | None = None) -> bool:
        return (county or self.county).has_plan(joined(self.base, change))

    def _try(
        self, code: str, s: int, text: Text, change: Change, year: int | None = None
    ) -> Iterator[Trial]:
        """Yield a change of one school if there is a plan with it."""
        if self._lets(change):
            said = text.filled(school=self.facts.school(s), year=year)
            yield self._trial(code, self.facts.school_id(s), said, change, year=year)

    def _trial(
        self,
        code: str,
        school: str,
        text: Text,
        change: Change,
        *,
        year: int | None = None,
        amount: float = 0,
    ) -> Trial:
        values = {
            part.name: value for part in fields(change) if (value := getattr(change, part.name))
        }
        return Trial(Repair(code, school, year, amount, text, values), change, self.county)

    def _other_years(self) -> Iterator[Trial]:
        """Yield each closing in the nearest year in which it can be."""
        years, done = self.facts.clash.case.problem.years, set[int]()
        pins = self.facts.pinned.items()
        for apart, s, t in sorted(
            (abs(t - now), s, t) for s, now in pins for t in range(len(years))
        ):
            if apart and s not in done:
                change = Change(close={self.facts.school_id(s): years[t]})
                for trial in self._try("other_year", s, say.OTHER_YEAR, change, years[t]):
                    done.add(s)
                    yield trial

    def _places(self, kind: Literal["seats", "beds"]) -> Iterator[Trial]:
        """Yield the fewest seats or beds that would do at one school, wherever fewest do."""
        best, where = 0, -1
        for member in self.facts.clash.of_kind(kind):
            most = best - 1 if best else self._most_needed(kind, member.at)
            school = self.facts.school_id(member.at)
            n = least(most, lambda n, at=school: self._lets(_places(kind, at, n)))  # type: ignore[misc]
            if n:
                best, where = n, member.at
        if best:
            school = self.facts.school_id(where)
            text = say.places(kind, best).filled(school=self.facts.school(where))
            yield self._trial(kind, school, text, _places(kind, school, best), amount=best)

    def _most_needed(self, kind: str, r: int) -> int:
        """Return more places than all who are to move could need at a school."""
        problem = self.facts.clash.case.problem
        moving = [g for g, home in enumerate(problem.homes.tolist()) if home in self.facts.pinned]
        everybody = float(problem.pupils[moving].sum(axis=0).max(initial=0.0))
        left = problem.left
        over = left.own[r].max(initial=0.0) - left.seats[r]
        short = left.without_bed[r] if kind == "beds" else max(over, 0.0)
        return ceil(everybody + float(short)) + 1

    def _empty_kept(self) -> Iterator[Trial]:
        for member in self.facts.clash.of_kind("empty"):
            change = Change(keep=(self.facts.school_id(member.at),))
            yield from self._try("keep", member.at, say.KEEP, change)

    def _budgets(self) -> Iterator[Trial]:
        problem = self.facts.clash.case.problem
        most = ceil(float(problem.works.cost.sum()))
        for member in self.facts.clash.of_kind("budget"):
            year = problem.years[member.at]
            now = problem.budget[member.at]
            n = least(most, lambda n, at=year, now=now: self._lets(_budget(at, now + n)))  # type: ignore[misc]
            if n:
                total = f"{now + n:,.0f}"
                text = say.BUDGET.filled(year=year, n=f"{n:,}", total=total)
                change = _budget(year, now + n)
                yield self._trial("budget", "", text, change, year=year, amount=n)

    def _given_up(self) -> Iterator[Trial]:
        """Yield each closing given up, the one of the fewest pupils first; all if one is too few."""
        roll = self.facts.clash.case.problem.standing.roll
        text = say.KEEP_JUNIOR if self.facts.clash.of_kind("junior") else say.DROP
        pins, one_does = sorted(self.facts.pinned, key=lambda s: int(roll[s])), False
        for s in pins:
            for trial in self._try("drop", s, text, Change(free=(self.facts.school_id(s),))):
                one_does = True
                yield trial
        change = Change(free=tuple(map(self.facts.school_id, pins)))
        if not one_does and len(pins) > 1 and self._lets(change):
            said = say.DROP.filled(school=listed(map(self.facts.school, pins)))
            yield self._trial("drop", change.free[0], said, change)

    def _asked_of_others(self) -> Iterator[Trial]:
        for member in self.facts.clash.of_kind("keep"):
            change = Change(free=(self.facts.school_id(member.at),))
            yield from self._try("not_kept", member.at, say.NOT_KEPT, change)
        for member in self.facts.clash.of_kind("hearing"):
            change = Change(against={self.facts.school_id(member.at): False})
            yield from self._try("hearing", member.at, say.HEARD, change)

    def _longer_ways(self) -> Iterator[Trial]:
        """Yield the shortest longer limit for each band whose pupils are out of reach."""
        for band in dict.fromkeys(m.band for m in self.facts.clash.of_kind("reach")):
            yield from self._longer_way(band)

    def _longer_way(self, band: str) -> Iterator[Trial]:
        rules = self.facts.clash.case.assumptions
        limit, grades = rules.travel.max_minutes[band], rules.band(band)
        if not isfinite(limit) or not rules.travel.bus:
            return
        county = self.county.with_longer_ways({band: limit + MORE_MINUTES})
        n = least(MORE_MINUTES, lambda n: self._lets(_minutes(band, limit + n), county))
        if n:
            text = say.MINUTES.filled(
                grades=BAND_NAMES.filled(first=grades.first, last=grades.last),
                limit=f"{limit:g}",
                minutes=f"{limit + n:g}",
            )
            far = Trials(self.facts, county, self.base)
            yield far._trial("minutes", "", text, _minutes(band, limit + n), amount=n)


def _places(kind: Literal["seats", "beds"], school: str, n: int) -> Change:
    return Change(seats={school: n}) if kind == "seats" else Change(beds={school: n})


def _minutes(band: str, minutes: float) -> Change:
    return Change(max_minutes={band: minutes})


def least(most: int, does: Callable[[int], bool]) -> int:
    """Return the fewest from 1 to `most` that do, where more always do as well; 0 if none does."""
    if most < 1 or not does(most):
        return 0
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if does(middle) else (middle, high)
    return high


def _budget(year: int, yuan: float) -> Change:
    return Change(works_budget={year: yuan})
