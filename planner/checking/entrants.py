"""How many children enter school in each year, against the base year."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.assumptions import Assumptions
    from planner.dataset import Dataset

COUNTY = ""
"""The name under which the county stands among the townships."""


class Entrants:
    """Entrants over those of the base year, by township and year.

    Parameters
    ----------
    dataset
        For births.csv and the base year.
    rules
        For the variant, and the yearly change where there are no births.
    """

    def __init__(self, dataset: Dataset, rules: Assumptions) -> None:
        self._base = dataset.base_year
        self._change = rules.demand.entrants_change
        self._factor = rules.demand.variant_factor[rules.demand.variant]
        self._births = _births(dataset)

    def ratio(self, township: str, year: int) -> float:
        """Return how many children enter in a later `year` for each one of the base year."""
        if not self._births:
            change: float = (1 + self._change) ** (year - self._base)
            return self._factor * change
        births = self._births.get(township, self._births[COUNTY])
        now = _entering(births, self._base)
        return self._factor * (_entering(births, year) / now if now else 1.0)


def _births(dataset: Dataset) -> dict[str, dict[int, float]]:
    frame, found = dataset.births, dict[str, dict[int, float]]()
    columns = (frame[name].tolist() for name in ("township", "year", "births"))
    for township, year, number in zip(*columns, strict=True):
        found.setdefault(text(township), {})[int(year)] = float(number)
    if found and COUNTY not in found:
        total: dict[int, float] = defaultdict(float)
        for series in found.values():
            for year, number in series.items():
                total[year] += number
        found[COUNTY] = dict(total)
    return found


def _entering(births: Mapping[int, float], year: int) -> float:
    """Return the children of a school year: a third are seven, the others six calendar years old."""
    return _given(births, year - 7) / 3 + 2 * _given(births, year - 6) / 3


def _given(births: Mapping[int, float], year: int) -> float:
    """Return the births of a year; where it is missing, of the last one given before it."""
    return births[max((known for known in births if known <= year), default=min(births))]


def text(value: Any) -> str:  # noqa: ANN401 - any cell
    """Return a cell's text, empty where it is blank."""
    return value if isinstance(value, str) else COUNTY
