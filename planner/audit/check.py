"""What a check across tables is, and the sums that several of them use."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.errors import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from planner.county import County
    from planner.words import Text

SMALL = 100
SMALL_KINDS = ("teaching_point", "primary")
LAST_COMPULSORY = 9
LAST_PRIMARY = 6
#: The columns of `pupils` that a school's number of pupils is summed from.
ROLL = ("school_id", "grade", "pupils")
#: The columns of `schools` that tell which are small.
SMALLNESS = ("school_id", "kind", "ownership")


@dataclass(frozen=True)
class Check:
    """One check.

    Parameters
    ----------
    find
        Yields what it finds.
    needs
        The columns it reads, by table. It sees only the rows in which all of them could be read.
    whole
        Whether a row left out would make it say something false, as with a sum over all rows;
        it is then put off until every cell it reads is mended.
    """

    find: Callable[[County], Iterator[Finding]]
    needs: Mapping[str, tuple[str, ...]]
    whole: bool = False

    def on(self, county: County) -> Iterator[Finding]:
        """Yield what is found in that part of a county which could be read."""
        complete = (county.tables[name].complete(*cols) for name, cols in self.needs.items())
        if not self.whole or all(complete):
            yield from self.find(county.readable(self.needs))


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
        for school, kind, owner in zip(*(schools[name].tolist() for name in SMALLNESS), strict=True)
        if kind in SMALL_KINDS and owner == "public" and roll[school] < SMALL
    ]
    return sum(size > 0 for size in sizes), sum(size == 0 for size in sizes)
