"""What the county's tables and the scenario say, before anything is planned."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from math import inf, isnan
from typing import TYPE_CHECKING, Any, NamedTuple, override

from planner.checking.forecast import coming
from planner.school_kinds import KIND_GRADES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from planner.assumptions import Assumptions, Band
    from planner.checking.cohorts import Years
    from planner.dataset import Dataset

type Key = tuple[str, str, str]
"""A group: place, band, present school."""

YOUNG = 3
PRIMARY_LAST = 6
JUNIOR = "junior"
NINE_YEAR = "nine_year"


@dataclass(frozen=True)
class School:
    """One row of schools.csv; `None` where a figure is not known."""

    school_id: str
    name: str
    township: str
    kind: str
    area: str
    public: bool
    first: int
    last: int
    seats: float
    beds: float
    boarders: float
    classrooms: float | None
    staff: float | None
    running_cost: float | None

    def offers(self, band: Band) -> bool:
        """Tell whether the school teaches every grade of `band`."""
        return self.first <= band.first and band.last <= self.last

    @override
    def __str__(self) -> str:
        return f"{self.name} ({self.school_id})"


class Work(NamedTuple):
    """One row of works.csv."""

    works_id: str
    school: str
    seats: float
    beds: float
    converts: bool
    first_year: int
    cost: float


@dataclass(frozen=True)
class Facts:
    """The county before the plan.

    Parameters
    ----------
    schools
        By school_id.
    points
        Longitude and latitude of every place and school.
    groups
        Pupils of each group by grade in the base year; of some none, who come later.
    coming
        Pupils of each group by year and grade.
    works
        What may be built, by works_id.
    roll
        Pupils of each school in the base year, all grades.
    outside
        Schools with pupils in grades outside all bands.
    keep, against
        Schools on a keep list; schools whose latest hearing is against closing.
    pins
        Year by school that must close.
    bands
        By name.
    """

    schools: Mapping[str, School]
    points: Mapping[str, tuple[float, float]]
    groups: Mapping[Key, Mapping[int, float]]
    coming: Mapping[Key, Years]
    works: Mapping[str, Work]
    roll: Mapping[str, float]
    outside: frozenset[str]
    keep: frozenset[str]
    against: frozenset[str]
    pins: Mapping[str, int]
    bands: Mapping[str, Band]
    rules: Assumptions

    def pupils(self, key: Key, year: int) -> float:
        """Return the pupils of a group in a year of the plan."""
        return self._totals.get(key, {}).get(year, 0)

    @cached_property
    def _totals(self) -> Mapping[Key, Mapping[int, float]]:
        """The pupils of each group by year."""
        return {
            key: {year: sum(grades.values()) for year, grades in years.items()}
            for key, years in self.coming.items()
        }

    def may_close(self, school_id: str) -> bool:
        """Tell whether a school is a candidate: public, of a kind that counts, and small."""
        school = self.schools[school_id]
        return (
            school.public
            and school.kind in self.rules.closures.counts
            and self.roll.get(school_id, 0) < self._small(school.kind)
            and school_id not in self.outside
        )

    def empty(self, school_id: str) -> bool:
        """Tell whether no pupil of any grade attends the school."""
        return self.roll.get(school_id, 0) == 0

    def counts(self, school_id: str) -> bool:
        """Tell whether closing the school counts toward a target."""
        closures = self.rules.closures
        kind = self.schools[school_id].kind
        return kind in closures.counts and (closures.empty_count or not self.empty(school_id))

    @cached_property
    def lowest(self) -> Band | None:
        """The band that holds grade 1."""
        return next((band for band in self.bands.values() if band.holds(1)), None)

    @cached_property
    def junior_townships(self) -> frozenset[str]:
        """The townships that have a public school which offers the band `junior`."""
        return frozenset(
            school.township
            for school in self.schools.values()
            if JUNIOR in self.bands and school.public and school.offers(self.bands[JUNIOR])
        )

    @cached_property
    def of_township(self) -> Mapping[str, list[str]]:
        """The schools of each township."""
        found: dict[str, list[str]] = {}
        for key, school in self.schools.items():
            found.setdefault(school.township, []).append(key)
        return found

    @cached_property
    def groups_of(self) -> Mapping[str, list[Key]]:
        """The groups by their present school."""
        found: dict[str, list[Key]] = {}
        for key in self.coming:
            found.setdefault(key[2], []).append(key)
        return found

    def _small(self, kind: str) -> float:
        small = self.rules.closures.small
        limit = small if isinstance(small, int | float) else small.get(kind, 0)
        return float(limit) if limit else inf


def gather(dataset: Dataset, rules: Assumptions) -> Facts:
    """Return the county before the plan, from its tables and the scenario."""
    groups, roll, outside = _pupils(dataset.pupils, rules)
    ahead = coming(dataset, rules, groups)
    points = {
        str(row[key]): (float(row["lon"]), float(row["lat"]))
        for frame, key in ((dataset.places, "place_id"), (dataset.schools, "school_id"))
        for row in _rows(frame)
    }
    kept, closed = _decided(dataset.decisions)
    pins = closed | {pin.school_id: pin.year for pin in rules.closures.close}
    return Facts(
        schools={str(row["school_id"]): _school(row) for row in _rows(dataset.schools)},
        points=points,
        groups={key: groups.get(key, {}) for key in ahead},
        coming=ahead,
        works={row.works_id: row for row in map(_work, _rows(dataset.works))},
        roll=roll,
        outside=outside,
        keep=frozenset(kept | {row.school_id for row in rules.closures.keep}),
        against=_against(dataset.hearings),
        pins=pins,
        bands={band.name: band for band in rules.bands},
        rules=rules,
    )


def _rows(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    columns = [str(column) for column in frame.columns]
    for values in zip(*(frame[column].tolist() for column in columns), strict=True):
        yield dict(zip(columns, values, strict=True))


def _known(value: Any) -> float | None:  # noqa: ANN401 - any cell
    number = float(value) if isinstance(value, int | float) else None
    return None if number is None or isnan(number) else number


def _school(row: Mapping[str, Any]) -> School:
    first, last = KIND_GRADES[row["kind"]]
    return School(
        school_id=str(row["school_id"]),
        name=str(row["name"]),
        township=str(row["township"]),
        kind=str(row["kind"]),
        area=str(row.get("area", "")),
        public=row.get("ownership") != "private",
        first=int(_known(row.get("first_grade")) or first),
        last=int(_known(row.get("last_grade")) or last),
        seats=_known(row["seats"]) or 0.0,
        beds=_known(row.get("beds")) or 0.0,
        boarders=_known(row.get("boarders")) or 0.0,
        classrooms=_known(row.get("classrooms")),
        staff=_known(row.get("staff")),
        running_cost=_known(row.get("running_cost")),
    )


def _work(row: Mapping[str, Any]) -> Work:
    return Work(
        works_id=str(row["works_id"]),
        school=str(row["school_id"]),
        seats=_known(row.get("adds_seats")) or 0.0,
        beds=_known(row.get("adds_beds")) or 0.0,
        converts=row.get("converts_to") == NINE_YEAR,
        first_year=int(row["first_year"]),
        cost=float(row["cost"]),
    )


def _pupils(
    frame: pd.DataFrame, rules: Assumptions
) -> tuple[dict[Key, dict[int, float]], dict[str, float], frozenset[str]]:
    groups: dict[Key, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    roll: dict[str, float] = defaultdict(float)
    outside = set()
    for row in _rows(frame):
        school, grade, number = str(row["school_id"]), int(row["grade"]), float(row["pupils"])
        if number <= 0:
            continue
        roll[school] += number
        band = next((b.name for b in rules.bands if b.first <= grade <= b.last), None)
        if band is None:
            outside.add(school)
        else:
            groups[str(row["place_id"]) or school, band, school][grade] += number
    return {key: dict(grades) for key, grades in groups.items()}, dict(roll), frozenset(outside)


def _decided(frame: pd.DataFrame) -> tuple[set[str], dict[str, int]]:
    rows = list(_rows(frame))
    keep = {str(row["school_id"]) for row in rows if row["decision"] == "keep"}
    close = {str(r["school_id"]): int(r["year"]) for r in rows if r["decision"] == "close"}
    return keep, close


def _against(frame: pd.DataFrame) -> frozenset[str]:
    latest: dict[str, bool] = {}
    for row in sorted(_rows(frame), key=lambda row: str(row.get("date", ""))):
        latest[str(row["school_id"])] = any(
            (_known(row.get(f"{who}_against")) or 0) > (_known(row.get(f"{who}_for")) or 0)
            for who in ("parents", "delegates")
        )
    return frozenset(school for school, against in latest.items() if against)
