"""Scenarios: files that say what a plan assumes, merged, checked and explained."""

from __future__ import annotations

from scenarios.describe import describe as describe
from scenarios.load import Scenario as Scenario
from scenarios.load import load as load
from scenarios.load import loosened_texts as loosened_texts
from scenarios.shipped import names as names
from scenarios.shipped import titles as titles
from scenarios.targets import fill_targets as fill_targets
