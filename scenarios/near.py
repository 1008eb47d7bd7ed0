"""The nearest known word to one that is not known."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

CLOSE_ENOUGH = 0.6


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that looks most like `word`, or empty text if none does."""
    by_lower = {name.lower(): name for name in known}
    found = get_close_matches(word.lower(), list(by_lower), n=1, cutoff=CLOSE_ENOUGH)
    return by_lower[found[0]] if found else ""
