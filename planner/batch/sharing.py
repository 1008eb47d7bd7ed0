"""How a province's closures are shared out among its counties, by price.

A county is asked what it would close if every closure of a year brought it a price. The same
price for all makes closures happen where they cost least, and proves how cheap any split can be:
no plans of the counties that close N schools together cost less than the sum of what each county
must cost at the price, plus the price times N.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from planner.batch.master import (
    WHOLE,
    best_split,
    candidates,
    closed_by,
    hopeful,
    known_points,
    mixture,
    most,
    weights,
)
from planner.batch.province import Known, total
from planner.errors import NoAnswerInTime

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from planner.assumptions import TargetRule
    from planner.batch.province import Point, Price, Vector

# The search for prices and that for a split end when so little of the money decided is open.
CLOSE = 1e-3
PRICES = 25
# How far from the best price so far to a new one the next question goes.
STEP = 0.7
# The high price, in mean savings of a closure.
HIGH = 10
SPLITS = 12
REACHES = 12


@dataclass(frozen=True)
class Ask:
    """A question to one county.

    Parameters
    ----------
    kind
        `price`: the cheapest plan if each closure brings so many yuan; `closures`: the cheapest
        plan with so many closures, or as near as can be; `count`: the plan with the most closures,
        each worth so much.
    amounts
        By year of the province.
    over_first
        Whether pupils over seats or cap come before money, where the county has relief.
    """

    kind: Literal["price", "closures", "count"]
    amounts: tuple[float, ...]
    over_first: bool = True


@dataclass(frozen=True)
class Told:
    """What a county answers.

    Parameters
    ----------
    point
        The plan.
    floor
        Yuan (of a `count`: closures, negative) that no plan comes below, the price counted in.
    over_least
        Pupils over seats or cap that no plan avoids.
    """

    point: Point
    floor: float
    over_least: int = 0


type Answers = Callable[[Mapping[str, Ask]], Mapping[str, Told]]
"""Puts a question to each county named and returns what each tells."""


@dataclass(frozen=True)
class Split:
    """How the closures are shared out.

    Parameters
    ----------
    shares
        Closures of each county, by year.
    planned
        Their sum.
    possible
        For each year closures that no lawful plans of the counties pass, those of earlier years
        given, as far as the target asks.
    proven
        For each year whether no lawful plans come nearer to the target.
    price
        Yuan that one closure brings, at which the bound is proven.
    bound
        Yuan that no plans of the counties cost less than whose closures come as near.
    """

    shares: Mapping[str, Vector]
    planned: Vector
    possible: Vector
    proven: tuple[bool, ...]
    price: Price
    bound: float


@dataclass
class Sharing:
    """The search for a split.

    Parameters
    ----------
    names
        The counties.
    asked
        Closures of the province, by year.
    rule
        `exact`, `at_least` or `at_most`.
    ask
        Puts questions to the counties.
    do_nothing
        Yuan of all counties where nothing is decided.
    """

    names: Sequence[str]
    asked: Vector
    rule: TargetRule
    ask: Answers
    do_nothing: float

    def __post_init__(self) -> None:
        self.known = {name: Known() for name in self.names}

    @property
    def counties(self) -> list[Known]:
        """Return what is known, in the order of the names."""
        return list(self.known.values())

    def split(self) -> Split:
        """Return the best split found, with what is proven."""
        self._ends()
        possible, goal = self._reach()
        goal = self._with_due(goal)
        self._prices(goal)
        self._closures(goal)
        return self._finished(possible)

    def _ends(self) -> None:
        """Ask for what each county would do alone, for the least and for the most it can close."""
        none = (0,) * len(self.asked)
        self._ask_all(Ask("price", tuple(map(float, none))))
        for name, told in self._ask_all(Ask("closures", none)).items():
            self.known[name].least = told.point.closures
        if self.rule != "at_most":
            self._ask_all(Ask("price", (self._high(),) * len(self.asked)))

    def _high(self) -> float:
        """Return a price at which hardly a closure would be too dear."""
        # where closing never pays, a part of the money of a county takes the place of what it saves
        each = [abs(self.do_nothing) / len(self.names) / 1000]
        for known in self.counties:
            free, least = (list(known.points.values())[k] for k in (0, -1))
            more = abs(sum(free.closures) - sum(least.closures)) or 1
            each.append(abs(free.money - least.money) / more)
        return round(HIGH * max(each) + 1, 2)

    def _reach(self) -> tuple[Vector, Vector]:
        """Return the closures that can be reached at most and those that known plans reach."""
        possible, goal = list(self.asked), list(self.asked)
        if self.rule == "at_most":
            return self.asked, self.asked
        for t in range(len(goal)):
            best = closed_by(most(self.counties, tuple(goal), t))[t]
            if best < goal[t]:
                possible[t] = self._most_in(tuple(goal), t)
                best = self._come_to((*goal[:t], possible[t], *goal[t + 1 :]), t)
            goal[t] = min(goal[t], best)
        return tuple(possible), tuple(goal)

    def _most_in(self, goal: Vector, year: int) -> int:
        """Return closures that cannot be passed in a year, those of the years before given."""
        limit = float(goal[year])
        for _ in range(REACHES):
            found = weights(self.counties, goal, year)
            reached, worth = found.reached, found.worth
            if reached >= goal[year] - WHOLE or limit < math.floor(reached + WHOLE) + 1:
                break
            told = self._ask_all(Ask("count", worth))
            before = sum(w * n for w, n in zip(worth[:year], goal[:year], strict=True))
            here = -sum(each.floor for each in told.values()) - before
            limit = min(limit, here / worth[year])
        return math.floor(limit + WHOLE)

    def _come_to(self, goal: Vector, year: int) -> int:
        """Ask for closures that might come to the goal; return how many of the year are reached."""
        kept = (*goal[: year + 1], *(0,) * (len(goal) - year - 1))
        for _ in range(REACHES):
            best = closed_by(most(self.counties, goal, year))[year]
            if best >= goal[year]:
                break
            means = weights(self.counties, goal, year).means
            lists = [hopeful(k, m, kept) for k, m in zip(self.counties, means, strict=True)]
            if not all(lists) or not self._try(best_split(lists, kept, "at_least")):
                break
        return closed_by(most(self.counties, goal, year))[year]

    def _with_due(self, goal: Vector) -> Vector:
        """Return the goal with closures that happen whatever is asked, such as pinned ones."""
        due, raised = total([known.least for known in self.counties]), list(goal)
        for t in range(len(raised)):
            raised[t] += max(0, sum(due[: t + 1]) - sum(raised[: t + 1]))
        return tuple(raised)

    def _prices(self, goal: Vector) -> None:
        """Look for the price at which the counties come to the goal by themselves."""
        penalty = 1.0 + 2 * max(
            max(p.money for p in known.points.values())
            - min(p.money for p in known.points.values())
            for known in self.counties
        )
        for _ in range(PRICES):
            mixed = mixture(self.counties, goal, self.rule, penalty)
            missing = mixed.missed > WHOLE
            if not missing and mixed.money - self._floor(goal)[0] <= self._near(mixed.money):
                return
            price = self._between(mixed.price, goal)
            if price in self.counties[0].floors:
                price = mixed.price
            if price in self.counties[0].floors:
                if not missing:
                    return
                penalty *= 10
                continue
            self._ask_all(Ask("price", price))

    def _between(self, price: Price, goal: Vector) -> Price:
        """Return a price between the best so far and a new one, which alone would swing to and fro."""
        best = self._floor(goal)[1]
        return tuple(round(STEP * p + (1 - STEP) * b, 2) for p, b in zip(price, best, strict=True))

    def _closures(self, goal: Vector) -> None:
        """Ask counties for the closures that promise the cheapest split, until none promises more."""
        for _ in range(SPLITS):
            chosen = best_split(known_points(self.counties), goal, self.rule)
            bound, price = self._floor(goal)
            money = sum(point.money for point in chosen)
            meets = self._meets(closed_by(chosen), goal)
            if meets and money - bound <= self._near(money):
                return
            open_ = money - bound if meets else math.inf
            means = mixture(self.counties, goal, self.rule, abs(money) + 1).means
            lists = [
                candidates(known, mean, price, open_)
                for known, mean in zip(self.counties, means, strict=True)
            ]
            try:
                wanted = best_split(lists, goal, self.rule)
            except NoAnswerInTime:
                return  # known splits stay
            if not self._try(wanted):
                return

    def _try(self, wanted: Sequence[Point]) -> bool:
        """Ask counties for closures that were not asked for yet; tell whether there were any."""
        new = {
            name: Ask("closures", point.closures)
            for name, point in zip(self.names, wanted, strict=True)
            if point.closures not in self.known[name].points
            and point.closures not in self.known[name].tried
        }
        if new:
            self._learn(new)
        return bool(new)

    def _meets(self, closures: Vector, goal: Vector) -> bool:
        pairs = list(zip(closures, goal, strict=True))
        short, beyond = any(n < g for n, g in pairs), any(n > g for n, g in pairs)
        return not {"exact": short or beyond, "at_least": short, "at_most": beyond}[self.rule]

    def _near(self, money: float) -> float:
        return CLOSE * abs(money - self.do_nothing)

    def _ask_all(self, ask: Ask) -> Mapping[str, Told]:
        return self._learn(dict.fromkeys(self.names, ask))

    def _learn(self, asks: Mapping[str, Ask]) -> Mapping[str, Told]:
        answers = self.ask(asks)
        for name, told in answers.items():
            known, question = self.known[name], asks[name]
            known.learn(told.point)
            if question.kind == "closures":
                known.tried.add(tuple(map(int, question.amounts)))
            elif question.kind == "count":
                known.lids[question.amounts] = -told.floor
            elif question.over_first:
                known.floors[question.amounts] = told.floor
                known.over = max(known.over, told.over_least)
            else:
                known.plain_floors[question.amounts] = told.floor
        return answers

    def _floor(self, closures: Vector) -> tuple[float, Price]:
        """Return the money that no split with such closures comes below, and the price of it."""
        return max(
            (sum(known.floors[price] for known in self.counties) + _worth(price, closures), price)
            for price in self.counties[0].floors
            if self._may(price)
        )

    def _may(self, price: Price) -> bool:
        """Tell whether a price proves something under the rule: none that pays the wrong way."""
        wrong = {"exact": (), "at_least": [p < 0 for p in price], "at_most": [p > 0 for p in price]}
        return not any(wrong[self.rule])

    def _finished(self, possible: Vector) -> Split:
        chosen = best_split(known_points(self.counties), self.asked, self.rule)
        planned = closed_by(chosen)
        near = {
            "exact": planned,
            "at_least": tuple(map(min, planned, self.asked)),
            "at_most": tuple(map(max, planned, self.asked)),
        }[self.rule]
        bound, price = self._floor(near)
        if sum(point.over for point in chosen) > sum(known.over for known in self.counties):
            bound = self._plain_floor(near, price)
        shares = {n: point.closures for n, point in zip(self.names, chosen, strict=True)}
        return Split(shares, planned, possible, self._proven(planned, possible), price, bound)

    def _plain_floor(self, closures: Vector, price: Price) -> float:
        """Return the floor of all plans, also of those with more pupils over seats or cap."""
        self._ask_all(Ask("price", price, over_first=False))
        return sum(k.plain_floors[price] for k in self.counties) + _worth(price, closures)

    def _proven(self, planned: Vector, possible: Vector) -> tuple[bool, ...]:
        due, found = total([known.least for known in self.counties]), list[bool]()
        for t, (n, asked) in enumerate(zip(planned, self.asked, strict=True)):
            short = n < asked and self.rule != "at_most"
            beyond = n > asked and self.rule != "at_least"
            held = sum(planned[: t + 1]) <= sum(due[: t + 1])
            nearest = (not short or n >= possible[t]) and (not beyond or held)
            found.append(nearest and all(found))
        return tuple(found)


def _worth(price: Price, closures: Vector) -> float:
    return sum(p * n for p, n in zip(price, closures, strict=True))
