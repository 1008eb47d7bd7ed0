"""Sites with limits: each fills up with whom the prices make worth serving."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, override

import numpy as np

from planner.classical.knapsacks import Filled, fill_in_parts, fill_whole
from planner.classical.relaxed import relax
from planner.classical.search import plan_of, recentred
from planner.classical.siting import second_nearest
from planner.classical.tree import HALF, Effort, Tree, View

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from planner.classical.found import Found
    from planner.classical.relaxed import Relaxed
    from planner.classical.siting import Siting
    from planner.classical.tree import Part

    type Finish = Callable[[Found, Part, float], float | None]
    type Choose = Callable[[Part, float], NDArray[np.bool_] | None]

# Whole customers are filled exactly up to this many cells of sites x customers x places.
CELLS = 3e7
# Stands for no way: dearer than anything.
FAR = 1e12
# A part with so few ways left is stated for the solver.
FEW_WAYS = 150
# The same where customers may be served in parts: that is easier.
FEW_IN_PARTS = 600
# Each time so many parts were divided, one is followed to its likely end.
DIVE_EVERY = 25
# There, each time one in so many undecided sites is decided,
SURE = 4
# and at the end the solver gets so many ways a customer, and this share of the time left.
NEAR = 5
SHARE = 0.1
# Where customers are too many to fill sites exactly, sites are first chosen in parts, in this share.
SHARE_OF_CHOICE = 0.4
# Sites are moved to the middle of whom they serve so many times.
MOVES = 10


class Capacities(Tree):
    """A siting with limits that is being solved.

    Parameters
    ----------
    found, stop
        As of `Tree`.
    finish_part
        Puts a part to a solver, which keeps a better plan; returns the bound of what it leaves
        unknown, None where nothing is.
    choose_sites
        Returns the sites that are best if customers may be served in parts.
    """

    at_first = Effort(steps=600, length=1.5, thorough=True)
    at_second = Effort(steps=200, length=0.5, thorough=True)
    again = Effort(steps=20, length=0.4)
    in_a_dive = Effort(steps=30, length=0.4)

    def __init__(
        self,
        found: Found,
        stop: Callable[[Found], bool],
        finish_part: Finish,
        choose_sites: Choose,
    ) -> None:
        super().__init__(found, stop)
        siting = found.siting
        self.finish_part, self.choose_sites = finish_part, choose_sites
        self.seen: set[bytes] = set()
        self.sizes = siting.demand.astype(np.int64)
        cells = siting.cost.size * float(siting.capacity.max())
        in_ones = bool((siting.demand == self.sizes).all())
        self.exactly = siting.whole and in_ones and cells <= CELLS
        self.exact = self.covers = self.diving = False
        self.divided = 0

    @override
    def climb(self, part: Part, effort: Effort) -> int | None:
        """Raise a part's bound, the whole question's first with customers taken in part."""
        if effort is not self.at_first:
            return super().climb(part, effort)
        site = super().climb(part, effort)
        if self.found.enough or site is None:
            return site
        self.exact, self.covers = self.exactly, True
        return super().climb(part, self.at_second)

    @override
    def view(self, part: Part, sub: Siting, prices: NDArray[np.float64]) -> View:
        never = part.never[part.live()]
        reduced = np.where(never, FAR, sub.cost - prices)
        parts = fill_in_parts(reduced, sub.demand, sub.capacity)
        worth, taken, total = parts.worth.copy(), parts.taken.copy(), float(prices.sum())
        relaxed = relax(sub, total, sub.fixed + worth, covers=self.covers)
        asked = ~np.full(len(worth), self.exact)
        while not asked[rows := np.flatnonzero(relaxed.open)].all():
            # only sites that the prices open need to be filled exactly
            rows = rows[~asked[rows]]
            asked[rows] = True
            here = Filled(parts.worth[rows], parts.taken[rows], parts.price[rows])
            places = np.floor(sub.capacity[rows]).astype(np.int64)
            worth[rows], taken[rows] = fill_whole(reduced[rows], self.sizes, places, here)
            relaxed = relax(sub, total, sub.fixed + worth, covers=self.covers)
        by_place = parts.price[:, None] * sub.demand
        rise = None
        if self.siting.whole:
            rise = np.maximum(reduced - by_place + (parts.worth - worth)[:, None], 0.0)
        missing = 1.0 - relaxed.weight @ taken
        return View(relaxed, missing, np.where(never, FAR, sub.cost - by_place), rise)

    @override
    def look(self, part: Part, sub: Siting, view: View, *, thorough: bool) -> None:
        live, judged = part.live(), np.full(self.siting.cost.shape, FAR)
        judged[live] = view.judged
        opened = np.zeros(len(self.siting.fixed), dtype=bool)
        opened[live[_with_room(sub, view.relaxed)]] = True
        if not self.siting.whole:
            self._look_in_parts(part, opened)
            return
        for _ in range(MOVES):
            if (key := opened.tobytes()) in self.seen:
                return
            self.seen.add(key)
            plan = plan_of(self.siting, opened, judged)
            if plan is None:
                return
            self.found.take(plan)
            opened = recentred(self.siting, plan)

    @override
    def before_dividing(self, part: Part) -> None:
        """Now and then, follow a part to its likely end for a better plan."""
        if self.siting.whole and self.divided == 0 and not self.exactly:
            self._choose_in_parts(part.copy())
        elif self.siting.whole and self.divided % DIVE_EVERY == 0:
            self._dive(part.copy())
        self.divided += 1

    def _dive(self, part: Part) -> None:
        """Decide the surest sites, again and again, and place everyone near with those left."""
        self.diving = True
        while self.climb(part, self.in_a_dive) is not None and not self.ended():
            free = np.flatnonzero(~part.opens & ~part.closes)
            sure = free[np.argsort(-np.abs(part.often[free] - HALF), kind="stable")]
            for site in sure[: -(-len(free) // SURE)].tolist():
                spare = self.siting.capacity[~part.closes].sum() - self.siting.demand.sum()
                opens = part.often[site] > HALF or self.siting.capacity[site] > spare
                (part.opens if opens else part.closes)[site] = True
            part.never[part.closes] = True
        self.diving = False

    def _finish_near(self, part: Part) -> None:
        """Find a good plan of a part whose sites are decided: with the likeliest ways only."""
        self._only_likely(part)
        self.finish_part(self.found, part, SHARE)

    def _choose_in_parts(self, part: Part) -> None:
        """Choose sites as if customers could be served in parts, then place them whole."""
        self._only_likely(part)
        opened = self.choose_sites(part, SHARE_OF_CHOICE)
        if opened is not None:
            never = part.never | ~opened[:, None]
            self.finish_part(
                self.found, replace(part, opens=opened, closes=~opened, never=never), SHARE
            )

    def _only_likely(self, part: Part) -> None:
        """Leave a part only the ways that raise the bound least, two a customer in any case."""
        sub = self.siting.only(part.live(), part.opens)
        view = self.view(part, sub, part.prices)
        rise = np.full(self.siting.cost.shape, np.inf)
        if view.rise is not None:
            rise[part.live()] = view.rise + view.relaxed.opening[:, None]
        rise[part.never] = np.inf
        few = min(NEAR * len(self.siting.demand), int(np.isfinite(rise).sum()) - 1)
        likely = np.partition(rise.ravel(), few)[few]
        near = np.sort(rise, axis=0)[min(1, len(rise) - 1)]
        part.never |= (rise > likely) & (rise > near)

    def _look_in_parts(self, part: Part, opened: NDArray[np.bool_]) -> None:
        """Look for the best plan with these sites, where customers may be served in parts."""
        if (key := opened.tobytes()) not in self.seen:
            self.seen.add(key)
            never = part.never | ~opened[:, None]
            self.finish_part(
                self.found, replace(part, opens=opened, closes=~opened, never=never), 1.0
            )

    @override
    def is_small(self, part: Part, sub: Siting) -> bool:
        return int((~part.never).sum()) <= (FEW_WAYS if self.siting.whole else FEW_IN_PARTS)

    @override
    def finish(self, part: Part) -> None:
        if self.diving and int((~part.never).sum()) > FEW_WAYS:
            self._finish_near(part)
            return
        bound = self.finish_part(self.found, part, 1.0)
        if bound is not None and not self.diving:
            self.left.append(bound)


def _with_room(sub: Siting, relaxed: Relaxed) -> NDArray[np.bool_]:
    """Return the sites that the prices open, and the next best until all demand has a place."""
    opened, demand = relaxed.open.copy(), float(sub.demand.sum())
    closed = np.flatnonzero(~opened)
    order = closed[np.argsort(relaxed.worth[closed] / np.maximum(sub.capacity[closed], 1e-12))]
    for i in order.tolist():
        if opened.sum() >= sub.most or sub.capacity[opened].sum() >= demand:
            break
        opened[i] = True
    return opened


def solve_capacitated(
    found: Found,
    *,
    stop: Callable[[Found], bool],
    finish_part: Finish,
    choose_sites: Choose,
) -> Found:
    """Find a plan and a bound for sites with limits; return what is known then.

    Parameters
    ----------
    found
        What is asked, and known so far.
    stop
        Asked now and then, with what is known, whether to stop early.
    finish_part, choose_sites
        See `Capacities`.
    """
    siting = found.siting
    per_place = float((siting.fixed / np.maximum(siting.capacity, 1.0)).mean())
    start = second_nearest(siting) + per_place * siting.demand
    return Capacities(found, stop, finish_part, choose_sites).solve(start)
