"""An outside forecast: factors on the pupils of the base year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from planner.dataset import Dataset

GRADES = 12


def given_factors(
    dataset: Dataset, years: Sequence[int], townships: Sequence[str]
) -> NDArray[np.float64]:
    """Return shape (homes, years, grades): the factor given, NaN where none is.

    Parameters
    ----------
    townships
        Township of each home; a factor of its own township wins over the county's.
    """
    factors = np.full((len(townships), len(years), GRADES), np.nan)
    position = {year: t for t, year in enumerate(years)}
    named = np.array(townships, dtype=object)
    rows = dataset.forecast.assign(township=dataset.forecast["township"].fillna(""))
    for own in (False, True):
        part = rows[(rows["township"] != "") == own]
        columns = (part[name] for name in ("year", "township", "grade", "factor"))
        for year, township, grade, factor in zip(*columns, strict=True):
            if int(year) in position:
                homes = (named == township) if own else np.ones(len(named), dtype=bool)
                factors[homes, position[int(year)], int(grade) - 1] = float(factor)
    return factors
