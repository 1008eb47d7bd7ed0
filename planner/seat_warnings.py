"""Seat warnings (学位预警): which schools are full, and when those over their limits get below."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.classrooms import room_table
from planner.once import once

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd

    from planner.run import Run

LEVELS = ("yellow", "orange", "red")


@dataclass(frozen=True)
class Path:
    """Pupils of an overfull school, now and in each year, beside the most it may have.

    Parameters
    ----------
    pupils, limits
        Of the base year, then of each year of the plan; None in years in which it is not open.
        A limit is the smaller of seats and size cap.
    since
        The first year from which it stays within its limit, or None if it never does.
    """

    school_id: str
    pupils: tuple[float | None, ...]
    limits: tuple[float | None, ...]
    since: int | None


@once
def seat_table(run: Run) -> pd.DataFrame:
    """Return every open school in every year with what its seats and classrooms allow.

    Returns
    -------
    DataFrame
        `year`, `school_id`, `township`, `kind`, `pupils`, `seats`, `cap` (size cap, infinite
        where there is none), `limit` (the smaller of both), `level` (`none`, `yellow`, `orange`,
        `red`), `classes` (needed), and the columns of `room_table`.
    """
    facts = run.dataset.schools.set_index("school_id")
    rows = run.plan.schools[run.plan.schools["open"] == 1]
    rows = rows[["year", "school_id", "kind", "pupils", "seats", "classes", "seat_warning"]]
    cap = rows["kind"].map(dict(run.assumptions.schools.size_cap)).fillna(inf).astype(float)
    table = rows.rename(columns={"seat_warning": "level"}).assign(
        township=rows["school_id"].map(facts["township"]),
        cap=cap,
        limit=np.minimum(rows["seats"].astype(float), cap),
    )
    return table.join(room_table(run).drop(columns=["year", "school_id"]))


def seat_warnings(run: Run) -> pd.DataFrame:
    """Return the rows of `seat_table` that carry a warning or lack rooms, the gravest first."""
    rows = seat_table(run)
    rows = rows[rows["level"].isin(LEVELS) | (rows["rooms_short"] > 0)]
    gravity = rows["level"].map({level: -rank for rank, level in enumerate(("none", *LEVELS))})
    share = -rows["pupils"] / rows["limit"].clip(lower=1)
    order = rows.assign(gravity=gravity, share=share)
    order = order.sort_values(["year", "gravity", "share", "school_id"], kind="stable")
    return order.drop(columns=["gravity", "share"]).reset_index(drop=True)


def over_paths(run: Run) -> tuple[Path, ...]:
    """Return the public schools that are over their limit now or in any year, the fullest first."""
    table, years = seat_table(run), defaultdict[str, dict[int, tuple[float, float]]](dict)
    columns = (table[name].tolist() for name in ("school_id", "year", "pupils", "limit"))
    for school, year, pupils, limit in zip(*columns, strict=True):
        years[school][year] = float(pupils), float(limit)
    rolls = run.dataset.pupils.groupby("school_id")["pupils"].sum().to_dict()
    paths = [
        _path(run, row, float(rolls.get(row["school_id"], 0)), years[row["school_id"]])
        for row in run.dataset.schools.to_dict("records")
        if row["ownership"] != "private"
    ]
    over = [path for path in paths if any(_overs(path))]
    return tuple(sorted(over, key=lambda path: (-max(_overs(path)), path.school_id)))


def _path(
    run: Run,
    school: Mapping[Hashable, Any],
    now: float,
    known: Mapping[int, tuple[float, float]],
) -> Path:
    """Return the path of one school; `known` holds pupils and limit of the years it is open."""
    school_id = str(school["school_id"])
    cap = run.assumptions.schools.size_cap.get(str(school["kind"]), inf)
    years = run.assumptions.years
    pupils = (now, *(known[y][0] if y in known else None for y in years))
    limits = (
        min(float(school["seats"]), cap),
        *(known[y][1] if y in known else None for y in years),
    )
    path = Path(school_id, pupils, limits, None)
    late = [year for year, over in zip(years, _overs(path)[1:], strict=True) if over]
    after = [year for year in years if year > max(late, default=0)]
    return Path(school_id, pupils, limits, after[0] if after else None)


def _overs(path: Path) -> list[float]:
    """Return the pupils over the limit in each year."""
    pairs = zip(path.pupils, path.limits, strict=True)
    return [max(0.0, n - top) if n is not None and top is not None else 0.0 for n, top in pairs]
