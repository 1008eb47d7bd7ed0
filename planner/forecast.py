"""How many pupils each place has, by grade and year: cohorts that move up, and entrants.

All numbers here are unrounded; `planner.demand` makes whole pupils of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.births import entrant_ratios
from planner.factors import given_factors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from planner.assumptions import Assumptions
    from planner.dataset import Dataset
    from planner.errors import Finding

GRADES = 12


@dataclass(frozen=True)
class Outlook:
    """Pupils by home and grade over the years.

    Parameters
    ----------
    homes
        place_ids, and school_ids where pupils live at a school's point; sorted, n values.
    townships
        Township of each home.
    base
        Shape (n, 12), pupils now in grades 1 to 12.
    pupils
        Shape (n, years, 12), pupils in each of the plan's years.
    findings
        What people should know about it.
    """

    homes: tuple[str, ...]
    townships: tuple[str, ...]
    base: NDArray[np.float64]
    pupils: NDArray[np.float64]
    findings: tuple[Finding, ...]


def is_flat(dataset: Dataset, assumptions: Assumptions) -> bool:
    """Tell whether nothing is known that would change the pupils of today."""
    rules = assumptions.demand
    known = len(dataset.births) or len(dataset.forecast)
    return not known and rules.survival == 1 and rules.entrants_change == 0


def outlook(dataset: Dataset, assumptions: Assumptions) -> Outlook:
    """Return the pupils of every home in every year of the plan."""
    homes, townships, base = _now(dataset)
    years = assumptions.years
    if is_flat(dataset, assumptions):
        same = np.repeat(base[:, None, :], len(years), axis=1)
        return Outlook(homes, townships, base, same, ())
    ahead = range(dataset.base_year + 1, max(years) + 1)
    ratios = entrant_ratios(dataset, assumptions, sorted(set(townships)), ahead)
    schools = set(dataset.schools["school_id"])
    own_point = np.array([home in schools for home in homes], dtype=bool)
    if not len(homes):
        return Outlook(homes, townships, base, np.zeros((0, len(years), GRADES)), ratios.findings)
    placed = _cohorts(base, townships, ratios.by_township, assumptions.demand.survival)
    county = _county(base, ratios.county, assumptions.demand.survival)
    now = base.sum(axis=0)
    share = np.divide(county, now, out=np.zeros_like(county), where=now > 0)
    reckoned = np.where(own_point[:, None, None], base[:, None, :] * share[None], placed)
    by_year = {year: reckoned[:, t] for t, year in enumerate(ahead)}
    pupils = np.stack([by_year.get(year, base) for year in years], axis=1)
    factors = given_factors(dataset, years, townships)
    pupils = np.where(np.isnan(factors), pupils, base[:, None, :] * factors)
    return Outlook(homes, townships, base, pupils, ratios.findings)


def _now(
    dataset: Dataset,
) -> tuple[tuple[str, ...], tuple[str, ...], NDArray[np.float64]]:
    rows = dataset.pupils[dataset.pupils["pupils"] > 0]
    table = rows.pivot_table(
        index="place_id", columns="grade", values="pupils", aggfunc="sum", fill_value=0
    ).sort_index()
    base = np.zeros((len(table), GRADES))
    for grade in table.columns:
        base[:, int(grade) - 1] = table[grade].to_numpy(float)
    where = dict(zip(dataset.schools["school_id"], dataset.schools["township"], strict=True))
    where |= dict(zip(dataset.places["place_id"], dataset.places["township"], strict=True))
    return tuple(table.index), tuple(where[home] for home in table.index), base


def entry_grade(base: NDArray[np.float64]) -> int:
    """Return the position of the lowest grade that anybody attends: where children enter."""
    taught = np.flatnonzero(base.sum(axis=0) > 0)
    return int(taught[0]) if len(taught) else 0


def _cohorts(
    base: NDArray[np.float64],
    townships: Sequence[str],
    ratios: dict[str, NDArray[np.float64]],
    survival: float,
) -> NDArray[np.float64]:
    """Return pupils of each home if its children move up and its township's entrants come.

    Entrants of a township are its present first grade times the ratio of the year, shared among
    its homes by their pupils of the three lowest grades now.
    """
    entry = entry_grade(base)
    young = base[:, entry : entry + 3].sum(axis=1)
    at_home: dict[str, list[int]] = {township: [] for township in ratios}
    for home, township in enumerate(townships):
        at_home[township].append(home)
    years = len(next(iter(ratios.values())))
    entrants = np.zeros((len(base), years))
    for township, ratio in ratios.items():
        mine = np.array(at_home[township], dtype=np.int64)
        if young[mine].sum() > 0:
            part = young[mine] / young[mine].sum()
            entrants[mine] = np.outer(part * base[mine, entry].sum(), ratio)
    return _moved_up(base, entrants, entry, survival)


def _county(
    base: NDArray[np.float64], ratio: NDArray[np.float64], survival: float
) -> NDArray[np.float64]:
    """Return the county's pupils by year and grade, reckoned on its totals."""
    entry, total = entry_grade(base), base.sum(axis=0)[None, :]
    entrants = total[:, entry, None] * ratio[None, :]
    county: NDArray[np.float64] = _moved_up(total, entrants, entry, survival)[0]
    return county


def _moved_up(
    base: NDArray[np.float64], entrants: NDArray[np.float64], entry: int, survival: float
) -> NDArray[np.float64]:
    """Return shape (n, years, grades): each year's grade is last year's grade below."""
    taught = base.sum(axis=0) > 0
    years, last = [], base
    for t in range(entrants.shape[1]):
        now = np.zeros_like(base)
        now[:, 1:] = survival * last[:, :-1]
        now[:, entry] = entrants[:, t]
        now[:, ~taught] = 0
        years.append(now)
        last = now
    if not years:
        return np.zeros((len(base), 0, GRADES))
    moved: NDArray[np.float64] = np.stack(years, axis=1)
    return moved
