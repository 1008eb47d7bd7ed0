"""The decisions behind a plan's tables, in the positions of a question: where solving starts from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from planner.modes import MODES
from planner.options import NO_MERGE
from planner.solution import Solution

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from planner.case import Case
    from planner.plan import Plan
    from planner.problem import Problem


def replayed(case: Case, plan: Plan) -> Solution:
    """Return the decisions of `plan` as far as the question of `case` knows them.

    The plan may be of another question: schools, years, places and works that this one does not
    have are left out, and nothing says that what remains is lawful here.
    """
    problem = case.problem
    position = {key: n for n, key in enumerate(case.dataset.schools["school_id"])}
    years = {year: t for t, year in enumerate(problem.years)}
    steps = plan.actions[plan.actions["year"].isin(years)]
    steps = steps[steps["school_id"].isin(position)]
    at = [
        (row["action"], position[row["school_id"]], years[row["year"]], row)
        for row in _records(steps)
    ]
    merged = _merged(problem, position, at)
    option, year = _moves(case, plan, position, years, merged)
    return Solution(
        closed={s: t for action, s, t, _ in at if action == "close"},
        option=option,
        year=year,
        share=np.ones(len(option)),
        reduced={s: t for action, s, t, _ in at if action == "downgrade"},
        merged=merged,
        built=_built(problem, at),
        relieved=_relieved(case, plan, position, at),
    )


type _Steps = list[tuple[str, int, int, dict[str, Any]]]


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as plain values."""
    names = [str(name) for name in frame.columns]
    columns = (frame[name].tolist() for name in names)
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _merged(problem: Problem, position: dict[str, int], at: _Steps) -> dict[int, int]:
    pairs = zip(problem.merges.absorbed.tolist(), problem.merges.receiver.tolist(), strict=True)
    known = {pair: p for p, pair in enumerate(pairs)}
    found = {}
    for action, s, t, row in at:
        pair = (s, position.get(row["receivers"], -1))
        if action == "merge_form" and pair in known:
            found[known[pair]] = t
    return found


def _built(problem: Problem, at: _Steps) -> dict[int, int]:
    known = {key: k for k, key in enumerate(problem.works.ids)}
    named = ((row["detail"].split(" ")[0], t) for action, _, t, row in at if action == "works")
    return {known[key]: t for key, t in named if key in known}


def _moves(
    case: Case,
    plan: Plan,
    position: dict[str, int],
    years: dict[int, int],
    merged: dict[int, int],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return option and year of each group's move, by group."""
    problem, demand = case.problem, case.demand
    keys = zip(demand.places, demand.bands, demand.homes.tolist(), strict=True)
    group_of = {key: g for g, key in enumerate(keys)}
    rows = plan.assignments
    moved = rows[(rows["mode"] != "stay") & rows["year"].isin(years)].sort_values("year")
    stay = rows.loc[rows["mode"] == "stay", ["year", "place_id", "band", "from_school_id"]]
    split = set(stay.itertuples(index=False, name=None))
    absorbed = {int(problem.merges.absorbed[p]): p for p in merged}
    options = problem.options
    columns = zip(
        options.group.tolist(),
        options.school.tolist(),
        options.mode.tolist(),
        options.merge.tolist(),
        strict=True,
    )
    known = {key: o for o, key in enumerate(columns)}
    found: dict[int, tuple[int, int]] = {}
    for row in _records(moved):
        if (row["year"], row["place_id"], row["band"], row["from_school_id"]) in split:
            continue
        home, t = position.get(row["from_school_id"], -1), years[row["year"]]
        group = group_of.get((row["place_id"], row["band"], home), -1)
        pair = absorbed.get(home, NO_MERGE)
        o = known.get((group, position.get(row["school_id"], -1), MODES.index(row["mode"]), pair))
        if group not in found and o is not None and bool(problem.options.may[o][t]):
            found[group] = (o, t)
    ordered = [found[group] for group in sorted(found)]
    option, year = (np.array([pair[i] for pair in ordered], dtype=np.int64) for i in (0, 1))
    return option, year


def _relieved(case: Case, plan: Plan, position: dict[str, int], at: _Steps) -> tuple[int, ...]:
    """Return the redirections that lead where the plan sends the entrants, by the same modes."""
    reliefs = case.problem.reliefs
    ids = case.dataset.schools["school_id"].to_numpy()
    sent = {
        (position[row["from_school_id"]], row["place_id"], row["band"]): (
            row["school_id"],
            row["mode"],
        )
        for row in _records(plan.assignments[plan.assignments["mode"] != "stay"])
        if row["from_school_id"] in position
    }
    starts = {
        (s, place): t
        for action, s, t, row in at
        if action == "relief"
        for place in row["detail"].split(";")
    }
    bands = [band.name for band in case.assumptions.bands]
    found = {}
    for i, (s, place, t) in enumerate(
        zip(reliefs.source.tolist(), reliefs.place, reliefs.start.tolist(), strict=True)
    ):
        ways = {
            (str(ids[reliefs.school[i]]), MODES[mode]) == sent.get((s, place, bands[b]))
            for b, mode in enumerate(reliefs.mode[i].tolist())
            if mode >= 0
        }
        if starts.get((s, place)) == t and ways == {True}:
            found[s, place] = i
    return tuple(sorted(found.values()))
