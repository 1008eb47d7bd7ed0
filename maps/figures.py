"""The figures of the page's head and of its table, year by year and for the whole plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from maps.layers import move_table
from planner import headline
from planner.redirections import redirections

if TYPE_CHECKING:
    from planner.headline import Tally
    from planner.plan import TargetLine
    from planner.run import Run

_METRICS = (
    "bus_pupils",
    "boarders",
    "minutes_mean_moved",
    "small_schools",
    "open",
    "young_boarders",
    "over_cap_pupils",
)


def figures(run: Run) -> list[dict[str, Any]]:
    """Return target line and figures of each year; what the run does not hold is null."""
    tallies, mergers = headline.by_year(run), headline.counted_mergers(run)
    moved, sent = move_table(run), redirections(run.plan)
    return [
        {
            "asked": line.asked,
            "planned": line.planned,
            "empty": line.empty,
            "mergers": mergers[line.year],
            **_tally(tallies[line.year]),
            **_done(run, line),
            **_moved(moved[(moved["year"] == line.year) & (moved["pupils"] > 0)]),
            **_sent(sent[(sent["year"] == line.year) & (sent["pupils"] > 0)]),
            **_metrics(run, str(line.year)),
        }
        for line in run.plan.targets
    ]


def total(run: Run) -> dict[str, Any]:
    """Return the figures of the whole plan: sums where years add up."""
    rows = figures(run)
    weekly = [row["weekly"] for row in rows if row["weekly"] is not None]
    return {
        **{name: sum(row[name] for row in rows) for name in ("asked", "planned", "pupils")},
        **_tally(headline.whole_plan(run)),
        "weekly": max(weekly, default=None),
        **_metrics(run, "plan"),
    }


def _tally(tally: Tally) -> dict[str, int]:
    names = ("closed", "merged", "downgraded", "works", "seats", "beds", "converted", "redirected")
    return {name: getattr(tally, name) for name in names}


def _done(run: Run, line: TargetLine) -> dict[str, Any]:
    """Return how many schools each thing other than closing is done with; works one by one."""
    done = run.plan.actions[run.plan.actions["year"] == line.year]
    counted = dict(done.groupby("action")["school_id"].nunique())
    counted["works"] = int((done["action"] == "works").sum())
    shown = ("merge_form", "downgrade", "works", "convert", "relief")
    return {
        "others": {name: int(counted[name]) for name in shown if counted.get(name)},
    }


def _moved(now: pd.DataFrame) -> dict[str, Any]:
    """Return who changes school in a year: boarders' weekly ways stand apart from daily ones."""
    board = now.loc[now["mode"] == "board", "minutes"]
    return {
        "pupils": int(now["pupils"].sum()),
        "weekly": number(board.max()),
        "long": bool(now["long"].any()),
    }


def _sent(away: pd.DataFrame) -> dict[str, float | None]:
    """Return the longest daily way of redirected pupils in a year."""
    return {"sent_longest": number(away.loc[away["mode"] != "board", "minutes"].max())}


def _metrics(run: Run, which: str) -> dict[str, float | None]:
    found = run.plan.metrics.get(which, {})
    return {
        "longest": number(found.get("minutes_max_moved")),
        **{name: number(found.get(name)) for name in _METRICS},
    }


def number(value: Any) -> float | None:  # noqa: ANN401 - a cell
    """Return a cell as a number with one decimal, or None where it is blank."""
    return None if value is None or pd.isna(value) else round(float(value), 1)
