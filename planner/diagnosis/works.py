"""Building works in the words of a clash: what each would add, when, and for how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.diagnosis import sentences as say
from planner.words import same

if TYPE_CHECKING:
    from planner.diagnosis.facts import Facts
    from planner.words import Text


def in_question(facts: Facts, year: int) -> list[int]:
    """Return the works that could be in use in a year where the clash is about places."""
    problem, clash = facts.clash.case.problem, facts.clash
    here = {member.at for member in clash.members if member.kind in {"seats", "beds"}}
    groups = [g for m in clash.of_kind("placed") for g in facts.involved(m).tolist()]
    here.update(facts.receivers(groups))
    for member in clash.of_kind("junior"):
        now, later = problem.junior_townships[member.at]
        here.update((*now, *later))
    works = range(len(problem.works))
    near = [k for k in works if problem.works.school[k] in here and problem.works.first[k] <= year]
    return near or [k for k in works if problem.works.first[k] <= year]


def at_school(facts: Facts, s: int) -> Text:
    """Return the works that could add places at a school, and when; nothing where there are none."""
    problem = facts.clash.case.problem
    works = [k for k in problem.works.at(s) if problem.works.seats[k] or problem.works.beds[k]]
    said = [
        say.WORK_FROM.filled(
            id=problem.works.ids[k],
            adds=_adds(facts, k),
            first=problem.years[problem.works.first[k]],
        )
        for k in works
    ]
    return say.WITH_WORKS.filled(works=say.together(said)) if said else same("")


def named(facts: Facts, k: int) -> Text:
    """Return a work with what it adds and what it costs."""
    works = facts.clash.case.problem.works
    return say.WORK.filled(
        id=works.ids[k],
        school=facts.school(int(works.school[k])),
        adds=_adds(facts, k),
        cost=f"{works.cost[k]:,.0f}",
    )


def _adds(facts: Facts, k: int) -> Text:
    works = facts.clash.case.problem.works
    adds = []
    if works.converts[k]:
        adds.append(say.CONVERTS)
    if works.seats[k]:
        adds.append(say.ADDS_SEATS.filled(n=f"{works.seats[k]:.0f}"))
    if works.beds[k]:
        adds.append(say.ADDS_BEDS.filled(n=f"{works.beds[k]:.0f}"))
    return say.together(adds)
