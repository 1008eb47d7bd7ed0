"""What people should know about the roads: who is cut off, and what no road joins."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from planner.errors import Finding
from planner.roadgraph import NOWHERE, REACH_KM
from planner.travel_ends import positions
from planner.words import Text, numbered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from planner.roadgraph import RoadGraph, Snaps
    from planner.travel_ends import Ends, Positions
    from planner.travel_network import OnRoads
    from planner.travel_pairs import Pairs

_NAMES_SHOWN = 10

_PLACE, _SCHOOL = Text("村居", "Place"), Text("学校", "School")

_FAR = Text(
    "{kind}{name}（{id}）距最近的道路 {km} 公里，超过 {reach} 公里，路网不通",
    "{kind} {name} ({id}) lies {km} km from the nearest road, more than {reach} km: no road leads "
    "there",
)
_NO_ROAD = Text(
    "{kind}{name}（{id}）附近没有任何道路，路网不通",
    "{kind} {name} ({id}) has no road anywhere near",
)
_NO_SCHOOL = Text(
    "村居{name}（{id}）所在的一片道路与其他道路不相连，这一片上没有学校（距最近的道路 {km} 公里）",
    "Place {name} ({id}) lies on a piece of the road network that joins no other and has no "
    "school ({km} km from the nearest road)",
)
_NO_HOME = Text(
    "学校{name}（{id}）所在的一片道路与其他道路不相连，这一片上没有其他学生居住"
    "（距最近的道路 {km} 公里）",
    "School {name} ({id}) lies on a piece of the road network that joins no other and on which "
    "no other pupils live ({km} km from the nearest road)",
)
_HINT_REACH = Text(
    "请在道路数据中补上通往此处的路，或核对坐标；也可在 travel.csv（距离表）中给出公里数",
    "Add the road that leads there or check the position; or give the km in travel.csv",
)

_APART = Text(
    "有一片道路（{nodes} 个节点，{km} 公里）与主路网不相连，片上有：{names}",
    "A piece of the road network ({km} km, nodes: {nodes}) joins no other; on it: {names}",
)
_UNUSED = Text(
    "另有 {count} 片道路（共 {km} 公里）与主路网不相连，片上没有学校和学生",
    "{count} further pieces of the road network ({km} km together) join no other; neither "
    "schools nor pupils are on them",
)
_HINT_APART = Text(
    "如实际有桥或路相连，请补入道路数据；否则学生不会被安排到另一片去",
    "Where a bridge or a road does join them, add it; nobody is sent from one piece to another",
)
_MORE = Text("{names}等 {count} 处", "{names} and others, {count} in all")

_NO_WAY = Text(
    "{home}的 {pupils} 名学生现就读于{school}（{id}），两地之间没有道路相通",
    "{pupils} of {home} now {attend} {school} ({id}), to which no road leads",
)
_HINT_NO_WAY = Text(
    "请补上道路，或在 travel.csv（距离表）中给出公里数；在此之前，这些学生的路程为空、不计费用",
    "Add the road or give the km in travel.csv; until then their way is left blank and costs "
    "nothing",
)

_SHORT = Text(
    "有 {count} 条道路的公里数小于两端的直线距离，最甚者为 {tail}—{head}：{km} 公里，"
    "直线距离 {straight} 公里",
    "{count} roads are shorter than the straight line between their ends, worst {tail}-{head}: "
    "{km} km where the straight line is {straight} km",
)
_HINT_SHORT = Text(
    "请核对道路表中的公里数或节点坐标",
    "Check the km of the roads or the positions of their nodes",
)


def network_findings(
    on_roads: OnRoads, ends: Ends, given: Pairs
) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Return the ids that the network does not reach, and all warnings about the network.

    An end that `travel.csv` gives a way of its own is not cut off.
    """
    homes, schools = cut_off_ends(on_roads, ends, given)
    every = [
        *_off_network(on_roads.homes, homes, ends.origins, ends, school=False),
        *_off_network(on_roads.schools, schools, ends.schools, ends, school=True),
        *_pieces(on_roads, ends),
        *_short_edges(on_roads.graph),
    ]
    ids = [ends.origins[i] for i in homes] + [ends.schools[i] for i in schools]
    return tuple(ids), tuple(every)


def no_way_findings(ends: Ends, pairs: Pairs) -> tuple[Finding, ...]:
    """Return a warning for each home from which no way leads to the present school."""
    present = ends.present_origin * len(ends.schools) + ends.present_school
    joined = np.isin(present, pairs.keys(len(ends.schools)))
    missing = np.flatnonzero(~joined & (ends.present_pupils > 0))
    return tuple(_no_way(ends, int(row)) for row in missing)


def _no_way(ends: Ends, row: int) -> Finding:
    home = ends.origins[ends.present_origin[row]]
    school = ends.schools[ends.present_school[row]]
    pupils = int(ends.present_pupils[row])
    what = _NO_WAY.filled(
        home=ends.name(home),
        school=ends.name(school),
        id=school,
        pupils=numbered(pupils, "{n}", "{n} pupil", "{n} pupils"),
        attend="attends" if pupils == 1 else "attend",
    )
    return _at("no_way_to_present_school", what, _HINT_NO_WAY, home, ends)


