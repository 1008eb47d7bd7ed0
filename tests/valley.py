"""A valley in which every part of the decision happens, in two years.

A stone is a kilometre. Children board 5 minutes and 2 a km away; the other figures are those of
`tests.builders_model`. All bands exist; schools under 30 pupils may close.

=====  ======  =======================  =====  ========================================
stone  school  what it is               seats  what happens
=====  ======  =======================  =====  ========================================
-31    V       primary of 西岭          80     becomes a nine-year school by the work WV
-30    M       junior of 西岭           20     closes: its only way out is V
0      T       town primary, too full   50     the entrants of Q go to U from 2023 on
5      U       primary                  50     gets seats and beds by WS and WB
6      E       teaching point           10     closes: to U, 1 km
10     J       rural junior             100    becomes a nine-year school with K
11     K       rural primary            60     is absorbed: next door, so 60 seats go too
40     D       far primary              30     gives up grades 4-6, who board at U
=====  ======  =======================  =====  ========================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.builders_model import write_street

if TYPE_CHECKING:
    from pathlib import Path

VALLEY_SCENARIO: dict[str, Any] = {
    "years": [2023, 2024],
    "closures": {
        "targets": {2023: 2},
        "counts": ["teaching_point", "primary", "junior"],
        "small": 30,
        "downgrade": True,
    },
    "merge": {"enabled": True},
    "relief": {"enabled": True},
    "demand": {"survival": 1},
    "money": {"works_budget": {2023: 200_000}, "works_years": 10},
}


def valley(folder: Path) -> Path:
    """Write the county and scenario of this module's page; return the scenario's path."""
    schools: dict[str, dict[str, Any]] = {
        "V": {"at": -31, "seats": 80, "township": "西岭"},
        "M": {
            "at": -30,
            "seats": 20,
            "township": "西岭",
            "kind": "junior",
            "running_cost": 300_000,
        },
        "T": {"at": 0, "seats": 50, "area": "town"},
        "U": {"at": 5, "seats": 50, "beds": 2, "boarders": 2},
        "E": {"at": 6, "seats": 10, "kind": "teaching_point"},
        "J": {"at": 10, "seats": 100, "kind": "junior", "area": "rural", "beds": 3, "boarders": 2},
        "K": {
            "at": 11,
            "seats": 60,
            "area": "rural",
            "running_cost": 150_000,
            "boarders": 1,
            "beds": 1,
        },
        "D": {"at": 40, "seats": 30, "running_cost": 300_000},
    }
    pupils = [
        *(("V", grade, 7) for grade in range(1, 7)),
        *(("M", grade, 4) for grade in (7, 8, 9)),
        *(("T", grade, 8) for grade in range(1, 7)),
        *(("T", grade, 6, "Q") for grade in (1, 2)),
        *(("U", grade, 7) for grade in range(1, 7)),
        ("E", 1, 4), ("E", 2, 4), ("E", 3, 2),
        *(("J", grade, 13) for grade in (7, 8, 9)),
        *(("K", grade, 6) for grade in range(1, 7)),
        *(("D", grade, 2, "P") for grade in range(1, 7)),
    ]  # fmt: skip
    works = [
        {"works_id": "WB", "school_id": "U", "adds_beds": 8, "first_year": 2023, "cost": 40_000},
        {"works_id": "WS", "school_id": "U", "adds_seats": 40, "first_year": 2023, "cost": 60_000},
        {
            "works_id": "WV",
            "school_id": "V",
            "converts_to": "nine_year",
            "first_year": 2023,
            "cost": 50_000,
        },
    ]
    births = [{"township": "", "year": year, "births": n} for year, n in BIRTHS.items()]
    return write_street(
        folder,
        schools,
        pupils,
        places={"P": 40, "Q": 3},
        scenario=VALLEY_SCENARIO,
        works=works,
        births=births,
    )


BIRTHS = {2015: 100, 2016: 100, 2017: 100, 2018: 50}
