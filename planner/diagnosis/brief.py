"""The rules of a clash in few sentences, also where dozens of schools are short of places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.diagnosis import sentences as say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planner.conflict import Rule
    from planner.diagnosis.facts import Facts
    from planner.diagnosis.members import Member
    from planner.words import Text

# With more schools short of places than this only their sum is told.
FEW = 4
# Of many schools those with the most left are named.
NAMED = 3
PLACES = frozenset({"seats", "overload", "beds"})


def brief(facts: Facts, rules: Sequence[Rule]) -> tuple[Text, ...]:
    """Return the rules in words, those about places as sums where they are many."""
    if sum(rule.code in PLACES for rule in rules) <= FEW:
        return tuple(rule.text for rule in rules)
    before = [rule.text for rule in rules if rule.code in BEFORE]
    after = [rule.text for rule in rules if rule.code not in {*BEFORE, *PLACES}]
    return (*before, *_sums(facts), *after)


# What is told before the places.
BEFORE = frozenset({"pinned", "no_place", "receives", "no_moves"})


def _sums(facts: Facts) -> Iterator[Text]:
    year = facts.clash.case.problem.years[facts.year]
    seats = facts.clash.of_kind("seats")
    over = [member for member in seats if facts.left(member)[facts.year] < 0]
    with_room = [member for member in seats if member not in over]
    beds = facts.clash.of_kind("beds")
    if with_room:
        yield say.SEATS_OF_MANY.filled(year=year, **_left(facts, with_room))
    if over:
        yield say.OVERLOADS.filled(n=len(over), year=year)
    if beds:
        yield say.BEDS_OF_MANY.filled(**_left(facts, beds))


def _left(facts: Facts, members: Sequence[Member]) -> dict[str, object]:
    """Return how many schools there are, what is left at all of them, and where the most is."""
    left = [(facts.left(member)[facts.year], member.at) for member in members]
    most = sorted(left, key=lambda one: -one[0])[:NAMED]
    some = say.together(
        [say.LEFT_AT.filled(school=facts.school(s), n=f"{n:,.0f}") for n, s in most]
    )
    if len(members) > NAMED:
        some = say.ROOM_AT_MOST.filled(some=some)
    return {"n": len(members), "room": f"{sum(n for n, _ in left):,.0f}", "most": some}
