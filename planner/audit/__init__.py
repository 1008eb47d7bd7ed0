"""Checks of what the tables say together; each finds what a planner should look at.

Every check is one small function that yields warnings; errors between tables are found by
`planner.relations`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.audit import county as whole
from planner.audit import places, pupils, targets, works

if TYPE_CHECKING:
    from planner.audit.check import Check
    from planner.county import County
    from planner.errors import Finding

CHECKS: tuple[Check, ...] = (
    *whole.CHECKS,
    *targets.CHECKS,
    *works.CHECKS,
    *pupils.CHECKS,
    *places.CHECKS,
)


def audit(county: County) -> list[Finding]:
    """Return the warnings of every check, about the rows that could be read."""
    return [finding for check in CHECKS for finding in check.on(county)]
