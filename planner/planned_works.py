"""Building works of a plan: what each adds to its school, when, and for how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.once import once
from planner.school_kinds import KIND_NAMES
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from planner.run import Run

_SEATS = Text("新增学位{n}个", "adds {n} seats")
_BEDS = Text("新增床位{n}张", "adds {n} beds")
_CONVERTS = Text("改制为{kind}学校", "turns into a {kind} school")


@dataclass(frozen=True)
class PlannedWork:
    """One work that the plan builds.

    Parameters
    ----------
    year
        The school year from whose September it is in use.
    seats, beds
        What it adds.
    converts_to
        The kind of school that it makes, or nothing.
    cost, yearly
        Yuan in all, and yuan in each year of the plan from the first use.
    """

    year: int
    works_id: str
    school_id: str
    seats: int
    beds: int
    converts_to: str
    cost: float
    yearly: float

    @property
    def what(self) -> Text:
        """Return what it adds, in words."""
        parts = [_SEATS.filled(n=f"{self.seats:,}")] if self.seats else []
        parts += [_BEDS.filled(n=f"{self.beds:,}")] if self.beds else []
        if self.converts_to in KIND_NAMES:
            parts.append(_CONVERTS.filled(kind=KIND_NAMES[self.converts_to]))
        return Text("、".join(p.zh for p in parts), ", ".join(p.en for p in parts))


@once
def planned_works(run: Run) -> tuple[PlannedWork, ...]:
    """Return the works of a plan in the order of its actions."""
    known = {str(row["works_id"]): row for row in run.dataset.works.to_dict("records")}
    actions = run.plan.actions
    rows = actions[actions["action"] == "works"].to_dict("records")
    years = run.assumptions.money.works_years
    return tuple(_work(row, known.get(works_id(row["detail"]), {}), years) for row in rows)


def works_id(detail: object) -> str:
    """Return the id that a cell of `actions.detail` begins with."""
    return str(detail).split(" ", 1)[0]


def _work(action: Mapping[Hashable, Any], row: Mapping[Hashable, Any], years: float) -> PlannedWork:
    cost = _number(row.get("cost"))
    kind = row.get("converts_to")
    return PlannedWork(
        year=int(action["year"]),
        works_id=works_id(action["detail"]),
        school_id=str(action["school_id"]),
        seats=int(_number(row.get("adds_seats"))),
        beds=int(_number(row.get("adds_beds"))),
        converts_to=kind if isinstance(kind, str) else "",
        cost=cost,
        yearly=cost / years,
    )


def _number(cell: Any) -> float:  # noqa: ANN401 - a cell
    return 0.0 if cell is None or pd.isna(cell) else float(cell)
