"""Keys whose part of the planner is not there yet: turning one on is refused, naming the part.

Taking an entry out of `UNBUILT` is all it takes once its part exists.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Unbuilt:
    """A key that must keep the value `off` until its part exists."""

    key: str
    off: object
    part: Text


FORECAST = Text("预测", "forecast")
MERGES = Text("合并", "merges")
DOWNGRADES = Text("降格", "downgrades")
RELIEF = Text("分流", "relief")
WORKS = Text("工程", "works")

UNBUILT: tuple[Unbuilt, ...] = (
    Unbuilt("closures.downgrade", off=False, part=DOWNGRADES),
    Unbuilt("merge.enabled", off=False, part=MERGES),
    Unbuilt("relief.enabled", off=False, part=RELIEF),
    Unbuilt("demand.variant", off="middle", part=FORECAST),
    Unbuilt("demand.variant_factor.middle", off=1, part=FORECAST),
    Unbuilt("demand.survival", off=1, part=FORECAST),
    Unbuilt("demand.entrants_change", off=0, part=FORECAST),
    Unbuilt("money.works_budget", off={}, part=WORKS),
)


def turned_on(values: dict[str, Any]) -> Iterator[tuple[Unbuilt, object]]:
    """Yield each entry that the resolved `values` turn on, with its value."""
    for entry in UNBUILT:
        value: Any = values
        for name in entry.key.split("."):
            value = value.get(name, entry.off) if isinstance(value, dict) else entry.off
        if value != entry.off:
            yield entry, value
