"""Which settings of the scenarios differ between runs, in the words of the scenario's reference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Any

from planner import presentation
from planner.words import Text, same
from scenarios.comparison.setting_words import VALUES, said
from scenarios.parameters import PARAMETERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planner.run import Run
    from scenarios.parameters import Parameter

# Shown elsewhere, or of no weight for what a plan decides.
LEFT_OUT = ("title", "extends", "data", "language", "solver")
# Tables that are read as one sentence.
ONE_SENTENCE = ("bands", "closures.targets")
SMALL = "closures.small"
# What an entry means that a table does not name.
UNNAMED = {"money.works_budget": inf}


@dataclass(frozen=True)
class Setting:
    """One value that the scenarios set differently.

    Parameters
    ----------
    key
        Dotted key, with the entry of its table.
    title
        What it means.
    each
        As each run has it, in words.
    """

    key: str
    title: Text
    each: tuple[Text, ...]


def settings(runs: Sequence[Run]) -> tuple[Setting, ...]:
    """Return every setting that is not the same in all runs, in the order of the reference.

    Settings differ where their words do: 40 is 40.0, and a target of 0 is none.
    """
    names = presentation.bands(runs[0].assumptions)
    found = (
        Setting(
            f"{parameter.key}.{entry}" if entry else parameter.key,
            _title(parameter, entry, names),
            tuple(said(parameter.key, v, run) for v, run in zip(values, runs, strict=True)),
        )
        for parameter in PARAMETERS
        if not parameter.key.startswith(LEFT_OUT)
        for entry, values in _entries(parameter, runs)
    )
    return tuple(setting for setting in found if len(set(setting.each)) > 1)


def _entries(parameter: Parameter, runs: Sequence[Run]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield each entry of a table with its value in every run; all else once, without entry.

    Where one run has a table and another one value for everything, that value is each entry's.
    """
    key = parameter.key
    values = tuple(_at(run, key) for run in runs)
    tables = [value for value in values if isinstance(value, Mapping)]
    if not tables or key in ONE_SENTENCE:
        yield "", values
        return
    for entry in dict.fromkeys(str(name) for table in tables for name in table):
        yield entry, tuple(_part(key, value, entry) for value in values)


def _at(run: Run, key: str) -> Any:  # noqa: ANN401 - any value of a scenario
    value: Any = run.assumptions
    for name in key.split("."):
        value = getattr(value, name)
    return (float(value) or inf) if key == SMALL and not isinstance(value, Mapping) else value


def _part(key: str, value: object, entry: str) -> object:
    """Return what a value says of one entry."""
    if not isinstance(value, Mapping):
        return value
    by_name = {str(name): part for name, part in value.items()}
    if key == SMALL:
        return float(by_name.get(entry, 0)) or inf
    return by_name.get(entry, UNNAMED.get(key))


def _title(parameter: Parameter, entry: str, bands: Mapping[str, Text]) -> Text:
    title, unit = parameter.title, parameter.unit
    if unit.zh and parameter.key not in ONE_SENTENCE:
        title = Text("{title}，{unit}", "{title}, {unit}").filled(title=title, unit=unit)
    if not entry:
        return title
    # A band may be called what a kind of school is.
    known = bands if parameter.by == "band" else VALUES
    name = known.get(entry) or same(entry)
    return Text("{title}：{name}", "{title}: {name}").filled(title=title, name=name)
