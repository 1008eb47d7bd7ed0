"""The smallest whole number of something that is enough, from a first guess."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def smallest(enough: Callable[[int], bool], most: int, guess: int) -> int | None:
    """Return a number that is enough, while one less is not and half is not; None if `most` is not.

    More of something may help others first, so that enough is not always followed by enough: of
    several such numbers the one is found to which halving leads.

    Parameters
    ----------
    guess
        Where to look first; 1 to `most`.
    """
    guess = min(max(guess, 1), most)
    if not enough(most):
        return None
    found = _between(enough, 0, guess) if enough(guess) else _between(enough, guess, most)
    while found // 2 and enough(found // 2):
        found = _between(enough, 0, found // 2)
    return found


def _between(enough: Callable[[int], bool], low: int, high: int) -> int:
    """Return the number found by halving between one that is not enough and one that is."""
    if high - low > 1 and not enough(high - 1):
        return high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def readable(yuan: float) -> int:
    """Return whole yuan a little above an amount, with two digits that matter."""
    above = int(yuan) + 2
    step = 10 ** max(len(str(above)) - 2, 0)
    return int(-(-above // step) * step)
