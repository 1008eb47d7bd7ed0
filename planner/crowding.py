"""Receivers that are over their seats once pupils who take no part are counted as well.

Pupils in grades outside all bands are not planned and hold no seat in the model, yet they sit in
the building. Seats are those of the compulsory grades: pupils above grade 9 hold none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.errors import Finding
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd

    from planner.assumptions import Assumptions
    from planner.dataset import Dataset

LAST_COMPULSORY = 9


def crowded_receivers(
    dataset: Dataset, assumptions: Assumptions, *, assigned: pd.DataFrame, schools: pd.DataFrame
) -> tuple[Finding, ...]:
    """Return a warning for each school that receives pupils and is over its seats with the others.

    Parameters
    ----------
    assigned, schools
        The plan's `assignments` and `schools`.
    """
    outside = outside_bands(dataset, assumptions)
    come = assigned[(assigned["mode"] != "stay") & (assigned["pupils"] > 0)]
    receiving = set(zip(come["year"], come["school_id"], strict=True))
    worst: dict[str, tuple[float, dict[Hashable, Any]]] = {}
    for row in schools[schools["school_id"].isin(outside)].to_dict("records"):
        school = str(row["school_id"])
        over = row["pupils"] + outside[school] - row["seats"]
        if (row["year"], school) in receiving and over > worst.get(school, (0.0, {}))[0]:
            worst[school] = (over, row)
    return tuple(_crowded(row, outside[school]) for school, (_, row) in sorted(worst.items()))


def outside_bands(dataset: Dataset, assumptions: Assumptions) -> dict[str, int]:
    """Return by school the pupils now in compulsory grades that belong to no band."""
    rows = dataset.pupils
    apart = rows["grade"].map(assumptions.band_of).isna() & (rows["grade"] <= LAST_COMPULSORY)
    counted = rows[apart].groupby("school_id")["pupils"].sum()
    return {str(school): int(n) for school, n in counted.items() if n > 0}


def _crowded(row: Mapping[Hashable, Any], outside: int) -> Finding:
    what = Text(
        "{name}（{id}）接收学生后，{year}年规划内学生{n}人，另有{outside}名学生所在年级不属于任何年级段，"
        "核定学位只有{seats}个",
        "{name} ({id}) receives pupils: {n} planned in {year}, and {outside} more in grades outside "
        "all bands, have {seats} seats",
    ).filled(
        name=row["name"],
        id=row["school_id"],
        year=row["year"],
        n=f"{row['pupils']:g}",
        outside=outside,
        seats=f"{row['seats']:g}",
    )
    hint = Text(
        "这些学生不参加规划、不占学位；请在情景的[bands]中加入相应年级",
        "pupils outside all bands hold no seat in the plan; add their grades to [bands]",
    )
    value = str(row["school_id"])
    return Finding("outside_pupils_over_seats", what, hint, "warning", value=value)
