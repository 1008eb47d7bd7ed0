"""Why a target is missed: the schools that cannot close, and whether there are enough at all."""

from __future__ import annotations

from planner.obstacles.aftermath import Aftermath as Aftermath
from planner.obstacles.every import hindrances_of as hindrances_of
from planner.obstacles.explained import broken_pins as broken_pins
from planner.obstacles.explained import obstacles as obstacles
from planner.obstacles.missed import target_warnings as target_warnings

__all__ = ["Aftermath", "broken_pins", "hindrances_of", "obstacles", "target_warnings"]
