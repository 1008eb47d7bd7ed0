"""The published targets of a county as they stand side by side, and the warnings about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.obstacles.missed import NOT_MET
from planner.plan import FEW
from planner.schema.words import UNITS
from planner.words import Text, same

if TYPE_CHECKING:
    import pandas as pd

    from planner.errors import Finding
    from planner.run import Run

#: Codes of the warnings that say that targets contradict each other, the tables or the rules.
TARGET_CODES = frozenset(
    {
        "targets_differ",
        "targets_contradict",
        "target_units_differ",
        "target_without_unit",
        "due_above_target",
        "empties_above_target",
        "roadmap_leaves_small_schools",
        "small_schools_two_readings",
        NOT_MET,
        FEW,
    }
)

_UNITS = {choice.code: choice.name for choice in UNITS}
_UNKNOWN_UNIT = Text("未写明", "not said")
_DUE = Text("（{day}前）", " (by {day})")


@dataclass(frozen=True)
class Entry:
    """One version of the published targets, of one unit.

    Parameters
    ----------
    counts
        Year -> what is asked; counts that contradict each other one after the other, a deadline
        of its own behind its count.
    used
        The plan takes this version.
    """

    version: str
    unit: Text
    sources: tuple[str, ...]
    counts: dict[int, Text]
    used: bool


def register(run: Run) -> tuple[Entry, ...]:
    """Return the published targets, in the order of the table."""
    table = run.dataset.targets.fillna({"unit": "", "deadline": "", "source": ""})
    used = run.assumptions.closures.version
    return tuple(
        Entry(
            str(version),
            _UNITS.get(str(unit), _UNKNOWN_UNIT),
            tuple(str(source) for source in dict.fromkeys(rows["source"]) if source),
            {int(str(year)): _counts(of) for year, of in rows.groupby("year", sort=True)},
            used=bool(used) and str(version) == used,
        )
        for (version, unit), rows in table.groupby(["version", "unit"], sort=False)
    )


def _counts(rows: pd.DataFrame) -> Text:
    """Return what a version asks for in a year."""
    parts = []
    for count, day in dict.fromkeys(zip(rows["count"], rows["deadline"], strict=True)):
        due = _DUE.filled(day=day) if day else same("")
        parts.append(Text("{n}{due}", "{n}{due}").filled(n=f"{int(count):,}", due=due))
    return Text(" / ".join(p.zh for p in parts), " / ".join(p.en for p in parts))


def years(run: Run) -> tuple[int, ...]:
    """Return the years of the published targets and those of the plan, in order."""
    published = {int(year) for year in run.dataset.targets["year"]}
    return tuple(sorted(published | set(run.assumptions.years)))


def target_warnings(run: Run) -> tuple[Finding, ...]:
    """Return the warnings of a run that bear on its targets."""
    return tuple(one for one in run.plan.warnings if one.code in TARGET_CODES)
