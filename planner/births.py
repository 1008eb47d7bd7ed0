"""Entrants from births: children of one school year come from two years of birth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.errors import Finding
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from planner.assumptions import Assumptions
    from planner.dataset import Dataset

# Children enter in the September after their sixth birthday: a third of them were born seven
# calendar years before, two thirds six.
BORN = ((7, 1 / 3), (6, 2 / 3))


@dataclass(frozen=True)
class Ratios:
    """Entrants of each year over those of the base year.

    Parameters
    ----------
    by_township
        Township -> shape (years,).
    county
        Shape (years,).
    findings
        What was assumed where births are missing.
    """

    by_township: dict[str, NDArray[np.float64]]
    county: NDArray[np.float64]
    findings: tuple[Finding, ...]


def entrant_ratios(
    dataset: Dataset, assumptions: Assumptions, townships: Sequence[str], ahead: range
) -> Ratios:
    """Return how entrants change in the years `ahead`, the variant's factor included."""
    rules = assumptions.demand
    factor = rules.variant_factor[rules.variant]
    if not len(dataset.births):
        steps = np.arange(1, len(ahead) + 1)
        ratio = np.asarray(factor * (1 + rules.entrants_change) ** steps, dtype=np.float64)
        return Ratios(dict.fromkeys(townships, ratio), ratio, ())
    series = _series(dataset)
    missing = sorted({y for births in series.values() for y in _not_given(births, ahead)})
    county = factor * _ratio(series[""], dataset.base_year, ahead)
    by_township = {
        name: factor * _ratio(series[name], dataset.base_year, ahead) if name in series else county
        for name in townships
    }
    return Ratios(by_township, county, _missing(missing))


def _series(dataset: Dataset) -> dict[str, dict[int, float]]:
    """Return births by township and year; the county ("") is its own row, or the sum."""
    births = dataset.births.assign(township=dataset.births["township"].fillna(""))
    series: dict[str, dict[int, float]] = {}
    for name, year, n in zip(births["township"], births["year"], births["births"], strict=True):
        series.setdefault(str(name), {})[int(year)] = float(n)
    if "" not in series:
        total = births.groupby("year")["births"].sum()
        series[""] = {int(str(year)): float(n) for year, n in total.items()}
    return series


def _born(births: Mapping[int, float], year: int) -> float:
    """Return the children who enter in `year`; a year not given takes the last one given."""

    def of(y: int) -> float:
        known = [k for k in births if k <= y] or [min(births)]
        return births[max(known)]

    return sum(weight * of(year - age) for age, weight in BORN)


def _ratio(births: Mapping[int, float], base: int, ahead: range) -> NDArray[np.float64]:
    now = _born(births, base)
    return np.array([_born(births, year) / now if now else 1.0 for year in ahead])


def _not_given(births: Mapping[int, float], ahead: range) -> Iterable[int]:
    needed = {year - age for year in (ahead.start - 1, *ahead) for age, _ in BORN}
    return needed - set(births)


def _missing(years: Sequence[int]) -> tuple[Finding, ...]:
    if not years:
        return ()
    listed = ", ".join(map(str, years))
    what = Text(
        "缺少{years}年的出生人数，按此前最近一年的数计算",
        "births of {years} are missing; those of the last year given are taken",
    ).filled(years=listed)
    hint = Text("请在出生表中补上", "add them to births.csv")
    return (Finding("births_missing", what, hint, severity="warning", file="births.csv"),)
