"""A resolved scenario as rows for people: key, value, unit, origin, legal basis, trust."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.words import Text
from scenarios.load import load
from scenarios.parameters import PARAMETERS, TRUST_NAMES
from scenarios.shipped import BASE
from scenarios.toml_text import toml_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planner.words import Language
    from scenarios.load import Scenario
    from scenarios.parameters import Parameter

HEADINGS: dict[str, Text] = {
    "key": Text("键", "key"),
    "title": Text("含义", "meaning"),
    "value": Text("取值", "value"),
    "unit": Text("单位", "unit"),
    "origin": Text("来自", "origin"),
    "basis": Text("依据", "legal basis"),
    "trust": Text("核实程度", "trust"),
}
NOT_THE_SOURCE = Text("本情景自定，与依据不同", "set by the scenario, differs from its basis")


@dataclass(frozen=True)
class Row:
    """One value of a scenario.

    Parameters
    ----------
    key
        Dotted key, with the band, kind or name where each has a value of its own.
    title, unit, basis, trust
        In the language asked for.
    value
        As a scenario file writes it.
    origin
        A shipped name, a file name, `--set`; empty where nothing sets the key.
    hard
        Whether it is a hard rule.
    """

    key: str
    title: str
    value: str
    unit: str
    origin: str
    basis: str
    trust: str
    hard: bool


def describe(scenario: Scenario, language: Language) -> list[Row]:
    """Return every value of `scenario` in the order of the reference page.

    Parameters
    ----------
    language
        Language of titles, units, bases and trust.
    """
    base = load(BASE, complete=False).resolved
    return [
        _row(parameter, key, value, scenario, language, shipped=_at(base, key))
        for parameter in PARAMETERS
        for key, value in _values(parameter, scenario.resolved)
    ]


def _values(parameter: Parameter, resolved: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    value = _at(resolved, parameter.key)
    if parameter.by in {"band", "kind", "names"} and isinstance(value, dict):
        yield from ((f"{parameter.key}.{name}", part) for name, part in value.items())
    elif value is not None:
        yield parameter.key, value


def _row(
    parameter: Parameter,
    key: str,
    value: object,
    scenario: Scenario,
    language: Language,
    *,
    shipped: object,
) -> Row:
    basis = parameter.basis_of(key.rpartition(".")[2])
    own = basis.trust != "given" and value != shipped
    trust = NOT_THE_SOURCE if own else TRUST_NAMES[basis.trust]
    return Row(
        key=key,
        title=parameter.title.say(language),
        value=toml_text(value),
        unit=parameter.unit.say(language),
        origin=_origin(scenario.origins, key),
        basis=basis.source.say(language),
        trust=trust.say(language),
        hard=parameter.hard,
    )


def _origin(origins: Mapping[str, str], key: str) -> str:
    within = (origin for known, origin in origins.items() if known.startswith(f"{key}."))
    return origins.get(key) or next(within, "")


def _at(values: Mapping[str, Any], key: str) -> Any:  # noqa: ANN401 - any TOML value
    """Return the value at the dotted `key`, or None where there is none."""
    found: Any = values
    for name in key.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found
