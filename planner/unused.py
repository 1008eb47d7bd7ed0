"""Tables that a county has and that planning does not use yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import Finding
from planner.words import Text, numbered

if TYPE_CHECKING:
    from planner.dataset import Dataset

_UNUSED = {
    "staff": Text("教职工分布", "staff by post"),
    "ledger": Text("实际完成的事项", "steps really taken"),
}


def unused_tables(dataset: Dataset) -> tuple[Finding, ...]:
    """Return one warning for each table that was read and that no plan depends on."""
    return tuple(
        Finding(
            "table_not_used",
            Text(
                "{name}（{n}）已读取并检查，目前尚不用于规划",
                "{name} ({n}): read and checked, not used for planning yet",
            ).filled(
                name=name,
                n=numbered(len(getattr(dataset, table)), "{n}行", "{n} row", "{n} rows"),
            ),
            Text(
                "无需改动；方案不会因此表而不同",
                "nothing to do; the plan is the same with and without it",
            ),
            "warning",
            file=f"{table}.csv",
        )
        for table, name in _UNUSED.items()
        if len(getattr(dataset, table))
    )
