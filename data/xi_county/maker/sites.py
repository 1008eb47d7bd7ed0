"""Where the schools stand."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from maker.land import CORNER, CORNER_KM, TOWN
from maker.plane import stream
from maker.roster import LAST_PRIMARY, roster
from maker.villages import ESTATES, ISLAND, PLACES, POCKET, township_names, villages
from maker.ways import ways

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maker.plane import Points
    from maker.roster import Entry, Sort

POCKET_SMALL = 9
_POCKET_ROLLS, _ISLAND_UNDER = (24, 80), 50  # pupils


@dataclass(frozen=True)
class School:
    """A school in its village.

    Parameters
    ----------
    entry
        What it is and how many pupils it has.
    place
        Position of its village.
    at
        Where it stands, km.
    school_id, name, township
        As in the tables.
    """

    entry: Entry
    place: int
    at: tuple[float, float]
    school_id: str
    name: str
    township: str

    @property
    def offers(self) -> range:
        """Grades taught."""
        return range(
            7 if self.entry.primary == 0 and self.entry.junior else 1, self.entry.last_grade + 1
        )


def in_pocket(place: int) -> bool:
    """Tell whether a place lies in the south-eastern pocket between the rivers."""
    return bool(villages().region[place] == POCKET)


def in_corner(place: int) -> bool:
    """Tell whether a place lies in the north-western corner, where the roads are poor."""
    away = villages().at[place] - np.array(CORNER)
    return bool(np.hypot(*away) < CORNER_KM and place >= ESTATES)


def _spread(free: list[int], count: int, near: list[int], far: NDArray[np.float64]) -> list[int]:
    """Choose places one after another, each the farthest by road from all those chosen."""
    chosen: list[int] = []
    reach = np.min(far[near], axis=0)
    for _ in range(count):
        best = max(free, key=lambda place: (min(reach[place], 99.0), -place))
        free.remove(best)
        chosen.append(best)
        reach = np.minimum(reach, far[best])
    return chosen


def _queue(sort: Sort) -> deque[Entry]:
    return deque(entry for entry in roster() if entry.sort == sort)


def _in_town(count: int, step: int) -> list[int]:
    """Return estates for urban schools: from the middle of the town outwards."""
    away = np.hypot(*(villages().at[:ESTATES] - np.array(TOWN)).T)
    order = [int(i) for i in np.argsort(np.round(away, 6), kind="stable")]
    return (order[step::3] * 2)[:count]


def _places() -> list[tuple[Entry, int]]:
    """Give every school of the roster its village."""
    seats = [int(s) for s in villages().seats[3:]]
    placed = list(zip(_queue("urban_primary"), _in_town(14, 0), strict=True))
    placed += zip(_queue("urban_junior"), _in_town(7, 1), strict=True)
    placed += zip(_queue("private"), [*_in_town(2, 2), seats[1], 9], strict=True)
    placed += _at_seats(seats)
    placed += _in_villages(seats)
    return placed


def _at_seats(seats: list[int]) -> list[tuple[Entry, int]]:
    """Place the schools of the township seats: a central primary, and more in the larger ones."""
    size = [int(np.sum(villages().township == unit)) for unit in range(3, 22)]
    by_size = [seats[i] for i in sorted(range(19), key=lambda unit: (-size[unit], unit))]
    by_size = [s for s in by_size if not in_pocket(s)] + [s for s in seats if in_pocket(s)]
    central = sorted(_queue("central"), key=lambda entry: -entry.roll)
    placed = list(zip(central, by_size, strict=True))
    placed += zip(_queue("second"), by_size[:16], strict=True)
    placed += zip(_queue("town_junior"), by_size[:9], strict=True)
    placed += zip(list(_queue("rural_junior"))[:10], by_size[9:], strict=True)
    return placed


def _in_villages(seats: list[int]) -> list[tuple[Entry, int]]:
    """Place the schools of the villages, the larger ones spread out first."""
    far = np.where(np.isinf(ways()), 99.0, ways())
    free = [i for i in range(ESTATES, ISLAND) if i not in seats]
    pocket = [i for i in free if in_pocket(i)]
    order = stream(50).random(PLACES)
    small = [*_queue("small_primary"), *_queue("small_point")]
    small = [small[i] for i in np.argsort(stream(51).random(len(small)), kind="stable")]
    island = next(e for e in small if _for_island(e))
    small.remove(island)
    placed = [(island, ISLAND)]
    modest = [k for k, e in enumerate(small) if _for_pocket(e)]
    modest = modest[:POCKET_SMALL]
    placed += zip([small[k] for k in modest], pocket, strict=False)
    small = [e for k, e in enumerate(small) if k not in modest]
    free = [i for i in free if not in_pocket(i)]
    large = [*_queue("nine_year"), *_queue("large_primary")]
    sites = _spread([i for i in free if not in_corner(i)], len(large), seats, far)
    placed += zip(large, sites, strict=True)
    placed += zip(list(_queue("rural_junior"))[10:], sites[12:52:4], strict=True)
    free = [i for i in free if i not in sites]
    free.sort(key=lambda place: (not in_corner(place), order[place]))
    placed += zip([*small, *_queue("large_point"), *_queue("empty")], free, strict=False)
    return placed


def _for_pocket(entry: Entry) -> bool:
    """Tell whether a school suits the pocket: all six grades, and of a middling size."""
    return _POCKET_ROLLS[0] < entry.roll < _POCKET_ROLLS[1] and entry.last_grade == LAST_PRIMARY


def _for_island(entry: Entry) -> bool:
    """Tell whether a school suits the island: a teaching point with all six grades."""
    whole = entry.sort == "small_point" and entry.last_grade == LAST_PRIMARY
    return whole and entry.roll < _ISLAND_UNDER


def _position(place: int, turn: int, chance: NDArray[np.float64]) -> tuple[float, float]:
    """Return a point beside the village, away from the other schools that it has."""
    angle = 2 * np.pi * (chance[0] + turn * 0.37)
    reach = (0.05 if place == ISLAND else 0.14) + 0.16 * chance[1] * (place != ISLAND)
    x, y = villages().at[place]
    return round(float(x + reach * np.cos(angle)), 4), round(float(y + reach * np.sin(angle)), 4)


_SUFFIX: dict[str, str] = {
    "central": "中心小学", "second": "第二小学", "large_primary": "小学", "small_primary": "小学",
    "large_point": "教学点", "small_point": "教学点", "empty": "教学点",
    "town_junior": "初级中学", "rural_junior": "初级中学", "nine_year": "九年一贯制学校",
}  # fmt: skip


def _name(entry: Entry, place: int, township: str, *, seat: bool) -> str:
    if entry.name:
        return entry.name
    village = "" if seat else villages().name[place].removesuffix("村")
    return township + village + ("小学" if entry.mark == "primary" else _SUFFIX[entry.sort])


@cache
def schools() -> tuple[School, ...]:
    """Return every school with its place, by township and village."""
    v, titles = villages(), township_names()
    placed = sorted(_places(), key=lambda pair: (int(v.township[pair[1]]), pair[1]))
    random, turns, made = stream(52), [0] * PLACES, []
    seats = {int(s) for s in v.seats[3:]}
    for number, (entry, place) in enumerate(placed, start=1):
        township = titles[int(v.township[place])]
        point = _position(place, turns[place], random.random(2))
        turns[place] += 1
        name = _name(entry, place, township, seat=place in seats)
        made.append(School(entry, place, point, f"S{number:03d}", name, township))
    return tuple(made)


def positions() -> Points:
    """Return where the schools stand, in km; shape (300, 2)."""
    return np.asarray([school.at for school in schools()])
