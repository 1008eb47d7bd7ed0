"""A plan that passes its check, and ways to spoil it one cell at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from planner.assumptions import Assumptions
from planner.check import CheckReport, check
from planner.dataset import Dataset
from planner.load import load
from planner.pipeline import Options, plan
from planner.plan import Plan
from scenarios.load import load as load_scenario


@dataclass(frozen=True)
class Good:
    """A county, a scenario and a plan that passes its check."""

    dataset: Dataset
    rules: Assumptions
    plan: Plan

    def codes(self) -> set[str]:
        """Return the names of the rules that the plan breaks."""
        return {finding.code for finding in self.report().findings}

    def report(self) -> CheckReport:
        """Check the plan."""
        return check(self.dataset, self.rules, self.plan)

    def table(self, name: str, frame: pd.DataFrame) -> Good:
        """Return the same with another table in the plan."""
        return replace(self, plan=replace(self.plan, **{name: frame.reset_index(drop=True)}))

    def cells(self, table: str, where: dict[str, Any], **values: Any) -> Good:
        """Return the same with cells of the rows `where` changed; there must be such rows."""
        frame = getattr(self.plan, table).astype(object).copy()
        rows = rows_where(frame, where)
        assert rows.any(), f"no row of {table} is {where}"
        for column, value in values.items():
            frame.loc[rows, column] = [value] * int(rows.sum())
        return self.table(table, frame)

    def without(self, table: str, where: dict[str, Any]) -> Good:
        """Return the same without some rows."""
        frame = getattr(self.plan, table)
        assert rows_where(frame, where).any()
        return self.table(table, frame[~rows_where(frame, where)])

    def more(self, table: str, like: dict[str, Any], **values: Any) -> Good:
        """Return the same with the first row `like` repeated and changed."""
        frame = getattr(self.plan, table).astype(object)
        row = frame[rows_where(frame, like)].head(1).assign(**values)
        return self.table(table, pd.concat([frame, row]))

    def school(self, school_id: str, **values: Any) -> Good:
        """Return the same with another row in the county's schools.csv."""
        frame = self.dataset.schools.astype(object).copy()
        for column, value in values.items():
            frame.loc[frame["school_id"] == school_id, column] = value
        return replace(self, dataset=replace(self.dataset, schools=frame))

    def rule(self, table: str, **values: Any) -> Good:
        """Return the same under another scenario."""
        changed = replace(getattr(self.rules, table), **values)
        return replace(self, rules=replace(self.rules, **{table: changed}))

    def proof(self, **values: Any) -> Good:
        """Return the same with another proof."""
        return replace(self, plan=replace(self.plan, proof=replace(self.plan.proof, **values)))

    def target(self, at: int, **values: Any) -> Good:
        """Return the same with another line of targets."""
        lines = list(self.plan.targets)
        lines[at] = replace(lines[at], **values)
        return replace(self, plan=replace(self.plan, targets=tuple(lines)))

    def metric(self, when: str, name: str, value: Any) -> Good:
        """Return the same with another metric."""
        metrics = {key: dict(row) for key, row in self.plan.metrics.items()}
        metrics[when][name] = value
        return replace(self, plan=replace(self.plan, metrics=metrics))


def rows_where(frame: pd.DataFrame, where: dict[str, Any]) -> pd.Series:
    rows = pd.Series(data=True, index=frame.index)
    for column, value in where.items():
        rows &= frame[column] == value
    return rows


def planned(data: Any, scenario: Any) -> Good:
    dataset, rules = load(data), load_scenario(scenario).assumptions
    return Good(dataset, rules, plan(dataset, rules, Options(isolated=False)))
