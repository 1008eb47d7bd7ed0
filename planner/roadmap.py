"""The roadmap as people read it: what is done with each school, and where its pupils go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.presentation import Names
from planner.school_kinds import ACTION_NAMES, KIND_NAMES, MODE_NAMES
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd

    from planner.plan import Plan
    from planner.run import Run

GROUP = ["place_id", "band", "from_school_id"]

# The other actions leave every pupil where they are.
MOVING_ACTIONS = frozenset({"close", "merge_form", "downgrade", "relief"})

# Offices tell a school that is merged into others from one that has nobody to move.
_CLOSE_ALONE = Text("撤销", "close")


@dataclass(frozen=True)
class Line:
    """One row of the roadmap.

    Parameters
    ----------
    action, action_code
        What is done, in words and as the plan names it.
    school, receivers
        Names as people read them; receivers in the order of the plan.
    roll
        Pupils of the school in the base year, all grades.
    pupils
        Pupils that change school because of it.
    km, minutes
        The longest way of those pupils, one way; None where nobody moves or it is unknown.
    boarders
        Of those pupils, the ones who will board.
    modes
        How those pupils will come, in words.
    """

    year: int
    school_id: str
    school: str
    township: str
    kind: Text
    roll: int
    action: Text
    action_code: str
    receivers: tuple[str, ...]
    pupils: int
    km: float | None
    minutes: float | None
    boarders: int
    modes: tuple[Text, ...]


def moves(plan: Plan) -> pd.DataFrame:
    """Return the rows of `plan.assignments` in the year in which their group first comes.

    Only rows with pupils: nobody needs a bus for none.
    """
    rows = plan.assignments
    away = rows[rows["mode"] != "stay"].sort_values("year", kind="stable")
    first = away.drop_duplicates([*GROUP, "school_id"])
    return first[first["pupils"] > 0]


def lines(run: Run) -> tuple[Line, ...]:
    """Return the plan's actions by year, then township and school in the order of the county."""
    schools = run.dataset.schools.set_index("school_id")
    order = _order(run)
    moved = moves(run.plan)
    rolls = run.dataset.pupils.groupby("school_id")["pupils"].sum()
    names = Names.of(run.dataset)
    made = [
        _line(row, names, moved, kind=schools.loc[row["school_id"], "kind"], roll=rolls)
        for row in run.plan.actions.to_dict("records")
    ]
    return tuple(sorted(made, key=lambda line: (line.year, order[line.school_id])))


def receivers(cell: object) -> tuple[str, ...]:
    """Return the ids in a cell of `actions.receivers`."""
    return tuple(part for part in cell.split(";") if part) if isinstance(cell, str) else ()


def _order(run: Run) -> dict[str, tuple[int, int]]:
    """Return the rank of each school: its township's first appearance, then its own."""
    townships = {name: rank for rank, name in enumerate(run.dataset.schools["township"].unique())}
    pairs = run.dataset.schools[["school_id", "township"]].itertuples(index=False, name=None)
    return {school: (townships[township], rank) for rank, (school, township) in enumerate(pairs)}


def _line(
    row: Mapping[Hashable, Any], names: Names, moved: pd.DataFrame, *, kind: str, roll: pd.Series
) -> Line:
    school, action = str(row["school_id"]), str(row["action"])
    concerns = action in MOVING_ACTIONS
    is_own = (moved["year"] == row["year"]) & (moved["from_school_id"] == school)
    own = moved[is_own & concerns]
    to = tuple(names.school(one) for one in receivers(row["receivers"]))
    return Line(
        year=int(row["year"]),
        school_id=school,
        school=names.school(school),
        township=str(row["township"]),
        kind=KIND_NAMES[kind],
        roll=int(roll.get(school, 0)),
        action=ACTION_NAMES[action] if action != "close" or to else _CLOSE_ALONE,
        action_code=action,
        receivers=to,
        pupils=int(row["pupils"]),
        km=longest(own["km"]),
        minutes=longest(own["minutes"]),
        boarders=int(own.loc[own["mode"] == "board", "pupils"].sum()),
        modes=tuple(MODE_NAMES[mode] for mode in MODE_NAMES if mode in set(own["mode"])),
    )


def longest(values: pd.Series) -> float | None:
    """Return the largest of km or minutes, None where none is known."""
    known = values.dropna()
    return None if known.empty else float(known.max())
