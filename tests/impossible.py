"""Small counties whose decided closings cannot be carried out, one for each cause, as files.

They are streets (`tests.builders_model`): a bus takes 5 minutes and 2 a km, limits are those of the
base scenario. 丁庄小学 has 25 pupils in each of the grades 1-6, unless it is said otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.builders_model import write_street

if TYPE_CHECKING:
    from pathlib import Path

type Schools = dict[str, dict[str, Any]]
FULL = [("D", grade, 25) for grade in range(1, 7)]
TAUGHT = [("D", grade, 50) for grade in (7, 8, 9)]


@dataclass(frozen=True)
class Impossible:
    """A county without a plan.

    Parameters
    ----------
    code
        The cause.
    zh, en
        Words with which it is named.
    repairs
        (code, school_id, year, amount) of the repairs, the smallest first.
    """

    code: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    repairs: list[tuple[str, str, int | None, float]]
    schools: Schools
    pupils: list[tuple[Any, ...]]
    scenario: dict[str, Any]
    places: dict[str, float] = field(default_factory=dict)
    works: list[dict[str, Any]] = field(default_factory=list)

    def write(self, folder: Path) -> Path:
        """Write the county and its scenario; return the scenario's path."""
        return write_street(
            folder,
            self.schools,
            self.pupils,
            places=self.places,
            scenario=self.scenario,
            works=self.works,
        )


def _close(
    *pins: tuple[str, int], years: tuple[int, ...] = (2023,), **closures: Any
) -> dict[str, Any]:
    close = [{"school_id": school, "year": year} for school, year in pins]
    return {"years": list(years), "closures": {"close": close, **closures}}


_A, _B, _D = {"name": "甲坡小学"}, {"name": "乙湾小学"}, {"name": "丁庄小学"}

