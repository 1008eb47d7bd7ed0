"""Where else a group could lawfully go in a finished plan.

Distances that roads leave in doubt by some metres count as unlawful here: whatever is built on
these answers accuses a plan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.checking.network import great_circle

if TYPE_CHECKING:
    from planner.checking.case import Case
    from planner.checking.facts import Key

NEAREST = 12
"""Schools looked at for each group, by straight distance."""
MODES = ("walk", "bus", "board")
_DOUBT = 0.001


def nearest(case: Case, key: Key, year: int) -> list[str]:
    """Return the schools that stay open and teach the group's band from `year` on, nearest first."""
    facts, home = case.facts, case.facts.points[key[0]]
    able = (
        other
        for other in facts.schools
        if other not in case.closing
        and other != key[2]
        and all(case.force.teaches(y, other, key[1]) for y in case.years if y >= year)
    )
    return sorted(able, key=lambda other: great_circle(home, facts.points[other]))


def lawful(case: Case, key: Key, school: str, mode: str) -> bool:
    """Tell whether the way of a group to a school by a mode is within all limits, without doubt."""
    way = case.ways.way(key[0], school)
    spent = case.ways.minutes(key[0], school, key[1], mode)
    if way is None or spent is None:
        return False
    doubt = 1 + _DOUBT if case.ways.by_road else 1
    km, minutes = way.km * doubt, spent * doubt
    travel, boarding = case.rules.travel, case.rules.boarding
    if mode == "walk":
        return km <= travel.max_walk_km[key[1]] and minutes <= travel.max_minutes[key[1]]
    if mode == "bus":
        return travel.bus and minutes <= travel.max_minutes[key[1]]
    return key[1] in boarding.bands and minutes <= boarding.max_minutes
