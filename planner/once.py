"""What is reckoned once for a value and kept with it: the papers of a run ask for the same things."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def once[S, T](make: Callable[[S], T]) -> Callable[[S], T]:
    """Let `make` do its work once for each value that it is asked about.

    The answer is kept in the value itself, as `functools.cached_property` keeps it, and goes when
    the value goes. The value must be frozen, and nobody may change the answer.
    """
    name = f"{make.__module__}.{make.__qualname__}"

    @wraps(make)
    def kept(subject: S) -> T:
        known = vars(subject)
        if name not in known:
            known[name] = make(subject)
        answer: T = known[name]
        return answer

    return kept
