"""Which settings of the scenarios differ between runs, in the words of the scenario's reference."""

from __future__ import annotations

from dataclasses import asdict, dataclass, is_dataclass
from math import isinf
from typing import TYPE_CHECKING, Any

from planner import presentation
from planner.school_kinds import KIND_NAMES
from planner.words import Text, listed, same
from scenarios.parameters import PARAMETERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.assumptions import Assumptions
    from planner.run import Run
    from scenarios.parameters import Parameter

# Shown elsewhere, or of no weight for what a plan decides.
LEFT_OUT = ("title", "extends", "data", "years", "language", "closures.targets", "solver")
BOARDING = "boarding.bands"
NOT_SET = "—"

_VALUES: dict[Any, Text] = {
    True: Text("是", "yes"),
    False: Text("否", "no"),
    "only": Text("只降格，不撤并", "only reduced, never closed"),
    "exact": Text("正好", "exactly"),
    "at_least": Text("不少于", "at least"),
    "at_most": Text("不多于", "at most"),
    "low": Text("低", "low"),
    "middle": Text("中", "middle"),
    "high": Text("高", "high"),
    **KIND_NAMES,
}


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
    """Return every setting that is not the same in all runs, in the order of the reference."""
    each = [_values(run.assumptions) for run in runs]
    keys = dict.fromkeys(key for values in each for key in values)
    names = presentation.bands(runs[0].assumptions)
    return tuple(
        Setting(
            key,
            _title(key, names),
            tuple(_said(values.get(key), names if key == BOARDING else _VALUES) for values in each),
        )
        for key in keys
        if len({repr(values.get(key)) for values in each}) > 1
    )


def _values(assumptions: Assumptions) -> Mapping[str, object]:
    """Return every value by dotted key; tables by band, kind or name entry by entry."""
    found: dict[str, object] = {}
    for parameter in PARAMETERS:
        if parameter.key.startswith(LEFT_OUT):
            continue
        value = _at(assumptions, parameter.key)
        if parameter.by and isinstance(value, dict):
            found |= {f"{parameter.key}.{entry}": _plain(part) for entry, part in value.items()}
        else:
            found[parameter.key] = _plain(value)
    return found


def _at(assumptions: Assumptions, key: str) -> Any:  # noqa: ANN401 - any value of a scenario
    value: Any = assumptions
    for name in key.split("."):
        value = getattr(value, name)
    return value


def _plain(value: object) -> object:
    """Return a value such that equal settings look equal: 40 is 40.0."""
    if is_dataclass(value) and not isinstance(value, type):
        return tuple(asdict(value).values())
    if isinstance(value, list | tuple):
        return tuple(_plain(part) for part in value)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _title(key: str, bands: Mapping[str, Text]) -> Text:
    parameter = _parameter(key)
    entry = key.removeprefix(parameter.key).lstrip(".")
    title, unit = parameter.title, parameter.unit
    if unit.zh:
        title = Text("{title}，{unit}", "{title}, {unit}").filled(title=title, unit=unit)
    if not entry:
        return title
    name = bands.get(entry) or _VALUES.get(entry) or same(entry)
    return Text("{title}：{name}", "{title}: {name}").filled(title=title, name=name)


def _parameter(key: str) -> Parameter:
    return next(p for p in PARAMETERS if key == p.key or key.startswith(f"{p.key}."))


def _said(value: object, names: Mapping[Any, Text]) -> Text:
    if value is None or value in ("", ()):
        return same(NOT_SET)
    if isinstance(value, tuple):
        parts = [_said(part, names) for part in value]
        return Text(listed(p.zh for p in parts).zh, listed(p.en for p in parts).en)
    if isinstance(value, float):
        return Text("不限", "no limit") if isinf(value) else same(f"{value:.10g}")
    return names.get(value) or same(value)
