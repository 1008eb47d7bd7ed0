"""The figures behind a clash: who would have to move, where they could go, what is left there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from planner.presentation import Names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from planner.diagnosis.members import Clash, Member


@dataclass(frozen=True)
class Facts:
    """What a clash is about, in numbers of one year: the one in which most is short."""

    clash: Clash

    @cached_property
    def names(self) -> Names:
        """The names of schools and places."""
        return Names.of(self.clash.case.dataset)

    @cached_property
    def pinned(self) -> dict[int, int]:
        """The schools that are to close, and the index of the year."""
        years = self.clash.case.problem.years
        pins = self.clash.case.problem.standing.pinned
        return {s: years.index(year) for s, year in sorted(pins.items())}

    @cached_property
    def year(self) -> int:
        """The index of the year in which most is short."""
        needs = sum(self._needs(member) for member in self.clash.of_kind("placed"))
        there = sum(
            np.maximum(self.left(member), 0.0)
            for kind in ("seats", "beds")
            for member in self.clash.of_kind(kind)
        )
        first = min(self.pinned.values())
        short = np.broadcast_to(needs - there, len(self.clash.case.problem.years))
        return first + int(np.argmax(short[first:]))

    def _needs(self, placed: Member) -> NDArray[np.float64]:
        """Return the pupils in question by year, from the year on in which their school closes."""
        pupils = self.clash.case.problem.pupils[self.involved(placed)].sum(axis=0)
        pupils[: self.pinned[placed.at]] = 0.0
        return pupils

    def left(self, member: Member) -> NDArray[np.float64]:
        """Return the seats (up to the size cap) or beds left at a school by year; below 0: over."""
        left = self.clash.case.problem.left
        limit = min(left.seats[member.at], left.cap[member.at])
        there: NDArray[np.float64] = (
            left.beds[member.at] if member.kind == "beds" else limit - left.own[member.at]
        )
        return there

    def school(self, s: int) -> str:
        """Return the name of a school."""
        return self.names.school(self.school_id(s))

    def school_id(self, s: int) -> str:
        """Return the id of a school."""
        return str(self.clash.case.dataset.schools["school_id"].iloc[s])

    def township(self, s: int) -> str:
        """Return the township of a school."""
        return str(self.clash.case.dataset.schools["township"].iloc[s])

    def all_of(self, member: Member) -> NDArray[np.int64]:
        """Return the groups of a band of a school: those with pupils in some year, if there are any."""
        groups = self.clash.groups(member.at, member.band)
        some = self.clash.case.problem.pupils[groups].sum(axis=1) > 0
        found: NDArray[np.int64] = groups[some] if some.any() else groups
        return found

    def involved(self, member: Member) -> NDArray[np.int64]:
        """Return the groups of a band of a school that the clash is about.

        Those who can go nowhere, if there are any; else those for whom alone no school has places;
        else those without a way to a school that the clash does not speak of.
        """
        groups = self.all_of(member)
        to = {g: set(self.receivers([g])) for g in groups.tolist()}
        nowhere = [g for g, schools in to.items() if not schools]
        named = {m.at for m in self.clash.members if m.kind in {"seats", "beds"}} | set(self.pinned)
        held = [g for g, schools in to.items() if schools <= named]
        alone = [g for g in groups.tolist() if self.has_no_places(g)]
        return np.array(nowhere or alone or held or groups.tolist(), dtype=np.int64)

    def has_no_places(self, g: int) -> bool:
        """Tell whether no school has places for a group from the year on in which it must move."""
        problem = self.clash.case.problem
        year = self.pinned[int(problem.homes[g])]
        return not problem.options.may[problem.options.group == g, year].any()

    def receivers(self, groups: Sequence[int]) -> list[int]:
        """Return the schools that some of the groups could reach, full or not."""
        found: list[int] = self.clash.wide.within_reach(np.array(groups, dtype=np.int64)).tolist()
        return found

    def nearest_first(self, schools: Sequence[int], groups: Sequence[int]) -> list[int]:
        """Return schools by their km from the home of the largest of some groups."""
        case = self.clash.case
        g = max(groups, key=lambda one: self.number([one]))
        origin = np.array([case.travel.position(case.demand.places[g])])
        km, _ = case.travel.between(origin, np.array(schools, dtype=np.int64))
        return [schools[i] for i in np.argsort(np.nan_to_num(km, nan=np.inf), kind="stable")]

    def homes(self, groups: Sequence[int]) -> list[tuple[str, int]]:
        """Return (place_id, pupils) of groups in the year, the most pupils first."""
        demand, pupils = self.clash.case.demand, self.clash.case.problem.pupils
        found: dict[str, int] = {}
        for g in groups:
            place = demand.places[g]
            found[place] = found.get(place, 0) + round(float(pupils[g, self.year]))
        return sorted(found.items(), key=lambda item: -item[1])

    def number(self, groups: Sequence[int]) -> int:
        """Return the pupils of groups in the year."""
        pupils = self.clash.case.problem.pupils[list(groups), self.year]
        return round(float(pupils.sum()))
