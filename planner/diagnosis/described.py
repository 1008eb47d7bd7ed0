"""A clash as rules that people read, by township, with the pupils they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.conflict import Rule
from planner.diagnosis import sentences as say
from planner.diagnosis import works
from planner.obstacles import hindrances
from planner.obstacles.reach import out_of_reach, reach, takers
from planner.school_kinds import BAND_NAMES
from planner.words import Text, listed, same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from planner.diagnosis.facts import Facts
    from planner.diagnosis.members import Kind, Member

# So many homes of pupils are named before the rest is only counted.
HOMES = 6
# The same of schools where they could go.
SCHOOLS = 6


def rules_of(facts: Facts) -> tuple[Rule, ...]:
    """Return the rules of a clash, the closings first, then why their pupils have no place."""
    told = [*(_closing(facts, s) for s in facts.pinned), *_ways(facts)]
    for kind, tell in _TELLING.items():
        told += [tell(facts, member) for member in facts.clash.of_kind(kind)]
    if len(told) == len(facts.pinned):
        s = next(iter(facts.pinned))
        told.append(Rule("other", facts.school_id(s), facts.township(s), None, say.OTHER))
    return tuple(told)


def code_of(rules: Sequence[Rule]) -> str:
    """Return what is short or stands in the way, where several rules do the most telling one."""
    codes = {rule.code for rule in rules}
    return next((code for code in TELLING if code in codes), "other")


# The most telling first.
TELLING = (
    "budget", "empty_due", "last_junior", "beds", "overload", "seats", "hearing", "keep",
    "receives", "no_place", "no_moves",
)  # fmt: skip


def _closing(facts: Facts, s: int) -> Rule:
    """Return that a school is to close, and who of its pupils is in question."""
    year = facts.clash.case.problem.years[facts.pinned[s]]
    placed = [member for member in facts.clash.of_kind("placed") if member.at == s]
    known = {"school": facts.school(s), "year": year}
    text = say.PINNED.filled(**known)
    if placed:
        who = say.together([_with_homes(facts, member) for member in placed])
        text = (say.PINNED_WHOLE if _whole(facts, placed) else say.PINNED_WITH).filled(
            **known, who=who
        )
    return Rule("pinned", facts.school_id(s), facts.township(s), year, text)


def _whole(facts: Facts, placed: Sequence[Member]) -> bool:
    """Tell whether it is one group, which moves whole, that no school has places for."""
    groups = [g for member in placed for g in facts.involved(member).tolist()]
    reached = bool(groups) and bool(facts.receivers(groups[:1]))
    return facts.clash.case.problem.whole and len(groups) == 1 and reached


def _grades(facts: Facts, member: Member) -> Text:
    band = facts.clash.case.assumptions.band(member.band)
    return BAND_NAMES.filled(first=band.first, last=band.last)


def _who(facts: Facts, member: Member) -> Text:
    """Return the pupils of a band of a school in words."""
    return say.PUPILS_AT.filled(school=facts.school(member.at), grades=_grades(facts, member))


def _with_homes(facts: Facts, member: Member) -> Text:
    groups = facts.involved(member).tolist()
    homes = facts.homes(groups)
    said = [say.HOME.filled(home=_home(facts, place), n=n) for place, n in homes[:HOMES]]
    number = hindrances.pupils(facts.number(groups), _grades(facts, member))
    some = say.together(said)
    if len(homes) > HOMES:
        some = say.SOME_OF_HOMES.filled(some=some, n=len(homes))
    return say.FROM.filled(who=number, homes=some)


def _home(facts: Facts, place: str) -> Text:
    return Text(facts.names.home(place, "zh"), facts.names.home(place, "en"))


def _ways(facts: Facts) -> Iterator[Rule]:
    """Yield where the pupils of each band could go by the rules on journeys, or why nowhere."""
    reaching = {(member.at, member.band) for member in facts.clash.of_kind("reach")}
    for member in facts.clash.of_kind("placed"):
        groups = facts.involved(member).tolist()
        code, text = _way(facts, member, groups, far=(member.at, member.band) in reaching)
        yield Rule(code, facts.school_id(member.at), facts.township(member.at), None, text)


def _way(facts: Facts, member: Member, groups: list[int], *, far: bool) -> tuple[str, Text]:
    case, to = facts.clash.case, facts.receivers(groups)
    if case.assumptions.schools.moves_per_pupil < 1:
        return "no_moves", hindrances.no_moves().what
    if not to:
        return _nowhere(facts, member, groups)
    text = (say.ONLY_TO if far else say.ONLY_TAUGHT_AT).filled(
        who=_who(facts, member), to=_schools(facts, to, groups)
    )
    return ("receives" if set(to) <= facts.pinned.keys() else "no_place"), text


def _schools(facts: Facts, to: list[int], groups: list[int]) -> Text:
    """Return schools by name, those that close too and then the nearest first."""
    order = sorted(facts.nearest_first(to, groups), key=lambda r: r not in facts.pinned)
    names = [
        say.CLOSES_TOO.filled(school=facts.school(r))
        if r in facts.pinned
        else same(facts.school(r))
        for r in order[:SCHOOLS]
    ]
    some = say.together(names)
    return some if len(to) <= SCHOOLS else say.SOME_OF_SCHOOLS.filled(some=some, n=len(to))


def _nowhere(facts: Facts, member: Member, groups: list[int]) -> tuple[str, Text]:
    """Return which limit even the nearest school is beyond, for the largest group."""
    case = facts.clash.case
    g = max(groups, key=lambda one: facts.number([one]))
    names = [facts.school(r) for r in range(len(case.dataset.schools))]
    ways = reach(case, g, takers(case)[member.band])
    found = out_of_reach(case, g, ways, who=_who(facts, member), names=names)
    return "no_place", say.OTHER if found is None else found.what


def _seats(facts: Facts, member: Member) -> Rule:
    left, s = facts.clash.case.problem.left, member.at
    own, room = float(left.own[s, facts.year]), float(facts.left(member)[facts.year])
    year = facts.clash.case.problem.years[facts.year]
    known = {
        "school": facts.school(s),
        "year": year,
        "limit": f"{min(left.seats[s], left.cap[s]):,.0f}",
        "basis": say.BY_CAP if left.cap[s] < left.seats[s] else say.BY_SEATS,
        "own": f"{own:,.0f}",
        "works": works.at_school(facts, s),
    }
    code, text = (
        ("overload", say.OVERLOAD.filled(**known))
        if room < 0
        else ("seats", say.SEATS.filled(**known, room=f"{room:,.0f}"))
    )
    return Rule(code, facts.school_id(s), facts.township(s), year, text)


def _beds(facts: Facts, member: Member) -> Rule:
    row = facts.clash.case.dataset.schools.iloc[member.at]
    room = float(facts.left(member)[facts.year])
    text = say.BEDS.filled(
        school=facts.school(member.at),
        beds=int(row["beds"]),
        boarders=int(row["boarders"]),
        room=f"{room:,.0f}",
        works=works.at_school(facts, member.at),
    )
    return Rule("beds", facts.school_id(member.at), facts.township(member.at), None, text)


def _budget(facts: Facts, member: Member) -> Rule:
    problem = facts.clash.case.problem
    year = problem.years[member.at]
    named = say.together([works.named(facts, k) for k in works.in_question(facts, member.at)])
    text = say.BUDGET.filled(year=year, budget=f"{problem.budget[member.at]:,.0f}", works=named)
    return Rule("budget", "", "", year, text)


def _junior(facts: Facts, member: Member) -> Rule:
    now, _ = facts.clash.case.problem.junior_townships[member.at]
    township = facts.township(now[0])
    text = say.JUNIOR.filled(township=township, schools=listed(facts.school(s) for s in now))
    return Rule("last_junior", "", township, None, text)


def _empty(facts: Facts, member: Member) -> Rule:
    problem = facts.clash.case.problem
    year = problem.years[problem.empty_due[member.at]]
    text = say.EMPTY.filled(school=facts.school(member.at), year=year)
    return Rule("empty_due", facts.school_id(member.at), facts.township(member.at), year, text)


def _keep(facts: Facts, member: Member) -> Rule:
    text = say.KEPT.filled(school=facts.school(member.at))
    return Rule("keep", facts.school_id(member.at), facts.township(member.at), None, text)


def _hearing(facts: Facts, member: Member) -> Rule:
    text = say.HEARD.filled(school=facts.school(member.at))
    return Rule("hearing", facts.school_id(member.at), facts.township(member.at), None, text)


_TELLING: dict[Kind, Callable[[Facts, Member], Rule]] = {
    "seats": _seats,
    "beds": _beds,
    "budget": _budget,
    "junior": _junior,
    "empty": _empty,
    "keep": _keep,
    "hearing": _hearing,
}
