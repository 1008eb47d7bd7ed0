"""What a check across tables is, and the sums that several of them use."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.errors import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planner.county import County
    from planner.words import Text

SMALL = 100
SMALL_KINDS = ("teaching_point", "primary")
LAST_COMPULSORY = 9
LAST_PRIMARY = 6


@dataclass(frozen=True)
class Check:
    """One check.

    Parameters
    ----------
    find
        Yields what it finds.
    needs
        Tables that must be free of errors for it.
    """

    find: Callable[[County], Iterator[Finding]]
    needs: tuple[str, ...]


def warning(code: str, file: str, what: Text, hint: Text) -> Finding:
    """Return a warning about a whole table."""
    return Finding(code, what, hint, "warning", file=file)


def rolls(county: County, last_grade: int = LAST_COMPULSORY) -> Counter[str]:
    """Return pupils by school in grades up to `last_grade`."""
    pupils = county.frame("pupils")
    taken = pupils[pupils["grade"] <= last_grade]
    sums = taken.groupby("school_id")["pupils"].sum()
    return Counter({str(school): int(number) for school, number in sums.items()})


def all_rolls(county: County) -> Counter[str]:
    """Return pupils by school in all grades."""
    return rolls(county, last_grade=max(county.frame("pupils")["grade"], default=0))


def small_schools(county: County) -> tuple[int, int]:
    """Count public teaching points and primaries under 100 pupils: with pupils, and without."""
    roll = all_rolls(county)
    schools = county.frame("schools")
    sizes = [
        roll[school]
        for school, kind, owner in zip(
            schools["school_id"], schools["kind"], schools["ownership"], strict=True
        )
        if kind in SMALL_KINDS and owner == "public" and roll[school] < SMALL
    ]
    return sum(size > 0 for size in sizes), sum(size == 0 for size in sizes)
