"""The rules that can be in conflict with closings already decided, as parts of the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from planner.diagnosis.asking import Elastic
from planner.diagnosis.shrinking import smallest
from planner.diagnosis.wide import wide

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planner.case import Case
    from planner.diagnosis.asking import Asking
    from planner.diagnosis.wide import Wide

type Kind = Literal[
    "keep", "hearing", "budget", "empty", "junior", "beds", "seats", "reach", "placed"
]


@dataclass(frozen=True)
class Member:
    """A rule of a conflict, beside the closings themselves.

    Parameters
    ----------
    kind
        `placed`: the pupils of a band of school `at` have a school; `reach`: one within the rules
        on journeys; `seats` (and size cap) and `beds` of school `at`; `budget` of year index `at`;
        `empty`: the empty school `at` closes by its date; `junior`: the township at position `at`
        of `Problem.junior_townships` keeps one; `keep` and `hearing` of school `at`.
    band
        Of `placed` and `reach`.
    """

    kind: Kind
    at: int
    band: str = ""


@dataclass(frozen=True)
class Clash:
    """Closings and rules that cannot hold together, none of which can be left out.

    Parameters
    ----------
    case
        The county with no other decided closings than those of the clash.
    wide
        Its question, with places that are full or too far.
    members
        The rules; the closings are those of the case.
    """

    case: Case
    wide: Wide
    members: tuple[Member, ...]

    def of_kind(self, kind: Kind) -> tuple[Member, ...]:
        """Return the members of a kind."""
        return tuple(member for member in self.members if member.kind == kind)

    def groups(self, school: int, band: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """Return the groups of a band that attend a school."""
        bands = np.array(self.case.demand.bands)
        return np.flatnonzero((self.case.problem.homes == school) & (bands == band))


def clash_of(case: Case, asking: Asking) -> Clash:
    """Return what makes the decided closings of a case impossible.

    Parameters
    ----------
    case
        Has no plan, and would have one without any one of its decided closings.
    """
    whole = wide(case)
    elastic = elastic_of(case, whole, asking)
    members = tuple(_in_question(case, whole, elastic))
    found = smallest(members, lambda held: not _has_plan(elastic, members, held))
    return Clash(case, whole, found)


def elastic_of(case: Case, whole: Wide, asking: Asking) -> Elastic[Member]:
    """State a case's question so that the rules beside its closings may give way."""
    reading = _Reading(case)
    options = whole.problem.options
    beyond = {
        (o, t): reading.reach(int(options.group[o]))
        for o in range(whole.lawful, len(options))
        for t in range(len(whole.problem.years))
    }
    return Elastic.of(whole.problem, asking, reading.row, beyond)


def _has_plan(elastic: Elastic[Member], asked: Sequence[Member], held: Sequence[Member]) -> bool:
    """Tell whether there is a plan that keeps `held` and all rules that are not asked about."""
    always = elastic.ways_out.keys() - set(asked)
    return elastic.has_plan(always | set(held))


class _Reading:
    """Which rule a row of the model belongs to."""

    def __init__(self, case: Case) -> None:
        self.homes = case.problem.homes.tolist()
        self.bands = case.demand.bands
        self.pinned = set(case.problem.standing.pinned)

    def reach(self, g: int) -> Member:
        return Member("reach", self.homes[g], self.bands[g])

    def row(self, family: str, index: tuple[int, ...]) -> tuple[Member, float] | None:
        """Return the rule of a row and the sign with which it gives way."""
        first = index[0]
        if family == "everyone_placed" and self.homes[first] in self.pinned:
            return Member("placed", self.homes[first], self.bands[first]), 1.0
        if family == "last_junior" and len(index) == 2:  # noqa: PLR2004 - (township, year)
            return Member("junior", first), -1.0
        kind = _KINDS.get(family)
        return (Member(kind[0], first), kind[1]) if kind else None


_KINDS: dict[str, tuple[Kind, float]] = {
    "seats": ("seats", -1.0),
    "changing_seats": ("seats", -1.0),
    "beds": ("beds", -1.0),
    "budget": ("budget", -1.0),
    "keep": ("keep", -1.0),
    "hearing": ("hearing", -1.0),
    "empty_by_date": ("empty", 1.0),
}


def _in_question(case: Case, whole: Wide, elastic: Elastic[Member]) -> Iterator[Member]:
    """Yield the rules that may be at fault, what is blamed last at the end.

    Seats and beds of schools that none of the pupils in question can reach, and their places where
    they could not go, hold in any case.
    """
    groups = np.flatnonzero(np.isin(case.problem.homes, list(case.problem.standing.pinned)))
    near = set(whole.within_reach(groups).tolist())
    for kind in (
        "keep",
        "hearing",
        "empty",
        "junior",
        "budget",
        "beds",
        "seats",
        "reach",
        "placed",
    ):
        for member in elastic.ways_out:
            if member.kind == kind and (kind not in {"beds", "seats"} or member.at in near):
                yield member
