"""The files of an invented county, in the contract's form."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tests.benchmarks.ground import degrees, ground, rank_within, stream
from tests.benchmarks.parameters import BASE_YEAR
from tests.benchmarks.rolls import pupils
from tests.benchmarks.roster import KINDS, Sort, roster

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmarks.ground import Ground, Whole
    from tests.benchmarks.parameters import County
    from tests.benchmarks.roster import Roster

_FIRST = (
    "青桐", "白果", "乌桕", "杏花", "芦花", "柳荫", "槐荫", "榆钱", "桑枣", "石榴", "银杏", "皂角",
    "香椿", "楝树", "菱角", "莲蓬", "苇塘", "白鹭", "黄鹂", "喜鹊", "斑鸠", "青牛", "白羊", "红土",
    "黑土", "砂礓", "石磙", "磨盘", "犁铧", "水车", "风车", "染坊", "铁炉", "瓦窑", "双井", "甘泉",
    "长堤", "古渡", "望月", "朝阳",
)  # fmt: skip
_LAST = ("湾", "庄", "寨", "楼", "岗", "洼", "台", "营", "坡", "畈")
_ENDING = {
    Sort.CENTRAL: "中心小学", Sort.TOWN_JUNIOR: "初级中学", Sort.RURAL_JUNIOR: "中学",
    Sort.NINE_YEAR: "学校", Sort.PRIVATE: "实验学校", Sort.LARGE: "小学", Sort.SMALL: "小学",
    Sort.POINT: "教学点", Sort.EMPTY: "教学点",
}  # fmt: skip
_HEARINGS, _AGAINST, _KEPT = 0.08, 0.2, 0.02  # of the candidates; of those heard; of the candidates
_WORKS = {Sort.CENTRAL: 0.5, Sort.TOWN_JUNIOR: 0.4, Sort.RURAL_JUNIOR: 0.3, Sort.LARGE: 0.08}
_FIRST_BIRTHS, _ENTRY_AGE = 2015, 6


def tables(county: County) -> dict[str, pd.DataFrame]:
    """Return the tables of a county by file name, without those that it does not have."""
    land = ground(county)
    schools = roster(county, land)
    rolls = pupils(county, land, schools)
    made = {
        "schools.csv": _schools(county, schools),
        "places.csv": _places(land),
        "pupils.csv": _pupils(rolls, len(schools), len(land.villages)),
        "hearings.csv": _hearings(county, schools),
        "decisions.csv": _decisions(county, schools),
    }
    if county.decline:
        made["births.csv"] = _births(county, schools, rolls)
    if county.works:
        made["works.csv"] = _works(county, schools)
    return {name: table for name, table in made.items() if len(table)}


def write(county: County, folder: Path) -> str:
    """Write a county and its scenario into `folder` and return the SHA-256 of all files."""
    folder.mkdir(parents=True, exist_ok=True)
    contents = {
        "county.toml": _facts(county).encode(),
        "scenario.toml": _scenario(county).encode(),
    }
    for name, table in tables(county).items():
        text = table.to_csv(index=False, lineterminator="\n")
        contents[name] = b"\xef\xbb\xbf" + text.encode()
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return digest(contents)


def digest(contents: dict[str, bytes]) -> str:
    """Return one SHA-256 of files: of the lines `sha256 name`, by name."""
    lines = [f"{hashlib.sha256(contents[name]).hexdigest()} {name}\n" for name in sorted(contents)]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _ids(letter: str, count: int) -> pd.Index:
    width = max(3, len(str(count)))
    return pd.Index([f"{letter}{n:0{width}d}" for n in range(1, count + 1)])


def _townships(count: int) -> list[str]:
    """Return invented names, by number where there are more than words."""
    every = [first + last for last in _LAST for first in _FIRST]
    return [
        every[n % len(every)] + ("" if n < len(every) else str(n // len(every) + 1)) + "乡"
        for n in range(count)
    ]


def _villages(land: Ground) -> list[str]:
    nth = rank_within(land.township).tolist()
    names = [_FIRST[(7 * n + t) % len(_FIRST)] + _LAST[(n + t // 40) % len(_LAST)]
             for n, t in zip(nth, land.township.tolist(), strict=True)]  # fmt: skip
    return [f"{name}村" for name in names]


def _schools(county: County, schools: Roster) -> pd.DataFrame:
    ids = _ids("S", len(schools))
    lon, lat = degrees(schools.site)
    towns = np.array(_townships(county.townships), dtype=object)[schools.township]
    sorts = [Sort(s) for s in schools.sort.tolist()]
    nth = rank_within(schools.township).tolist()
    private = schools.sort == Sort.PRIVATE
    central = np.flatnonzero(schools.sort == Sort.CENTRAL)
    managed = np.isin(schools.sort, [Sort.SMALL, Sort.POINT, Sort.EMPTY])
    town = np.isin(schools.sort, [Sort.CENTRAL, Sort.TOWN_JUNIOR, Sort.PRIVATE])
    return pd.DataFrame(
        {
            "school_id": ids,
            "name": [
                f"{towns[k][:-1]}{_FIRST[(11 * nth[k]) % len(_FIRST)]}{_ENDING[sort]}"
                for k, sort in enumerate(sorts)
            ],
            "township": towns,
            "kind": [KINDS[sort] for sort in sorts],
            "lon": lon,
            "lat": lat,
            "area": np.where(town, "town", "rural"),
            "ownership": np.where(private, "private", "public"),
            "first_grade": np.where(
                np.isin(schools.sort, [Sort.TOWN_JUNIOR, Sort.RURAL_JUNIOR]), 7, 1
            ),
            "last_grade": schools.last_grade,
            "seats": schools.seats,
            "classrooms": schools.classrooms,
            "beds": schools.beds,
            "boarders": schools.boarders,
            "staff": schools.staff,
            "running_cost": schools.running_cost,
            "managing_unit": np.where(managed, ids[central[schools.township]], ""),
        }
    )


def _places(land: Ground) -> pd.DataFrame:
    lon, lat = degrees(land.villages)
    count = int(land.township.max()) + 1
    return pd.DataFrame(
        {
            "place_id": _ids("P", len(lon)),
            "name": _villages(land),
            "township": np.array(_townships(count), dtype=object)[land.township],
            "lon": lon,
            "lat": lat,
            "area": np.where(np.arange(len(lon)) < count, "town", "rural"),
        }
    )


def _pupils(rolls: pd.DataFrame, schools: int, places: int) -> pd.DataFrame:
    place = rolls["place"].to_numpy()
    ids = np.append(_ids("P", places).to_numpy(dtype=object), "")
    return pd.DataFrame(
        {
            "school_id": _ids("S", schools).to_numpy(dtype=object)[rolls["school"]],
            "place_id": ids[place],
            "grade": rolls["grade"],
            "pupils": rolls["pupils"],
        }
    )


def _some(county: County, schools: Roster, subject: int, share: float) -> Whole:
    """Return some of the small schools with pupils, drawn by chance."""
    small = np.isin(schools.sort, [Sort.SMALL, Sort.POINT])
    return np.flatnonzero(small & (stream(county, subject).random(len(schools)) < share))


def _hearings(county: County, schools: Roster) -> pd.DataFrame:
    rows = _some(county, schools, 6, _HEARINGS)
    chance = stream(county, 7).random((len(rows), 3))
    against = chance[:, 0] < _AGAINST
    voices = 12 + np.floor(20 * chance[:, 1]).astype(np.int64)
    few = np.floor(6 * chance[:, 2]).astype(np.int64)
    return pd.DataFrame(
        {
            "school_id": _ids("S", len(schools))[rows],
            "date": "2023-06-15",
            "parents_for": np.where(against, few, voices),
            "parents_against": np.where(against, voices, few),
            "delegates_for": np.where(against, few, voices) // 3,
            "delegates_against": np.where(against, voices, few) // 3,
        }
    )


def _decisions(county: County, schools: Roster) -> pd.DataFrame:
    rows = _some(county, schools, 8, _KEPT)
    ids = _ids("S", len(schools))[rows]
    return pd.DataFrame(
        {"school_id": ids, "decision": "keep", "year": "", "reason": "服务周边村庄，已定保留"}
    )


def _births(county: County, schools: Roster, rolls: pd.DataFrame) -> pd.DataFrame:
    first = rolls[rolls["grade"] == 1]
    entrants = np.zeros(county.townships, dtype=np.int64)
    np.add.at(entrants, schools.township[first["school"]], first["pupils"].to_numpy())
    years = range(_FIRST_BIRTHS, county.plan_years[-1] - _ENTRY_AGE + 1)
    births, column = [], entrants * 21 // 20
    for _ in years:
        births.append(column)
        column = column * (1000 - county.decline) // 1000
    return pd.DataFrame(
        {
            "township": np.repeat(_townships(county.townships), len(years)),
            "year": np.tile(list(years), county.townships),
            "births": np.column_stack(births).ravel(),
        }
    )


def _works(county: County, schools: Roster) -> pd.DataFrame:
    """Return possible works: seats at central primaries, beds at juniors, some conversions."""
    chance = stream(county, 9).random((len(schools), 3))
    likely = np.array([_WORKS.get(s, 0.0) for s in Sort])[schools.sort]
    rows = np.flatnonzero(chance[:, 0] < likely)
    sort, more = schools.sort[rows], np.floor(4 * chance[rows, 1]).astype(np.int64)
    juniors, large = np.isin(sort, [Sort.TOWN_JUNIOR, Sort.RURAL_JUNIOR]), sort == Sort.LARGE
    seats = np.where(juniors, 0, np.where(large, 150 + 50 * more, 45 * (2 + more)))
    beds = np.where(juniors, 60 + 40 * more, 0)
    cost = 10_000 * (seats + 2 * beds + np.where(large, 200, 0))
    return pd.DataFrame(
        {
            "works_id": _ids("W", len(rows)),
            "school_id": _ids("S", len(schools))[rows],
            "adds_seats": seats,
            "adds_beds": beds,
            "converts_to": np.where(large, "nine_year", ""),
            "first_year": BASE_YEAR + 1 + np.floor(3 * chance[rows, 2]).astype(np.int64),
            "cost": cost,
        }
    )


def _facts(county: County) -> str:
    return f"""# 由 tests/benchmarks 生成，全部虚构 · Written by tests/benchmarks; all of it is invented.
name = "虚构县 {county.name}"
as_of = {BASE_YEAR + 1}-07-14
base_year = {BASE_YEAR}
crs = "WGS84"
synthetic = true
sources = ["全部虚构，供测试速度用 (all invented, to measure speed)"]
"""


def _scenario(county: County) -> str:
    targets = ", ".join(f"{year} = {count}" for year, count in county.targets.items())
    flag = {True: "true", False: "false"}
    return f"""title = {{ zh = "测速：{county.name}", en = "Benchmark: {county.name}" }}
extends = "base"
data = "."
years = {county.plan_years}

[closures]
targets = {{ {targets} }}
downgrade = {flag[county.downgrade]}

[merge]
enabled = {flag[county.merge]}

[relief]
enabled = {flag[county.relief]}
"""
