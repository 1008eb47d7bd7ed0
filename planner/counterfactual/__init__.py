"""What would be if: a finished plan in positions, and the same county planned again after a change."""

from __future__ import annotations

from planner.counterfactual.alternatives import Alternative as Alternative
from planner.counterfactual.alternatives import alternatives as alternatives
from planner.counterfactual.alternatives import near as near
from planner.counterfactual.decided import Decided as Decided
from planner.counterfactual.decided import again as again
from planner.counterfactual.lawful import Lawful as Lawful

__all__ = ["Alternative", "Decided", "Lawful", "again", "alternatives", "near"]
