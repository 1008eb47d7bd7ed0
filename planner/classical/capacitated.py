"""Sites with limits: prices for a bound, plans on the way, and what better plans never do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.classical.found import Found
from planner.classical.knapsacks import Filled, fill_in_parts, fill_whole
from planner.classical.prices import Ascent
from planner.classical.relaxed import relax
from planner.classical.search import plan_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from planner.classical.relaxed import Relaxed
    from planner.classical.siting import Sited, Siting

STEPS = 700
LOOK = 15
# Whole customers are filled exactly up to this many cells of sites x customers x places.
CELLS = 3e7
WHOLE_STEPS = 250
WHOLE_LENGTH = 0.5
FAR = 1e9


def solve_capacitated(
    siting: Siting,
    *,
    allowed: float,
    stop: Callable[[Found], bool],
    ask: Callable[[Found, NDArray[np.bool_], float, float], None],
) -> Found:
    """Return a plan (None where none was found) and its bound.

    Parameters
    ----------
    allowed
        How far the bound may stay from the plan's cost.
    stop
        Asked now and then, with what is known, whether to stop early.
    ask
        Puts what is left to a solver: given what is known, the ways that a plan may use, a bound
        of all plans that use others, and the part of the time left.
    """
    found = price(siting, allowed, stop)
    if not (found.enough or stop(found)):
        ask(found, ~found.never, found.cut, 1.0)
    return found


def price(siting: Siting, allowed: float, stop: Callable[[Found], bool]) -> Found:
    """Return a plan (None where none was found), a bound, and what no better plan does."""
    cost = np.where(np.isfinite(siting.cost), siting.cost, FAR)
    found = Found(siting, allowed)
    second = np.partition(cost, min(1, len(cost) - 1), axis=0)[min(1, len(cost) - 1)]
    per_place = float((siting.fixed / np.maximum(siting.capacity, 1.0)).mean())
    start = np.where(second < FAR, second, cost.min(axis=0)) + per_place * siting.demand
    _climb(found, cost, Ascent(start), STEPS, stop, whole=False)
    if siting.whole and _fits_exactly(siting) and not (found.enough or stop(found)):
        again = Ascent(found.prices.copy(), length=WHOLE_LENGTH)
        _climb(found, cost, again, WHOLE_STEPS, stop, whole=True)
    return found


def _fits_exactly(siting: Siting) -> bool:
    cells = siting.cost.size * float(siting.capacity.max())
    whole = (siting.demand == np.round(siting.demand)).all()
    return bool(whole and cells <= CELLS)


def _climb(found, cost, ascent, steps, stop, *, whole):
    siting, seen = found.siting, set()
    demand, capacity = siting.demand, siting.capacity
    sizes, places = demand.astype(np.int64), np.floor(capacity).astype(np.int64)
    for n in range(steps):
        reduced = np.where(found.never, FAR, cost - ascent.prices)
        parts = fill_in_parts(reduced, demand, capacity)
        worth, taken = parts.worth.copy(), parts.taken.copy()
        total = float(ascent.prices.sum())
        relaxed = relax(siting, total, siting.fixed + worth)
        asked = np.zeros(len(worth), dtype=bool)
        while whole and (relaxed.open & ~asked).any():
            rows = np.flatnonzero(relaxed.open & ~asked)
            asked[rows] = True
            here = Filled(parts.worth[rows], parts.taken[rows], parts.price[rows])
            worth[rows], taken[rows] = fill_whole(
                reduced[rows], sizes, places[rows], here
            )
            relaxed = relax(siting, total, siting.fixed + worth)
        higher = relaxed.bound > found.bound
        found.raise_to(relaxed.bound, ascent.prices)
        if n % LOOK == 0 or ascent.stalled:
            judged = cost - parts.price[:, None] * demand
            look(found, with_room(siting, relaxed), judged, seen)
            if found.enough or stop(found):
                return
        if higher:
            rule_out(found, relaxed, reduced, parts, worth)
        if ascent.stalled:
            return
        missing = 1.0 - relaxed.weight @ taken
        aim = found.cost if found.plan is not None else relaxed.bound + 0.05 * abs(relaxed.bound) + 1
        ascent.step(relaxed.bound, missing, aim)


def with_room(siting: Siting, relaxed: Relaxed) -> NDArray[np.bool_]:
    """Return the sites that the prices open, and the next best until all demand has a place."""
    opened, demand = relaxed.open.copy(), float(siting.demand.sum())
    closed = np.flatnonzero(~opened)
    order = closed[np.argsort(relaxed.worth[closed] / np.maximum(siting.capacity[closed], 1e-12))]
    for i in order.tolist():
        if opened.sum() >= siting.most or siting.capacity[opened].sum() >= demand:
            break
        opened[i] = True
    return opened


def look(found: Found, opened: NDArray[np.bool_], judged: NDArray[np.float64], seen: set[bytes]) -> bool:
    """Look for a plan with these sites, then with each site moved to the middle of whom it serves."""
    better = False
    for _ in range(10):
        key = opened.tobytes()
        if key in seen:
            break
        seen.add(key)
        plan = plan_of(found.siting, opened, judged)
        if plan is None:
            break
        better |= found.take(plan)
        opened = recentred(found.siting, plan)
    return better


def recentred(siting: Siting, plan: Sited) -> NDArray[np.bool_]:
    """Return the sites that would serve each open site's customers most cheaply."""
    opened = np.flatnonzero(plan.open)
    served = plan.share[opened]
    finite = np.where(np.isfinite(siting.cost), siting.cost, 1e15)
    total = finite @ served.T + siting.fixed[:, None]
    total[(served @ siting.demand)[None] > siting.capacity[:, None]] = np.inf
    moved = siting.stays.copy()
    for n, site in enumerate(opened.tolist()):
        if siting.stays[site]:
            continue
        column = np.where(moved | (plan.open & (np.arange(len(moved)) != site)), np.inf, total[:, n])
        best = int(np.argmin(column))
        moved[best if np.isfinite(column[best]) else site] = True
    return moved


def rule_out(
    found: Found,
    relaxed: Relaxed,
    reduced: NDArray[np.float64],
    parts: Filled,
    worth: NDArray[np.float64],
) -> None:
    """Remember what a plan better than the one in hand cannot do."""
    if found.plan is None:
        return
    room = found.cut - relaxed.bound
    opening = relaxed.of_opening()
    found.closes |= opening > room
    found.opens |= relaxed.of_closing() > room
    # taking a customer for good costs at least this, by the price of the site's places
    extra = reduced - parts.price[:, None] * found.siting.demand
    extra = np.maximum(extra + (parts.worth - worth)[:, None], 0.0)
    found.never |= opening[:, None] + extra > room
    found.never |= found.closes[:, None]
