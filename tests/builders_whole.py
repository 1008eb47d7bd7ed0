"""Small counties drawn at random, with every part of the decision turned on now and then."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.builders import write_county, write_scenario

if TYPE_CHECKING:
    from pathlib import Path

BANDS = {"lower": (1, 3), "upper": (4, 6), "junior": (7, 9)}
GRADES = {"teaching_point": (1, 6), "primary": (1, 6), "junior": (7, 9), "nine_year": (1, 9)}
PARTS = [
    {"works"},
    {"merge"},
    {"relief"},
    {"downgrade"},
    {"works", "relief"},
    {"works", "merge", "downgrade"},
    {"merge", "relief"},
    {"works", "downgrade", "relief"},
    {"works", "merge", "relief", "downgrade"},
]
TOWNS = ["甲镇", "甲镇", "甲镇", "甲镇", "乙镇"]
KM = [0.7, 1.3, 1.9, 2.4, 4.1, 7.7, 12.3, 18.9]


@dataclass(frozen=True)
class Whole:
    """A county and a scenario of plain values."""

    schools: list[dict[str, Any]]
    pupils: list[dict[str, Any]]
    km: dict[tuple[str, str], float]
    tables: dict[str, list[dict[str, Any]]]
    scenario: dict[str, Any]
    places: dict[str, str] = field(default_factory=dict)

    def write(self, folder: Path) -> tuple[Path, Path]:
        """Write both and return the county's folder and the scenario's path."""
        data = write_county(
            folder / "county",
            schools=self.schools,
            pupils=self.pupils or [{"school_id": "S1", "grade": 1, "pupils": 0}],
            places=[{"place_id": key, "township": town} for key, town in self.places.items()],
            travel=[{"from_id": a, "school_id": b, "km": km} for (a, b), km in self.km.items()],
            **self.tables,
        )
        return data, write_scenario(folder / "plan.toml", data=data, **self.scenario)


@st.composite
def whole_counties(draw: st.DrawFn) -> Whole:
    """Draw a county of two to four schools, its ways, and a scenario of two or three years."""
    parts = draw(st.sampled_from(PARTS))
    number = draw(st.sampled_from([2, 3, 3, 4, 4]))
    years = [2023, 2024, 2025] if number < 4 and draw(st.booleans()) else [2023, 2024]
    ids = [f"S{n}" for n in range(1, number + 1)]
    places = {f"P{n}": draw(st.sampled_from(TOWNS)) for n in range(1, draw(st.integers(2, 3)))}
    schools, pupils = [], []
    for n, key in enumerate(ids):
        school = _school(draw, key, parts) | (_leading(parts)[n] if n < 2 else {})
        rows = _pupils(draw, school, list(places))
        if "relief" in parts and n == 0:
            rows = [*(row for row in rows if row["grade"] > 1), _entrants(draw, key, list(places))]
        roll = sum(row["pupils"] for row in rows)
        school["seats"] = max(0, roll + draw(st.sampled_from(_free_seats(n, parts))))
        schools.append(school)
        pupils += rows
    km = {
        (a, b): 0.0 if a == b else draw(st.sampled_from(KM)) for a in [*places, *ids] for b in ids
    }
    against, kept = _seldom(draw, ids), _seldom(draw, ids)
    tables: dict[str, list[dict[str, Any]]] = {
        "hearings": [
            {"school_id": key, "date": "2023-05-01", "parents_for": 5, "parents_against": 6}
            for key in against
        ],
        "decisions": [{"school_id": key, "decision": "keep", "reason": "必要"} for key in kept],
        "works": _works(draw, ids, years) if "works" in parts else [],
        "births": _births(draw, {row["township"] for row in schools} | set(places.values())),
    }
    scenario = _scenario(draw, years, parts)
    scenario["closures"]["close"] = _pins(draw, schools, {*against, *kept}, years)
    return Whole(schools, pupils, km, tables, scenario, places)


def _leading(parts: set[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the first two schools have to be, so that the parts often matter."""
    same: dict[str, Any] = {"township": "甲镇", "area": "rural", "ownership": "public"}
    if "merge" in parts:
        return {"kind": "junior", **same}, {"kind": "primary", **same}
    if "relief" in parts:
        return {"kind": "primary", **same}, {"kind": "primary", **same}
    return {}, {"ownership": "public"}


