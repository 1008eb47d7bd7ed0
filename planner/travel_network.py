"""Ways over a road network, with the access legs at both ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf
from typing import TYPE_CHECKING

import numpy as np

from planner.roadgraph import NOWHERE, RoadGraph, snap
from planner.shortest import door_to_door, shortest_ways
from planner.travel_pairs import Pairs, bus_minutes, within

if TYPE_CHECKING:
    from planner.assumptions import TravelRules
    from planner.dataset import Roads
    from planner.roadgraph import Snaps
    from planner.shortest import Arcs
    from planner.sphere import Floats
    from planner.travel_ends import Ends, Positions


@dataclass(frozen=True)
class OnRoads:
    """A county's homes and schools on its roads.

    Parameters
    ----------
    graph
        The network.
    homes, schools
        Where the origins (n) and the schools (m) meet it.
    """

    graph: RoadGraph
    homes: Snaps
    schools: Snaps

    @classmethod
    def of(cls, roads: Roads, ends: Ends) -> OnRoads:
        """Return the ends of all ways, snapped to the nearest point of a road."""
        graph = RoadGraph.of(roads)
        homes = snap(graph, ends.origin_lon, ends.origin_lat)
        return cls(graph, homes, snap(graph, ends.school_lon, ends.school_lat))


@dataclass(frozen=True)
class _Search:
    """The network driven backwards, so that one search from a school finds all homes."""

    arcs: Arcs
    homes: Positions
    schools: Positions

    def pairs(self, chosen: Positions, limit: float) -> Pairs:
        """Return the ways to the chosen of the schools, without access legs and waiting."""
        homes = np.flatnonzero(self.homes != NOWHERE)
        schools = chosen[self.schools[chosen] != NOWHERE]
        ways = shortest_ways(self.arcs, self.schools[schools], self.homes[homes], limit)
        return Pairs(homes[ways.target], schools[ways.source], ways.km, ways.minutes)


def network_pairs(on_roads: OnRoads, ends: Ends, rules: TravelRules, limit: float) -> Pairs:
    """Return all ways of at most `limit` km and every present way that a road joins."""
    net = door_to_door(on_roads.graph, on_roads.homes, on_roads.schools, rules.bus_kmh)
    search, schools = _Search(net.arcs.reversed(), net.homes, net.schools), len(ends.schools)
    near = _with_legs(search.pairs(np.arange(schools), limit), on_roads, rules)
    near = near.only(within(near.km, limit))
    wanted = ends.present_origin * schools + ends.present_school
    missing = wanted[~np.isin(wanted, near.keys(schools))]
    far = search.pairs(np.unique(missing % schools), inf)
    far = far.only(np.isin(far.keys(schools), missing))
    return near.followed_by(_with_legs(far, on_roads, rules))


def _with_legs(pairs: Pairs, on_roads: OnRoads, rules: TravelRules) -> Pairs:
    """Return ways with both access legs, driven at `bus_kmh`, and the wait for the bus."""
    legs: Floats = on_roads.homes.km[pairs.origin] + on_roads.schools.km[pairs.school]
    minutes = pairs.bus_minutes + bus_minutes(legs, rules)
    return replace(pairs, km=pairs.km + legs, bus_minutes=minutes)
