"""Why the rules leave no plan: which cannot hold together, for whom, and what would mend it."""

from __future__ import annotations

from planner.diagnosis.told import Diagnosis as Diagnosis
from planner.diagnosis.told import diagnose as diagnose
from planner.diagnosis.told import suspected as suspected

__all__ = ["Diagnosis", "diagnose", "suspected"]
