"""A run: a county, what was assumed, the plan made of both, and its name."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from planner.words import Text

if TYPE_CHECKING:
    from datetime import datetime

    from planner.assumptions import Assumptions
    from planner.dataset import Dataset
    from planner.plan import Plan


@dataclass(frozen=True)
class Run:
    """Everything that maps, ledgers and reports are made of.

    Parameters
    ----------
    run_id
        Short name printed in every footer, made from the hashes of the inputs and the scenario.
    created
        When the plan was made.
    """

    dataset: Dataset
    assumptions: Assumptions
    plan: Plan
    run_id: str
    created: datetime

    def _repr_html_(self) -> str:
        """Return what a notebook shows of the run: its targets by year and who is moved."""
        language = self.assumptions.language
        head = "".join(f"<th>{escape(text.say(language))}</th>" for text in _HEAD)
        rows = "".join(f"<tr>{_cells(row)}</tr>" for row in self._by_year())
        title = escape(
            f"{self.dataset.name} {self.assumptions.title.say(language)} ({self.run_id})"
        )
        return f"<table><caption>{title}</caption><tr>{head}</tr>{rows}</table>"

    def _by_year(self) -> list[tuple[object, ...]]:
        rows: list[tuple[object, ...]] = []
        for line in self.plan.targets:
            figures = self.plan.metrics[str(line.year)]
            shown = (figures["pupils_moved"], figures["minutes_p90_moved"])
            rows.append((line.year, line.asked, line.planned, line.empty, *shown))
        return rows


_HEAD = (
    Text("年度", "year"),
    Text("目标（所）", "closures asked"),
    Text("规划（所）", "planned"),
    Text("其中无学生（所）", "of them empty"),
    Text("转学学生（人）", "pupils moved"),
    Text("90%的学生单程不超过（分钟）", "nine in ten within (minutes)"),
)


def _cells(row: tuple[object, ...]) -> str:
    return "".join(f"<td>{'—' if cell is None else escape(str(cell))}</td>" for cell in row)