def _entrants(draw: st.DrawFn, school: str, places: list[str]) -> dict[str, Any]:
    place, number = draw(st.sampled_from(places)), draw(st.integers(3, 9))
    return {"school_id": school, "place_id": place, "grade": 1, "pupils": number}


def _free_seats(position: int, parts: set[str]) -> list[int]:
    """Return the free seats to choose from; the first school is overfull where relief is on."""
    if "relief" in parts and position == 0:
        return [-1, -3, -5, -5, 3]
    return [-2, 0, 0, 3, 8] if "works" in parts else [-2, 0, 3, 8, 8, 40, 40]


def _seldom(draw: st.DrawFn, ids: list[str]) -> list[str]:
    """Return one of the ids in an eighth of the cases."""
    return [draw(st.sampled_from(ids))] if draw(st.sampled_from([False] * 7 + [True])) else []


def _school(draw: st.DrawFn, key: str, parts: set[str]) -> dict[str, Any]:
    kinds = ["teaching_point", "primary", "primary", "nine_year", "junior"]
    return {
        "school_id": key,
        "kind": draw(st.sampled_from(["primary", "junior"] if "merge" in parts else kinds)),
        "township": draw(st.sampled_from(TOWNS)),
        "area": draw(st.sampled_from(["rural", "rural", "rural", "town"])),
        "ownership": draw(st.sampled_from(["public"] * 11 + ["private"])),
        "beds": draw(st.sampled_from([0, 5, 12])),
        "boarders": draw(st.sampled_from([0, 0, 2, 7])),
        "running_cost": draw(st.sampled_from(["", 0, 50_000, 90_000, 200_000])),
        "lon": 114 + draw(st.sampled_from([0.0, 0.005, 0.02, 0.05])),
    }


def _pupils(draw: st.DrawFn, school: dict[str, Any], places: list[str]) -> list[dict[str, Any]]:
    first, last = GRADES[school["kind"]]
    number = draw(st.sampled_from([0, 1, 2, 2, 2, 3]))
    grades = st.lists(
        st.sampled_from([first, *range(first, last + 1)]),
        min_size=number,
        max_size=number,
        unique=True,
    )
    return [
        {
            "school_id": school["school_id"],
            "place_id": draw(st.sampled_from(["", *places])),
            "grade": grade,
            "pupils": draw(st.integers(1, 9)),
        }
        for grade in draw(grades)
    ]


def _works(draw: st.DrawFn, ids: list[str], years: list[int]) -> list[dict[str, Any]]:
    return [
        {
            "works_id": f"W{n}",
            "school_id": draw(st.sampled_from(ids)),
            "adds_seats": draw(st.sampled_from(["", 5, 12, 40, 40])),
            "adds_beds": draw(st.sampled_from(["", 4, 12])),
            "converts_to": draw(st.sampled_from(["", "nine_year"])),
            "first_year": draw(st.sampled_from([2020, 2020, *years, 2030])),
            "cost": draw(st.sampled_from([0, 20_000, 20_000, 100_000, 400_000])),
        }
        for n in range(draw(st.sampled_from([1, 1, 2])))
    ]


def _births(draw: st.DrawFn, known: set[str]) -> list[dict[str, Any]]:
    if not draw(st.sampled_from([False, False, True])):
        return []
    towns = draw(st.sampled_from([[""], ["甲镇"], ["甲镇", "乙镇"], ["", "乙镇"]]))
    return [
        {"township": town, "year": year, "births": draw(st.sampled_from([0, 20, 40, 60, 90]))}
        for town in towns
        if not town or town in known
        for year in draw(st.sampled_from([range(2015, 2020), (2015, 2018)]))
    ]


