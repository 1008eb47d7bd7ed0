"""Everything that holds a school open, not only the first rule that does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, inf
from typing import TYPE_CHECKING

from planner.obstacles import hindrances
from planner.obstacles.budgets import over_budget
from planner.obstacles.explained import only_reduced, receives
from planner.obstacles.juniors import last_junior
from planner.obstacles.lacks import Shortage, short_everywhere
from planner.obstacles.places import Places, most_room, short_in_all, unusable, who_of
from planner.obstacles.reach import lawful_schools, out_of_reach, reach
from planner.over import places
from planner.standing import offers
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from planner.obstacles.aftermath import Aftermath
    from planner.obstacles.hindrances import Hindrance
    from planner.obstacles.lacks import Fullness

# Rule of a school whose only places are at schools that close themselves.
RECEIVERS_CLOSE = "receivers_close"


def hindrances_of(view: Aftermath, s: int, *, ever: bool = False) -> tuple[Hindrance, ...]:
    """Return everything that holds school `s` open under the plan of `view`.

    Lists and hearing come first, then ways, then places, then other schools; of the groups of a
    band the one that is held most speaks for all.

    Parameters
    ----------
    ever
        Count the places of every possible work, whatever the plan builds.
    """
    groups = view.staying(s)
    far, reached = _out_of_reach(view, groups)
    found = (
        *_by_decision(view, s, groups),
        *far,
        *_without_places(view, reached, ever=ever),
        over_budget(view, reached) if ever else None,
        last_junior(view, s),
        receives(view, s),
    )
    return tuple(one for one in found if one is not None)


def _by_decision(view: Aftermath, s: int, groups: Sequence[int]) -> Iterator[Hindrance]:
    standing = view.case.problem.standing
    if s in standing.kept:
        yield hindrances.keep(standing.kept[s])
    if s in standing.against:
        yield hindrances.hearing()
    if groups and view.case.assumptions.schools.moves_per_pupil < 1:
        yield hindrances.no_moves()
    if only_reduced(view, s):
        yield hindrances.only_reduced()


@dataclass(frozen=True)
class _Held:
    """A group that is held, what holds it, and by how much."""

    group: int
    what: Hindrance
    most: float


def _out_of_reach(
    view: Aftermath, groups: Sequence[int]
) -> tuple[tuple[Hindrance, ...], list[int]]:
    """Return what keeps the groups of each band from every school, and the other groups."""
    case, held, reached = view.case, list[_Held](), list[int]()
    for g in groups:
        ways = reach(case, g, view.takers[case.demand.bands[g]])
        found = out_of_reach(case, g, ways, who=who_of(view, [g]), names=view.names)
        if found is None:
            reached.append(g)
            continue
        rule = RECEIVERS_CLOSE if ways.closing else found.rule
        nearest = float(ways.ride.min()) if len(ways.school) else inf
        held.append(_Held(g, replace(found, rule=rule), nearest))
    return _by_band(view, held), reached


def _by_band(view: Aftermath, held: Sequence[_Held]) -> tuple[Hindrance, ...]:
    """Return one hindrance a band: that of the group held most, with how many more are held."""
    bands: dict[str, list[_Held]] = {}
    for one in held:
        bands.setdefault(view.case.demand.bands[one.group], []).append(one)
    return tuple(_of_band(view, alike) for alike in bands.values())


def _of_band(view: Aftermath, alike: Sequence[_Held]) -> Hindrance:
    most = max(alike, key=lambda one: one.most)
    others = [one.group for one in alike if one is not most]
    number = int(view.case.problem.pupils[others, view.year :].sum(axis=0).max()) if others else 0
    if not number:
        return most.what
    more = Text("；同年级段另有{n}也是如此", "; the same holds for {n} more of these grades")
    said = Text("{what}{more}", "{what}{more}").filled(
        what=most.what.what, more=more.filled(n=hindrances.pupils(number, None))
    )
    return replace(most.what, what=said)


def _without_places(view: Aftermath, groups: Sequence[int], *, ever: bool) -> Iterator[Hindrance]:
    """Yield where places are short for groups alone, and if for none, for all together."""
    there = _ever(view) if ever else Places(view.room, view.beds, frozenset(view.solution.built))
    held, schools = list[_Held](), set[int]()
    for g in groups:
        lawful = _open(view, g, ever=ever)
        schools |= lawful.keys()
        found = _shortages(view, g, lawful, there)
        if not lawful:
            held.append(_Held(g, _closed(view, g), inf))
        elif found and view.case.problem.whole:
            short = short_everywhere(who_of(view, [g]), found, _how(view, g, lawful, ever=ever))
            held.append(_Held(g, short, found[0].missing))
    yield from _by_band(view, held)
    if not held and (
        joint := short_in_all(replace(view, room=there.room), groups, sorted(schools))
    ):
        yield joint


def _how(view: Aftermath, g: int, schools: Mapping[int, bool], *, ever: bool) -> Fullness:
    """Return whether places are short already today, for others' pupils, or for good."""
    problem = view.case.problem
    if ever and len(problem.works):
        return "ever"
    today = Places(problem.room, problem.beds, frozenset())
    return "today" if ever or _shortages(view, g, schools, today) else "taken"


def _open(view: Aftermath, g: int, *, ever: bool) -> Mapping[int, bool]:
    """Return the schools that group `g` may go to -> whether with a bed only."""
    case, band = view.case, view.case.demand.bands[g]
    teaches = offers(case.dataset.schools, case.assumptions, band)
    never = len(case.problem.years)
    return {
        school: boards
        for school, boards in lawful_schools(reach(case, g, view.takers[band])).items()
        if school not in view.firm
        and (ever or teaches[school] or view.converted.get(school, never) <= view.year)
    }


def _closed(view: Aftermath, g: int) -> Hindrance:
    """Return that whoever could take group `g` closes or does not teach it."""
    ways = reach(view.case, g, view.takers[view.case.demand.bands[g]])
    found = unusable(view, g, ways.to)
    return replace(found, rule=RECEIVERS_CLOSE) if found.rule == "receives" else found


def _shortages(
    view: Aftermath, g: int, schools: Mapping[int, bool], there: Places
) -> list[Shortage]:
    """Return what is short for group `g` at each school, the least first; none if it fits at one."""
    problem, found = view.case.problem, list[Shortage]()
    pupils = problem.pupils[g, view.year :]
    for school, boards in schools.items():
        seats = pupils - there.room[school, view.year :]
        beds = pupils - there.beds[school, view.year :]
        in_beds = boards and bool(beds.max() > seats.max())
        lacks = beds if in_beds else seats
        if lacks.max() <= 0:
            return []
        year = problem.years[view.year + int(lacks.argmax())]
        missing = ceil(lacks.max() - 1e-9)
        found.append(Shortage(view.names[school], missing, year, beds=in_beds))
    return sorted(found, key=lambda one: one.missing)


def _ever(view: Aftermath) -> Places:
    """Return the places that there could ever be beside those who come in `view`."""
    problem = view.case.problem
    came = places(problem, view.solution) - problem.left.own - view.room
    beds = problem.left.most_beds - (problem.beds - view.beds)
    return Places(most_room(problem) - came, beds, frozenset(range(len(problem.works))))
