"""What would be if: a finished plan in positions, and the same county planned again after a change."""

from __future__ import annotations

from planner.counterfactual.decided import Decided as Decided
from planner.counterfactual.decided import again as again

__all__ = ["Decided", "again"]
