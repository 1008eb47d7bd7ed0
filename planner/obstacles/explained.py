"""Why a school cannot close: the rule that stands in the way, with numbers, and what would help."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from planner.errors import Finding
from planner.obstacles import hindrances
from planner.obstacles.aftermath import Aftermath
from planner.obstacles.juniors import last_junior
from planner.obstacles.lacks import short
from planner.obstacles.places import crowded_out, without_places
from planner.obstacles.reach import out_of_reach, reach
from planner.plan import Obstacle
from planner.school_kinds import BAND_NAMES
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from planner.case import Case
    from planner.obstacles.hindrances import Hindrance
    from planner.plan import TargetLine
    from planner.solution import Solution
    from planner.solve_stages import Outcome


def obstacles(
    case: Case, solution: Solution, targets: Sequence[TargetLine]
) -> tuple[Obstacle, ...]:
    """Return one obstacle for each small school that counts and stays open, by position.

    None where no target asks for more. A school is asked about the last year that misses some:
    what stands in its way then does so in every year before.
    """
    problem = case.problem
    missed = [t for t, line in enumerate(targets) if line.planned < line.asked]
    if problem.rule == "at_most" or not missed:
        return ()
    view = Aftermath.of(case, solution, missed[-1])
    settled = all(targets[t].proven for t in missed)
    ids = case.dataset.schools["school_id"]
    found = (
        (str(ids.iloc[s]), _hindrance(view, s) or hindrances.other(settled=settled))
        for s in problem.closable.tolist()
        if problem.standing.counted[s] and s not in view.gone
    )
    return tuple(Obstacle(school, one.rule, one.what, one.change) for school, one in found)


def broken_pins(case: Case, outcome: Outcome) -> tuple[Finding, ...]:
    """Return why each decided closure that no plan can carry out is impossible."""
    assert outcome.solution is not None  # noqa: S101 - the plan that breaks fewest
    solution = _without(case, outcome.solution, outcome.broken_pins)
    years = case.problem.standing.pinned
    found = {
        s: _hindrance(Aftermath.of(case, solution, case.problem.years.index(years[s])), s)
        or hindrances.other(settled=True)
        for s in outcome.broken_pins
    }
    schools = case.dataset.schools
    findings = []
    for s, one in _joined(case, found).items():
        what = Text(
            "{school}定于{year}年撤并，但{why}", "{school} is to close in {year}, but {why}"
        ).filled(school=schools["name"].iloc[s], year=years[s], why=one.what)
        findings.append(
            Finding(one.rule, what, one.change, value=str(schools["school_id"].iloc[s]))
        )
    return tuple(findings)


def _without(case: Case, solution: Solution, schools: Collection[int]) -> Solution:
    """Return the solution as if the schools did not close at all, in another year either."""
    homes = case.problem.homes[case.problem.options.group[solution.option]]
    rows = ~np.isin(homes, list(schools))
    return replace(
        solution,
        closed={s: t for s, t in solution.closed.items() if s not in schools},
        option=solution.option[rows],
        year=solution.year[rows],
        share=solution.share[rows],
    )


def _joined(case: Case, found: dict[int, Hindrance]) -> dict[int, Hindrance]:
    """Return the same, with what is short for all schools together that need the same places."""
    names = case.dataset.schools["name"]
    joined = dict(found)
    for s, one in found.items():
        lack = one.lack
        if lack is None:
            continue
        alike = {
            q: other.lack
            for q, other in found.items()
            if q != s and other.lack and (other.lack.school, other.rule) == (lack.school, one.rule)
        }
        if alike:
            needs = lack.needs + sum(more.needs for more in alike.values())
            room = min(lack.room, *(more.room for more in alike.values()))
            others = [str(names.iloc[q]) for q in alike]
            joined[s] = short(
                lack, others=Text("、".join(others), ", ".join(others)), together=needs - room
            )
    return joined


def _hindrance(view: Aftermath, s: int) -> Hindrance | None:
    """Return what holds school `s` open under the plan of `view`; None if no rule alone does."""
    case = view.case
    standing = case.problem.standing
    groups = view.staying(s)
    if s in standing.kept:
        return hindrances.keep(standing.kept[s])
    if s in standing.against:
        return hindrances.hearing()
    if groups and case.assumptions.schools.moves_per_pupil < 1:
        return hindrances.no_moves()
    if only_reduced(view, s):
        return hindrances.only_reduced()
    return (
        _out_of_reach(view, groups)
        or without_places(view, groups)
        or last_junior(view, s)
        or receives(view, s)
        or crowded_out(view, groups)
    )


def only_reduced(view: Aftermath, s: int) -> bool:
    """Tell whether the scenario only reduces a school, as it has pupils in the lowest band."""
    problem = view.case.problem
    lowest = (problem.homes == s) & ~problem.upper
    here = problem.pupils[lowest, view.year].sum() > 0
    return problem.only_reduce and s not in problem.standing.pinned and bool(here)


def _out_of_reach(view: Aftermath, groups: Sequence[int]) -> Hindrance | None:
    """Return why the largest group that may go nowhere may not, or None."""
    case = view.case
    for g in groups:
        band = case.assumptions.band(case.demand.bands[g])
        who = hindrances.pupils(
            int(case.problem.pupils[g, view.year :].max()),
            BAND_NAMES.filled(first=band.first, last=band.last),
        )
        ways = reach(case, g, view.takers[band.name])
        found = out_of_reach(case, g, ways, who=who, names=view.names)
        if found:
            return found
    return None


def receives(view: Aftermath, s: int) -> Hindrance | None:
    """Return that a school takes the pupils of others, or None."""
    senders = view.senders.get(s)
    return hindrances.receives(view.listed(senders)) if senders else None
