"""A county and a scenario with all that was derived from them before solving."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.assumptions import Assumptions
    from planner.dataset import Dataset
    from planner.demand import Demand
    from planner.problem import Problem
    from planner.travel import TravelCosts


@dataclass(frozen=True)
class Case:
    """What is needed to read a solution: the positions in it are those of these values."""

    dataset: Dataset
    assumptions: Assumptions
    travel: TravelCosts
    demand: Demand
    problem: Problem
