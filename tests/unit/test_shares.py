"""Whole numbers that add up."""

from __future__ import annotations

import numpy as np
import pytest

from planner.shares import largest_remainders, shared_out


@pytest.mark.parametrize(
    ("exact", "total", "expected"),
    [
        ([5.6, 1.4], 7, [6, 1]),
        ([2.5, 2.5, 2.0], 7, [3, 2, 2]),  # a tie goes to the first
        ([0.4, 0.4, 0.4], 1, [1, 0, 0]),
        ([3.0, 4.0], 7, [3, 4]),
        ([1 / 3 * 3, 2 - 1e-12], 3, [1, 2]),  # sums of fractions that miss a whole number
        ([1.2, 1.9, 0.0], 2, [1, 1, 0]),
        ([1.2, 1.9, 0.0], 1, [0, 1, 0]),  # fewer than the floors hold: the least remainder gives
        ([0.0, 2.1], 1, [0, 1]),  # one that has none gives none
        ([], 0, []),
    ],
)
def test_the_largest_remainders_get_what_is_left(
    exact: list[float], total: int, expected: list[int]
) -> None:
    assert largest_remainders(np.array(exact, dtype=float), total).tolist() == expected


def test_parts_are_rounded_before_their_members() -> None:
    """6.4 in all are 6: part a, with 3.3, gets 3 and b, with 3.1, gets 3."""
    exact = np.array([1.6, 1.7, 1.55, 1.55])
    part = np.array(["a", "a", "b", "b"], dtype=object)
    assert shared_out(exact, part).tolist() == [1, 2, 2, 1]


def test_a_half_is_rounded_up() -> None:
    assert shared_out(np.array([0.25, 0.25]), np.array(["a", "b"], dtype=object)).sum() == 1


def test_nobody_is_nobody() -> None:
    assert shared_out(np.zeros(0), np.zeros(0, dtype=object)).tolist() == []


def test_parts_and_members_add_up_and_are_near() -> None:
    """On random numbers each level sums to the one above and no part is a pupil or more away."""
    draw = np.random.default_rng(1)
    for _ in range(200):
        n = int(draw.integers(1, 30))
        exact = draw.exponential(3, n).round(int(draw.integers(0, 5)))
        part = draw.choice(list("abcd"), n).astype(object)
        whole = shared_out(exact, part)
        assert abs(whole.sum() - exact.sum()) <= 0.5 + 1e-6
        for name in set(part):
            mine = part == name
            assert abs(whole[mine].sum() - exact[mine].sum()) < 1
        assert (np.abs(whole - exact) < 2).all()
        assert (whole >= 0).all()
