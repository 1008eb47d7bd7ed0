"""Which schools may become one: a rural junior and a primary of the same township."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from planner.sphere import great_circle_km

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from planner.assumptions import Assumptions
    from planner.dataset import Dataset
    from planner.travel import TravelCosts

# Two sites within this straight line count as one: their seats and beds add up.
ONE_SITE_KM = 1.0


@dataclass(frozen=True)
class Merges:
    """Possible merges, each in a direction: n of them, by absorbed school and receiver.

    Parameters
    ----------
    absorbed, receiver
        Positions of schools; the receiver becomes a nine-year school.
    near
        Whether the two sites count as one.
    """

    absorbed: NDArray[np.int64]
    receiver: NDArray[np.int64]
    near: NDArray[np.bool_]

    def __len__(self) -> int:
        """Return the number of possible merges."""
        return len(self.absorbed)

    def absorbing(self, school: int) -> list[int]:
        """Return the merges in which `school` receives."""
        return [int(p) for p in np.flatnonzero(self.receiver == school)]

    def absorbed_by(self, school: int) -> list[int]:
        """Return the merges in which `school` is absorbed."""
        return [int(p) for p in np.flatnonzero(self.absorbed == school)]

    def of(self, school: int) -> list[int]:
        """Return the merges in which `school` takes part."""
        return [
            int(p) for p in np.flatnonzero((self.absorbed == school) | (self.receiver == school))
        ]


NO_MERGES = Merges(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, bool))


def pairs_to_travel(dataset: Dataset, assumptions: Assumptions) -> tuple[tuple[str, str], ...]:
    """Return the pairs of school_ids whose distance decides whether they may merge."""
    if not assumptions.merge.enabled:
        return ()
    ids = dataset.schools["school_id"].to_numpy()
    return tuple((str(ids[a]), str(ids[b])) for a, b in _suitable(dataset, assumptions))


def possible_merges(
    dataset: Dataset, assumptions: Assumptions, travel: TravelCosts, pinned: set[int]
) -> Merges:
    """Return the merges that the rules on kind, size and distance allow.

    Parameters
    ----------
    pinned
        Positions of schools whose closing is decided already; they take no part.
    """
    if not assumptions.merge.enabled or assumptions.schools.moves_per_pupil < 1:
        return NO_MERGES
    ids = dataset.schools["school_id"].to_numpy()
    found = [p for p in _suitable(dataset, assumptions) if not pinned.intersection(p)]
    if not found:
        return NO_MERGES
    absorbed, receiver = (np.array(column, dtype=np.int64) for column in zip(*found, strict=True))
    origin = np.array([travel.position(ids[a]) for a in absorbed], dtype=np.int64)
    km, _ = travel.between(origin, receiver)
    lon, lat = (dataset.schools[c].to_numpy(float) for c in ("lon", "lat"))
    straight = great_circle_km(lon[absorbed], lat[absorbed], lon[receiver], lat[receiver])
    lawful = np.nan_to_num(km, nan=np.inf) <= assumptions.merge.max_km + 1e-9
    return Merges(absorbed[lawful], receiver[lawful], straight[lawful] <= ONE_SITE_KM)


def _suitable(dataset: Dataset, assumptions: Assumptions) -> Iterator[tuple[int, int]]:
    """Yield (absorbed, receiver): a rural public junior and a public primary, either way."""
    schools = dataset.schools
    rolls = schools["school_id"].map(dataset.pupils.groupby("school_id")["pupils"].sum()).fillna(0)
    public = (schools["ownership"] != "private").to_numpy(bool)
    with_pupils = public & (rolls > 0).to_numpy(bool)
    junior = with_pupils & (schools["kind"] == "junior").to_numpy(bool)
    junior &= (schools["area"] == "rural").to_numpy(bool)
    junior &= (rolls <= assumptions.merge.max_junior_pupils).to_numpy(bool)
    primary = with_pupils & (schools["kind"] == "primary").to_numpy(bool)
    for township in sorted(set(schools["township"][junior])):
        here = (schools["township"] == township).to_numpy(bool)
        pairs = product(np.flatnonzero(junior & here), np.flatnonzero(primary & here))
        for a, b in pairs:
            yield int(a), int(b)
            yield int(b), int(a)
