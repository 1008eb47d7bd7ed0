"""The metrics of a run, recomputed for every year and for the plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from planner.checking.broken import broken
from planner.checking.facts import YOUNG
from planner.checking.groups import EXACT
from planner.checking.money import apart
from planner.checking.proof import number
from planner.checking.school_rows import boarders as boarders_of
from planner.checking.school_rows import classes, staff_needed
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.checking.case import Case, Rule
    from planner.checking.rows import Placing
    from planner.errors import Finding

type Years = Sequence[int]
type Metric = Callable[[Case, Years], float | None]
"""A figure of some years, one or all of the plan; None where there is nothing to measure."""

_SMALL = 100
_FAR_KM = 3.0
_NEARLY_ALL = 0.9
_CLOSE = 1e-3
_FILE = "manifest.json"


def _open(case: Case, year: int) -> list[str]:
    return [school for school in case.facts.schools if case.is_open(year, school)]


def closed(case: Case, years: Years) -> float:
    """Schools that close."""
    return sum(year in years for year in case.closing.values())


def open_schools(case: Case, years: Years) -> float:
    """Schools of all kinds that are open (in the last year)."""
    return len(_open(case, years[-1]))


def _moved(case: Case, years: Years) -> list[Placing]:
    return [row for row in case.first_moves if row.year in years]


def pupils_moved(case: Case, years: Years) -> float:
    """Pupils who change school."""
    return sum(row.pupils for row in _moved(case, years))


def moved_twice(case: Case, years: Years) -> float:
    """Pupils who change school a second time; the rules leave none."""
    first = {row.key: row for row in case.first_moves}
    before: dict[tuple[str, str, str], str] = {key: row.school for key, row in first.items()}
    twice = 0.0
    for row in sorted(case.moved, key=lambda row: row.year):
        if row.year > first[row.key].year and before[row.key] != row.school:
            twice += row.pupils if row.year in years and not case.rules.schools.split_places else 0
            before[row.key] = row.school
    return twice


type Weighed = list[tuple[float, float]]
"""Minutes and pupils."""


def _weighed(rows: list[Placing], *modes: str) -> Weighed:
    return [
        (row.minutes, row.pupils)
        for row in rows
        if row.mode in modes and row.minutes is not None and row.pupils > 0
    ]


def _of_moved(case: Case, years: Years) -> Weighed:
    return _weighed(_moved(case, years), "walk", "bus")


def _of_all(case: Case, years: Years) -> Weighed:
    rows = [row for row in case.tables.assignments if row.year == years[-1]]
    return _weighed(rows, "stay", "walk", "bus")


def _mean(weighed: Weighed) -> float | None:
    pupils = sum(n for _, n in weighed)
    return sum(minutes * n for minutes, n in weighed) / pupils if pupils else None


def _p90(weighed: Weighed) -> float | None:
    enough = _NEARLY_ALL * sum(n for _, n in weighed)
    below = 0.0
    for minutes, pupils in sorted(weighed):
        below += pupils
        if below >= enough - EXACT:
            return minutes
    return None


def _most(weighed: Weighed) -> float | None:
    return max((minutes for minutes, _ in weighed), default=None)


def _minutes(
    whose: Callable[[Case, Years], Weighed], how: Callable[[Weighed], float | None]
) -> Metric:
    return lambda case, years: how(whose(case, years))


def extra_minutes_moved(case: Case, years: Years) -> float | None:
    """Minutes more than at the present school, for pupils moved on foot or by bus."""
    more = []
    for row in _moved(case, years):
        before = case.ways.minutes(row.place, row.home, row.band, "stay")
        if row.mode in {"walk", "bus"} and before is not None and row.minutes is not None:
            more.append((row.minutes - before, row.pupils))
    return _mean(more)


def walk_over_3km(case: Case, years: Years) -> float:
    """Pupils who walk more than 3 km, those who stay included (in the last year)."""
    far = 0.0
    for row in case.tables.assignments:
        way = case.ways.way(row.place, row.school)
        if row.year != years[-1] or way is None or way.km <= _FAR_KM:
            continue
        stays_on_foot = row.mode == "stay" and way.km <= case.rules.travel.max_walk_km[row.band]
        far += row.pupils if row.mode == "walk" or stays_on_foot else 0
    return far


def _by_mode(case: Case, year: int, mode: str) -> list[Placing]:
    return [row for row in case.tables.assignments if row.year == year and row.mode == mode]


def young_boarders(case: Case, years: Years) -> float:
    """Pupils moved to a dormitory in a band with any of grades 1-3 (the most in a year)."""
    young = {band.name for band in case.rules.bands if band.first <= YOUNG}
    return max(
        sum(row.pupils for row in _by_mode(case, year, "board") if row.band in young)
        for year in years
    )


def boarders(case: Case, years: Years) -> float:
    """Pupils moved to a dormitory (in the last year)."""
    return sum(row.pupils for row in _by_mode(case, years[-1], "board"))


def beds_short(case: Case, years: Years) -> float:
    """Boarders without a bed, present and moved (in the last year)."""
    return sum(
        max(0.0, boarders_of(case, years[-1], school) - case.force.beds(years[-1], school))
        for school in _open(case, years[-1])
    )


def bus_pupils(case: Case, years: Years) -> float:
    """Pupils moved to the bus (in the last year)."""
    return sum(row.pupils for row in _by_mode(case, years[-1], "bus"))


def over_cap_pupils(case: Case, years: Years) -> float:
    """Pupils above seats or cap in open public schools (in the last year)."""
    return sum(
        max(0.0, case.load.get((years[-1], school), 0) - case.force.places(years[-1], school))
        for school in _open(case, years[-1])
        if case.facts.schools[school].public
    )


def class_over(case: Case, years: Years) -> float:
    """Classes without a classroom, where classrooms are known (in the last year)."""
    over = 0.0
    for school in _open(case, years[-1]):
        rooms = case.facts.schools[school].classrooms
        over += 0 if rooms is None else max(0.0, classes(case, years[-1], school) - rooms)
    return over


def small_schools(case: Case, years: Years) -> float:
    """Open public schools of the kinds that count with 1 to 99 pupils (in the last year)."""
    kinds = case.rules.closures.counts
    return sum(
        case.facts.schools[school].public
        and case.force.kind(years[-1], school) in kinds
        and 0 < case.load.get((years[-1], school), 0) < _SMALL
        for school in _open(case, years[-1])
    )


def small_share(case: Case, years: Years) -> float:
    """Share of those among all open schools."""
    return small_schools(case, years) / max(1.0, open_schools(case, years))


def _staff(case: Case, years: Years, sign: int) -> float:
    spare = 0.0
    for key, school in case.facts.schools.items():
        if school.staff is not None:
            needed = staff_needed(case, years[-1], key) if case.is_open(years[-1], key) else 0
            spare += max(0.0, sign * (school.staff - needed))
    return spare


def staff_surplus(case: Case, years: Years) -> float:
    """Return the posts above need, all those of closed schools too (in the last year)."""
    return _staff(case, years, 1)


def staff_short(case: Case, years: Years) -> float:
    """Return the posts below need (in the last year)."""
    return _staff(case, years, -1)


def last_in_township(case: Case, years: Years) -> float:
    """Townships that had a public school with grade 1 and have none left."""
    had: set[str] = set()
    left: set[str] = set()
    for key, school in case.facts.schools.items():
        if school.public and school.first == 1:
            had.add(school.township)
        enters = school.first == 1 or years[-1] >= case.force.nine_since(key)
        if school.public and enters and case.is_open(years[-1], key):
            left.add(school.township)
    return len(had - left)


def money(case: Case, years: Years) -> float:
    """Yuan of all accounts."""
    return sum(amount for (_, year, _), amount in case.money.items() if year in years)


METRICS: Mapping[str, Metric] = {
    "closed": closed,
    "open": open_schools,
    "pupils_moved": pupils_moved,
    "moved_twice": moved_twice,
    "minutes_mean_moved": _minutes(_of_moved, _mean),
    "minutes_p90_moved": _minutes(_of_moved, _p90),
    "minutes_max_moved": _minutes(_of_moved, _most),
    "minutes_mean_all": _minutes(_of_all, _mean),
    "minutes_p90_all": _minutes(_of_all, _p90),
    "minutes_max_all": _minutes(_of_all, _most),
    "extra_minutes_moved": extra_minutes_moved,
    "walk_over_3km": walk_over_3km,
    "young_boarders": young_boarders,
    "boarders": boarders,
    "beds_short": beds_short,
    "bus_pupils": bus_pupils,
    "over_cap_pupils": over_cap_pupils,
    "class_over": class_over,
    "small_schools": small_schools,
    "small_share": small_share,
    "staff_surplus": staff_surplus,
    "staff_short": staff_short,
    "last_in_township": last_in_township,
    "money": money,
}


def _same(name: str, want: float | None, said: object) -> bool:
    have = number(said)
    if want is None or have is None:
        return want is None and said is None
    return not apart(want, have) if name == "money" else abs(want - have) <= _CLOSE


def _metric(name: str, reckon: Metric, case: Case) -> Iterator[Finding]:
    for when, years in (("plan", case.years), *((str(y), (y,)) for y in case.years)):
        want = reckon(case, years)
        figures: object = case.plan.metrics.get(when)
        value = figures.get(name, "") if isinstance(figures, Mapping) else ""
        if not _same(name, want, value):
            shown = "null" if want is None else f"{want:.6g}"
            what = Text("{when}的{name}应为{want}", "{name} of {when} must be {want}")
            said = what.filled(when=when, name=name, want=shown)
            yield broken(said, file=_FILE, column=f"metrics.{when}.{name}", value=value)


RULES: tuple[Rule, ...] = tuple(
    (f"metric_{name}", partial(_metric, name, reckon)) for name, reckon in METRICS.items()
)
