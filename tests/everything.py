"""Every plan of a small county, tried one after the other, by the words of the file contract.

It knows nothing of the planner but the pupils of the coming years. Structures come first: who
closes, shrinks and merges when; what is built; whose entrants go elsewhere. Then every group that
must go is put at every lawful place. Best is: rules kept, targets nearest (earliest year first),
where relief is on the fewest pupils over, least money.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from math import asin, cos, inf, radians, sin, sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.builders_whole import GRADES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.builders_whole import Whole

NEVER = 9999
type Key = tuple[str, str, str]
"""Place, band, present school."""
type Pupils = Mapping[Key, Mapping[int, Mapping[int, float]]]
"""Pupils by group, year and grade."""


class Best(NamedTuple):
    """Distance to each year's target, pupils over seats or cap, yuan."""

    far: tuple[float, ...]
    over: float
    money: float


@dataclass(frozen=True)
class Fate:
    """When a school closes and when it gives up its upper bands."""

    closes: int = NEVER
    shrinks: int = NEVER


class Merge(NamedTuple):
    """One school absorbed by another."""

    absorbed: str
    receiver: str
    year: int


class Sending(NamedTuple):
    """Entrants of a place and school who go elsewhere from a year on, by a mode for each band."""

    place: str
    source: str
    receiver: str
    start: int
    modes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Structure:
    """What is decided about schools."""

    fate: Mapping[str, Fate]
    merges: tuple[Merge, ...]
    built: Mapping[str, int]

    def ends(self, school: str) -> int:
        """Return the year from which a school is not open."""
        absorbed = (merge.year for merge in self.merges if merge.absorbed == school)
        return min([self.fate[school].closes, *absorbed])


