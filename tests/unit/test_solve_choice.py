"""One item of each list, chosen so that amounts add up: against trying all."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from planner.solve_choice import Lists, one_of_each


def by_trying(choice: Lists) -> tuple[list[int], float, float]:
    """Return distances, the first sum and the money of the best choice."""
    found = []
    for taken in itertools.product(*(range(len(items)) for items in choice.amounts)):
        sums = np.sum([items[k] for items, k in zip(choice.amounts, taken, strict=True)], axis=0)
        apart = [int(n - a) for n, a in zip(sums, choice.asked, strict=True)]
        far = [max(0, -d) * choice.under + max(0, d) * choice.over for d in apart]
        found.append((far, *_sums(choice, list(taken))))
    return min(found)


def _sums(choice: Lists, taken: list[int]) -> tuple[float, float]:
    first, money = (
        sum(row[k] for row, k in zip(table, taken, strict=True))
        for table in (choice.first, choice.money)
    )
    return first, money


@pytest.mark.parametrize("seed", range(12))
def test_the_choice_is_that_of_trying_all(seed, capfd) -> None:
    """Nearest first, then the first sum, then money; and the solver says nothing of its own."""
    random = np.random.default_rng(seed)
    sizes = random.integers(1, 6, 4).tolist()
    choice = Lists(
        amounts=[random.integers(0, 5, (n, 2)).tolist() for n in sizes],
        first=[random.integers(0, 3, n).tolist() for n in sizes],
        money=[random.uniform(1e8, 1.1e8, n).tolist() for n in sizes],
        asked=random.integers(0, 14, 2).tolist(),
        under=seed % 3 != 0,
        over=seed % 3 != 1,
    )
    taken = one_of_each(choice, seconds=20)
    assert taken is not None
    far, first, money = by_trying(choice)
    assert _sums(choice, taken) == (first, pytest.approx(money, abs=1))
    sums = np.sum([items[k] for items, k in zip(choice.amounts, taken, strict=True)], axis=0)
    apart = [int(n - a) for n, a in zip(sums, choice.asked, strict=True)]
    assert [max(0, -d) * choice.under + max(0, d) * choice.over for d in apart] == far
    assert capfd.readouterr().out == ""
