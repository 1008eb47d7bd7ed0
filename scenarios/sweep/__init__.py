"""One scenario with several values of some settings: every combination, as a table and a page."""

from __future__ import annotations

from scenarios.sweep.combinations import Swept as Swept
from scenarios.sweep.combinations import combinations as combinations
from scenarios.sweep.combinations import swept as swept
from scenarios.sweep.page import render as render
from scenarios.sweep.table import Row as Row
from scenarios.sweep.table import Sweep as Sweep
from scenarios.sweep.table import as_csv as as_csv
from scenarios.sweep.table import as_values as as_values

__all__ = ["Row", "Sweep", "Swept", "as_csv", "as_values", "combinations", "render", "swept"]
