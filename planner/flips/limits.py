"""Loosened rules: a longer way allowed in one band."""

from __future__ import annotations

from math import ceil, inf
from typing import TYPE_CHECKING

from planner.change import Change
from planner.flips.tries import Try
from planner.flips.words import MINUTES, WALK
from planner.school_kinds import BAND_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.flips.subject import Subject
    from planner.flips.whereto import Whereto
    from planner.words import Text

_TENTHS = 10


def limit_tries(subject: Subject, where: Whereto) -> list[Try]:
    """Return the tries of longer ways in the bands of those who have no place; up to twice as long."""
    rules, demand = subject.decided.case.assumptions, subject.decided.case.demand
    bands = list(dict.fromkeys(demand.bands[g] for g in where.lacking))
    found = [
        _minutes(subject, where, band) for band in bands if _may(rules.travel.max_minutes, band)
    ]
    on_foot = [band for band in bands if _may(rules.travel.max_walk_km, band)]
    return found + [_walk(subject, band) for band in on_foot if not rules.travel.bus]


def _may(limits: Mapping[str, float], band: str) -> bool:
    return 0 < limits[band] < inf


def _minutes(subject: Subject, where: Whereto, band: str) -> Try:
    before = subject.decided.case.assumptions.travel.max_minutes[band]

    def change(n: int) -> Change:
        return Change(max_minutes={band: before + n})

    def say(n: int) -> Text:
        return MINUTES.filled(
            band=_band(subject, band), before=f"{before:g}", after=f"{before + n:g}"
        )

    guess = ceil(_nearest(subject, where, band) - before)
    return Try("minutes", "minutes", change, ceil(before), guess, say, loosens=True)


def _nearest(subject: Subject, where: Whereto, band: str) -> float:
    """Return the minutes of the nearest way beyond the limit to a school with the places."""
    demand, limit = subject.decided.case.demand, subject.decided.case.assumptions.travel.max_minutes
    places = {demand.places[g] for g in where.lacking if demand.bands[g] == band}
    beyond = [
        way.minutes
        for (place, r), way in where.ways.items()
        if place in places and way.minutes and way.minutes > limit[band]
        if where.short(r, beds=False) <= 0
    ]
    return min(beyond, default=limit[band] + 1)


def _walk(subject: Subject, band: str) -> Try:
    before = subject.decided.case.assumptions.travel.max_walk_km[band]

    def change(n: int) -> Change:
        return Change(max_walk_km={band: round(before + n / _TENTHS, 6)})

    def say(n: int) -> Text:
        after = f"{before + n / _TENTHS:g}"
        return WALK.filled(band=_band(subject, band), before=f"{before:g}", after=after)

    most = ceil(before * _TENTHS)
    return Try("walk", "km", change, most, 1, say, lambda n: n / _TENTHS, loosens=True)


def _band(subject: Subject, name: str) -> Text:
    band = subject.decided.case.assumptions.band(name)
    return BAND_NAMES.filled(first=band.first, last=band.last)
