"""Warnings about published targets, told to a plan that has made its choice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.assumptions import Assumptions
    from planner.errors import Finding

_VERSION = Text(
    "本方案采用版本“{version}”，其他版本只作对照",
    "this plan takes version '{version}'; the others stand for comparison",
)
_OWN = Text(
    "本方案的目标由情景文件给出，没有采用这些版本",
    "the targets of this plan stand in its scenario; it takes none of these versions",
)


def with_choice(warnings: Iterable[Finding], assumptions: Assumptions) -> tuple[Finding, ...]:
    """Return the warnings; where versions of targets differ, the hint says which one is used."""
    version = assumptions.closures.version
    if not version and not any(assumptions.closures.targets.values()):
        return tuple(warnings)
    hint = _VERSION.filled(version=version) if version else _OWN
    return tuple(
        replace(one, hint=hint) if one.code == "targets_differ" else one for one in warnings
    )
