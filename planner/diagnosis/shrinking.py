"""The smallest part of a list that still makes a conflict, found by leaving things out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def smallest[M](members: Sequence[M], clash: Callable[[Sequence[M]], bool]) -> tuple[M, ...]:
    """Return some of `members` that clash, none of which can be left out.

    Half of what is left is left out at a time, then a quarter, ... and at last each by itself,
    until nothing more can go. What comes first in the list goes first.

    Parameters
    ----------
    members
        All of them together clash.
    clash
        Tells whether some of them do.
    """
    kept = list(members)
    size = max(1, len(kept) // 2)
    while True:
        before = len(kept)
        kept = _without_parts(kept, size, clash)
        if size == 1 and len(kept) == before:
            return tuple(kept)
        size = max(1, size // 2)


def _without_parts[M](members: list[M], size: int, clash: Callable[[Sequence[M]], bool]) -> list[M]:
    """Return the members without the parts, `size` at a time, that the clash does not need."""
    kept, at = members, 0
    while at < len(kept):
        without = kept[:at] + kept[at + size :]
        if clash(without):
            kept = without
        else:
            at += size
    return kept
