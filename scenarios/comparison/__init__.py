"""Several runs of one county side by side: figures, decisions that differ, what that costs."""

from __future__ import annotations

from scenarios.comparison.compare import ORDER as ORDER
from scenarios.comparison.compare import Comparison as Comparison
from scenarios.comparison.compare import School as School
from scenarios.comparison.compare import compare as compare
from scenarios.comparison.county import refuse_too_few as refuse_too_few
from scenarios.comparison.page import render as render
from scenarios.comparison.values import as_values as as_values