class Everything:
    """The search."""

    def __init__(self, whole: Whole, rules: Any, pupils: Pupils) -> None:
        self.whole, self.rules, self.pupils = whole, rules, pupils
        self.years = list(rules.years)
        self.bands = {band.name: (band.first, band.last) for band in rules.bands}
        self.school = {row["school_id"]: row for row in whole.schools}
        self.roll: dict[str, float] = defaultdict(float)
        self.base: dict[str, float] = defaultdict(float)
        self.outside: set[str] = set()
        for row in whole.pupils:
            self.roll[row["school_id"]] += row["pupils"]
            if any(a <= row["grade"] <= b for a, b in self.bands.values()):
                self.base[row["school_id"]] += row["pupils"]
            else:
                self.outside.add(row["school_id"])
        self.against = {row["school_id"] for row in whole.tables["hearings"]}
        self.kept = {row["school_id"] for row in whole.tables["decisions"]}
        self.pins = {pin.school_id: pin.year for pin in rules.closures.close}
        self.works = {row["works_id"]: row for row in whole.tables["works"]}

    def best(self) -> Best | None:
        """Return the best that any plan reaches, None if the rules leave none."""
        levels = defaultdict(list)
        for fate, merges in self._school_choices():
            far = self._distances(fate, merges)
            if far is not None:
                levels[far].append((fate, merges))
        for far in sorted(levels):
            found: tuple[float, float] | None = None
            for fate, merges in levels[far]:
                for built in self._building(fate, merges):
                    structure = Structure(fate, merges, built)
                    if self._juniors_stay(structure) and self._empties_go(structure):
                        found = self._complete(structure, found)
            if found is not None:
                return Best(far, *found)
        return None

    # --- what a school is ------------------------------------------------------------------------

    def _public(self, key: str) -> bool:
        return self.school[key]["ownership"] == "public"

    def _candidate(self, key: str) -> bool:
        rules = self.rules.closures
        return (
            self._public(key)
            and self.school[key]["kind"] in rules.counts
            and self.roll[key] < (rules.small or inf)
            and key not in self.outside
        )

    def _offers_now(self, key: str, band: str) -> bool:
        first, last = GRADES[self.school[key]["kind"]]
        return first <= self.bands[band][0] and self.bands[band][1] <= last

    def _offers(self, structure: Structure, key: str, band: str, year: int) -> bool:
        if band != "lower" and year >= structure.fate[key].shrinks:
            return False
        return self._offers_now(key, band) or year >= self._nine_from(structure, key)

    def _nine_from(self, structure: Structure, key: str) -> int:
        works = (
            year
            for work, year in structure.built.items()
            if self.works[work]["school_id"] == key and self.works[work]["converts_to"]
        )
        merges = (merge.year for merge in structure.merges if merge.receiver == key)
        return min([NEVER, *works, *merges])

    def _open(self, structure: Structure, key: str, year: int) -> bool:
        return year < structure.ends(key)

    def _near(self, merge: Merge) -> bool:
        a, b = (radians(self.school[key]["lon"]) for key in (merge.absorbed, merge.receiver))
        half = cos(radians(32.0)) * sin((b - a) / 2)
        return 2 * 6371.0088 * asin(sqrt(half * half)) <= 1

    def _next_door(self, structure: Structure, key: str, year: int) -> list[dict[str, Any]]:
        return [
            self.school[merge.absorbed]
            for merge in structure.merges
            if merge.receiver == key and year >= merge.year and self._near(merge)
        ]

    def _added(self, structure: Structure, key: str, column: str, year: float) -> float:
        return sum(
            float(self.works[work][column] or 0)
            for work, first in structure.built.items()
            if self.works[work]["school_id"] == key and first <= year
        )

    def _cap(self, structure: Structure, key: str, year: int) -> float:
        nine = year >= self._nine_from(structure, key)
        kind = "nine_year" if nine else self.school[key]["kind"]
        return float(self.rules.schools.size_cap.get(kind, inf))

    def _seats(self, structure: Structure, key: str, year: int, built_by: float) -> float:
        seats = self.school[key]["seats"] + self._added(structure, key, "adds_seats", built_by)
        seats += sum(row["seats"] for row in self._next_door(structure, key, year))
        return min(float(seats), self._cap(structure, key, year))

    def _counted_by(self, year: int) -> float:
        return year if self.rules.schools.build_before_close else inf

    def _free_beds(self, structure: Structure, key: str, year: int) -> float:
        row = self.school[key]
        added = self._added(structure, key, "adds_beds", self._counted_by(year))
        near = self._next_door(structure, key, year)
        own = max(0.0, row["beds"] + added - row["boarders"])
        return own + sum(max(0, other["beds"] - other["boarders"]) for other in near)

    # --- structures ------------------------------------------------------------------------------

    def _school_choices(self) -> Iterator[tuple[dict[str, Fate], tuple[Merge, ...]]]:
        fates = [self._fates(key) for key in self.school]
        for chosen in itertools.product(*fates):
            fate = dict(zip(self.school, chosen, strict=True))
            changed = {key for key, one in fate.items() if one != Fate()}
            for merges in self._merge_sets(changed):
                yield fate, merges

    def _fates(self, key: str) -> list[Fate]:
        free = key not in self.against | self.kept
        closing = [NEVER]
        if key in self.pins:
            closing = [self.pins[key]]
        elif free and self._candidate(key):
            closing += [year for year in self.years if not self._only_shrinks(key, year)]
        fates = [Fate(closes) for closes in closing]
        if free and self.rules.closures.downgrade and self._may_shrink(key):
            fates += [
                Fate(closes, year) for closes in closing for year in self.years if year < closes
            ]
        return fates

    def _only_shrinks(self, key: str, year: int) -> bool:
        if self.rules.closures.downgrade != "only":
            return False
        lower = (group for group in self.pupils if group[1:] == ("lower", key))
        return sum(self._number(group, year) for group in lower) > 0

    def _may_shrink(self, key: str) -> bool:
        above = [band for band in self.bands if band != "lower" and self._offers_now(key, band)]
        return self._candidate(key) and self._offers_now(key, "lower") and bool(above)

    def _merge_sets(self, changed: set[str]) -> Iterator[tuple[Merge, ...]]:
        pairs = [pair for pair in self._pairs if not changed & set(pair)]
        for number in range(len(pairs) + 1):
            for some in itertools.combinations(pairs, number):
                parts = [key for pair in some for key in pair]
                if len(parts) == len(set(parts)):
                    for years in itertools.product(self.years, repeat=number):
                        yield tuple(
                            Merge(*pair, year) for pair, year in zip(some, years, strict=True)
                        )

    @cached_property
    def _pairs(self) -> list[tuple[str, str]]:
        """The schools that may merge: the absorbed one first."""
        rules, found = self.rules.merge, []
        if not rules.enabled or self.rules.schools.moves_per_pupil < 1:
            return []
        for a, b in itertools.permutations(self.school, 2):
            kinds = {self.school[a]["kind"]: a, self.school[b]["kind"]: b}
            if set(kinds) != {"junior", "primary"}:
                continue
            junior = kinds["junior"]
            lawful = (
                self._public(a) and self._public(b)
                and self.school[junior]["area"] == "rural"
                and self.school[a]["township"] == self.school[b]["township"]
                and self.roll[a] > 0 and self.roll[b] > 0
                and self.roll[junior] <= rules.max_junior_pupils
                and self.whole.km[a, b] <= rules.max_km
                and not {a, b} & (self.against | self.pins.keys())
                and a not in self.kept
            )  # fmt: skip
            if lawful:
                found.append((a, b))
        return found

    def _building(
        self, fate: Mapping[str, Fate], merges: tuple[Merge, ...]
    ) -> Iterator[dict[str, int]]:
        ending = {key for key, one in fate.items() if one.closes < NEVER}
        ending |= {merge.absorbed for merge in merges}
        changed = ending | {key for key, one in fate.items() if one != Fate()}
        changed |= {merge.receiver for merge in merges}
        choices: list[list[int]] = []
        for row in self.works.values():
            converts, key = bool(row["converts_to"]), row["school_id"]
            barred = key in ending or not self._public(key) or (converts and key in changed)
            years = [year for year in self.years if year >= row["first_year"] and not barred]
            choices.append([NEVER, *years])
        for years_chosen in itertools.product(*choices):
            built = {w: y for w, y in zip(self.works, years_chosen, strict=True) if y < NEVER}
            converted = [
                self.works[work]["school_id"] for work in built if self.works[work]["converts_to"]
            ]
            if len(converted) == len(set(converted)) and self._affordable(built):
                yield built

    def _affordable(self, built: Mapping[str, int]) -> bool:
        return all(
            sum(self.works[work]["cost"] for work, first in built.items() if first == year) <= most
            for year, most in self.rules.money.works_budget.items()
        )

    def _juniors(self, structure: Structure, town: str, year: int) -> list[str]:
        return [
            key
            for key, row in self.school.items()
            if row["township"] == town
            and self._public(key)
            and self._open(structure, key, year)
            and self._offers(structure, key, "junior", year)
        ]

    @cached_property
    def _junior_towns(self) -> set[str]:
        if "junior" not in self.bands or not self.rules.closures.keep_junior_per_township:
            return set()
        return {
            row["township"]
            for key, row in self.school.items()
            if self._public(key) and self._offers_now(key, "junior")
        }

    def _juniors_stay(self, structure: Structure) -> bool:
        return all(
            self._juniors(structure, town, year)
            for town in self._junior_towns
            for year in self.years
        )

    def _due(self) -> int:
        by = self.rules.closures.empty_by
        due = max(by, self.years[0]) if by else 0
        return due if due <= self.years[-1] else 0

    def _empties_go(self, structure: Structure) -> bool:
        due = self._due()
        for key in self.school if due else ():
            protected = key in self.against | self.kept | self.pins.keys()
            if self.roll[key] or not self._candidate(key) or protected:
                continue
            if structure.fate[key].closes > due:
                town = self.school[key]["township"]
                last = town in self._junior_towns and self._juniors(structure, town, due) == [key]
                if not last:
                    return False
        return True

    def _distances(
        self, fate: Mapping[str, Fate], merges: tuple[Merge, ...]
    ) -> tuple[float, ...] | None:
        rules, far = self.rules.closures, []
        for year in self.years:
            asked = rules.targets.get(year, 0)
            closing = [k for k, one in fate.items() if one.closes == year and self._counts(k)]
            merged = sum(merge.year == year for merge in merges) * self.rules.merge.count
            number = len(closing) + merged
            due = [
                k for k in closing if k in self.pins or (year == self._due() and not self.roll[k])
            ]
            if rules.rule != "at_least" and number > max(asked, len(due)):
                return None
            short, beyond = max(0, asked - number), max(0, number - asked)
            far.append({"at_least": short, "at_most": beyond}.get(rules.rule, short + beyond))
        return tuple(far)

    def _counts(self, key: str) -> bool:
        rules = self.rules.closures
        counts = self.school[key]["kind"] in rules.counts
        return counts and (rules.empty_count or self.roll[key] > 0)

    # --- pupils ----------------------------------------------------------------------------------

    def _number(self, group: Key, year: int) -> float:
        return sum(self.pupils[group][year].values())

    def _leaves(self, structure: Structure, group: Key) -> tuple[int, str | None]:
        """Return the year in which a group must go, and the school that a merge prescribes."""
        fate = structure.fate[group[2]]
        for merge in structure.merges:
            if merge.absorbed == group[2]:
                return merge.year, merge.receiver
        return (fate.closes if group[1] == "lower" else min(fate.closes, fate.shrinks)), None

    def _modes(self, place: str, band: str, school: str) -> Iterator[tuple[str, float]]:
        """Yield the lawful modes and what each costs a pupil and year."""
        rules, money, km = self.rules, self.rules.money, self.whole.km[place, school]
        most = rules.travel.max_minutes[band] + 1e-9
        ride = rules.travel.bus_wait_minutes + km / rules.travel.bus_kmh * 60
        on_foot = km / rules.travel.walk_kmh[band] * 60
        if km <= rules.travel.max_walk_km[band] + 1e-9 and on_foot <= most:
            yield "walk", money.pupil_km * km
        if rules.travel.bus and ride <= most:
            yield "bus", money.pupil_km * km + money.bus_pupil
        if band in rules.boarding.bands and ride <= rules.boarding.max_minutes + 1e-9:
            upper = money.boarding_upper if band == "upper" else 0
            yield "board", money.pupil_km * km / 5 + money.boarder + upper

    def _complete(
        self, structure: Structure, best: tuple[float, float] | None
    ) -> tuple[float, float] | None:
        """Return the better of `best` and what the structure allows."""
        for sendings in self._sendings(structure):
            search = Placing(self, structure, sendings)
            found = search.cheapest(best)
            if found is not None and (best is None or found < best):
                best = found
        return best

    # --- relief ----------------------------------------------------------------------------------

    def oversize(self) -> list[str]:
        """Return the schools over their seats or cap in the base year."""
        caps = self.rules.schools.size_cap
        return [
            key
            for key, row in self.school.items()
            if self.base[key] > min(row["seats"], caps.get(row["kind"], inf))
        ]

    def _sendings(self, structure: Structure) -> Iterator[tuple[Sending, ...]]:
        if not self.rules.relief.enabled:
            yield ()
            return
        choices = [
            [None, *self._ways_out(structure, place, source)]
            for source in self.oversize()
            if self._public(source) and not self._candidate(source) and source not in self.pins
            and structure.ends(source) == NEVER
            for place in sorted({group[0] for group in self.pupils if group[2] == source})
        ]  # fmt: skip
        for chosen in itertools.product(*choices):
            sendings = tuple(one for one in chosen if one is not None)
            if all(self._over_without(structure, one, sendings) for one in sendings):
                yield sendings

    def _ways_out(self, structure: Structure, place: str, source: str) -> Iterator[Sending]:
        first = GRADES[self.school[source]["kind"]][0]
        entry = next((b for b, (lo, hi) in self.bands.items() if lo <= first <= hi), None)
        if (place, entry, source) not in self.pupils:
            return
        for start, receiver in itertools.product(self.years, self.school):
            if receiver == source or not self._public(receiver):
                continue
            reach = first + self.years[-1] - start
            passed = [
                band
                for band, (lo, hi) in self.bands.items()
                if lo <= reach and hi >= first and (place, band, source) in self.pupils
            ]
            stays = structure.ends(receiver) == NEVER
            if stays and all(
                self._offers(structure, receiver, band, year)
                for band in passed
                for year in self.years
                if first + year - start >= self.bands[band][0] and year >= start
            ):
                for modes in itertools.product(
                    *([mode for mode, _ in self._modes(place, band, receiver)] for band in passed)
                ):
                    pairs = tuple(zip(passed, modes, strict=True))
                    yield Sending(place, source, receiver, start, pairs)

    def sent(self, sending: Sending, band: str, year: int) -> float:
        """Return the redirected pupils of a band in a year."""
        first = GRADES[self.school[sending.source]["kind"]][0]
        grades = self.pupils.get((sending.place, band, sending.source), {}).get(year, {})
        last = first + year - sending.start
        return sum(n for grade, n in grades.items() if first <= grade <= last)

    def all_sent(self, sending: Sending, year: int) -> float:
        """Return the redirected pupils of all bands in a year."""
        return sum(self.sent(sending, band, year) for band in self.bands)

    def _over_without(
        self, structure: Structure, one: Sending, sendings: tuple[Sending, ...]
    ) -> bool:
        """Tell whether the school would be over in the year in which a redirection starts.

        Nobody comes to a school that is over, so only its own pupils matter.
        """
        year, source = one.start, one.source
        own = sum(self._number(group, year) for group in self.pupils if group[2] == source)
        earlier = sum(
            self.all_sent(other, year)
            for other in sendings
            if other.source == source and other.start < year
        )
        return own - earlier > self._seats(structure, source, year, year)