def cut_off_ends(on_roads: OnRoads, ends: Ends, given: Pairs) -> tuple[Positions, Positions]:
    """Return the positions of homes and of schools that the network does not reach.

    A point is cut off where no road is within reach, a home where no school is on its piece of
    the network, a school on a piece apart where no other end is. A school's own point, where
    pupils live, is told as a school.
    """
    homes, schools = (part.piece(on_roads.graph) for part in (on_roads.homes, on_roads.schools))
    pieces = len(on_roads.graph.piece)
    homes_on, schools_on = _count(homes, pieces), _count(schools, pieces)
    own = positions(ends.origins, ends.schools)
    lives_in = np.isin(np.arange(len(ends.schools)), own)
    alone = (schools != 0) & (homes_on[schools] == lives_in)
    alone &= ~lives_in | (schools_on[schools] == 1)
    home_off = (homes == NOWHERE) | (schools_on[homes] == 0)
    school_off = (schools == NOWHERE) | alone
    named = own[np.isin(np.arange(len(own)), given.origin) & (own >= 0)]
    home_off[given.origin] = False
    school_off[given.school] = False
    school_off[named] = False
    return np.flatnonzero(home_off & (own < 0)), np.flatnonzero(school_off)


def _count(piece: Positions, pieces: int) -> NDArray[np.int64]:
    """Return the number of points on each piece, and a last 0 that `NOWHERE` finds."""
    return np.bincount(piece[piece != NOWHERE], minlength=pieces + 1).astype(np.int64)


def _off_network(
    snaps: Snaps, rows: Positions, ids: tuple[str, ...], ends: Ends, *, school: bool
) -> Iterator[Finding]:
    """Yield one warning for each end that is cut off."""
    code = "school_off_network" if school else "place_off_network"
    for row in rows:
        km = float(snaps.km[row])
        apart = _NO_HOME if school else _NO_SCHOOL
        what = apart if snaps.on_network[row] else _FAR if np.isfinite(km) else _NO_ROAD
        filled = what.filled(
            kind=_SCHOOL if school else _PLACE,
            name=ends.name(ids[row]),
            id=ids[row],
            km=f"{km:.1f}",
            reach=f"{REACH_KM:g}",
        )
        yield _at(code, filled, _HINT_REACH, ids[row], ends)


def _pieces(on_roads: OnRoads, ends: Ends) -> Iterator[Finding]:
    """Yield one warning for each piece apart with schools or pupils, and one for all others."""
    graph = on_roads.graph
    used = _names_by_piece(on_roads, ends)
    nodes = np.bincount(graph.piece)
    km = np.bincount(graph.edge_piece, weights=graph.km, minlength=len(nodes))
    apart = [int(piece) for piece in np.unique(graph.edge_piece) if piece != 0]
    for piece in (piece for piece in apart if piece in used):
        what = _APART.filled(nodes=nodes[piece], km=f"{km[piece]:.1f}", names=_some(used[piece]))
        yield _warning("road_piece_apart", what, _HINT_APART)
    unused = [piece for piece in apart if piece not in used]
    if unused:
        what = _UNUSED.filled(count=len(unused), km=f"{km[unused].sum():.1f}")
        yield _warning("road_pieces_unused", what, _HINT_APART)


def _names_by_piece(on_roads: OnRoads, ends: Ends) -> dict[int, list[str]]:
    """Return the names of schools and homes on each piece, schools first."""
    names: dict[int, dict[str, str]] = {}
    for snaps, ids in ((on_roads.schools, ends.schools), (on_roads.homes, ends.origins)):
        for piece, end in zip(snaps.piece(on_roads.graph).tolist(), ids, strict=True):
            names.setdefault(piece, {})[end] = ends.name(end)
    return {piece: list(by_id.values()) for piece, by_id in names.items()}


def _some(names: list[str]) -> Text:
    shown = names[:_NAMES_SHOWN]
    listed = Text("、".join(shown), ", ".join(shown))
    return listed if len(names) == len(shown) else _MORE.filled(names=listed, count=len(names))


def _short_edges(graph: RoadGraph) -> Iterator[Finding]:
    """Yield one warning about roads shorter than their straight line, beyond rounding."""
    lacking = graph.straight_km * 0.99 - 0.01 - graph.km
    short = np.flatnonzero(lacking > 0)
    if not len(short):
        return
    worst = int(np.argmax(lacking))
    ids = list(graph.roads.nodes["node_id"])
    what = _SHORT.filled(
        count=len(short),
        tail=ids[graph.tail[worst]],
        head=ids[graph.head[worst]],
        km=f"{graph.km[worst]:.2f}",
        straight=f"{graph.straight_km[worst]:.2f}",
    )
    yield _warning("road_shorter_than_straight", what, _HINT_SHORT)


def _at(code: str, what: Text, hint: Text, end: str, ends: Ends) -> Finding:
    """Return a warning at a place or school, in the table where it stands."""
    of_school = end in ends.schools
    file, column = ("schools.csv", "school_id") if of_school else ("places.csv", "place_id")
    return replace(_warning(code, what, hint), file=file, column=column, value=end)


def _warning(code: str, what: Text, hint: Text) -> Finding:
    return Finding(code=code, what=what, hint=hint, severity="warning")
