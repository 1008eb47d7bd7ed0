"""Ways as plain columns, given by `travel.csv` or reckoned along straight lines."""

from __future__ import annotations

from dataclasses import dataclass
from math import isinf
from typing import TYPE_CHECKING

import numpy as np

from planner.sphere import chord, great_circle_km, unit_vectors
from planner.travel_ends import positions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.assumptions import Assumptions, TravelRules
    from planner.dataset import Dataset
    from planner.sphere import Floats
    from planner.travel_ends import Ends, Positions

_ROUNDING = 1e-9
# Origins looked at together: few enough for memory, many enough for speed.
_AT_ONCE = 2000


@dataclass(frozen=True)
class Pairs:
    """Ways from homes to schools, one a row, in no particular order.

    Parameters
    ----------
    origin, school
        Shape (k,), positions among the ends.
    km, bus_minutes
        Shape (k,), one way.
    """

    origin: Positions
    school: Positions
    km: Floats
    bus_minutes: Floats

    def only(self, rows: np.ndarray | slice) -> Pairs:
        """Return the chosen rows, given as positions, as a mask or as a slice."""
        return Pairs(self.origin[rows], self.school[rows], self.km[rows], self.bus_minutes[rows])

    def followed_by(self, other: Pairs) -> Pairs:
        """Return these rows, then the others."""
        return Pairs(
            np.concatenate((self.origin, other.origin)),
            np.concatenate((self.school, other.school)),
            np.concatenate((self.km, other.km)),
            np.concatenate((self.bus_minutes, other.bus_minutes)),
        )

    def by_origin(self) -> Pairs:
        """Return the same rows, stably sorted by origin."""
        return self.only(np.argsort(self.origin, kind="stable"))

    def between(self, first: int, last: int) -> Pairs:
        """Return the rows of origins from `first` to `last`, not included, of sorted rows."""
        start, end = np.searchsorted(self.origin, (first, last))
        return self.only(slice(start, end))

    def keys(self, schools: int) -> Positions:
        """Return one number for each pair of ends."""
        return self.origin * schools + self.school


def longest_lawful_km(assumptions: Assumptions) -> float:
    """Return a distance that no lawful new way exceeds, in any band and mode (inf: no limit).

    Roads may be slower than `bus_kmh`, never faster, so the bus limit holds on any road.
    """
    rules, boarding = assumptions.travel, assumptions.boarding
    reach = [0.0]
    for band in assumptions.bands:
        minutes = rules.max_minutes[band.name]
        on_foot = rules.walk_kmh[band.name] * minutes / 60
        reach.append(min(rules.max_walk_km[band.name], on_foot))
        if rules.bus:
            reach.append(_by_bus(minutes, rules))
    if boarding.bands:
        reach.append(_by_bus(boarding.max_minutes, rules))
    return max(reach)


def _by_bus(minutes: float, rules: TravelRules) -> float:
    return (minutes - rules.bus_wait_minutes) / 60 * rules.bus_kmh


def within(km: Floats, limit: float) -> np.ndarray:
    """Tell which distances lie within a limit, its last digits of rounding included."""
    return km <= limit * (1 + _ROUNDING) + _ROUNDING


def bus_minutes(km: Floats, rules: TravelRules) -> Floats:
    """Return the minutes of a bus journey at `bus_kmh`, with waiting."""
    return rules.bus_wait_minutes + km / rules.bus_kmh * 60


def given_pairs(dataset: Dataset, ends: Ends, rules: TravelRules) -> Pairs:
    """Return the ways that `travel.csv` gives between the ends."""
    origin = positions(dataset.travel["from_id"], ends.origins)
    school = positions(dataset.travel["school_id"], ends.schools)
    km = dataset.travel["km"].to_numpy(dtype=np.float64)
    minutes = dataset.travel["minutes"].to_numpy(dtype=np.float64)
    minutes = np.where(np.isnan(minutes), bus_minutes(km, rules), minutes)
    return Pairs(origin, school, km, minutes).only((origin >= 0) & (school >= 0))


def own_pairs(ends: Ends, rules: TravelRules) -> Pairs:
    """Return the ways of pupils who live at a school's own point to that school: 0 km."""
    school = positions(ends.origins, ends.schools)
    origin = np.flatnonzero(school >= 0).astype(np.int64)
    km = np.zeros(len(origin))
    return Pairs(origin, school[origin], km, bus_minutes(km, rules))


def straight_pairs(ends: Ends, rules: TravelRules, limit: float, sure: Pairs) -> Iterator[Pairs]:
    """Yield straight line x detour for all pairs within `limit` km and all present pairs.

    Each part holds all ways of some origins, in the order of the origins, so that memory stays
    small; the ways of `sure` come first in it.
    """
    sure, order = sure.by_origin(), np.argsort(ends.present_origin, kind="stable")
    origin, school = ends.present_origin[order], ends.present_school[order]
    for first, last, near in _near(ends, limit / rules.detour):
        start, end = np.searchsorted(origin, (first, last))
        both = (
            np.concatenate((near[0], origin[start:end])),
            np.concatenate((near[1], school[start:end])),
        )
        yield sure.between(first, last).followed_by(_straight(ends, rules, *both))


def _straight(ends: Ends, rules: TravelRules, origin: Positions, school: Positions) -> Pairs:
    straight = great_circle_km(
        ends.origin_lon[origin],
        ends.origin_lat[origin],
        ends.school_lon[school],
        ends.school_lat[school],
    )
    km = rules.detour * straight
    return Pairs(origin, school, km, bus_minutes(km, rules))


def _near(ends: Ends, km: float) -> Iterator[tuple[int, int, tuple[Positions, Positions]]]:
    """Yield all pairs of ends within `km` of each other, origins from a first to before a last."""
    from scipy.spatial import KDTree  # noqa: PLC0415 - it loads slowly, and roads do without it

    homes = unit_vectors(ends.origin_lon, ends.origin_lat)
    schools = KDTree(unit_vectors(ends.school_lon, ends.school_lat))
    for first in range(0, len(homes), _AT_ONCE):
        last = min(first + _AT_ONCE, len(homes))
        if isinf(km):
            home, school = np.indices((last - first, len(ends.schools))).reshape(2, -1)
        else:
            reach = chord(km) * (1 + _ROUNDING) + _ROUNDING
            some = KDTree(homes[first:last])
            found = some.sparse_distance_matrix(schools, reach, output_type="ndarray")
            home, school = found["i"], found["j"]
        yield first, last, (first + home.astype(np.int64), school.astype(np.int64))


def gives_all(given: Pairs, own: Pairs, ends: Ends) -> bool:
    """Tell whether every home has a given way to every school but its own point."""
    schools = len(ends.schools)
    have = np.union1d(given.keys(schools), own.keys(schools))
    return len(given.km) > 0 and len(have) == len(ends.origins) * schools


def first_of_each(pairs: Pairs, schools: int) -> Pairs:
    """Return every pair of ends once; of rows that have the same pair, the first."""
    return pairs.only(np.unique(pairs.keys(schools), return_index=True)[1])
