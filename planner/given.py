"""What the question is made from: a county, a scenario and what was derived so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.assumptions import Assumptions
    from planner.dataset import Dataset
    from planner.demand import Demand
    from planner.merging import Merges
    from planner.room import Left
    from planner.standing import Standing
    from planner.travel import TravelCosts


@dataclass(frozen=True)
class Given:
    """Everything that lawful places are read from; positions are those of these values."""

    dataset: Dataset
    assumptions: Assumptions
    standing: Standing
    demand: Demand
    travel: TravelCosts
    merges: Merges
    left: Left
