"""`planner scenario show`: every value of a scenario, with where it comes from."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import scenarios
from planner.cli.screen import findings_lines, result, result_json, talk
from planner.words import Text
from scenarios.describe import describe

if TYPE_CHECKING:
    from planner.words import Language
    from scenarios.describe import Row

HARD = Text("刚性", "hard")


def show(name: str, settings: tuple[str, ...], language: Language, *, as_json: bool) -> None:
    """Print the scenario `name` with every value."""
    scenario = scenarios.load(name, settings, complete=False)
    rows = describe(scenario, language)
    if as_json:
        result_json({"name": scenario.name, "values": [asdict(row) for row in rows]})
        return
    for line in findings_lines(scenario.warnings, language):
        talk(line)
    for row in rows:
        result(_line(row, language))


def _line(row: Row, language: Language) -> str:
    """Return one value as a line: key = value, then what is known of it."""
    notes = [row.title, row.unit, HARD.say(language) if row.hard else "", row.origin]
    notes += [row.basis, row.trust]
    return f"{row.key} = {row.value}    # " + " · ".join(note for note in notes if note)
