"""Why a target is missed: the schools that cannot close, and whether there are enough at all."""

from __future__ import annotations

from planner.obstacles.explained import broken_pins as broken_pins
from planner.obstacles.explained import obstacles as obstacles
from planner.obstacles.missed import target_warnings as target_warnings

__all__ = ["broken_pins", "obstacles", "target_warnings"]
