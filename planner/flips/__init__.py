"""What would turn a school's decision: the smallest single change, tried by planning again."""

from __future__ import annotations

from planner.flips.flip import Flip as Flip
from planner.flips.flip import Flipped as Flipped
from planner.flips.search import flips as flips

__all__ = ["Flip", "Flipped", "flips"]
