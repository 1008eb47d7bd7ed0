"""Everything a scenario may set, as frozen values named like the keys of the scenario file.

Units: km, minutes one way, pupils, yuan per year (works: yuan), years as the calendar year of
the September in which a school year starts. No limit is `math.inf`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from math import inf, isinf
from typing import TYPE_CHECKING, Any, Literal

from planner.words import in_both

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.words import Language, Text

type TargetRule = Literal["exact", "at_least", "at_most"]


@dataclass(frozen=True)
class Band:
    """A range of grades whose pupils move together; both ends belong to it."""

    name: str
    first: int
    last: int

    def holds(self, grade: int) -> bool:
        """Tell whether `grade` belongs to the band."""
        return self.first <= grade <= self.last


@dataclass(frozen=True)
class Keep:
    """A school that the scenario keeps."""

    school_id: str
    reason: str = ""


@dataclass(frozen=True)
class Pin:
    """A school that the scenario closes in a given year."""

    school_id: str
    year: int


@dataclass(frozen=True)
class Closures:
    """`[closures]`: what may close, and how many a year are asked for."""

    targets: Mapping[int, int]
    version: str
    rule: TargetRule
    counts: tuple[str, ...]
    small: float | Mapping[str, float]
    empty_by: int
    empty_count: bool
    keep: tuple[Keep, ...]
    close: tuple[Pin, ...]
    keep_junior_per_township: bool
    downgrade: bool | Literal["only"]

    def small_limit(self, kind: str) -> float:
        """Return the roll under which a school of `kind` may close (pupils; inf: no limit)."""
        limit = self.small if isinstance(self.small, int | float) else self.small.get(kind, 0)
        return float(limit) or inf


@dataclass(frozen=True)
class TravelRules:
    """`[travel]`: speeds and limits of the daily way to school."""

    max_minutes: Mapping[str, float]
    walk_kmh: Mapping[str, float]
    max_walk_km: Mapping[str, float]
    bus: bool
    bus_kmh: float
    bus_wait_minutes: float
    detour: float


@dataclass(frozen=True)
class BoardingRules:
    """`[boarding]`: who may board, and how far from home."""

    bands: tuple[str, ...]
    max_minutes: float


@dataclass(frozen=True)
class SchoolRules:
    """`[schools]`: sizes, classes and the moving of groups."""

    size_cap: Mapping[str, float]
    class_size: Mapping[str, float]
    split_places: bool
    moves_per_pupil: int
    build_before_close: bool


@dataclass(frozen=True)
class MergeRules:
    """`[merge]`: a rural junior and a primary become one nine-year school."""

    enabled: bool
    max_junior_pupils: float
    max_km: float
    count: bool


@dataclass(frozen=True)
class ReliefRules:
    """`[relief]`: entrants of oversize schools redirected."""

    enabled: bool


@dataclass(frozen=True)
class StaffRules:
    """`[staff]`: posts by pupils and by classes."""

    pupils_per_teacher: Mapping[str, float]
    teachers_per_class: float
    max_move_km: float


@dataclass(frozen=True)
class DemandRules:
    """`[demand]`: how pupils change over the years."""

    variant: Literal["low", "middle", "high"]
    variant_factor: Mapping[str, float]
    survival: float
    entrants_change: float


@dataclass(frozen=True)
class MoneyRules:
    """`[money]`: yuan per year unless said; the plan's money is their sum."""

    pupil_km: float
    bus_pupil: float
    boarder: float
    boarding_upper: float
    running_fixed: float
    running_downgraded: float
    move: float
    works_years: float
    works_budget: Mapping[int, float]


@dataclass(frozen=True)
class SolverRules:
    """`[solver]`: who solves, how closely and for how long."""

    name: str
    gap: float
    seconds: float
    threads: int
    seed: int


@dataclass(frozen=True)
class Assumptions:
    """A resolved scenario: every key has a value."""

    title: Text
    data: str
    years: tuple[int, ...]
    language: Language
    bands: tuple[Band, ...]
    closures: Closures
    travel: TravelRules
    boarding: BoardingRules
    schools: SchoolRules
    merge: MergeRules
    relief: ReliefRules
    staff: StaffRules
    demand: DemandRules
    money: MoneyRules
    solver: SolverRules
    loosened: tuple[str, ...] = field(default=())

    def band(self, name: str) -> Band:
        """Return the band called `name`."""
        return next(band for band in self.bands if band.name == name)

    def band_of(self, grade: int) -> str | None:
        """Return the name of the band that holds `grade`, or None if none does."""
        return next((band.name for band in self.bands if band.holds(grade)), None)

    @classmethod
    def from_resolved(cls, resolved: Mapping[str, Any]) -> Assumptions:
        """Return the assumptions of a resolved scenario, as TOML or the manifest holds it.

        Parameters
        ----------
        resolved
            Nested mapping with every key of the contract present; `"inf"` is read as infinity.
            Values are taken as valid: `scenarios.load` checks them.
        """
        plain = _numbers(resolved)
        tables = {name: plain[name] for name in _TABLES}
        closures, money = dict(tables["closures"]), dict(tables["money"])
        closures["targets"] = _by_year(closures.get("targets", {}), int)
        closures["version"] = closures.get("version", "")
        closures["counts"] = tuple(closures["counts"])
        closures["keep"] = tuple(Keep(**row) for row in closures["keep"])
        closures["close"] = tuple(Pin(**row) for row in closures["close"])
        money["works_budget"] = _by_year(money["works_budget"], float)
        boarding = {**tables["boarding"], "bands": tuple(tables["boarding"]["bands"])}
        made: dict[str, Any] = {
            name: kind(**{**tables[name], **special})
            for name, kind, special in (
                ("closures", Closures, closures),
                ("travel", TravelRules, {}),
                ("boarding", BoardingRules, boarding),
                ("schools", SchoolRules, {}),
                ("merge", MergeRules, {}),
                ("relief", ReliefRules, {}),
                ("staff", StaffRules, {}),
                ("demand", DemandRules, {}),
                ("money", MoneyRules, money),
                ("solver", SolverRules, {}),
            )
        }
        return cls(
            title=in_both(plain["title"]),
            data=str(plain["data"]),
            years=tuple(plain["years"]),
            language=plain["language"],
            bands=tuple(Band(name, *ends) for name, ends in plain["bands"].items()),
            loosened=tuple(plain.get("loosened", ())),
            **made,
        )


_TABLES = tuple(
    f.name
    for f in fields(Assumptions)
    if f.name not in {"title", "data", "years", "language", "bands", "loosened"}
)


def _by_year(table: Mapping[Any, Any], number: type) -> dict[int, Any]:
    return {int(year): number(value) for year, value in table.items()}


def _numbers(value: Any) -> Any:  # noqa: ANN401 - any TOML value
    """Return `value` with the word for infinity replaced by the number, at any depth."""
    if isinstance(value, dict):
        return {key: _numbers(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_numbers(inner) for inner in value]
    return inf if value == "inf" else value


def writable(value: Any) -> Any:  # noqa: ANN401 - any TOML value
    """Return `value` with infinity as the word `inf`, at any depth, so that JSON can hold it."""
    if isinstance(value, dict):
        return {str(key): writable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [writable(inner) for inner in value]
    return "inf" if isinstance(value, float) and isinf(value) else value
