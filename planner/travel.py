"""Travel between homes and schools as one value: km and bus minutes, pair by pair."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from planner.errors import Finding
from planner.travel_cache import Stored, content_hash, read, write
from planner.travel_ends import ends_of
from planner.travel_findings import network_findings, no_way_findings
from planner.travel_network import OnRoads, network_pairs
from planner.travel_pairs import (
    Pairs,
    first_of_each,
    given_pairs,
    gives_all,
    longest_lawful_km,
    own_pairs,
    straight_pairs,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from planner.assumptions import Assumptions, TravelRules
    from planner.dataset import Dataset, Roads
    from planner.travel_ends import Ends

type Method = Literal["network", "straight_line", "given"]

_ARRAYS = ("indptr", "school", "km", "bus_minutes")
_AT_ONCE = 5000
_FORM = 2  # raised whenever ways are reckoned or stored in another manner


@dataclass(frozen=True)
class TravelCosts:
    """One-way ways from homes to schools; pairs that are missing cannot be travelled.

    Rows are grouped by origin (compressed rows): the ways of origin `i` stand at
    `indptr[i]:indptr[i + 1]`, by ascending km, ties by school.

    Parameters
    ----------
    origins
        place_ids and school_ids where pupils live, n values, sorted.
    schools
        school_ids in the order of the data set, m values.
    indptr
        Shape (n + 1,), positions.
    school
        Shape (k,), positions in `schools`.
    km
        Shape (k,), km by road with both access legs, or straight line x detour, or as given.
    bus_minutes
        Shape (k,), minutes of the whole bus journey with waiting.
    method
        `network`, `straight_line`, or `given` where travel.csv gives every pair.
    cut_off
        Origins and schools that the network does not reach.
    findings
        Warnings: what is cut off, pairs that no road joins.
    """

    origins: tuple[str, ...]
    schools: tuple[str, ...]
    indptr: NDArray[np.int64]
    school: NDArray[np.int64]
    km: NDArray[np.float64]
    bus_minutes: NDArray[np.float64]
    method: Method
    cut_off: tuple[str, ...]
    findings: tuple[Finding, ...]

    def position(self, origin: str) -> int:
        """Return where a place_id or school_id stands in `origins`."""
        return self._positions[origin]

    def between(
        self, origin: NDArray[np.int64], school: NDArray[np.int64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return km and bus minutes of pairs of positions; NaN where there is no way.

        Parameters
        ----------
        origin, school
            Positions in `origins` and `schools`; shapes that broadcast.
        """
        origin, school = np.broadcast_arrays(np.asarray(origin, dtype=np.int64), school)
        if not len(self.school):
            return np.full(origin.shape, np.nan), np.full(origin.shape, np.nan)
        low, high, end = self.indptr[origin], self.indptr[origin + 1], self.indptr[origin + 1]
        while (searched := low < high).any():
            middle = (low + high) // 2
            before = searched & (self._school_at(middle) < school)
            low, high = (
                np.where(before, middle + 1, low),
                np.where(searched & ~before, middle, high),
            )
        there = (low < end) & (self._school_at(low) == school)
        row = self._by_school[np.minimum(low, len(self.school) - 1)]
        return np.where(there, self.km[row], np.nan), np.where(there, self.bus_minutes[row], np.nan)

    def _school_at(self, at: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the schools at positions of `_by_school`; beyond its end its last one."""
        return self.school[self._by_school[np.minimum(at, len(self.school) - 1)]]

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {origin: i for i, origin in enumerate(self.origins)}

    @cached_property
    def _by_school(self) -> NDArray[np.int64]:
        """Return the rows by origin, then school; a few origins at a time, to spare memory."""
        found = np.empty(len(self.school), dtype=np.int64)
        for first in range(0, len(self.origins), _AT_ONCE):
            starts = self.indptr[first : first + _AT_ONCE + 1]
            rows = slice(starts[0], starts[-1])
            origin = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
            found[rows] = starts[0] + np.lexsort((self.school[rows], origin))
        return found


def travel_costs(
    dataset: Dataset,
    assumptions: Assumptions,
    *,
    cache_dir: Path | None = None,
    also: Iterable[tuple[str, str]] = (),
) -> TravelCosts:
    """Return the ways from every home to the schools that a plan could send it to.

    Kept are all ways up to the largest distance that is lawful in any band and mode, those
    that `travel.csv` gives, and the way of every home to its present school, however far.

    Parameters
    ----------
    dataset
        The county.
    assumptions
        Speeds, limits and detour.
    cache_dir
        Where ways over a road network are kept between runs; None keeps nothing. Other ways
        are reckoned sooner than read.
    also
        Further ways (place_id or school_id, school_id) that are needed however far.
    """
    ends, rules = ends_of(dataset, also), assumptions.travel
    given = given_pairs(dataset, ends, rules)
    sure = given.followed_by(own_pairs(ends, rules))
    if gives_all(given, sure, ends):
        return _compressed(ends, [sure], "given")
    limit = longest_lawful_km(assumptions)
    if dataset.roads is None:
        return _compressed(ends, straight_pairs(ends, rules, limit, sure), "straight_line")
    key = _key(dataset.roads, ends, given, rules, limit)
    stored = read(cache_dir, key) if cache_dir else None
    if stored:
        return _restored(ends, stored)
    costs = _over_network(dataset.roads, ends, given, rules, limit)
    if cache_dir:
        write(cache_dir, key, _storable(costs))
    return costs


def _over_network(
    roads: Roads, ends: Ends, given: Pairs, rules: TravelRules, limit: float
) -> TravelCosts:
    on_roads = OnRoads.of(roads, ends)
    sure = given.followed_by(own_pairs(ends, rules))
    pairs = sure.followed_by(network_pairs(on_roads, ends, rules, limit))
    cut_off, findings = network_findings(on_roads, ends, given)
    findings += no_way_findings(ends, pairs)
    return replace(_compressed(ends, [pairs], "network"), cut_off=cut_off, findings=findings)


def _compressed(ends: Ends, parts: Iterable[Pairs], method: Method) -> TravelCosts:
    """Return the ways grouped by origin; of rows that have the same ends, the first.

    Parameters
    ----------
    parts
        Each with all ways of its origins, which come after those of the parts before.
    """
    counts = np.zeros(len(ends.origins), dtype=np.int64)
    none = Pairs(counts[:0], counts[:0], np.zeros(0), np.zeros(0))
    columns = {name: [getattr(none, name)] for name in _ARRAYS[1:]}
    for part in parts:
        once = first_of_each(part, len(ends.schools))
        rows = once.only(np.lexsort((once.school, once.km, once.origin)))
        counts += np.bincount(rows.origin, minlength=len(counts))
        for name, values in columns.items():
            values.append(getattr(rows, name))
    return TravelCosts(
        origins=ends.origins,
        schools=ends.schools,
        indptr=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        # one column after the other, so that none is in memory twice for long
        **{name: np.concatenate(columns.pop(name)) for name in _ARRAYS[1:]},
        method=method,
        cut_off=(),
        findings=(),
    )


def _key(roads: Roads, ends: Ends, given: Pairs, rules: TravelRules, limit: float) -> str:
    """Return the hash of all that ways over a network depend on."""
    nodes, edges = roads.nodes, roads.edges
    plain = {
        "form": _FORM,
        "ends": [ends.origins, ends.schools, dict(ends.names)],
        "rules": [rules.bus_kmh, rules.bus_wait_minutes, limit],
        "roads": [list(nodes["node_id"]), list(edges["from"]), list(edges["to"])],
    }
    arrays = [
        *(nodes[name].to_numpy(dtype=np.float64) for name in ("lon", "lat")),
        *(edges[name].to_numpy(dtype=np.float64) for name in ("km", "kmh", "oneway")),
        *(ends.origin_lon, ends.origin_lat, ends.school_lon, ends.school_lat),
        *(ends.present_origin, ends.present_school, ends.present_pupils),
        *(given.origin, given.school, given.km, given.bus_minutes),
        np.frombuffer(b"".join(shapely.to_wkb(list(edges["geometry"]))), dtype=np.uint8),
    ]
    return content_hash(plain=plain, arrays=arrays)


def _storable(costs: TravelCosts) -> Stored:
    arrays = {name: getattr(costs, name) for name in _ARRAYS}
    found = [finding.as_dict() for finding in costs.findings]
    return Stored(arrays, {"cut_off": costs.cut_off, "findings": found})


def _restored(ends: Ends, stored: Stored) -> TravelCosts:
    return TravelCosts(
        origins=ends.origins,
        schools=ends.schools,
        **{name: stored.arrays[name] for name in _ARRAYS},
        method="network",
        cut_off=tuple(stored.about["cut_off"]),
        findings=tuple(Finding.from_dict(row) for row in stored.about["findings"]),
    )
