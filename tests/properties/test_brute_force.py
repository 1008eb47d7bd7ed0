"""On counties of at most five schools and two years, trying everything gives the same answer.

The search here knows nothing of the planner: it tries every closing year of every school and
every lawful place of every group, in the order of the contract: rules, distance to the targets
(earliest year first), money.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from planner.check import check
from planner.errors import Infeasible
from planner.load import load
from planner.pipeline import Options, plan
from scenarios.load import load as load_scenario
from tests.builders import write_county, write_scenario

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BANDS = {"lower": (1, 3), "upper": (4, 6), "junior": (7, 9)}
GRADES = {"teaching_point": (1, 6), "primary": (1, 6), "junior": (7, 9), "nine_year": (1, 9)}
NEVER = 9999


@dataclass(frozen=True)
class Small:
    """A county and a scenario of plain values."""

    schools: list[dict[str, Any]]
    pupils: list[dict[str, Any]]
    km: dict[tuple[str, str], float]
    hearings: list[dict[str, Any]]
    decisions: list[dict[str, Any]]
    scenario: dict[str, Any]
    places: list[str] = field(default_factory=list)


@st.composite
def small_counties(draw: st.DrawFn) -> Small:
    """Draw a county of two to five schools, its ways, and a scenario of one or two years."""
    years = draw(st.sampled_from([[2023], [2023, 2024], [2023, 2024]]))
    number = draw(st.sampled_from([2, 3, 4, 4, 5, 5]))
    ids = [f"S{n}" for n in range(1, number + 1)]
    places = [f"P{n}" for n in range(1, draw(st.integers(1, 3)) + 1)]
    schools = [_school(draw, key) for key in ids]
    pupils = list(_pupils(draw, schools, places))
    km = {
        (a, b): 0.0 if a == b else draw(st.sampled_from([0.7, 1.3, 1.9, 2.4, 4.1, 7.7, 12.3, 18.9]))
        for a in [*places, *ids]
        for b in ids
    }
    against = _seldom(draw, ids)
    hearings = [
        {"school_id": key, "date": "2023-05-01", "parents_for": 5, "parents_against": 6}
        for key in against
    ]
    kept = _seldom(draw, ids)
    decisions = [{"school_id": key, "decision": "keep", "reason": "必要"} for key in kept]
    scenario = _scenario(draw, years)
    pins = _pins(draw, schools, {*against, *kept}, pupils, years)
    scenario["closures"]["close"] = pins
    return Small(schools, pupils, km, hearings, decisions, scenario, places)


def _seldom(draw: st.DrawFn, ids: list[str]) -> list[str]:
    """Return one of the ids in a third of the cases."""
    return [draw(st.sampled_from(ids))] if draw(st.sampled_from([False, False, True])) else []


def _school(draw: st.DrawFn, key: str) -> dict[str, Any]:
    kinds = ["teaching_point", "primary", "primary", "nine_year", "junior"]
    return {
        "school_id": key,
        "kind": draw(st.sampled_from(kinds)),
        "township": draw(st.sampled_from(["甲镇", "乙镇"])),
        "ownership": draw(st.sampled_from(["public"] * 8 + ["private"])),
        "seats": draw(st.sampled_from([0, 12, 18, 25, 30, 60])),
        "beds": draw(st.sampled_from([0, 5, 12, 20])),
        "boarders": draw(st.sampled_from([0, 0, 2, 6])),
        "running_cost": draw(st.sampled_from(["", 0, 20_000, 50_000, 90_000])),
        "lon": 114 + int(key[1:]) / 100,
    }


def _pupils(
    draw: st.DrawFn, schools: list[dict[str, Any]], places: list[str]
) -> Iterator[dict[str, Any]]:
    for row in schools:
        first, last = GRADES[row["kind"]]
        grades = st.lists(
            st.integers(first, last),
            min_size=draw(st.sampled_from([0, 1, 2])),
            max_size=3,
            unique=True,
        )
        for grade in draw(grades):
            place = draw(st.sampled_from(["", *places]))
            number = draw(st.integers(1, 9))
            yield {
                "school_id": row["school_id"],
                "place_id": place,
                "grade": grade,
                "pupils": number,
            }


def _scenario(draw: st.DrawFn, years: list[int]) -> dict[str, Any]:
    minutes = st.sampled_from([15, 30, 45, inf])
    walks = st.sampled_from([0, 1.5, 2.5, 2.5])
    return {
        "years": years,
        "bands": draw(st.sampled_from([BANDS, BANDS, {k: BANDS[k] for k in ("lower", "upper")}])),
        "closures": {
            "targets": {year: draw(st.sampled_from([0, 1, 1, 2, 2, 3])) for year in years},
            "rule": draw(st.sampled_from(["exact", "exact", "at_least", "at_most"])),
            "counts": draw(st.sampled_from([["teaching_point", "primary"], list(GRADES)])),
            "small": draw(st.sampled_from([0, 100, 12])),
            "empty_by": draw(st.sampled_from([0, 2023, 2024, 2030])),
            "empty_count": draw(st.booleans()),
            "keep_junior_per_township": draw(st.booleans()),
        },
        "travel": {
            "bus": draw(st.sampled_from([True, True, True, False])),
            "max_minutes": {band: draw(minutes) for band in BANDS},
            "max_walk_km": {band: draw(walks) for band in BANDS},
        },
        "boarding": {
            "bands": draw(st.sampled_from([["upper", "junior"], ["lower", "upper", "junior"], []])),
            "max_minutes": draw(st.sampled_from([25, 90, 90])),
        },
        "schools": {
            "size_cap": {"primary": draw(st.sampled_from([20, 2000, 2000]))},
            "split_places": draw(st.sampled_from([False] * 5 + [True])),
        },
        "money": {
            "pupil_km": draw(st.sampled_from([0, 100, 300])),
            "bus_pupil": draw(st.sampled_from([0, 900, 1500])),
            "boarder": draw(st.sampled_from([0, 1000, 3000])),
            "boarding_upper": draw(st.sampled_from([0, 1500])),
            "move": draw(st.sampled_from([0, 2000])),
            "running_fixed": 60_000,
        },
        "solver": {"gap": 1e-9},
    }


def _pins(
    draw: st.DrawFn,
    schools: list[dict[str, Any]],
    spared: set[str],
    pupils: list[dict[str, Any]],
    years: list[int],
) -> list[dict[str, Any]]:
    """Pin at most one school that tables alone do not protect, and that has primary pupils."""
    able = [
        row["school_id"]
        for row in schools
        if row["ownership"] == "public"
        and row["school_id"] not in spared
        and any(p["school_id"] == row["school_id"] for p in pupils)
        and GRADES[row["kind"]][1] == 6
    ]
    if not able or not draw(st.sampled_from([False] * 4 + [True])):
        return []
    return [{"school_id": draw(st.sampled_from(able)), "year": draw(st.sampled_from(years))}]


# --- trying everything ---------------------------------------------------------------------------


class Everything:
    """All lawful plans of a small county, tried one after the other."""

    def __init__(
        self,
        small: Small,
        base: dict[str, Any],
        quicker: dict[tuple[str, str], float] | None = None,
    ) -> None:
        self.small, self.rules, self.quicker = small, base, quicker or {}
        self.years: list[int] = small.scenario["years"]
        self.bands: dict[str, tuple[int, int]] = small.scenario["bands"]
        self.school = {row["school_id"]: row for row in small.schools}
        self.groups: dict[tuple[str, str, str], int] = defaultdict(int)
        self.roll: dict[str, int] = defaultdict(int)
        self.outside: set[str] = set()
        for row in small.pupils:
            self.roll[row["school_id"]] += row["pupils"]
            band = self._band(row["grade"])
            if band is None:
                self.outside.add(row["school_id"])
            else:
                place = row["place_id"] or row["school_id"]
                self.groups[place, band, row["school_id"]] += row["pupils"]
        self.spared = {row["school_id"] for row in [*small.hearings, *small.decisions]}
        self.pins = {row["school_id"]: row["year"] for row in base["closures"]["close"]}

    def best(self) -> tuple[list[float], float] | None:
        """Return the least distances to the targets and the least money, None without a plan."""
        found: tuple[list[float], float] | None = None
        for closing in self._closings():
            far = self._distance(closing)
            if far is None or (found and far > found[0]):
                continue
            money = self._cheapest(closing)
            if money < inf and (found is None or (far, money) < found):
                found = far, money
        return found

    def _band(self, grade: int) -> str | None:
        inside = (name for name, (first, last) in self.bands.items() if first <= grade <= last)
        return next(inside, None)

    def _public(self, key: str) -> bool:
        return self.school[key]["ownership"] == "public"

    def _offers(self, key: str, band: str) -> bool:
        first, last = GRADES[self.school[key]["kind"]]
        return first <= self.bands[band][0] and self.bands[band][1] <= last

    def _candidate(self, key: str) -> bool:
        rules = self.rules["closures"]
        return (
            self._public(key)
            and self.school[key]["kind"] in rules["counts"]
            and self.roll[key] < (rules["small"] or inf)
            and key not in self.outside
        )

    def _counts(self, key: str) -> bool:
        rules = self.rules["closures"]
        counts = self.school[key]["kind"] in rules["counts"]
        return counts and (rules["empty_count"] or self.roll[key] > 0)

    def _closings(self) -> Iterator[dict[str, int]]:
        choices = []
        for key in self.school:
            if key in self.pins:
                choices.append([self.pins[key]])
            elif self._candidate(key) and key not in self.spared:
                choices.append([*self.years, NEVER])
            else:
                choices.append([NEVER])
        for years in itertools.product(*choices):
            closing = dict(zip(self.school, years, strict=True))
            if self._lawful(closing):
                yield closing

    def _juniors(self, town: str) -> list[str]:
        if "junior" not in self.bands:
            return []
        return [
            key
            for key, row in self.school.items()
            if row["township"] == town and self._public(key) and self._offers(key, "junior")
        ]

    def _lawful(self, closing: dict[str, int]) -> bool:
        rules = self.rules["closures"]
        keep_one = rules["keep_junior_per_township"]
        for town in {row["township"] for row in self.school.values()}:
            juniors = self._juniors(town)
            if keep_one and juniors and all(closing[key] < NEVER for key in juniors):
                return False
        due = self._due()
        for key in self.school:
            if due and self.roll[key] == 0 and self._candidate(key) and closing[key] > due:
                juniors = self._juniors(self.school[key]["township"])
                left = [other for other in juniors if closing[other] > due]
                if key not in self.spared and not (keep_one and left == [key]):
                    return False
        return True

    def _due(self) -> int:
        by = self.rules["closures"]["empty_by"]
        due = max(by, self.years[0]) if by else 0
        return due if due <= self.years[-1] else 0

    def _distance(self, closing: dict[str, int]) -> list[float] | None:
        rules = self.rules["closures"]
        far: list[float] = []
        for year in self.years:
            asked = rules["targets"].get(year, 0)
            closed = [key for key, when in closing.items() if when == year and self._counts(key)]
            forced = [
                key
                for key in closed
                if key in self.pins or (year == self._due() and self.roll[key] == 0)
            ]
            if rules["rule"] != "at_least" and len(closed) > max(asked, len(forced)):
                return None
            short, over = max(0, asked - len(closed)), max(0, len(closed) - asked)
            far.append({"at_least": short, "at_most": over}.get(rules["rule"], short + over))
        return far

    def _cheapest(self, closing: dict[str, int]) -> float:
        fixed = 0.0
        for key, row in self.school.items():
            open_years = sum(year < closing[key] for year in self.years)
            cost = row["running_cost"]
            cost = self.rules["money"]["running_fixed"] if cost == "" else cost
            fixed += cost * open_years * self._public(key)
        movers = []
        room = {key: self._room(key) for key in self.school}
        for (place, band, home), number in self.groups.items():
            years = sum(year < closing[home] for year in self.years)
            fixed += self.rules["money"]["pupil_km"] * self.small.km[place, home] * number * years
            if closing[home] < NEVER:
                movers.append((place, band, home, number))
            room[home] -= number
        beds = {k: max(0, row["beds"] - row["boarders"]) for k, row in self.school.items()}
        options = [sorted(self._options(closing, *mover)) for mover in movers]
        if self.rules["schools"]["split_places"]:
            return fixed + _shared([mover[3] for mover in movers], options, room, beds)
        order = sorted(range(len(movers)), key=lambda n: len(options[n]))
        queue = [(movers[n][3], options[n]) for n in order]
        return fixed + self._place(queue, room, beds, inf)

    def _room(self, key: str) -> float:
        row = self.school[key]
        return min(row["seats"], self.rules["schools"]["size_cap"].get(row["kind"], inf))

    def _options(
        self, closing: dict[str, int], place: str, band: str, home: str, number: int
    ) -> Iterator[tuple[float, str, bool]]:
        travel, board, money = (self.rules[name] for name in ("travel", "boarding", "money"))
        left = sum(year >= closing[home] for year in self.years)
        for key in self.school:
            if closing[key] < NEVER or not self._public(key) or not self._offers(key, band):
                continue
            km = self.small.km[place, key]
            ride = travel["bus_wait_minutes"] + km / travel["bus_kmh"] * 60
            ride -= self.quicker.get((place, key), 0)
            walk = km / travel["walk_kmh"][band] * 60
            road, most = money["pupil_km"] * km, travel["max_minutes"][band]
            if km <= travel["max_walk_km"][band] + 1e-9 and walk <= most + 1e-9:
                yield number * (road * left + money["move"]), key, False
            if travel["bus"] and ride <= most + 1e-9:
                yield number * ((road + money["bus_pupil"]) * left + money["move"]), key, False
            if band in board["bands"] and ride <= board["max_minutes"] + 1e-9:
                bed = money["boarder"] + (money["boarding_upper"] if band == "upper" else 0)
                yield number * ((road / 5 + bed) * left + money["move"]), key, True

    def _place(
        self,
        queue: list[tuple[int, list[tuple[float, str, bool]]]],
        room: dict[str, float],
        beds: dict[str, float],
        most: float,
    ) -> float:
        if not queue:
            return 0.0
        number, options = queue[0]
        rest = sum(min((cost for cost, *_ in choice), default=inf) for _, choice in queue[1:])
        best = inf
        for cost, key, boards in options:
            if cost + rest >= min(best, most):
                break
            if number > room[key] or (boards and number > beds[key]):
                continue
            room[key] -= number
            beds[key] -= number * boards
            best = min(best, cost + self._place(queue[1:], room, beds, min(best, most) - cost))
            room[key] += number
            beds[key] += number * boards
        return best


def _shared(
    sizes: list[int],
    options: list[list[tuple[float, str, bool]]],
    room: dict[str, float],
    beds: dict[str, float],
) -> float:
    """Return the least money where groups may be divided, by linear programming."""
    parts = [(n, cost, key, boards) for n, row in enumerate(options) for cost, key, boards in row]
    if not sizes:
        return 0.0
    if not all(options):
        return inf
    limits = [
        ([sizes[n] * (k == key) for n, _, k, _ in parts], max(0.0, most))
        for key, most in room.items()
    ] + [
        ([sizes[n] * (k == key and boards) for n, _, k, boards in parts], most)
        for key, most in beds.items()
    ]
    done = linprog(
        [cost for _, cost, _, _ in parts],
        A_ub=[row for row, _ in limits],
        b_ub=[most for _, most in limits],
        A_eq=[[float(n == m) for n, *_ in parts] for m in range(len(sizes))],
        b_eq=[1.0] * len(sizes),
        bounds=(0, 1),
    )
    return float(done.fun) if done.status == 0 else inf


# --- the planner's answer ------------------------------------------------------------------------


def write(small: Small, folder: Path) -> tuple[Path, Path]:
    data = write_county(
        folder / "county",
        schools=small.schools,
        pupils=small.pupils or [{"school_id": "S1", "grade": 1, "pupils": 0}],
        places=[{"place_id": key} for key in small.places],
        hearings=small.hearings,
        decisions=small.decisions,
        travel=[{"from_id": a, "school_id": b, "km": km} for (a, b), km in small.km.items()],
    )
    return data, write_scenario(folder / "plan.toml", data=data, **small.scenario)


def _agree(small: Small, folder: Path) -> None:
    data, scenario = write(small, folder)
    dataset, resolved = load(data), load_scenario(scenario)
    assert set(resolved.assumptions.years) == set(small.scenario["years"])
    best = Everything(small, resolved_values(resolved.assumptions)).best()
    try:
        made = plan(dataset, resolved.assumptions, Options(isolated=False))
    except Infeasible:
        assert best is None, f"a plan exists: {best}"
        return
    assert best is not None, "the rules leave no plan"
    report = check(dataset, resolved.assumptions, made)
    assert not report.findings
    far = [_far(resolved.assumptions.closures.rule, line) for line in made.targets]
    assert far == best[0]
    assert made.proof.objective == pytest.approx(best[1], abs=1)
    assert made.proof.status == "optimal"


def _far(rule: str, line: Any) -> float:
    short, over = max(0, line.asked - line.planned), max(0, line.planned - line.asked)
    return {"at_least": short, "at_most": over}.get(rule, short + over)


def resolved_values(rules: Any) -> dict[str, Any]:
    """Return the values that the search needs, defaults of `base` filled in."""
    return {
        "closures": {
            **{
                name: getattr(rules.closures, name)
                for name in ("targets", "rule", "counts", "small", "empty_by", "empty_count")
            },
            "keep_junior_per_township": rules.closures.keep_junior_per_township,
            "close": [{"school_id": p.school_id, "year": p.year} for p in rules.closures.close],
        },
        "travel": vars(rules.travel),
        "boarding": vars(rules.boarding),
        "schools": vars(rules.schools),
        "money": vars(rules.money),
    }


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give one folder after the other, so that no case sees the files of another."""
    return (tmp_path_factory.mktemp("small") for _ in itertools.count())  # type: ignore[return-value]


QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@settings(max_examples=300, suppress_health_check=QUIET)
@given(small=small_counties())
def test_trying_everything_gives_the_same_targets_and_money(
    scratch: Iterator[Path], small: Small
) -> None:
    """The pipeline reaches the targets and the money of the plain search, and passes its check."""
    _agree(small, next(scratch))


@pytest.mark.slow
@settings(max_examples=1500, suppress_health_check=QUIET)
@given(small=small_counties())
def test_trying_everything_many_times(scratch: Iterator[Path], small: Small) -> None:
    """The same on five times as many counties."""
    _agree(small, next(scratch))
