"""合点 Hedian: lawful, proven, year-by-year roadmaps for consolidating rural schools.

The public names below are loaded when first asked for, so that `import planner` is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.assumptions import Assumptions as Assumptions
    from planner.change import Change as Change
    from planner.dataset import Dataset as Dataset
    from planner.diagnosis.told import diagnose as diagnose
    from planner.errors import CheckFailed as CheckFailed
    from planner.errors import DataError as DataError
    from planner.errors import Finding as Finding
    from planner.errors import Infeasible as Infeasible
    from planner.errors import NoAnswerInTime as NoAnswerInTime
    from planner.errors import PlannerError as PlannerError
    from planner.errors import ScenarioError as ScenarioError
    from planner.errors import SolveError as SolveError
    from planner.errors import UsageError as UsageError
    from planner.explaining import explain as explain
    from planner.load import load_county as load_county
    from planner.pipeline import Options as Options
    from planner.pipeline import make_plan as make_plan
    from planner.pipeline import make_run as make_run
    from planner.plan import Plan as Plan
    from planner.resolving import resolve as resolve
    from planner.run import Run as Run
    from planner.runs import read

    read_run = read
    from planner.words import Text as Text

__version__ = "0.1.0"

# Where each public name lives; a name after the colon is what it is called there.
_HOMES: dict[str, str] = {
    "Assumptions": "planner.assumptions",
    "Change": "planner.change",
    "CheckFailed": "planner.errors",
    "DataError": "planner.errors",
    "Dataset": "planner.dataset",
    "Finding": "planner.errors",
    "Infeasible": "planner.errors",
    "NoAnswerInTime": "planner.errors",
    "Options": "planner.pipeline",
    "Plan": "planner.plan",
    "PlannerError": "planner.errors",
    "Run": "planner.run",
    "ScenarioError": "planner.errors",
    "SolveError": "planner.errors",
    "Text": "planner.words",
    "UsageError": "planner.errors",
    "diagnose": "planner.diagnosis",
    "explain": "planner.explaining",
    "load_county": "planner.load",
    "make_plan": "planner.pipeline",
    "make_run": "planner.pipeline",
    "resolve": "planner.resolving",
    "read_run": "planner.runs:read",
}

__all__ = ["__version__", *_HOMES]  # noqa: PLE0604 - the names are those of the table above


def __getattr__(name: str) -> object:
    """Return a public name from the module where it lives."""
    home = _HOMES.get(name)
    if home is None:
        message = f"module 'planner' has no attribute '{name}'"
        raise AttributeError(message)
    module, _, called = home.partition(":")
    return getattr(import_module(module), called or name)


def __dir__() -> list[str]:
    return sorted(__all__)
