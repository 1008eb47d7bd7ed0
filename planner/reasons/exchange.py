"""The same plan with two schools exchanged: the years they close, or which of them closes.

Nothing else is different, so that what an exchange costs is exact.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.modes import BOARD
from planner.obstacles.juniors import last_junior
from planner.options import NO_MERGE
from planner.reasons.room import TOLERANCE
from planner.solve_stages import distance_reached

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from planner.problem import Problem
    from planner.reasons.scene import Scene
    from planner.solution import Solution

type Taken = dict[int, NDArray[np.float64]]
"""School -> pupils who come beside those of the plan, shape (T,); below 0 where fewer do."""


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
    now, solution = scene.solution.closed[s], scene.solution
    swaps: list[tuple[float, int | None]] = []
    if _as_near(scene, {s: t}):
        swaps.append((_dearer(scene, {s: t}), None))
    swaps += [
        (_dearer(scene, {s: t, q: now}), q)
        for q in scene.free
        if solution.closed[q] == t and _alike(scene, s, q)
    ]
    for extra, q in sorted(swaps, key=lambda swap: swap[0]):
        years = {s: t} if q is None else {s: t, q: now}
        if all(_ready(scene, one, year) for one, year in years.items()) and scene.room.fits(years):
            return Exchange(t, q, extra, _at(scene, years))
    return None


def _dearer(scene: Scene, years: dict[int, int]) -> float:
    """Return the yuan more that closing schools in other years costs."""
    return sum(
        scene.closing_money(s, t) - scene.closing_money(s, scene.solution.closed[s])
        for s, t in years.items()
    )


def _as_near(scene: Scene, years: dict[int, int]) -> bool:
    """Tell whether the targets are as near if schools close in other years."""
    moved = replace(scene.solution, closed={**scene.solution.closed, **years})
    return tuple(distance_reached(scene.problem, moved)) == scene.decided.distance


def _alike(scene: Scene, s: int, q: int) -> bool:
    """Tell whether one of two schools may take the place of the other in the targets."""
    counted = scene.problem.standing.counted
    return s != q and bool(counted[s] == counted[q])


def _ready(scene: Scene, s: int, t: int) -> bool:
    """Tell whether all groups of school `s` may come to their places in year `t` already."""
    options = scene.problem.options
    for row in scene.room.rows.get(s, ()):
        o = int(scene.solution.option[row])
        later = options.needs[o] and not _converted(scene, int(options.school[o]), t)
        if later or not options.may[o, t]:
            return False
    return True


def _at(scene: Scene, years: dict[int, int]) -> Solution:
    """Return the plan in which schools close in other years."""
    year = scene.solution.year.copy()
    for s, t in years.items():
        year[list(scene.room.rows.get(s, ()))] = t
    return replace(scene.solution, closed={**scene.solution.closed, **years}, year=year)


def instead_of_another(scene: Scene, s: int) -> Exchange | None:
    """Return the cheapest plan that closes school `s` in the place of another, which stays."""
    if not _may_close(scene, s):
        return None
    best: Exchange | None = None
    for least, q in sorted(_least(scene, s)):
        if best is not None and least >= best.extra:
            break
        found = _in_place_of(scene, s, q)
        if found is not None and (best is None or found.extra < best.extra):
            best = found
    return best


def _least(scene: Scene, s: int) -> Iterator[tuple[float, int]]:
    """Yield schools in whose place `s` might close, with the least that it could cost more."""
    problem, options = scene.problem, scene.problem.options
    rows = [_options_of(problem, g) for g in np.flatnonzero(problem.homes == s).tolist()]
    years = range(len(problem.years))
    cheapest = [
        sum(
            float(np.where(options.may[own, t], options.money[own, t], np.inf).min(initial=np.inf))
            for own in rows
        )
        - float(problem.running[s]) * float(problem.years_left[t])
        for t in years
    ]
    for q in scene.free:
        t = scene.solution.closed[q]
        if _alike(scene, s, q) and np.isfinite(cheapest[t]):
            yield cheapest[t] - scene.closing_money(q, t), q


def _in_place_of(scene: Scene, s: int, q: int) -> Exchange | None:
    """Return the plan that closes school `s` in place of `q`, each group at its cheapest place."""
    problem, t = scene.problem, scene.solution.closed[q]
    taken, beds = _without(scene, q)
    chosen: list[int] = []
    for g in np.flatnonzero(problem.homes == s).tolist():
        o = _place(scene, g, t, (q, taken, beds))
        if o is None:
            return None
        chosen.append(o)
        r, boards = int(problem.options.school[o]), problem.options.mode[o] == BOARD
        for who in (taken, beds) if boards else (taken,):
            who.setdefault(r, np.zeros(len(problem.years)))[t:] += problem.pupils[g, t:]
    money = float(problem.options.money[chosen, t].sum())
    saved = float(problem.running[s]) * float(problem.years_left[t])
    extra = money - saved - scene.closing_money(q, t)
    return Exchange(t, q, extra, _exchanged(scene, s, q, chosen))


def _without(scene: Scene, q: int) -> tuple[Taken, Taken]:
    """Return who comes less, with and without a bed, if school `q` stays."""
    problem, options = scene.problem, scene.problem.options
    taken: Taken = {}
    beds: Taken = {}
    for row in scene.room.rows.get(q, ()):
        o, t = int(scene.solution.option[row]), int(scene.solution.year[row])
        pupils = np.zeros(len(problem.years))
        pupils[t:] = problem.pupils[int(options.group[o]), t:] * scene.solution.share[row]
        r = int(options.school[o])
        taken[r] = taken.get(r, 0.0) - pupils
        taken[q] = taken.get(q, 0.0) + pupils
        if options.mode[o] == BOARD:
            beds[r] = beds.get(r, 0.0) - pupils
    return taken, beds


def _place(scene: Scene, g: int, t: int, beside: tuple[int, Taken, Taken]) -> int | None:
    """Return the cheapest place of group `g` with room in year `t` and after, or None."""
    problem, options = scene.problem, scene.problem.options
    q, taken, beds = beside
    own = _options_of(problem, g)
    ordered: list[int] = own[np.argsort(options.money[own, t], kind="stable")].tolist()
    for o in ordered:
        r = int(options.school[o])
        closed = r in scene.gone and r != q
        later = options.needs[o] and not _converted(scene, r, t)
        if closed or later or not options.may[o, t] or options.merge[o] != NO_MERGE:
            continue
        boards = options.mode[o] == BOARD
        if _fits(scene, g, t, (r, taken, 0)) and (not boards or _fits(scene, g, t, (r, beds, 1))):
            return o
    return None


def _fits(scene: Scene, g: int, t: int, at: tuple[int, Taken, int]) -> bool:
    """Tell whether there are seats (0) or beds (1) for group `g` at a school from year `t` on."""
    r, beside, kind = at
    left = scene.room.left[kind][r] - beside.get(r, 0.0)
    return bool((scene.problem.pupils[g, t:] <= left[t:] + TOLERANCE).all())


def _options_of(problem: Problem, g: int) -> NDArray[np.int64]:
    return np.arange(*np.searchsorted(problem.options.group, (g, g + 1)))


def _may_close(scene: Scene, s: int) -> bool:
    """Tell whether closing school `s` breaks no rule that is not one of places."""
    problem, solution = scene.problem, scene.solution
    standing = problem.standing
    works = {int(problem.works.school[k]) for k in solution.built}
    merges = {int(problem.merges.receiver[p]) for p in solution.merged}
    held = s in standing.kept or s in standing.against or s in solution.reduced
    return (
        bool(np.isin(s, problem.closable))
        and not held
        and not problem.only_reduce
        and s not in scene.room.coming
        and s not in works | merges
        and s not in scene.gone
        and last_junior(scene.view, s) is None
    )


def _exchanged(scene: Scene, s: int, q: int, chosen: list[int]) -> Solution:
    """Return the plan in which `q` stays and `s` closes, its groups at the places chosen."""
    problem, solution = scene.problem, scene.solution
    t = solution.closed[q]
    stays = np.ones(len(solution.option), dtype=bool)
    stays[list(scene.room.rows.get(q, ()))] = False
    option = np.concatenate([solution.option[stays], np.array(chosen, dtype=np.int64)])
    order = np.argsort(problem.options.group[option], kind="stable")
    return replace(
        solution,
        closed={**{r: u for r, u in solution.closed.items() if r != q}, s: t},
        option=option[order],
        year=np.concatenate([solution.year[stays], np.full(len(chosen), t)])[order],
        share=np.concatenate([solution.share[stays], np.ones(len(chosen))])[order],
    )


def _converted(scene: Scene, r: int, t: int) -> bool:
    """Tell whether school `r` is a nine-year school by year `t`."""
    return scene.view.converted.get(r, len(scene.problem.years)) <= t
