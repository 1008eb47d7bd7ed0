"""Findings in an order in which a person would work through them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.errors import Finding


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings with errors first, then as they stand: files in order of reading."""
    return sorted(findings, key=lambda finding: finding.severity != "error")
