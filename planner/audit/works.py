"""Building works that would change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.audit.check import Check
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.county import County
    from planner.errors import Finding

_EFFECTS = ("adds_seats", "adds_beds", "converts_to")


def works_without_effect(county: County) -> Iterator[Finding]:
    """Find works that add neither seats nor beds and make no other kind of school."""
    typed = county.tables["works"]
    for index, row in enumerate(typed.frame[list(_EFFECTS)].itertuples(index=False, name=None)):
        if not any(row):
            yield typed.finding(
                index,
                "adds_seats",
                code="works_without_effect",
                what=Text(
                    "工程不增加学位、床位，也不改制，规划不会采用",
                    "the work adds no seats and no beds and converts nothing; no plan will use it",
                ),
                hint=Text(
                    "请填写新增学位、新增床位或改制为，或删去该行",
                    "fill in adds_seats, adds_beds or converts_to, or delete the row",
                ),
                severity="warning",
            )


CHECKS = (Check(works_without_effect, {"works": _EFFECTS}),)
