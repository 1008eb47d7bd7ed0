"""Whose money it is: every yuan of a plan put to the school that its pupils come from.

`costs.csv` names the school that pupils attend. To say what one decision costs, the money of pupils
is put to the school where they are now: each amount is divided among the groups that cause it, in
the proportion in which they do. So nothing is lost or added, whatever the rates were.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.costs import WEEKLY
from planner.roadmap import GROUP

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from planner.plan import Plan

BY = ["year", "account", "school_id"]


def by_home(plan: Plan) -> pd.DataFrame:
    """Return the plan's money with columns `year`, `account`, `home` (a school_id), `amount`.

    The accounts of a school itself stand with it, and so does money that no group explains.
    """
    causes = _causes(plan.assignments)
    total = causes.groupby(BY)["weight"].transform("sum")
    causes = causes.assign(part=causes["weight"] / total)
    rows = plan.costs.merge(causes, on=BY, how="left")
    part, home = rows["part"].fillna(1.0), rows["from_school_id"].fillna(rows["school_id"])
    own = rows.assign(amount=rows["amount"] * part, home=home)
    return own.groupby(["year", "account", "home"])["amount"].sum().reset_index()


def _causes(rows: pd.DataFrame) -> pd.DataFrame:
    """Return how much each school's pupils weigh in each amount; only what weighs something."""
    boards, bus = rows["mode"] == "board", rows["mode"] == "bus"
    km = rows["km"].fillna(0.0) * boards.map({True: WEEKLY, False: 1.0})
    weights = {
        "pupil_km": km,
        "bus_pupil": bus,
        "boarder": boards,
        "boarding_upper": boards & (rows["band"] == "upper"),
        "move": _arrives(rows),
    }
    keys = rows[["year", "school_id", "from_school_id"]]
    parts = [
        keys.assign(account=account, weight=weight.astype(float) * rows["pupils"])
        for account, weight in weights.items()
    ]
    sums = pd.concat(parts).groupby([*BY, "from_school_id"])["weight"].sum()
    return sums[sums > 0].reset_index()


def _arrives(rows: pd.DataFrame) -> pd.Series:
    """Tell in which rows a whole group comes to another school; redirected entrants do not."""
    away = rows["mode"] != "stay"
    whole = away.groupby([rows[key] for key in (*GROUP, "year")]).transform("all")
    first = rows["year"].where(away).groupby([rows[key] for key in (*GROUP, "school_id")])
    return (rows["year"] == first.transform("min")) & whole


def amounts(
    money: pd.DataFrame, *, homes: Collection[str] | None = None, years: Collection[int]
) -> Mapping[str, float]:
    """Return yuan by account of the schools `homes` (all if None) in `years`."""
    rows = money[money["year"].isin(list(years))]
    if homes is not None:
        rows = rows[rows["home"].isin(list(homes))]
    sums = rows.groupby("account")["amount"].sum()
    return {str(account): float(amount) for account, amount in sums.items()}
