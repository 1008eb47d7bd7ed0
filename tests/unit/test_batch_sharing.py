"""Closures shared out among counties of made-up figures, against trying every split."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

import numpy as np
import pytest

from planner.batch.province import Point, Vector
from planner.batch.sharing import Ask, Sharing, Told

RULES = ["exact", "at_least", "at_most"]


@dataclass
class Paper:
    """A county that is a table: yuan for each lawful number of closures by year."""

    money: dict[Vector, float]
    asked: list[Ask] = field(default_factory=list)

    def told(self, ask: Ask) -> Told:
        self.asked.append(ask)
        if ask.kind == "closures":
            far = {n: [abs(a - b) for a, b in zip(n, ask.amounts, strict=True)] for n in self.money}
            best = min(self.money, key=lambda n: (far[n], self.money[n]))
            return Told(Point(best, self.money[best]), -np.inf)
        scale = 0 if ask.kind == "count" else 1
        worth = {
            n: scale * m - sum(p * k for p, k in zip(ask.amounts, n, strict=True))
            for n, m in self.money.items()
        }
        best = min(worth, key=worth.get)
        return Told(Point(best, self.money[best]), worth[best])


def paper(random: np.random.Generator, years: int, most: int, due: int = 0) -> Paper:
    """Return a county of so many years; closing fewer is always lawful, down to what is due."""
    lids = random.integers(0, most + 1, (2, years))
    lids[:, -1] = np.maximum(lids[:, -1], due)
    lawful = {
        tuple(map(int, n))
        for lid in lids
        for n in itertools.product(*(range(k + 1) for k in lid))
        if sum(n) >= due
    }
    slope = random.uniform(-40, 30, years)
    return Paper(
        {n: float(1000 + slope @ n + random.uniform(0, 25) * sum(n) ** 1.3) for n in lawful}
    )


def nearest(rule: str, planned: Vector, asked: Vector) -> list[int]:
    pairs = list(zip(planned, asked, strict=True))
    return {
        "exact": [abs(n - a) for n, a in pairs],
        "at_least": [max(0, a - n) for n, a in pairs],
        "at_most": [max(0, n - a) for n, a in pairs],
    }[rule]


def best(papers: list[Paper], asked: Vector, rule: str) -> tuple[list[int], float]:
    """Try every split."""
    found = []
    for split in itertools.product(*(p.money.items() for p in papers)):
        planned = tuple(map(sum, zip(*(n for n, _ in split), strict=True)))
        found.append((nearest(rule, planned, asked), sum(m for _, m in split)))
    return min(found)


def shared(papers: list[Paper], asked: Vector, rule: str):
    counties = {f"C{i}": p for i, p in enumerate(papers)}
    do_nothing = 1000.0 * len(papers)
    return Sharing(
        list(counties),
        asked,
        rule,
        lambda asks: {name: counties[name].told(ask) for name, ask in asks.items()},
        do_nothing,
    ).split()


def compare(rule: str, years: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    papers = [paper(random, years, 5 - years, due=seed % 2) for _ in range(3)]
    asked = tuple(random.integers(0, 9, years).tolist())
    far, money = best(papers, asked, rule)
    found = shared(papers, asked, rule)
    assert nearest(rule, found.planned, asked) == far
    spent = sum(papers[i].money[n] for i, n in enumerate(found.shares.values()))
    assert found.bound - 1e-6 <= money <= spent + 1e-6
    # the search ends where so little of the money decided is open
    assert spent - money <= 1e-3 * abs(spent - 3000) + 1e-6
    assert [n == 0 for n in far] <= list(found.proven)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("years", [1, 2])
@pytest.mark.parametrize("seed", range(5))
def test_a_split_is_as_near_and_as_cheap_as_trying_everything(rule, years, seed) -> None:
    """Distances are the best there are; money is the best, and not below the bound stated."""
    compare(rule, years, seed)


@pytest.mark.slow
@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("years", [1, 2])
def test_many_splits_are_as_near_and_as_cheap_as_trying_everything(rule, years) -> None:
    """The same for many more counties."""
    for seed in range(5, 60):
        compare(rule, years, seed)


def test_counties_where_closing_costs_alike_leave_nothing_open() -> None:
    """Each closure dearer than the last: prices alone find the split, and prove it to the yuan."""
    slopes = (3.0, 5.0, 8.0)
    papers = [Paper({(n,): 1000 + slope * n * n for n in range(9)}) for slope in slopes]
    found = shared(papers, (10,), "exact")
    assert found.shares == {"C0": (5,), "C1": (3,), "C2": (2,)}
    assert found.bound == pytest.approx(3000 + 75 + 45 + 32)
    assert found.proven == (True,)


def test_what_cannot_be_reached_is_shared_as_far_as_it_goes() -> None:
    """More asked than can close: all that can, with the proof that no more can."""
    papers = [Paper({(n,): 1000.0 - n for n in range(most + 1)}) for most in (2, 0, 3)]
    found = shared(papers, (9,), "at_least")
    assert (found.planned, found.possible, found.proven) == ((5,), (5,), (True,))
    assert found.bound == pytest.approx(2995)
