"""Births by township and year: cohorts that fall by half within seven years of entry."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from maker.plane import stream
from maker.pupils import pupils
from maker.sites import schools
from maker.villages import township_names, villages

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Births of each year over those of the children who entered in the base year, in a township that
# falls as the county does. The second child of 2016, the long fall, the dragon's year 2024.
_SHAPE = {
    2015: 0.97, 2016: 1.015, 2017: 1.0, 2018: 0.86, 2019: 0.76, 2020: 0.635, 2021: 0.5,
    2022: 0.46, 2023: 0.42, 2024: 0.43,
}  # fmt: skip
ESTIMATED = (2023, 2024)
_STREETS = 3  # townships of the county town
# The power to which a township takes the fall: the county town, to which families move, falls less.
_TOWN_POWER, _RURAL_POWER, _SPREAD = 0.9, 1.02, 0.16
_BORN_BY_ENTRANT = 1.04  # some children leave before they enter
_NOISE = 0.03

type Birth = tuple[str, int, int]  # township, year, births


def _entrants() -> NDArray[np.float64]:
    """Return pupils of grade 1 by township; of those whose village is unknown, their school's."""
    row = {name: i for i, name in enumerate(township_names())}
    township, rows = villages().township, schools()
    entrants = np.zeros(len(row))
    for school, place, grade, n in pupils():
        if grade == 1:
            home = row[rows[school].township] if place is None else int(township[place])
            entrants[home] += n
    return entrants


@cache
def births() -> tuple[Birth, ...]:
    """Return births by township and year."""
    random, made = stream(110), []
    for t, (name, entrants) in enumerate(zip(township_names(), _entrants(), strict=True)):
        sway = _SPREAD * (random.random() - 0.5)
        power = _TOWN_POWER if t < _STREETS else _RURAL_POWER + sway
        chance = random.random(len(_SHAPE))
        for (year, part), c in zip(_SHAPE.items(), chance, strict=True):
            born = _BORN_BY_ENTRANT * entrants * part**power * (1 + _NOISE * (c - 0.5))
            made.append((name, year, int(np.floor(np.round(born, 6)))))
    return tuple(made)
