"""The rows of a plan's tables as values, and the words that may stand in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from planner.checking.facts import Key

MODES = ("stay", "walk", "bus", "board")
ACTIONS = ("close", "merge_form", "downgrade", "convert", "works", "relief")
ACCOUNTS = ("pupil_km", "bus_pupil", "boarder", "boarding_upper", "running", "move", "works")
WARNINGS = ("none", "yellow", "orange", "red")


class Placing(NamedTuple):
    """A row of assignments.csv."""

    row: int
    year: int
    place: str
    band: str
    home: str
    school: str
    mode: str
    pupils: float
    km: float | None
    minutes: float | None

    @property
    def key(self) -> Key:
        """The group."""
        return self.place, self.band, self.home

    @property
    def moved(self) -> bool:
        """Whether the pupils attend another school than in the base year."""
        return self.school != self.home


class Wanted(NamedTuple):
    """A row of demand.csv."""

    row: int
    year: int
    place: str
    band: str
    home: str
    pupils: float


class Zone(NamedTuple):
    """A row of zones.csv."""

    row: int
    year: int
    band: str
    place: str
    school: str


class SchoolYear(NamedTuple):
    """A row of schools.csv."""

    row: int
    year: int
    school: str
    name: str
    kind: str
    open: bool
    pupils: float
    seats: float
    boarders: float
    beds: float
    classes: float
    staff_needed: float
    seat_warning: str


class Step(NamedTuple):
    """A row of actions.csv."""

    row: int
    year: int
    school: str
    name: str
    township: str
    action: str
    band: str
    pupils: float
    receivers: tuple[str, ...]
    detail: str


class Amount(NamedTuple):
    """A row of costs.csv."""

    row: int
    year: int
    account: str
    school: str
    amount: float
