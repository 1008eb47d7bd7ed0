"""The figures of a plan, by year and for the whole plan: `docs/reference/metrics.md` defines each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from planner.assumptions import Assumptions
    from planner.dataset import Dataset

SMALL = 100
LONG_WALK_KM = 3.0
YOUNG = 3
# Figures that add up over the years; of the others the plan's is the last year's.
SUMS = ("closed", "pupils_moved", "money")


@dataclass(frozen=True)
class Tables:
    """The finished tables that the figures are taken from.

    Parameters
    ----------
    assigned
        `assignments.csv` with the columns `moved` (year of the move, 0: none), `stay_minutes`
        (minutes to the present school) beside it.
    schools, costs
        `schools.csv` and `costs.csv`.
    """

    assigned: pd.DataFrame
    schools: pd.DataFrame
    costs: pd.DataFrame


def metrics(
    dataset: Dataset, assumptions: Assumptions, tables: Tables
) -> dict[str, dict[str, float | None]]:
    """Return `{"plan": {...}, "2023": {...}, ...}`; None where nobody is counted."""
    by_year = {
        str(year): _of_year(dataset, assumptions, tables, year) for year in assumptions.years
    }
    plan = dict(by_year[str(assumptions.years[-1])])
    for name in SUMS:
        plan[name] = _plain(sum(figures[name] or 0 for figures in by_year.values()))
    plan["young_boarders"] = max(figures["young_boarders"] or 0 for figures in by_year.values())
    moved = tables.assigned[tables.assigned["moved"] == tables.assigned["year"]]
    return {"plan": plan | _of_moved(moved), **by_year}


def _of_year(
    dataset: Dataset, assumptions: Assumptions, tables: Tables, year: int
) -> dict[str, float | None]:
    assigned = tables.assigned[tables.assigned["year"] == year]
    schools = tables.schools[tables.schools["year"] == year].reset_index(drop=True)
    before = tables.schools[tables.schools["year"] == year - 1]
    was_open = int(before["open"].sum()) if len(before) else len(schools)
    money = tables.costs["amount"][tables.costs["year"] == year].sum()
    moved = assigned[assigned["moved"] == year]
    return {
        "closed": was_open - int(schools["open"].sum()),
        "open": int(schools["open"].sum()),
        "pupils_moved": _plain(moved["pupils"].sum()),
        "moved_twice": 0,
        **_of_moved(moved),
        **_spread(assigned[assigned["mode"] != "board"], "all"),
        **_of_pupils(assumptions, assigned),
        **_of_schools(dataset, assumptions, schools),
        "money": round(float(money), 4),
    }


def _of_moved(moved: pd.DataFrame) -> dict[str, float | None]:
    """Return the figures of pupils who change school, boarders left out."""
    daily = moved[moved["mode"].isin(["walk", "bus"])]
    known = daily[daily["stay_minutes"].notna()]
    extra = (known["minutes"] - known["stay_minutes"]).to_numpy(float)
    pupils = known["pupils"].to_numpy(float)
    mean = float(extra @ pupils / pupils.sum()) if pupils.sum() else None
    return _spread(daily, "moved") | {"extra_minutes_moved": _rounded(mean)}


def _spread(rows: pd.DataFrame, which: str) -> dict[str, float | None]:
    """Return mean, p90 and maximum of minutes, pupil by pupil."""
    rows = rows[rows["minutes"].notna() & (rows["pupils"] > 0)]
    minutes, pupils = rows["minutes"].to_numpy(float), rows["pupils"].to_numpy(float)
    names = (f"minutes_{name}_{which}" for name in ("mean", "p90", "max"))
    if not len(rows):
        return dict.fromkeys(names)
    values = (minutes @ pupils / pupils.sum(), ninth_decile(minutes, pupils), minutes.max())
    return {name: _rounded(float(value)) for name, value in zip(names, values, strict=True)}


def ninth_decile(minutes: NDArray[np.float64], pupils: NDArray[np.float64]) -> float:
    """Return the smallest minutes that at least nine pupils in ten do not exceed."""
    order = np.argsort(minutes, kind="stable")
    reached = np.cumsum(pupils[order])
    return float(minutes[order][np.searchsorted(reached, 0.9 * reached[-1] - 1e-9)])


def _of_pupils(assumptions: Assumptions, assigned: pd.DataFrame) -> dict[str, float | None]:
    mode, pupils, km = assigned["mode"], assigned["pupils"], assigned["km"]
    limit = assigned["band"].map(assumptions.travel.max_walk_km)
    on_foot = (mode == "walk") | ((mode == "stay") & (km <= limit + 1e-9))
    young = {band.name for band in assumptions.bands if band.first <= YOUNG}
    boards = mode == "board"
    return {
        "walk_over_3km": _plain(pupils[on_foot & (km > LONG_WALK_KM)].sum()),
        "young_boarders": _plain(pupils[boards & assigned["band"].isin(young)].sum()),
        "boarders": _plain(pupils[boards].sum()),
        "bus_pupils": _plain(pupils[mode == "bus"].sum()),
    }


def _of_schools(
    dataset: Dataset, assumptions: Assumptions, schools: pd.DataFrame
) -> dict[str, float | None]:
    """Return the figures of schools in one year; rows follow `Dataset.schools`."""
    facts = dataset.schools.reset_index(drop=True)
    is_open = schools["open"] == 1
    public = facts["ownership"] != "private"
    caps = schools["kind"].map(assumptions.schools.size_cap).fillna(np.inf)
    over = (schools["pupils"] - np.minimum(schools["seats"], caps)).clip(lower=0)
    beds_short = (schools["boarders"] - schools["beds"]).clip(lower=0)
    counted = schools["kind"].isin(assumptions.closures.counts)
    small = is_open & public & counted & (schools["pupils"] > 0) & (schools["pupils"] < SMALL)
    return {
        "beds_short": _plain(beds_short[is_open].sum()),
        "over_cap_pupils": _plain(over[is_open & public].sum()),
        "class_over": _plain(
            (schools["classes"] - facts["classrooms"])[is_open].clip(lower=0).sum()
        ),
        "small_schools": int(small.sum()),
        "small_share": _rounded(float(small.sum() / max(1, is_open.sum()))),
        **_staff(facts, schools),
        "last_in_township": _townships_without_primary(facts, schools),
    }


def _staff(facts: pd.DataFrame, schools: pd.DataFrame) -> dict[str, float | None]:
    """Return posts beyond and below what each school needs; a closed school needs none."""
    beyond = facts["staff"] - schools["staff_needed"] * schools["open"]
    short = (-beyond[schools["open"] == 1]).clip(lower=0)
    return {
        "staff_surplus": _plain(beyond.clip(lower=0).sum()),
        "staff_short": _plain(short.sum()),
    }


def _townships_without_primary(facts: pd.DataFrame, schools: pd.DataFrame) -> int:
    """Count the townships that had a public school with grade 1 and now have none open.

    A junior that has become a nine-year school teaches grade 1.
    """
    public, primary = facts["ownership"] != "private", facts["first_grade"] == 1
    had = set(facts["township"][public & primary])
    teaches = primary | (schools["kind"] != facts["kind"])
    left = public & teaches & (schools["open"] == 1)
    return len(had - set(facts["township"][left]))


def _plain(value: float) -> float:
    """Return a sum as an int where it is whole."""
    number = round(float(value), 6)
    return int(number) if number == int(number) else number


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
