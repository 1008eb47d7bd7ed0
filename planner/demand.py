"""Pupils by group, grade and year.

A group is what moves as one: the pupils of one place and one band who now attend one school.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.errors import Finding
from planner.forecast import GRADES, is_flat, outlook
from planner.shares import shared_out
from planner.words import Text, numbered

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.assumptions import Assumptions
    from planner.dataset import Dataset
    from planner.forecast import Outlook


@dataclass(frozen=True)
class Demand:
    """Groups in the order of place_id, band and school_id, with their pupils.

    Parameters
    ----------
    places
        place_id of each group (a school_id where pupils live at the school's point), n values.
    bands
        Name of each group's band.
    homes
        Shape (n,), position of the present school in `Dataset.schools`.
    by_grade
        Shape (n, years, 12), whole pupils in grades 1 to 12.
    now
        Shape (n,), pupils in the base year; 0 for a group that only the forecast brings.
    outside
        school_id -> pupils in grades outside all bands, who take no part.
    findings
        What people should know about it.
    """

    places: tuple[str, ...]
    bands: tuple[str, ...]
    homes: NDArray[np.int64]
    by_grade: NDArray[np.float64]
    now: NDArray[np.float64]
    outside: dict[str, int]
    findings: tuple[Finding, ...]

    @property
    def pupils(self) -> NDArray[np.float64]:
        """Return pupils by group and year, shape (n, years)."""
        return self.by_grade.sum(axis=2)


def demand(dataset: Dataset, assumptions: Assumptions) -> Demand:
    """Return the pupils of every group in every year of the plan."""
    outside = _outside(dataset, assumptions)
    groups, own = _groups_now(dataset, assumptions)
    found = _left_out(outside)
    if is_flat(dataset, assumptions):
        by_grade = np.repeat(own[:, None, :], len(assumptions.years), axis=1)
    else:
        ahead = outlook(dataset, assumptions)
        new = _new_groups(assumptions, groups, ahead)
        groups = pd.concat([groups, new], ignore_index=True)
        groups = groups.sort_values(["home", "order", "school_id"], ignore_index=True)
        by_grade = _whole_pupils(groups, assumptions, ahead)
        found = (*found, *ahead.findings, *_joined_later(new))
    position = {s: i for i, s in enumerate(dataset.schools["school_id"])}
    return Demand(
        places=tuple(groups["home"]),
        bands=tuple(assumptions.bands[i].name for i in groups["order"]),
        homes=groups["school_id"].map(position).to_numpy(np.int64),
        by_grade=by_grade,
        now=groups["pupils"].to_numpy(float),
        outside=outside,
        findings=found,
    )


def _groups_now(
    dataset: Dataset, assumptions: Assumptions
) -> tuple[pd.DataFrame, NDArray[np.float64]]:
    """Return the groups (home, order of the band, school_id, pupils) and their grades now."""
    order = {band.name: i for i, band in enumerate(assumptions.bands)}
    rows = dataset.pupils[dataset.pupils["pupils"] > 0]
    rows = rows.assign(order=rows["grade"].map(assumptions.band_of).map(order))
    rows = rows[rows["order"].notna()].astype({"order": int})
    table = rows.pivot_table(
        index=["place_id", "order", "school_id"],
        columns="grade",
        values="pupils",
        aggfunc="sum",
        fill_value=0,
    ).sort_index()
    own = np.zeros((len(table), GRADES))
    for grade in table.columns:
        own[:, int(grade) - 1] = table[grade].to_numpy(float)
    keys = list(table.index)
    groups = pd.DataFrame(keys, columns=["home", "order", "school_id"])
    return groups.assign(pupils=own.sum(axis=1)), own


def _new_groups(assumptions: Assumptions, groups: pd.DataFrame, ahead: Outlook) -> pd.DataFrame:
    """Return a group for every home and band that has pupils later but none now.

    It goes to the school that most pupils of the band in its township attend, first by id; where
    nobody there does, to that of the county.
    """
    where = dict(zip(ahead.homes, ahead.townships, strict=True))
    have = set(zip(groups["home"], groups["order"], strict=True))
    rows = []
    for order, band in enumerate(assumptions.bands):
        later = ahead.pupils[:, :, band.first - 1 : band.last].sum(axis=2).max(axis=1) > 0
        coming = [h for h, comes in zip(ahead.homes, later, strict=True) if comes]
        new_homes = [home for home in coming if (home, order) not in have]
        if new_homes:
            same = groups[groups["order"] == order]
            usual = {t: _most_attended(g) for t, g in same.groupby(same["home"].map(where))}
            most = _most_attended(same)
            rows += [(h, order, usual.get(where[h], most), 0.0) for h in new_homes]
    new = pd.DataFrame(rows, columns=["home", "order", "school_id", "pupils"])
    return new[new["school_id"] != ""]


def _most_attended(groups: pd.DataFrame) -> str:
    if not len(groups):
        return ""
    pupils = groups.groupby("school_id", sort=True)["pupils"].sum()
    return str(pupils.idxmax())


def _whole_pupils(
    groups: pd.DataFrame, assumptions: Assumptions, ahead: Outlook
) -> NDArray[np.float64]:
    """Return shape (groups, years, 12): county totals rounded, then townships, then groups."""
    row = {home: i for i, home in enumerate(ahead.homes)}
    home = groups["home"].map(row).to_numpy(np.int64)
    total = groups.groupby(["home", "order"])["pupils"].transform("sum").to_numpy(float)
    part = np.divide(
        groups["pupils"].to_numpy(float), total, out=np.ones(len(groups)), where=total > 0
    )
    township = np.array(ahead.townships, dtype=object)[home]
    pupils = np.zeros((len(groups), len(assumptions.years), GRADES))
    for order, band in enumerate(assumptions.bands):
        mine = np.flatnonzero((groups["order"] == order).to_numpy())
        for grade in range(band.first - 1, band.last):
            for t in range(len(assumptions.years)):
                exact = ahead.pupils[home[mine], t, grade] * part[mine]
                pupils[mine, t, grade] = shared_out(exact, township[mine])
    return pupils


def _outside(dataset: Dataset, assumptions: Assumptions) -> dict[str, int]:
    rows = dataset.pupils[dataset.pupils["pupils"] > 0]
    apart = rows[rows["grade"].map(assumptions.band_of).isna()]
    counted = apart.groupby("school_id", sort=True)["pupils"].sum()
    return {str(school): int(n) for school, n in counted.items()}


def _left_out(outside: dict[str, int]) -> tuple[Finding, ...]:
    if not outside:
        return ()
    return (
        Finding(
            code="grades_outside_bands",
            severity="warning",
            what=Text(
                "{schools}的{pupils}所在年级不属于任何学段组，未参与规划",
                "in grades outside all bands, taking no part: {pupils} of {schools}",
            ).filled(
                schools=numbered(len(outside), "{n}所学校", "{n} school", "{n} schools"),
                pupils=numbered(sum(outside.values()), "{n}名学生", "{n} pupil", "{n} pupils"),
            ),
            hint=Text(
                "这些学校不作为撤并对象；如需纳入，请在情景的[bands]中加入相应年级",
                "these schools may not close; add the grades to [bands] to include them",
            ),
            file="pupils.csv",
        ),
    )


def _joined_later(new: pd.DataFrame) -> tuple[Finding, ...]:
    """Say where children will come from places that send none to a band now."""
    if not len(new):
        return ()
    what = Text(
        "{n}目前没有某一学段的学生，预测以后会有，按本乡镇多数学生就读的学校安排",
        "without pupils of some band now but with some later: {n}; they are taken to attend the "
        "school that most pupils of their township do",
    ).filled(n=numbered(len(new), "{n}个地方", "{n} place", "{n} places"))
    hint = Text(
        "如实际去向不同，请在在校生表中注明", "name their school in pupils.csv if it is another"
    )
    return (Finding("new_groups", what, hint, severity="warning", file="pupils.csv"),)
