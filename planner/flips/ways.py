"""A faster way, a road or buses: how many minutes less, and on which routes that is worth trying."""

from __future__ import annotations

from math import ceil, isfinite
from typing import TYPE_CHECKING, Literal

from planner.change import Change
from planner.flips.tries import Try
from planner.flips.words import BUS, ROAD, WAY
from planner.modes import BOARD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.flips.flip import Flip
    from planner.flips.running import Dearer
    from planner.flips.subject import Subject
    from planner.flips.whereto import Way, Whereto
    from planner.words import Text

type Route = tuple[str, int]


def way_tries(subject: Subject, where: Whereto, routes: Iterable[Route]) -> list[Try]:
    """Return the tries of faster ways on some routes, the one with the fewest minutes first."""
    found = [_try(subject, where, route) for route in routes]
    return sorted(found, key=lambda one: (one.doubtful, one.guess, one.most))


def _try(subject: Subject, where: Whereto, route: Route) -> Try:
    place, school = route
    way, ends = where.ways[route], (place, subject.id_of(school))
    before = _before(subject, way)

    def change(n: int) -> Change:
        return Change(travel={ends: (way.km, float(before - n))})

    def say(n: int) -> Text:
        return (ROAD if way.minutes is None else WAY).filled(
            place=_name(subject, place),
            school=subject.name_of(school),
            km=f"{way.km:g}",
            before=before,
            after=before - n,
        )

    kind: Literal["road", "way"] = "road" if way.minutes is None else "way"
    guess = before - _enough(subject, where, place, before)
    doubtful = school in where.view.firm or where.short(school, beds=False) > 0
    return Try(kind, "minutes", change, before, guess, say, doubtful=doubtful)


def _before(subject: Subject, way: Way) -> int:
    """Return the whole minutes of a way; of one that is not there, one too many for any rule."""
    if way.minutes is not None:
        return ceil(way.minutes - 1e-9)
    rules = subject.decided.case.assumptions
    limits = [*rules.travel.max_minutes.values(), rules.boarding.max_minutes]
    return int(max((m for m in limits if isfinite(m)), default=0.0)) + 1


def _limits(subject: Subject, where: Whereto, place: str) -> list[set[float]]:
    """Return for each group of a place the limits that a faster way could keep: by bus, boarding."""
    rules, demand = subject.decided.case.assumptions, subject.decided.case.demand
    bands = [demand.bands[g] for g in where.groups if demand.places[g] == place]
    by_bus: list[set[float]] = [
        {rules.travel.max_minutes[band]} if rules.travel.bus else set() for band in bands
    ]
    week = {rules.boarding.max_minutes}
    boards = [week if band in rules.boarding.bands else set() for band in bands]
    return [day | boarding for day, boarding in zip(by_bus, boards, strict=True)]


def _enough(subject: Subject, where: Whereto, place: str, before: int) -> int:
    """Return the whole minutes with which all of a place may go, or fewer of them need to board."""
    limits = _limits(subject, where, place)
    needed = [max(group) for group in limits if group and max(group) < before]
    better = [m for group in limits for m in group if m < before]
    return int(min(needed) if needed else max(better, default=0))


def slow(subject: Subject, where: Whereto) -> list[Route]:
    """Return the routes on which a faster way would let somebody travel who may not today."""
    return [
        (place, r)
        for (place, r), way in where.ways.items()
        if _enough(subject, where, place, _before(subject, way))
    ]


def helpful(subject: Subject, where: Whereto) -> list[Route]:
    """Return the slow routes; where some have no place at all, those from where they all live."""
    places = {subject.decided.case.demand.places[g] for g in where.placeless}
    return [route for route in slow(subject, where) if places <= {route[0]}]


def worthwhile(subject: Subject, where: Whereto, closing: Dearer) -> list[Route]:
    """Return the routes of boarders that could save what closing costs more, if a bus were fast."""
    case, t = subject.decided.case, closing.after.gone[subject.school]
    money, after, saved = case.assumptions.money, closing.after, dict[Route, float]()
    for i in (after.mode == BOARD).nonzero()[0].tolist():
        g, r = int(after.group[i]), int(after.receiver[i])
        if case.problem.homes[g] != subject.school:
            continue
        route, km = (case.demand.places[g], r), where.ways[case.demand.places[g], r].km
        bed = money.boarder + money.boarding_upper * (case.demand.bands[g] == "upper")
        less = bed - money.bus_pupil - 0.8 * km * money.pupil_km
        saved[route] = saved.get(route, 0.0) + less * float(case.problem.pupils[g, t:].sum())
    return [route for route, yuan in saved.items() if yuan >= closing.extra]


def buses(subject: Subject) -> Flip | None:
    """Return that school buses turn the decision, where the scenario has none and they do."""
    change = Change(bus=True)
    if subject.decided.case.assumptions.travel.bus or not subject.turned(change):
        return None
    return subject.flip("bus", change, BUS)


def _name(subject: Subject, place: str) -> str:
    dataset = subject.decided.case.dataset
    for table, own in ((dataset.places, "place_id"), (dataset.schools, "school_id")):
        row = table.loc[table[own] == place, "name"]
        if len(row):
            return str(row.iloc[0]) or place
    return place
