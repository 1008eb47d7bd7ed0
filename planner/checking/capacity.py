"""Seats, size caps and beds of the schools that receive (rules 3 and 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.checking.broken import broken
from planner.checking.groups import EXACT
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.checking.case import Case
    from planner.errors import Finding

_FULL = {
    "seats": Text(
        "{year}年{school}接收{more:g}人后有{have:g}人，学位{most:g}个",
        "{year}: {school} has {have:g} pupils after receiving {more:g}, {most:g} seats",
    ),
    "size_cap": Text(
        "{year}年{school}接收{more:g}人后有{have:g}人，规模上限{most:g}人",
        "{year}: {school} has {have:g} pupils after receiving {more:g}, cap {most:g}",
    ),
}


def _over(case: Case, rule: str) -> Iterator[Finding]:
    for (year, school), more in case.arrived.items():
        have = case.load[year, school]
        force = case.force
        most = force.cap(year, school) if rule != "seats" else force.lawful_seats(year, school)
        if more > 0 and have > most + EXACT:
            said = _FULL[rule].filled(
                year=year, school=case.facts.schools[school], more=more, have=have, most=most
            )
            yield broken(said, file="assignments.csv", value=school)


def seats(case: Case) -> Iterator[Finding]:
    """Check that a receiving school is within its seats; one that is over receives nobody."""
    yield from _over(case, "seats")


def size_cap(case: Case) -> Iterator[Finding]:
    """Check that a receiving school is within the cap of its kind."""
    yield from _over(case, "size_cap")


def beds(case: Case) -> Iterator[Finding]:
    """Boarders who are sent have a lawful bed beside those who board already."""
    for (year, school), have in case.boarding.items():
        free = case.force.free_beds(year, school)
        if have > free + EXACT:
            what = Text(
                "{year}年{school}新增寄宿生{have:g}人，空余床位{free:g}个",
                "{year}: {school} has {have:g} new boarders and {free:g} free beds",
            )
            said = what.filled(year=year, school=case.facts.schools[school], have=have, free=free)
            yield broken(said, file="assignments.csv", value=school)


RULES = (("seats", seats), ("size_cap", size_cap), ("beds", beds))
