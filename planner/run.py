"""A run: a county, what was assumed, the plan made of both, and its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from planner.assumptions import Assumptions
    from planner.dataset import Dataset
    from planner.plan import Plan


@dataclass(frozen=True)
class Run:
    """Everything that maps, ledgers and reports are made of.

    Parameters
    ----------
    run_id
        Short name printed in every footer, made from the hashes of the inputs and the scenario.
    created
        When the plan was made.
    """

    dataset: Dataset
    assumptions: Assumptions
    plan: Plan
    run_id: str
    created: datetime
