"""Which villages each school draws its pupils from, and with what weight."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from maker.juniors import junior_weights
from maker.plane import stream
from maker.roster import LAST_PRIMARY, SMALL_UNDER
from maker.sites import in_corner, in_pocket, schools
from maker.villages import ESTATES, ISLAND, PLACES, villages
from maker.ways import ways

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from maker.sites import School

# Villages, beside the estates and the township seats, that send pupils to two schools.
SPLIT_VILLAGES = 36
OWN, OTHER, SPLIT, SEAT = 3.0, 1.0, 0.35, 12.0
# The overfull schools draw from farther away, the under-filled ones from less.
_REACH = {"overfull": 0.75, "underfilled": 1.25}
_TOWN_SORTS = ("central", "second")
_TO_FOUR, _FIRST_JUNIOR = 4, 7
_TAKES_MORE = 60  # pupils of a school that villages without one use


@dataclass(frozen=True)
class Share:
    """A village's weight in a school's roll, in the grades from `first` on."""

    place: int
    weight: float
    first: int = 1


def _nearest(place: int, among: Iterable[int], skip: int = 0) -> int:
    """Return the school nearest by road to a place, or the next but `skip`."""
    known, far = schools(), ways()
    order = sorted(among, key=lambda k: (far[place, known[k].place], k))
    return order[skip]


def _seat_places() -> list[int]:
    return [int(s) for s in villages().seats[3:]]


class _Catchments:
    """The shares of every school, while they are being decided."""

    def __init__(self) -> None:
        self.schools = schools()
        self.shares: list[list[Share]] = [[] for _ in self.schools]
        # Places whose pupils of one age go to more than one school.
        self.several = {*range(ESTATES), *_seat_places()}

    def of(self, *sorts: str) -> list[int]:
        """Return the positions of the schools of some sorts."""
        return [k for k, school in enumerate(self.schools) if school.entry.sort in sorts]

    def give(self, school: int, place: int, weight: float, first: int = 1) -> None:
        """Let a place send pupils to a school."""
        self.shares[school].append(Share(place, weight, first))


def _primaries(made: _Catchments) -> None:
    """Let every village use its own school, and the others the nearest one of some size."""
    rural = made.of("large_primary", "large_point", "nine_year", "small_primary", "small_point")
    town = made.of(*_TOWN_SORTS)
    whole = [k for k in rural if made.schools[k].entry.primary >= SMALL_UNDER]
    whole += [k for k in made.of("nine_year") if k not in whole]
    own = {made.schools[k].place: k for k in rural}
    for k in town:
        made.give(k, made.schools[k].place, SEAT)
    for place in range(ESTATES, PLACES):
        if place in own:
            made.give(own[place], place, OWN)
            last = made.schools[own[place]].entry.last_grade
            if last < LAST_PRIMARY:
                made.give(_nearest(place, whole + town), place, OTHER, last + 1)
        elif place not in _seat_places():
            near = [k for k in rural if _takes(place, k)]
            made.give(_nearest(place, near + made.of("central")), place, OTHER)
    _splits(made, own, whole + made.of("central"))


def _takes(place: int, school: int) -> bool:
    """Tell whether a school is for a village without one: not the small ones on poor roads."""
    entry, there = schools()[school].entry, schools()[school].place
    alone = entry.roll < SMALL_UNDER and (in_pocket(there) or in_corner(there)) and there != place
    return entry.roll > _TAKES_MORE and not alone


def _splits(made: _Catchments, own: dict[int, int], whole: list[int]) -> None:
    """Let some villages send a part of their pupils to a second school."""
    order = np.argsort(stream(60).random(PLACES), kind="stable")
    four = [p for p, k in own.items() if made.schools[k].entry.last_grade == _TO_FOUR]
    made.several |= set(four)
    left = SPLIT_VILLAGES - len(four)
    for place in (int(p) for p in order):
        whole_six = place not in own or made.schools[own[place]].entry.last_grade >= LAST_PRIMARY
        plain = ESTATES <= place < ISLAND and place not in _seat_places() and not in_pocket(place)
        if left and plain and whole_six and not in_corner(place):
            used = {
                k for k, shares in enumerate(made.shares) if any(s.place == place for s in shares)
            }
            made.give(_nearest(place, [k for k in whole if k not in used]), place, SPLIT)
            made.several.add(place)
            left -= 1


def _juniors(made: _Catchments) -> None:
    """Let every place use junior grades near by, as many pupils as leave its primary grades."""
    at = made.of("town_junior", "rural_junior", "nine_year", "urban_junior")
    several, mobile = (
        np.isin(np.arange(PLACES), list(which)) for which in (made.several, _seat_places())
    )
    km = np.array([[_way(place, made.schools[k]) for k in at] for place in range(PLACES)])
    rolls = np.array([made.schools[k].entry.junior for k in at], dtype=float)
    weights = junior_weights(_leaving(made), rolls, km, several=several, mobile=mobile)
    for place, row in enumerate(weights.tolist()):
        for k, weight in zip(at, row, strict=True):
            if weight > 0:
                made.give(k, place, weight, _FIRST_JUNIOR)


def _way(place: int, school: School) -> float:
    """Return km to a school; the islanders board at the seat of their township."""
    start = int(villages().seats[villages().township[place]]) if place == ISLAND else place
    return float(ways()[start, school.place]) * _REACH.get(school.entry.mark, 1.0)


def _leaving(made: _Catchments) -> NDArray[np.float64]:
    """Return how many pupils of grades 4-6 each place has, about."""
    supply = np.zeros(PLACES)
    for school, shares in zip(made.schools, made.shares, strict=True):
        older = [share for share in shares if share.first <= LAST_PRIMARY]
        total = sum(share.weight for share in older)
        for share in older:
            supply[share.place] += school.entry.primary / 2 * share.weight / total
    return supply


def _urban(made: _Catchments) -> None:
    """Let the county town's schools draw on the estates about them, the large ones on all."""
    far = ways()
    primaries = made.of("urban_primary")
    for place in range(ESTATES):
        made.give(_nearest(place, primaries), place, OWN)
    for k in primaries:
        entry = made.schools[k].entry
        reach = {"overfull": 20, "underfilled": 6}.get(entry.mark, 9)
        order = np.argsort(far[made.schools[k].place, :ESTATES], kind="stable")
        for place in order[:reach]:
            if all(share.place != place for share in made.shares[k]):
                made.give(k, int(place), OWN)
        seats = sorted(_seat_places(), key=lambda s: (far[s, made.schools[k].place], s))
        for place in seats[:5] if entry.mark != "underfilled" else []:
            made.give(k, place, 0.5)


@cache
def catchments() -> tuple[tuple[Share, ...], ...]:
    """Return the shares of every school; none for private ones, whose pupils live anywhere."""
    made = _Catchments()
    _primaries(made)
    _urban(made)
    _juniors(made)
    return tuple(tuple(shares) for shares in made.shares)
