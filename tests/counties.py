"""A county that fits in the head: one valley, one road, everything at a kilometre stone.

The distance between two points is the difference of their stones. A bus takes 5 minutes and
then 2 minutes a km; the grades 1-3 walk a km in 20 minutes, all others in 15. All pupils but two
hamlets live beside their school, so that staying costs nothing.

=====  =======  ====================  =====  ======  =====  ==========================  ========
stone  school   what it is            seats  pupils  yuan   may it close?               who comes
=====  =======  ====================  =====  ======  =====  ==========================  ========
5      S05      teaching point        30     0       fixed  yes: empty, due in 2023
6      S06      teaching point        10     10       80 k  yes                         6 + 4
8      S02      private, grades 1-9   900    50             never; receives nobody
9      S10      teaching point        15     15       90 k  no: delegates 4 for, 9 against
10     S01      town primary          230    200     300 k  no: 200 pupils              30 free
11     S03      town junior           300    150     250 k  no: 150 pupils
12     S07      primary               16     16       60 k  yes                         8 + 8
16     S08      teaching point        24     24      120 k  yes                         12 + 12
30     S09      east primary          150    120     200 k  no: 120 pupils              30 free
31     S04      east junior           100    60      150 k  no: last junior of 东河
50     S11      teaching point        12     12       50 k  no: grades 1-3 ride 45 min
=====  =======  ====================  =====  ======  =====  ==========================  ========

"who comes" are the pupils of grades 1-3 + 4-6. S09 has 10 beds and 4 boarders: 6 are free; there
are no other beds. S10 may not close although it lies 1 km from the town; S11's youngest cannot
reach S09, 20 km away, in 30 minutes, and may not board; S04 would ride 20 km to S03.
Every small school is full, so only S01 and S09 receive primary pupils, 30 each.

Asked: 2 closures in 2023 and 1 in 2024. S05 must be one of the two. So of S06, S07 and S08 one
closes in 2023 and another in 2024. What a closing brings (pupil_km 100, bus 1,000, move 1,000):

* S08 to S01, 6 km by bus: a year 120,000 - 24 x 1,000 - 24 x 6 x 100 = 81,600; moving 24,000.
  First: 2 x 81,600 - 24,000 = 139,200; second: 57,600.
* S06 to S01, 4 km by bus: a year 80,000 - 10 x 1,000 - 10 x 4 x 100 = 66,000; moving 10,000.
  First: 122,000; second: 56,000.
* S07 to S01, 2 km, grades 4-6 on foot in 30 minutes, grades 1-3 by bus (on foot 40 minutes):
  a year 60,000 - 8 x 1,000 - 16 x 2 x 100 = 48,800; moving 16,000. First: 81,600; second: 32,800.

S08 first and S06 second would bring 139,200 + 56,000 = 195,200, but S01 has 30 seats and they
are 24 + 10 = 34. Groups stay whole, so the ways out are:

* S06's 4 pupils of grades 4-6 board at S09, 24 km (53 minutes): 4 x (3,000 + 1,000) +
  4 x 24 x 100 / 5 = 17,920 instead of 4 x 1,000 + 4 x 4 x 100 = 5,600: 12,320 dearer, one year.
  S01 then receives 24 + 6 = 30, exactly its free seats. Brings 195,200 - 12,320 = **182,880**.
* S08's 12 of grades 4-6 ride 14 km to S09 (33 minutes): 12 x 8 x 100 = 9,600 a year dearer, two
  years: 195,200 - 19,200 = 176,000.
* S06 first, S08 second, the 12 to S09 for one year: 122,000 + 57,600 - 9,600 = 170,000.
* S06 first, S07 second, all to S01 (10 + 16 = 26): 122,000 + 32,800 = 154,800.
* S08 first, S07 second: 24 + 8 is too many already, so the 12 ride to S09: 120,000 + 32,800.

The best plan: 2023 S05 and S08, 2024 S06. Closing nothing costs a year 1,400,000 of running
(100 + 80 + 90 + 300 + 250 + 60 + 120 + 200 + 150 + 50 thousand) and 8,000 of pupil-km (20 pupils
who walk 2 km from stone 13 to S03, 10 who ride 4 km from stone 14 to S01): 2,816,000 in two
years. S05 saves 2 x 100,000. So the plan costs 2,816,000 - 200,000 - 182,880 = **2,433,120**:

==============  =========  =========  =========
account              2023       2024        sum
==============  =========  =========  =========
running         1,180,000  1,100,000  2,280,000
pupil_km           22,400     26,720     49,120
bus_pupil          24,000     30,000     54,000
boarder                 0     12,000     12,000
boarding_upper          0      4,000      4,000
move               24,000     10,000     34,000
sum             1,250,400  1,182,720  2,433,120
==============  =========  =========  =========
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.builders import write_county, write_scenario

if TYPE_CHECKING:
    from pathlib import Path

TINY_STONES: dict[str, int] = {
    "S05": 5, "S06": 6, "S02": 8, "S10": 9, "S01": 10, "S03": 11, "S07": 12, "S08": 16,
    "S09": 30, "S04": 31, "S11": 50, "P06": 6, "P07": 12, "P08": 16, "P13": 13, "P14": 14,
}  # fmt: skip

TINY_MONEY: dict[str, tuple[float, float]] = {
    "running": (1_180_000, 1_100_000),
    "pupil_km": (22_400, 26_720),
    "bus_pupil": (24_000, 30_000),
    "boarder": (0, 12_000),
    "boarding_upper": (0, 4_000),
    "move": (24_000, 10_000),
}
TINY_OBJECTIVE = 2_433_120
TINY_DO_NOTHING = 2_816_000
TINY_CLOSURES = {"S05": 2023, "S08": 2023, "S06": 2024}
TINY_MOVES: dict[tuple[str, str], tuple[int, str, str, int, float, float]] = {
    ("P08", "lower"): (2023, "S01", "bus", 12, 6, 17),
    ("P08", "upper"): (2023, "S01", "bus", 12, 6, 17),
    ("P06", "lower"): (2024, "S01", "bus", 6, 4, 13),
    ("P06", "upper"): (2024, "S09", "board", 4, 24, 53),
}
"""What moves: (place, band) -> year, receiver, mode, pupils, km, minutes."""

_WEST, _CENTRE, _EAST = "西岭", "中镇", "东河"


def _at(stone: int) -> dict[str, float]:
    """Return the position of a stone; the road is a little longer than the straight line."""
    return {"lon": round(114 + 0.0105 * stone, 6), "lat": 32.0}


def _school(school_id: str, kind: str, township: str, seats: int, **more: Any) -> dict[str, Any]:
    at = _at(TINY_STONES[school_id])
    row = {"school_id": school_id, "township": township, "kind": kind, "seats": seats, **at}
    return {**row, **more}


def _tiny_schools() -> list[dict[str, Any]]:
    primary, point = "primary", "teaching_point"
    return [
        _school("S01", primary, _CENTRE, 230, name="中镇中心小学", area="town",
                running_cost=300_000, classrooms=7, staff=16),
        _school("S02", "nine_year", _CENTRE, 900, name="育才学校", ownership="private"),
        _school("S03", "junior", _CENTRE, 300, name="中镇初中", running_cost=250_000, staff=14),
        _school("S04", "junior", _EAST, 100, name="东河初中", running_cost=150_000, staff=9),
        _school("S05", point, _WEST, 30, name="西岭教学点"),
        _school("S06", point, _WEST, 10, name="六里教学点", running_cost=80_000, staff=3),
        _school("S07", primary, _CENTRE, 16, name="双桥小学", running_cost=60_000, staff=4),
        _school("S08", point, _CENTRE, 24, name="八里教学点", running_cost=120_000, staff=5),
        _school("S09", primary, _EAST, 150, name="东河小学", running_cost=200_000, beds=10,
                boarders=4, staff=12),
        _school("S10", point, _CENTRE, 15, name="九里教学点", running_cost=90_000),
        _school("S11", point, _EAST, 12, name="东坡教学点", running_cost=50_000),
    ]  # fmt: skip


def _grades(school_id: str, place_id: str, pupils: dict[int, int]) -> list[dict[str, Any]]:
    return [
        {"school_id": school_id, "place_id": place_id, "grade": grade, "pupils": number}
        for grade, number in pupils.items()
    ]


def _tiny_pupils() -> list[dict[str, Any]]:
    return [
        *_grades("S01", "", {1: 40, 2: 30, 3: 30, 4: 30, 5: 30, 6: 30}),
        *_grades("S01", "P14", {4: 6, 5: 4}),
        *_grades("S02", "", {1: 25, 4: 25}),
        *_grades("S03", "", {7: 50, 8: 40, 9: 40}),
        *_grades("S03", "P13", {7: 10, 9: 10}),
        *_grades("S04", "", {7: 20, 8: 20, 9: 20}),
        *_grades("S06", "P06", {1: 2, 2: 2, 3: 2, 4: 2, 5: 2}),
        *_grades("S07", "P07", {1: 4, 2: 4, 4: 4, 5: 4}),
        *_grades("S08", "P08", {1: 6, 2: 6, 4: 6, 5: 6}),
        *_grades("S09", "", {1: 20, 2: 20, 3: 20, 4: 20, 5: 20, 6: 20}),
        *_grades("S10", "", {1: 5, 2: 5, 4: 5}),
        *_grades("S11", "", {1: 3, 2: 3, 4: 3, 5: 3}),
    ]


def tiny_county(folder: Path) -> Path:
    """Write the county of this module's page and return its folder."""
    origins = [*(name for name in TINY_STONES if name.startswith("P")), *_ids("S")]
    return write_county(
        folder,
        county={"name": "一条谷县"},
        schools=_tiny_schools(),
        places=[
            {"place_id": place, "township": _WEST if place == "P06" else _CENTRE}
            | _at(TINY_STONES[place])
            for place in _ids("P")
        ],
        pupils=_tiny_pupils(),
        travel=[
            {"from_id": a, "school_id": b, "km": abs(TINY_STONES[a] - TINY_STONES[b])}
            for a in origins
            for b in _ids("S")
        ],
        hearings=[
            {"school_id": "S10", "date": "2023-05-10", "parents_for": 20, "parents_against": 6,
             "delegates_for": 4, "delegates_against": 9},
        ],
    )  # fmt: skip


def _ids(first: str) -> list[str]:
    return sorted(name for name in TINY_STONES if name.startswith(first))


TINY_SCENARIO: dict[str, Any] = {
    "title": "一条谷，两年",
    "years": [2023, 2024],
    "closures": {
        "targets": {2023: 2, 2024: 1},
        "counts": ["teaching_point", "primary", "junior"],
    },
    "travel": {"walk_kmh": {"lower": 3.0, "upper": 4.0, "junior": 4.0}},
    "money": {
        "pupil_km": 100,
        "bus_pupil": 1000,
        "boarder": 3000,
        "boarding_upper": 1000,
        "running_fixed": 100_000,
        "move": 1000,
    },
}


def tiny_scenario(path: Path, data: Path) -> Path:
    """Write the scenario of this module's page for the county in `data` and return its path."""
    return write_scenario(path, data=data, **TINY_SCENARIO)
