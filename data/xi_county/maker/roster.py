"""How many schools of each sort there are, and how many pupils each has.

The totals are those of the published notice; what it leaves open is chosen so that the whole
adds up. Rolls of the ordinary town schools take up what is left of the county's total.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

import numpy as np

from maker import names
from maker.plane import apportion, stream

COUNTY_PUPILS = 122_624
SMALL, EMPTY = 118, 25
SMALL_UNDER = 100  # pupils
LAST_PRIMARY = 6
_EMPTY_PRIMARIES = 2
# Whether the 118 small schools include the 25 without pupils; the notice leaves it open.
EMPTY_WITHIN = ContextVar("EMPTY_WITHIN", default=False)

type Sort = Literal[
    "urban_primary", "urban_junior", "private", "central", "second", "large_primary",
    "small_primary", "large_point", "small_point", "empty", "town_junior", "rural_junior",
    "nine_year",
]  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """A school before it has a place.

    Parameters
    ----------
    sort
        What it is within the county's network.
    primary, junior
        Pupils in grades 1-6 and 7-9.
    last_grade
        The last grade that it teaches.
    mark
        A word for the few schools that the notice singles out, else empty.
    name
        Its name, where it is not made from the village's.
    """

    sort: Sort
    primary: int
    junior: int = 0
    last_grade: int = LAST_PRIMARY
    mark: str = ""
    name: str = ""

    @property
    def roll(self) -> int:
        """All pupils."""
        return self.primary + self.junior


# Pupils, and the words that name the notice's cases.
_URBAN_PRIMARIES = ((7_136, "overfull"), *((n, "underfilled") for n in (982, 874, 1_043, 791, 936)))
_URBAN_JUNIORS = (
    (5_025, "overfull"),
    (1_012, "underfilled"),
    (4_186, "overfull"),
    (934, "underfilled"),
)
_PRIVATE = ((870, 1_040, 9), (940, 1_120, 12), (610, 720, 9), (640, 0, 6))
_NINE_YEAR = (
    (46, 23, "69 pupils"),
    (262, 168, ""),
    (318, 204, ""),
    (236, 187, ""),
    (291, 226, ""),
    (344, 241, ""),
)
# Rolls of small schools with pupils, primaries and teaching points: how many, least, most, and
# the power that leans them to the least. First for 118 of them, then for 118 less 25.
_SMALL = {
    False: (((18, 8, 30, 0.9), (15, 31, 49, 1.0), (31, 51, 99, 1.0)),
            ((31, 6, 46, 1.1), (23, 50, 74, 1.3))),
    True: (((15, 8, 30, 0.9), (12, 31, 49, 1.0), (25, 51, 99, 1.0)),
           ((22, 6, 46, 1.1), (19, 50, 74, 1.3))),
}  # fmt: skip
_ENDS_AT_3, _ENDS_AT_4 = 11, 10


def _between(subject: int, count: int, least: int, most: int, power: float) -> list[int]:
    """Return whole numbers spread over a range, leaning to its lower end where power > 1."""
    spread = (np.arange(count) + stream(subject).random(count)) / count
    return [int(n) for n in np.floor(least + (most - least + 1) * np.round(spread, 9) ** power)]


def _urban() -> list[Entry]:
    primaries = [Entry("urban_primary", n, mark=mark) for n, mark in _URBAN_PRIMARIES]
    primaries += [Entry("urban_primary", n) for n in _between(30, 8, 1_560, 1_900, 1.0)]
    juniors = [Entry("urban_junior", 0, n, 9, mark) for n, mark in _URBAN_JUNIORS]
    juniors += [Entry("urban_junior", 0, n, 9) for n in (1_772, 1_816, 1_694)]
    private = [Entry("private", p, j, last) for p, j, last in _PRIVATE]
    named = zip(
        [*primaries, *juniors, *private],
        [*names.URBAN_PRIMARIES, *names.URBAN_JUNIORS, *names.PRIVATE],
        strict=True,
    )
    return [replace(entry, name=name) for entry, name in named]


def _town() -> list[Entry]:
    made = [Entry("central", n) for n in _between(31, 19, 860, 1_500, 1.2)]
    made += [Entry("second", n) for n in _between(32, 16, 420, 900, 1.2)]
    made += [Entry("town_junior", 0, n, 9) for n in _between(33, 9, 1_150, 1_790, 1.0)]
    return made


def _rural() -> list[Entry]:
    made = [Entry("rural_junior", 0, n, 9) for n in _between(34, 19, 248, 372, 1.0)]
    made.append(Entry("rural_junior", 0, 214, 9, "200 pupils"))
    made += [Entry("nine_year", p, j, 9, mark) for p, j, mark in _NINE_YEAR]
    made += [Entry("large_primary", n) for n in _between(35, 54, 104, 420, 1.7)]
    made += [Entry("large_point", n) for n in _between(36, 8, 100, 112, 1.0)]
    for part, (count, least, most, power) in enumerate(_SMALL[EMPTY_WITHIN.get()][0]):
        made += [Entry("small_primary", n) for n in _between(37 + part, count, least, most, power)]
    return made


def _points() -> list[Entry]:
    (few, *few_range), (more, *more_range) = _SMALL[EMPTY_WITHIN.get()][1]
    least, most, power = few_range
    small = _between(41, few, int(least), int(most), power)
    # The shortest teaching points: every second one, by roll, ends at grade 3 or 4.
    ends = [6] * few
    ends[: 2 * _ENDS_AT_3 : 2] = [3] * _ENDS_AT_3
    ends[1 : 2 * _ENDS_AT_4 : 2] = [4] * _ENDS_AT_4
    made = [Entry("small_point", n, last_grade=end) for n, end in zip(small, ends, strict=True)]
    least, most, power = more_range
    made += [Entry("small_point", n) for n in _between(42, more, int(least), int(most), power)]
    return made + [
        Entry("empty", 0, mark="primary" if k < _EMPTY_PRIMARIES else "") for k in range(EMPTY)
    ]


def _fill(entries: list[Entry]) -> list[Entry]:
    """Give the ordinary schools of the towns what is missing to the county's total."""
    rolls = np.asarray([e.roll for e in entries])
    ordinary = np.asarray([e.sort in {"central", "second", "town_junior"} for e in entries])
    more = apportion(COUNTY_PUPILS - int(rolls.sum()), np.where(ordinary, rolls, 0.0))
    return [
        replace(e, junior=e.junior + int(n)) if e.sort == "town_junior"
        else replace(e, primary=e.primary + int(n))
        for e, n in zip(entries, more, strict=True)
    ]  # fmt: skip


@cache
def roster() -> tuple[Entry, ...]:
    """Return every school of the county, sort by sort, without places."""
    return tuple(_fill([*_urban(), *_town(), *_rural(), *_points()]))
