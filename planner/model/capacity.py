"""Constraint families: seats and beds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pulp import LpAffineExpression

from planner.model.coming import Coming
from planner.model.terms import built, converted, gone
from planner.model.variables import flexible_receivers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from planner.model.placing import Row
    from planner.model.terms import Terms
    from planner.model.variables import Variables
    from planner.problem import Problem


def seats(problem: Problem, x: Variables) -> Iterator[Row]:
    """(5) Pupils who come fit into the seats that a school's own pupils leave, up to its cap.

    ``arrivals[r, t] <= room[r, t] (1 - sum_t gone[r, t])`` for every receiving school r whose
    places nothing changes, year t; ``arrivals`` are the pupils of year t of the groups that moved to r by then and of the
    entrants redirected to it; ``room = max(0, min(seats, size cap) - own pupils)``, in pupils.

    A school over its seats or cap has no room: its pupils may stay, nobody comes.
    Source: contract, hard rule 4; size caps: policy P12.
    """
    flexible = set(flexible_receivers(problem))
    coming = Coming.of(problem)
    for r in coming.schools():
        if r in flexible:
            continue
        room, leaves = problem.room[r], gone(problem, x, r)
        for t in coming.years_that_matter(r, room):
            if coming.most(r, t) > room[t]:
                left = float(room[t])
                terms = coming.terms(x, r, t) + [(v, left * n) for v, n in leaves]
                yield (r, t), LpAffineExpression.from_list(terms) <= left


def changing_seats(problem: Problem, x: Variables) -> Iterator[Row]:
    """(6) The same where works, merges, relief or a downgrade change the places of a school.

    For every such school r, year t, with ``own`` its own pupils and ``B`` as many as can be over:

    - ``arrivals + own - left <= seats + built seats + seats of a merged site + B (1 - receives)``
    - ``arrivals + own - left <= cap + (nine-year cap - cap) converted + B (1 - receives)``
    - ``arrivals <= most room * receives``

    in pupils. ``left`` are entrants redirected away and own pupils of bands given up, ``built``
    and ``converted`` those in use by t; ``receives`` is 1 and left out where the school is within
    today's places.

    Source: contract, hard rules 4 and 5, 'Merge' and 'Relief'; size caps: policy P11, P12.
    """
    coming = Coming.of(problem)
    for r in flexible_receivers(problem):
        for t in range(len(problem.years)):
            arrivals = coming.terms(x, r, t)
            if not arrivals:
                continue
            here = arrivals + _left(problem, x, r, t)
            own = float(problem.left.own[r, t])
            most = coming.most(r, t) + own
            crowded = x.receives.get((r, t))
            for kind, (limit, more) in enumerate(_limits(problem, x, r, t)):
                least = limit + sum(min(n, 0.0) for _, n in more)
                if most <= least:
                    continue
                # nobody comes where `receives` is 0: only its own pupils may then be over
                slack = 0.0 if crowded is None else max(own - least, 0.0)
                gate = [] if crowded is None else [(crowded, slack)]
                terms = here + [(v, -n) for v, n in more] + gate
                yield (r, t, kind), LpAffineExpression.from_list(terms) <= limit - own + slack
            if crowded is not None:
                room = float(problem.left.most_room[r, t])
                terms = [*arrivals, (crowded, -room)]
                yield (r, t, 2), LpAffineExpression.from_list(terms) <= 0


def beds(problem: Problem, x: Variables) -> Iterator[Row]:
    """(7) Boarders who come fit into the lawful beds that present boarders leave.

    ``boarders[r, t] <= beds[r, t] + built beds + free beds of a merged site`` for every school r
    that may receive boarders, year t, in beds; those built count from the year of first use, less
    present boarders who have none.

    Source: contract, hard rules 3 and 5; lawful beds: policy P18.
    """
    coming = Coming.of(problem, boarding=True)
    for r in coming.schools():
        limit = problem.beds[r]
        works = [k for k in problem.works.at(r) if problem.works.beds[k]]
        near = [p for p in problem.merges.absorbing(r) if problem.merges.near[p]]
        fixed = not works and not near
        years = coming.years_that_matter(r, limit) if fixed else range(len(limit))
        for t in years:
            if fixed and coming.most(r, t) <= limit[t]:
                continue
            adds = np.maximum(problem.works.beds - problem.left.without_bed[r], 0.0)
            more = _in_use(problem, x, works, adds, t)
            more += [
                (x.merge[p, u], float(problem.own_beds[problem.merges.absorbed[p]]))
                for p in near
                for u in range(t + 1)
            ]
            terms = coming.terms(x, r, t) + [(v, -n) for v, n in more]
            yield (r, t), LpAffineExpression.from_list(terms) <= float(limit[t])


def _limits(
    problem: Problem, x: Variables, r: int, t: int
) -> tuple[tuple[float, Terms], tuple[float, Terms]]:
    """Return today's seats and cap of a school, each with what may be added by year t."""
    left, works = problem.left, problem.works
    seats = _in_use(problem, x, works.at(r), works.seats, t)
    for p in problem.merges.absorbing(r):
        if problem.merges.near[p]:
            more = float(left.seats[problem.merges.absorbed[p]])
            seats += [(x.merge[p, u], more) for u in range(t + 1)]
    cap = float(left.cap[r])
    lift = [(v, left.nine_cap - cap) for v, _ in converted(problem, x, r, t)]
    return (float(left.seats[r]), seats), (cap, [(v, n) for v, n in lift if n])


def _in_use(
    problem: Problem, x: Variables, works: Sequence[int], adds: NDArray[np.float64], t: int
) -> Terms:
    until = t if problem.build_before_close else None
    return [(v, float(adds[k])) for k in works if adds[k] for v, _ in built(problem, x, k, until)]


def _left(problem: Problem, x: Variables, r: int, t: int) -> Terms:
    """Return entrants redirected away and own pupils of bands given up by year t, as less."""
    sent = [
        (x.sends[n], -float(sending.pupils[t]))
        for n, sending in enumerate(problem.reliefs.sendings)
        if sending.source == r and sending.pupils[t]
    ]
    upper = float(problem.left.own_upper[r, t])
    return sent + [(x.reduce[r, u], -upper) for u in range(t + 1) if upper]
