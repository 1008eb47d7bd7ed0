"""Pupils by group, grade and year.

A group is what moves as one: the pupils of one place and one band who now attend one school.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.errors import DataError, Finding
from planner.words import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.assumptions import Assumptions
    from planner.dataset import Dataset

GRADES = 12


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
        Shape (n, years, 12), pupils in grades 1 to 12.
    outside
        school_id -> pupils in grades outside all bands, who take no part.
    findings
        What people should know about it.
    """

    places: tuple[str, ...]
    bands: tuple[str, ...]
    homes: NDArray[np.int64]
    by_grade: NDArray[np.float64]
    outside: dict[str, int]
    findings: tuple[Finding, ...]

    @property
    def pupils(self) -> NDArray[np.float64]:
        """Return pupils by group and year, shape (n, years)."""
        return self.by_grade.sum(axis=2)


def demand(dataset: Dataset, assumptions: Assumptions) -> Demand:
    """Return the pupils of every group in every year; today's pupils stay as many as they are.

    Raises
    ------
    DataError
        If the data hold births or an outside forecast, which this version cannot use yet.
    """
    _refuse_forecasts(dataset)
    pupils = dataset.pupils[dataset.pupils["pupils"] > 0]
    band = pupils["grade"].map(assumptions.band_of)
    outside = pupils[band.isna()].groupby("school_id", sort=True)["pupils"].sum()
    inside = pupils.assign(band=band)[band.notna()]
    order = {b.name: i for i, b in enumerate(assumptions.bands)}
    inside = inside.assign(order=inside["band"].map(order))
    table = inside.pivot_table(
        index=["place_id", "order", "school_id"],
        columns="grade",
        values="pupils",
        aggfunc="sum",
        fill_value=0,
    ).sort_index()
    position = {s: i for i, s in enumerate(dataset.schools["school_id"])}
    base = np.zeros((len(table), GRADES))
    for grade in table.columns:
        base[:, int(grade) - 1] = table[grade].to_numpy(float)
    keys = list(table.index)
    return Demand(
        places=tuple(place for place, _, _ in keys),
        bands=tuple(assumptions.bands[i].name for _, i, _ in keys),
        homes=np.array([position[school] for _, _, school in keys], dtype=np.int64),
        by_grade=np.repeat(base[:, None, :], len(assumptions.years), axis=1),
        outside={str(school): int(n) for school, n in outside.items()},
        findings=_left_out(int(outside.sum()), len(outside)),
    )


def _refuse_forecasts(dataset: Dataset) -> None:
    """Stop where the tables ask for a forecast: a plan on today's pupils would be another plan."""
    given = [name for name in ("births", "forecast") if len(getattr(dataset, name))]
    if given:
        findings = [
            Finding(
                code="part_not_built",
                what=Text("生源预测功能尚未提供", "forecasts of pupils are not available yet"),
                hint=Text(
                    "请先移出该表，按现有学生数规划",
                    "take this table out to plan with the pupils of today",
                ),
                file=f"{name}.csv",
            )
            for name in given
        ]
        raise DataError(Text("数据暂不能用于规划", "the data cannot be planned with yet"), findings)


def _left_out(pupils: int, schools: int) -> tuple[Finding, ...]:
    if not pupils:
        return ()
    return (
        Finding(
            code="grades_outside_bands",
            severity="warning",
            what=Text(
                "{schools}所学校的{pupils}名学生所在年级不属于任何学段组，未参与规划",
                "{pupils} pupils of {schools} schools are in grades outside all bands "
                "and take no part",
            ).filled(schools=schools, pupils=pupils),
            hint=Text(
                "这些学校不作为撤并对象；如需纳入，请在情景的[bands]中加入相应年级",
                "these schools may not close; add the grades to [bands] to include them",
            ),
            file="pupils.csv",
        ),
    )