def _scenario(draw: st.DrawFn, years: list[int], parts: set[str]) -> dict[str, Any]:
    minutes, walks = st.sampled_from([15, 30, 45, 60, inf]), st.sampled_from([0, 1.5, 2.5, 2.5])
    counts = [["teaching_point", "primary"], list(GRADES)]
    small = [0, 100, 12, 8]
    if "relief" in parts:
        counts, small = [*counts, ["teaching_point"], ["junior"]], [100, 5, 1]
    return {
        "years": years,
        "bands": draw(st.sampled_from([BANDS, BANDS, {k: BANDS[k] for k in ("lower", "upper")}])),
        "closures": {
            "targets": {year: draw(st.sampled_from([0, 1, 1, 1, 2])) for year in years},
            "rule": draw(st.sampled_from(["exact", "exact", "at_least", "at_most"])),
            "counts": draw(st.sampled_from(counts)),
            "small": draw(st.sampled_from(small)),
            "empty_by": draw(st.sampled_from([0, 2023, 2024])),
            "empty_count": draw(st.booleans()),
            "keep_junior_per_township": draw(st.booleans()),
            "downgrade": draw(st.sampled_from([True, "only"] if "downgrade" in parts else [False])),
        },
        "travel": {
            "bus": draw(st.sampled_from([True] * 5 + [False])),
            "max_minutes": {band: draw(minutes) for band in BANDS},
            "max_walk_km": {band: draw(walks) for band in BANDS},
        },
        "boarding": {
            "bands": draw(st.sampled_from([["upper", "junior"], list(BANDS), list(BANDS), []])),
            "max_minutes": draw(st.sampled_from([25, 90, 90])),
        },
        "schools": {
            "size_cap": {
                "primary": draw(st.sampled_from([10, 20, 2000, 2000])),
                "nine_year": draw(st.sampled_from([15, 2500, 2500])),
            },
            "moves_per_pupil": draw(st.sampled_from([1] * 9 + [0])),
            "build_before_close": draw(st.sampled_from([True, True, False])),
        },
        "merge": {
            "enabled": "merge" in parts,
            "count": draw(st.booleans()),
            "max_km": draw(st.sampled_from([2, 8, 30, 30])),
            "max_junior_pupils": draw(st.sampled_from([6, 400, 400])),
        },
        "relief": {"enabled": "relief" in parts},
        "demand": {
            "survival": draw(st.sampled_from([1, 1, 0.9])),
            "entrants_change": draw(st.sampled_from([0, 0, -0.2, 0.3])),
            "variant": draw(st.sampled_from(["low", "middle", "high"])),
        },
        "money": {
            "pupil_km": draw(st.sampled_from([0, 100, 300])),
            "bus_pupil": draw(st.sampled_from([0, 900, 1500])),
            "boarder": draw(st.sampled_from([0, 1000, 3000])),
            "boarding_upper": draw(st.sampled_from([0, 1500])),
            "move": draw(st.sampled_from([0, 2000])),
            "running_fixed": 60_000,
            "running_downgraded": draw(st.sampled_from([0.6, 1, 0])),
            "works_years": draw(st.sampled_from([20, 4])),
            "works_budget": draw(st.sampled_from([{}, {}, {2024: 150_000}, {2023: 0}])),
        },
        "solver": {"gap": 1e-9},
    }


def _pins(
    draw: st.DrawFn, schools: list[dict[str, Any]], spared: set[str], years: list[int]
) -> list[dict[str, Any]]:
    """Pin at most one school that tables alone do not protect and that no band leaves out."""
    able = [
        row["school_id"]
        for row in schools
        if row["ownership"] == "public"
        and row["school_id"] not in spared
        and GRADES[row["kind"]][1] <= 6
    ]
    if not able or not draw(st.sampled_from([False] * 7 + [True])):
        return []
    return [{"school_id": draw(st.sampled_from(able)), "year": draw(st.sampled_from(years))}]
