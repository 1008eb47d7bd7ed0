"""A simple search for one more redirection in a finished plan that leaves fewer pupils over.

It proves nothing when it finds nothing; what it finds is lawful, so that a plan which was called
optimal is not.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from planner.checking.changes import Redirection
from planner.checking.groups import EXACT
from planner.checking.lawful import MODES, NEAREST, lawful, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.checking.case import Case
    from planner.checking.facts import Key


def fewer_over(case: Case) -> Redirection | None:
    """Return a redirection that could be added to the plan, all else unchanged, or None."""
    for source in case.facts.schools:
        start = _start(case, source) if may_be_relieved(case, source) else None
        if start is None:
            continue
        for place in sorted({key[0] for key in case.facts.groups_of.get(source, [])}):
            for step in _steps(case, source, place, start):
                if _helps(case, step) and _holds(case, step):
                    return step
    return None


def may_be_relieved(case: Case, school: str) -> bool:
    """Tell whether a school is public, stays whatever is decided, and is over in the base year."""
    facts = case.facts
    now = sum(sum(facts.groups[key].values()) for key in facts.groups_of.get(school, []))
    cap = case.rules.schools.size_cap.get(facts.schools[school].kind, float("inf"))
    stays = school not in case.closing and not facts.may_close(school)
    return facts.schools[school].public and stays and now > min(facts.schools[school].seats, cap)


def _over(case: Case, year: int, school: str) -> float:
    return max(0.0, case.load.get((year, school), 0.0) - case.force.places(year, school))


def _start(case: Case, source: str) -> int | None:
    """Return the first year in which the school is over and no redirection starts later."""
    starts = [s.year for s in case.changes.redirections.values() if s.source == source]
    since = max(starts, default=case.years[0])
    return next((y for y in case.years if y >= since and _over(case, y, source) > EXACT), None)


def _steps(case: Case, source: str, place: str, start: int) -> Iterator[Redirection]:
    facts = case.facts
    entry = next((b for b in case.rules.bands if b.holds(facts.schools[source].first)), None)
    if entry is None or (place, source) in case.changes.redirections:
        return
    key = (place, entry.name, source)
    if key in facts.coming:
        near = list(islice(nearest(case, key, start), NEAREST))
        case.ways.prepare((place, school) for school in near)
        for receiver in near:
            yield Redirection(0, start, place, source, receiver)


def _sent(case: Case, step: Redirection) -> dict[Key, dict[int, float]]:
    """Return the pupils it would redirect, by group and year, of every band they pass through."""
    found: dict[Key, dict[int, float]] = {}
    for band in case.rules.bands:
        key = (step.place, band.name, step.source)
        for year in case.years:
            grades = case.changes.entered(case.facts, key, year, step)
            if key in case.facts.coming and grades is not None:
                found.setdefault(key, {})[year] = sum(grades.values())
    return found


def _helps(case: Case, step: Redirection) -> bool:
    sent = _sent(case, step).values()
    return any(
        sum(by_year.get(year, 0.0) for by_year in sent) > EXACT
        and _over(case, year, step.source) > EXACT
        for year in case.years
    )


def _holds(case: Case, step: Redirection) -> bool:
    """Tell whether the receiver teaches, seats and beds all of them, by lawful ways."""
    modes = {}
    sent = _sent(case, step)
    for key in sent:
        able = all(
            case.force.teaches(y, step.receiver, key[1]) for y in case.years if y in sent[key]
        )
        ways = (mode for mode in MODES if able and lawful(case, key, step.receiver, mode))
        modes[key] = next(ways, None)
    if not sent or None in modes.values():
        return False
    for year in (y for y in case.years if y >= step.year):
        pupils = {key: by_year.get(year, 0.0) for key, by_year in sent.items()}
        at = (year, step.receiver)
        seats = case.force.places(*at) - case.load.get(at, 0.0)
        beds = case.force.free_beds(*at) - case.boarding.get(at, 0.0)
        boarders = sum(n for key, n in pupils.items() if modes[key] == "board")
        if sum(pupils.values()) > seats + EXACT or boarders > beds + EXACT:
            return False
    return True