class Placing:
    """Where everybody goes under one structure and its redirections."""

    def __init__(
        self, all_: Everything, structure: Structure, sendings: tuple[Sending, ...]
    ) -> None:
        self.all, self.structure, self.sendings = all_, structure, sendings
        self.load: dict[tuple[str, int], float] = defaultdict(float)
        self.came: dict[tuple[str, int], float] = defaultdict(float)
        self.boards: dict[tuple[str, int], float] = defaultdict(float)
        self.movers: list[tuple[Key, int, str | None]] = []
        self.fixed = self._money_of_schools()
        km = all_.whole.km
        for group in all_.pupils:
            leaves, prescribed = all_._leaves(structure, group)
            if leaves < NEVER:
                self.movers.append((group, leaves, prescribed))
            for year in all_.years:
                if year < leaves:
                    number = all_._number(group, year)
                    self.load[group[2], year] += number
                    self.fixed += number * all_.rules.money.pupil_km * km[group[0], group[2]]
        for sending in sendings:
            self._send(sending)

    def cheapest(self, best: tuple[float, float] | None) -> tuple[float, float] | None:
        """Return pupils over and the least money, None where nothing lawful is better."""
        relief = self.all.rules.relief.enabled
        over = self._over() if relief else 0.0
        if best is not None and (over, self.fixed - 1e9) > best:
            return None
        if not self._fits(self.all.school):
            return None
        if self.movers and self.all.rules.schools.moves_per_pupil < 1:
            return None
        queue = [(mover, self._options(*mover)) for mover in self.movers]
        queue.sort(key=lambda pair: len(pair[1]))
        if relief and not self.all.rules.schools.build_before_close:
            return min(self._every_way(queue, self.fixed), default=None)
        most = best[1] - self.fixed if best is not None and best[0] == over else inf
        money = self._place(queue, most)
        return None if money == inf else (over, self.fixed + money)

    def _every_way(
        self, queue: list[tuple[tuple[Key, int, str | None], list[Any]]], money: float
    ) -> Iterator[tuple[float, float]]:
        """Yield pupils over and money of every placing: those who come before seats are built count."""
        if not queue:
            yield self._over(), money
            return
        (group, leaves, _), options = queue[0]
        for more, school, mode in options:
            self._move(group, leaves, school, mode, 1)
            if self._fits([school]):
                yield from self._every_way(queue[1:], money + more)
            self._move(group, leaves, school, mode, -1)

    def _money_of_schools(self) -> float:
        money, total = self.all.rules.money, 0.0
        for key, row in self.all.school.items():
            cost = money.running_fixed if row["running_cost"] == "" else row["running_cost"]
            for year in self.all.years:
                if self.all._public(key) and self.all._open(self.structure, key, year):
                    shrunk = year >= self.structure.fate[key].shrinks
                    total += cost * (money.running_downgraded if shrunk else 1)
        for work, first in self.structure.built.items():
            in_use = sum(year >= first for year in self.all.years)
            total += self.all.works[work]["cost"] / money.works_years * in_use
        return total

    def _send(self, sending: Sending) -> None:
        money, km = self.all.rules.money, self.all.whole.km
        stay = money.pupil_km * km[sending.place, sending.source]
        for band, mode in sending.modes:
            rate = dict(self.all._modes(sending.place, band, sending.receiver))[mode]
            for year in self.all.years:
                if year < sending.start:
                    continue
                number = self.all.sent(sending, band, year)
                self.fixed += number * (rate - stay)
                self.load[sending.source, year] -= number
                self._add(sending.receiver, year, number, mode)

    def _add(self, school: str, year: int, number: float, mode: str) -> None:
        self.load[school, year] += number
        self.came[school, year] += number
        self.boards[school, year] += number if mode == "board" else 0

    def _over(self) -> float:
        return sum(
            max(0.0, self.load[key, year] - self.all._seats(self.structure, key, year, year))
            for key in self.all.oversize()
            for year in self.all.years
        )

    def _fits(self, schools: Any) -> bool:
        """Tell whether schools that receive are within seats, cap and beds in every year."""
        for key in schools:
            for year in self.all.years:
                if self.came[key, year] <= 0:
                    continue
                room = self.all._seats(self.structure, key, year, self.all._counted_by(year))
                beds = self.all._free_beds(self.structure, key, year)
                if self.load[key, year] > room + 1e-9 or self.boards[key, year] > beds + 1e-9:
                    return False
        return True

    def _options(
        self, group: Key, leaves: int, prescribed: str | None
    ) -> list[tuple[float, str, str]]:
        """Return the lawful places of a group, cheapest first."""
        all_, found = self.all, []
        place, band, home = group
        numbers = {year: all_._number(group, year) for year in all_.years if year >= leaves}
        for school in all_.school if prescribed is None else [prescribed]:
            stays = self.structure.ends(school) == NEVER
            taught = all(all_._offers(self.structure, school, band, year) for year in numbers)
            if school != home and all_._public(school) and stays and taught:
                for mode, rate in all_._modes(place, band, school):
                    money = rate * sum(numbers.values()) + all_.rules.money.move * numbers[leaves]
                    found.append((money, school, mode))
        return sorted(found)

    def _place(
        self, queue: list[tuple[tuple[Key, int, str | None], list[Any]]], most: float
    ) -> float:
        if not queue:
            return 0.0
        (group, leaves, _), options = queue[0]
        rest = sum(min((money for money, *_ in choice), default=inf) for _, choice in queue[1:])
        best = inf
        for money, school, mode in options:
            if money + rest >= min(best, most):
                break
            self._move(group, leaves, school, mode, 1)
            if self._fits([school]):
                further = self._place(queue[1:], min(best, most) - money)
                best = min(best, money + further)
            self._move(group, leaves, school, mode, -1)
        return best

    def _move(self, group: Key, leaves: int, school: str, mode: str, sign: int) -> None:
        for year in self.all.years:
            if year >= leaves:
                self._add(school, year, sign * self.all._number(group, year), mode)
