"""The same plan with two schools exchanged: the years they close, or which of them closes.

Nothing else is different, so that what an exchange costs is exact.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.modes import BOARD
from planner.money import money_of
from planner.obstacles.aftermath import lawful_beds
from planner.obstacles.juniors import last_junior
from planner.options import NO_MERGE
from planner.over import places
from planner.solve_stages import distance_reached

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from planner.problem import Problem
    from planner.reasons.scene import Scene
    from planner.solution import Solution

TOLERANCE = 1e-6


@dataclass(frozen=True)
class Exchange:
    """The plan with a school closed in another year, or in another's place.

    Parameters
    ----------
    year
        In which the school closes then (index).
    other
        The school it changes places with; None where it changes alone.
    extra
        Yuan more.
    solution
        The plan after it.
    """

    year: int
    other: int | None
    extra: float
    solution: Solution


def in_other_year(scene: Scene, s: int, t: int) -> Exchange | None:
    """Return the cheapest plan that closes school `s` in year `t`, alone or against another."""
    now = scene.solution.closed[s]
    partners = [q for q in _free(scene) if scene.solution.closed[q] == t and q != s]
    swaps = ((None, {s: t}), *((q, {s: t, q: now}) for q in partners))
    made = [(q, _at(scene.problem, scene.solution, years)) for q, years in swaps]
    return _cheapest(scene, t, ((q, one) for q, one in made if one is not None))


def instead_of_another(scene: Scene, s: int) -> Exchange | None:
    """Return the cheapest plan that closes school `s` in the place of another, which stays."""
    if not _may_close(scene, s):
        return None
    made = []
    for q in _free(scene):
        if scene.problem.standing.counted[q] == scene.problem.standing.counted[s]:
            t = scene.solution.closed[q]
            without = _without(scene.problem, scene.solution, q)
            if (one := _closed(scene.problem, without, s, t)) is not None:
                made.append((t, q, one, money_of(scene.problem, one)))
    for t, q, one, _ in sorted(made, key=lambda row: row[3]):
        if found := _cheapest(scene, t, [(q, one)]):
            return found
    return None


def _cheapest(scene: Scene, t: int, made: Iterable[tuple[int | None, Solution]]) -> Exchange | None:
    """Return the cheapest lawful one that is as near to the targets, of plans in year `t`."""
    problem, money = scene.problem, scene.decided.money
    found = [(money_of(problem, one) - money, q, one) for q, one in made]
    for extra, q, one in sorted(found, key=lambda row: row[0]):
        if tuple(distance_reached(problem, one)) == scene.decided.distance and _fits(problem, one):
            return Exchange(t, q, extra, one)
    return None


def _free(scene: Scene) -> Iterator[int]:
    """Yield the schools whose closing, and its year, nothing but the plan decides."""
    problem, solution = scene.problem, scene.solution
    for s in solution.closed:
        if (
            s not in problem.standing.pinned
            and s not in problem.empty_due
            and s not in solution.reduced
        ):
            yield s


def _may_close(scene: Scene, s: int) -> bool:
    """Tell whether closing school `s` breaks no rule that is not one of places."""
    problem, solution = scene.problem, scene.solution
    standing = problem.standing
    receives = s in set(problem.options.school[solution.option].tolist())
    works = {int(problem.works.school[k]) for k in solution.built}
    merges = {int(problem.merges.receiver[p]) for p in solution.merged}
    held = s in standing.kept or s in standing.against or s in solution.reduced
    return (
        bool(np.isin(s, problem.closable))
        and not held
        and not problem.only_reduce
        and not receives
        and s not in works | merges
        and s not in scene.gone
        and last_junior(scene.view, s) is None
    )


def _without(problem: Problem, solution: Solution, q: int) -> Solution:
    """Return the solution in which school `q` stays."""
    rows = problem.homes[problem.options.group[solution.option]] != q
    return replace(
        solution,
        closed={s: t for s, t in solution.closed.items() if s != q},
        option=solution.option[rows],
        year=solution.year[rows],
        share=solution.share[rows],
    )


def _closed(problem: Problem, solution: Solution, s: int, t: int) -> Solution | None:
    """Return the solution in which school `s` closes too, each group at its cheapest place left."""
    room, beds = _left(problem, solution)
    chosen = []
    for g in np.flatnonzero(problem.homes == s).tolist():
        o = _place(problem, solution, g, t, (room, beds))
        if o is None:
            return None
        chosen.append(o)
        r, pupils = int(problem.options.school[o]), problem.pupils[g, t:]
        room[r, t:] -= pupils
        if problem.options.mode[o] == BOARD:
            beds[r, t:] -= pupils
    option = np.concatenate([solution.option, np.array(chosen, dtype=np.int64)])
    order = np.argsort(problem.options.group[option], kind="stable")
    year = np.concatenate([solution.year, np.full(len(chosen), t)])
    share = np.concatenate([solution.share, np.ones(len(chosen))])
    return replace(
        solution,
        closed={**solution.closed, s: t},
        option=option[order],
        year=year[order],
        share=share[order],
    )


def _place(
    problem: Problem,
    solution: Solution,
    g: int,
    t: int,
    left: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> int | None:
    """Return the cheapest place of group `g` with room in year `t` and after, or None."""
    options, pupils = problem.options, problem.pupils[g, t:]
    start, end = np.searchsorted(options.group, (g, g + 1))
    room, beds = left
    for o in sorted(range(start, end), key=lambda o: float(options.money[o, t])):
        r = int(options.school[o])
        if not options.may[o, t] or options.merge[o] != NO_MERGE or r in solution.closed:
            continue
        if options.needs[o] and not _converted(problem, solution, r, t):
            continue
        fits = bool((pupils <= room[r, t:] + TOLERANCE).all())
        if fits and (options.mode[o] != BOARD or bool((pupils <= beds[r, t:] + TOLERANCE).all())):
            return o
    return None


def _at(problem: Problem, solution: Solution, years: dict[int, int]) -> Solution | None:
    """Return the solution in which schools close in other years, or None where they may not."""
    home = problem.homes[problem.options.group[solution.option]]
    year = solution.year.copy()
    for s, t in years.items():
        year[home == s] = t
    options = problem.options
    ready = [
        not options.needs[o] or _converted(problem, solution, int(options.school[o]), t)
        for o, t in zip(solution.option.tolist(), year.tolist(), strict=True)
    ]
    if not options.may[solution.option, year].all() or not all(ready):
        return None
    return replace(solution, closed={**solution.closed, **years}, year=year)


def _converted(problem: Problem, solution: Solution, r: int, t: int) -> bool:
    """Tell whether school `r` is a nine-year school by year `t`."""
    works, merges = problem.works, problem.merges
    built = any(
        works.converts[k] and int(works.school[k]) == r and u <= t
        for k, u in solution.built.items()
    )
    return built or any(int(merges.receiver[p]) == r and u <= t for p, u in solution.merged.items())


def _left(problem: Problem, solution: Solution) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return seats and beds left, shape (schools, T), once everybody has moved."""
    room = places(problem, _counting(problem, solution)) - problem.left.own
    beds = lawful_beds(problem, _counting(problem, solution))
    for o, t, share in zip(solution.option, solution.year, solution.share, strict=True):
        g, r = int(problem.options.group[o]), int(problem.options.school[o])
        pupils = problem.pupils[g, t:] * share
        room[problem.homes[g], t:] += pupils
        room[r, t:] -= pupils
        if problem.options.mode[o] == BOARD:
            beds[r, t:] -= pupils
    for i in solution.relieved:
        room[problem.reliefs.source[i]] += problem.reliefs.redirected[i]
        room[problem.reliefs.school[i]] -= problem.reliefs.redirected[i]
    return room, beds


def _counting(problem: Problem, solution: Solution) -> Solution:
    """Return the solution with its works counted from the year in which they count."""
    if problem.build_before_close:
        return solution
    return replace(solution, built=dict.fromkeys(solution.built, 0))


def _fits(problem: Problem, solution: Solution) -> bool:
    """Tell whether every receiver has room, and beds, from the year in which somebody comes."""
    room, beds = _left(problem, solution)
    boards = problem.options.mode[solution.option] == BOARD
    return _never_short(problem, solution, room, boards | True) and _never_short(
        problem, solution, beds, boards
    )


def _never_short(
    problem: Problem, solution: Solution, left: NDArray[np.float64], moves: NDArray[np.bool_]
) -> bool:
    """Tell whether what is left is never below 0 where some moves lead, from their year on."""
    since = np.full(len(problem.running), len(problem.years))
    np.minimum.at(since, problem.options.school[solution.option[moves]], solution.year[moves])
    coming = np.arange(len(problem.years))[None, :] >= since[:, None]
    return bool((left[coming] >= -TOLERANCE).all())
