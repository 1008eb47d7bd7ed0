"""Km and minutes of every pair that matters, recomputed."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from planner.checking.network import Way, great_circle, network_ways

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planner.assumptions import TravelRules
    from planner.checking.facts import Facts
    from planner.dataset import Dataset

_HAIR = 1e-9


class Ways:
    """Ways from homes to schools: as given, else by road, else straight.

    Parameters
    ----------
    dataset
        For `travel.csv` and the roads.
    facts
        For positions and the rules of travel.
    """

    def __init__(self, dataset: Dataset, facts: Facts) -> None:
        self._roads = dataset.roads
        self._points: Mapping[str, tuple[float, float]] = facts.points
        self._rules: TravelRules = facts.rules.travel
        self._given = _given(dataset)
        self._found: dict[tuple[str, str], Way | None] = {}

    @property
    def by_road(self) -> bool:
        """Whether there is a road network."""
        return self._roads is not None

    def given(self, home: str, school: str) -> bool:
        """Tell whether travel.csv gives this pair."""
        return (home, school) in self._given

    def prepare(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Work out many pairs at once."""
        new = [pair for pair in dict.fromkeys(pairs) if pair not in self._found]
        rest = [pair for pair in new if pair not in self._given and pair[0] != pair[1]]
        roads: dict[tuple[str, str], Way] = {}
        if rest and self._roads is not None:
            roads = network_ways(self._roads, self._points, rest, self._rules.bus_kmh)
        for pair in new:
            self._found[pair] = self._way(pair, roads)

    def way(self, home: str, school: str) -> Way | None:
        """Return the way from a home to a school, None where no road joins them."""
        if (home, school) not in self._found:
            self.prepare([(home, school)])
        return self._found[home, school]

    def minutes(self, home: str, school: str, band: str, mode: str) -> float | None:
        """Return the minutes by a mode: on foot, or by bus with waiting (boarders too).

        A pupil who stays goes on foot within the walking distance of the band, else by bus.
        """
        way = self.way(home, school)
        if way is None:
            return None
        near = way.km <= self._rules.max_walk_km[band] + _HAIR
        on_foot = mode == "walk" or (mode == "stay" and near)
        return way.km / self._rules.walk_kmh[band] * 60 if on_foot else way.bus_minutes

    def _way(self, pair: tuple[str, str], roads: Mapping[tuple[str, str], Way]) -> Way | None:
        if pair in self._given:
            km, minutes = self._given[pair]
            return Way(km, self._ride(km) if isnan(minutes) else minutes)
        if pair[0] == pair[1]:
            return Way(0.0, self._ride(0.0))
        if self.by_road:
            found = roads.get(pair)
            wait = self._rules.bus_wait_minutes
            return None if found is None else Way(found.km, wait + found.bus_minutes)
        km = great_circle(self._points[pair[0]], self._points[pair[1]]) * self._rules.detour
        return Way(km, self._ride(km))

    def _ride(self, km: float) -> float:
        return self._rules.bus_wait_minutes + km / self._rules.bus_kmh * 60


def _given(dataset: Dataset) -> dict[tuple[str, str], tuple[float, float]]:
    frame = dataset.travel
    columns = (frame[name].tolist() for name in ("from_id", "school_id", "km", "minutes"))
    return {
        (str(home), str(school)): (float(km), float(minutes))
        for home, school, km, minutes in zip(*columns, strict=True)
    }