OUT_OF_REACH = Impossible(
    code="no_place",
    zh=(
        "甲坡小学定于2023年撤并",
        "1—3年级的5名学生（P5名）",
        "在30分钟内没有接收学校，最近的丁庄小学需39分钟",
    ),
    en=("甲坡小学 is to close in 2023", "5 pupils of grades 1–3", "no school is within 30 minutes"),
    repairs=[("drop", "A", None, 0), ("minutes", "", None, 9)],
    schools={"A": {**_A, "at": 17}, "D": _D},
    pupils=[("A", 1, 5, "P"), ("A", 4, 3), *FULL],
    places={"P": 17},
    scenario=_close(("A", 2023)),
)
SAME_SEATS = Impossible(
    code="seats",
    zh=(
        "甲坡小学定于2023年撤并",
        "10名学生",
        "乙湾小学定于2023年撤并",
        "8名学生",
        "丁庄小学在2023年可容纳162名（核定学位），本校学生150名，只余12个学位",
    ),
    en=("甲坡小学 is to close in 2023", "丁庄小学 may have 162 pupils", "12 seats are left"),
    repairs=[("seats", "D", None, 6), ("drop", "B", None, 0), ("drop", "A", None, 0)],
    schools={"A": _A, "B": _B, "D": {**_D, "at": 1, "seats": 162}},
    pupils=[("A", 4, 10), ("B", 4, 8), *FULL],
    scenario=_close(("A", 2023), ("B", 2023)),
)
TOO_FEW_BEDS = Impossible(
    code="beds",
    zh=("甲坡小学定于2023年撤并", "丁庄小学有床位12张，现有寄宿生2名，只余10张"),
    en=("丁庄小学 has 12 beds and 2 boarders now: 10 are left",),
    repairs=[("beds", "D", None, 8), ("drop", "B", None, 0), ("drop", "A", None, 0)],
    schools={"A": _A, "B": _B, "D": {**_D, "at": 30, "beds": 12, "boarders": 2}},
    pupils=[("A", 4, 10), ("B", 4, 8), *FULL],
    scenario=_close(("A", 2023), ("B", 2023)),
)
POOR = Impossible(
    code="budget",
    zh=(
        "石门初中定于2023年撤并",
        "2023年工程预算（money.works_budget）为30,000元",
        "工程WV（石门小学改为九年一贯制）需50,000元",
        "西岭须保留一所设有7—9年级的公办学校",
    ),
    en=("the works budget of 2023", "is 30,000 yuan", "works WV", "costs 50,000 yuan"),
    repairs=[("budget", "", 2023, 20_000), ("drop", "A", None, 0)],
    schools={
        "A": {"name": "石门初中", "kind": "junior", "township": "西岭"},
        "V": {"name": "石门小学", "township": "西岭", "at": 1},
        "D": {"name": "中心初中", "kind": "junior", "at": 2},
    },
    pupils=[("A", 7, 10), ("V", 1, 12), *TAUGHT],
    scenario=_close(("A", 2023)) | {"money": {"works_budget": {2023: 30_000}}},
    works=[
        {
            "works_id": "WV",
            "school_id": "V",
            "converts_to": "nine_year",
            "first_year": 2023,
            "cost": 50_000,
        }
    ],
)
LAST_JUNIORS = Impossible(
    code="last_junior",
    zh=(
        "甲坡初中定于2023年撤并",
        "乙湾初中定于2023年撤并",
        "西岭须保留一所设有7—9年级的公办学校（现有甲坡初中、乙湾初中）",
    ),
    en=("西岭 must keep a public school with grades 7–9",),
    repairs=[("drop", "A", None, 0), ("drop", "B", None, 0)],
    schools={
        "A": {"name": "甲坡初中", "kind": "junior", "township": "西岭"},
        "B": {"name": "乙湾初中", "kind": "junior", "township": "西岭"},
        "D": {"name": "中心初中", "kind": "junior", "at": 1},
    },
    pupils=[("A", 7, 10), ("B", 7, 12), *TAUGHT],
    scenario=_close(("A", 2023), ("B", 2023)),
)
OVERLOADED = Impossible(
    code="overload",
    zh=("丁庄小学在2023年本校学生150名，已超过140名（核定学位），不得再接收学生",),
    en=("more than the 140 it may have (approved seats): it may take no others",),
    repairs=[("seats", "D", None, 15), ("drop", "A", None, 0)],
    schools={"A": _A, "D": {**_D, "at": 1, "seats": 140}},
    pupils=[("A", 4, 5), *FULL],
    scenario=_close(("A", 2023)),
)
EMPTY_DUE = Impossible(
    code="empty_due",
    zh=("甲坡初中定于2024年撤并", "乙湾初中没有学生，应在2023年以前撤并", "西岭须保留一所"),
    en=("乙湾初中 has no pupils and is due to close by 2023",),
    repairs=[("other_year", "A", 2023, 0), ("keep", "B", None, 0), ("drop", "A", None, 0)],
    schools=LAST_JUNIORS.schools,
    pupils=[("A", 7, 10), *TAUGHT],
    scenario=_close(("A", 2024), years=(2023, 2024), counts=["junior"], empty_by=2023),
)
EACH_OTHER = Impossible(
    code="receives",
    zh=("甲坡小学定于2023年撤并", "乙湾小学的1—3年级学生只能去甲坡小学（也定于撤并）"),
    en=("pupils of grades 1–3 at 乙湾小学 can only go to 甲坡小学 (to close as well)",),
    repairs=[("drop", "B", None, 0), ("drop", "A", None, 0)],
    schools={"A": _A, "B": {**_B, "at": 1}, "D": {**_D, "at": 60}},
    pupils=[("A", 1, 10), ("B", 1, 8), *FULL],
    scenario=_close(("A", 2023), ("B", 2023)),
)
TOO_LATE = Impossible(
    code="seats",
    zh=("甲坡小学定于2023年撤并", "只余2个学位（另有工程W：增加9个学位，最早2024年启用）"),
    en=("2 seats are left (and works W: 9 more seats, in use from 2024 at the earliest)",),
    repairs=[("other_year", "A", 2024, 0), ("seats", "D", None, 8), ("drop", "A", None, 0)],
    schools={"A": _A, "D": {**_D, "at": 1, "seats": 152}},
    pupils=[("A", 4, 10), *FULL],
    scenario=_close(("A", 2023), years=(2023, 2024)),
    works=[{"works_id": "W", "school_id": "D", "adds_seats": 9, "first_year": 2024, "cost": 100}],
)

ALL = {
    "out of reach": OUT_OF_REACH,
    "the same seats": SAME_SEATS,
    "too few beds": TOO_FEW_BEDS,
    "too small a budget": POOR,
    "the last junior schools": LAST_JUNIORS,
    "an overloaded receiver": OVERLOADED,
    "an empty school due": EMPTY_DUE,
    "each other's receiver": EACH_OTHER,
    "works too late": TOO_LATE,
}
