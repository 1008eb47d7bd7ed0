"""Pupils by school, village and grade."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from maker.catchments import catchments
from maker.plane import apportion, stream
from maker.sites import schools

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maker.catchments import Share
    from maker.sites import School

type Row = tuple[int, int | None, int, int]  # school, place (None: not known), grade, pupils

# Fewer children are born: the lower a grade, the smaller.
_SIZE = {1: 0.90, 2: 0.95, 3: 1.0, 4: 1.03, 5: 1.05, 6: 1.07, 7: 1.02, 8: 1.0, 9: 0.98}
_FIRST_JUNIOR = 7


def _by_grade(school: School, chance: NDArray[np.float64]) -> dict[int, int]:
    """Divide a school's roll among its grades."""
    entry = school.entry
    rolls: dict[int, int] = {}
    for grades, total in ((range(1, 7), entry.primary), (range(7, 10), entry.junior)):
        taught = [g for g in grades if g in school.offers]
        if taught and total:
            weights = [_SIZE[g] * (0.85 + 0.3 * chance[g]) for g in taught]
            rolls |= dict(zip(taught, apportion(total, np.asarray(weights)).tolist(), strict=True))
    return rolls


def _by_place(
    shares: tuple[Share, ...], grade: int, pupils: int, chance: NDArray[np.float64]
) -> list[tuple[int | None, int]]:
    """Divide a grade among the villages that send to it."""
    junior = grade >= _FIRST_JUNIOR
    here = [s for s in shares if s.first <= grade and (not junior or s.first == _FIRST_JUNIOR)]
    here = here or list(shares)
    if not here:
        return [(None, pupils)]
    weights = np.asarray([s.weight for s in here]) * (0.8 + 0.4 * chance[: len(here)])
    return list(zip([s.place for s in here], apportion(pupils, weights).tolist(), strict=True))


@cache
def pupils() -> tuple[Row, ...]:
    """Return all pupils, by school, village and grade; no row without pupils."""
    random, rows = stream(70), []
    for k, (school, shares) in enumerate(zip(schools(), catchments(), strict=True)):
        lean = random.random(64)
        for grade, count in _by_grade(school, random.random(10)).items():
            # A village's weight sways little from grade to grade.
            chance = 0.8 * lean + 0.2 * random.random(64)
            for place, part in _by_place(shares, grade, count, chance):
                if part:
                    rows.append((k, place, grade, part))
    return tuple(sorted(rows, key=lambda r: (r[0], -1 if r[1] is None else r[1], r[2])))
