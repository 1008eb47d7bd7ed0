"""A scenario file and all it extends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import Finding, ScenarioError
from planner.words import Text
from scenarios.layers import read_layer
from scenarios.screen import EXTENDS
from scenarios.shipped import BASE, LIBRARY, locate, shipped_name

if TYPE_CHECKING:
    from pathlib import Path

    from scenarios.layers import Layer

_BASE_FILE = LIBRARY / f"{BASE}.toml"


def chain_of(path: Path) -> list[Layer]:
    """Return the layers from `base` to the file at `path`.

    A file that extends nothing extends `base`: every key has a value in the end.

    Raises
    ------
    ScenarioError
        If a file cannot be read or found, or the chain comes back to itself.
    """
    layers: list[Layer] = []
    visited: list[Path] = []
    next_file: Path | None = path
    while next_file:
        if next_file.resolve() in [seen.resolve() for seen in visited]:
            raise _cycle([*visited, next_file], layers[-1])
        layer = read_layer(next_file)
        layers.append(layer)
        visited.append(next_file)
        next_file = _extended(layer, next_file)
    return layers[::-1]


def _extended(layer: Layer, path: Path) -> Path | None:
    wanted = layer.values.get(EXTENDS)
    if isinstance(wanted, str):
        return _located(layer, wanted)
    return None if path == _BASE_FILE else _BASE_FILE


def _located(layer: Layer, wanted: str) -> Path:
    try:
        return locate(wanted, layer.folder)
    except ScenarioError as error:
        raise ScenarioError(
            error.what,
            [
                Finding(
                    f.code,
                    f.what,
                    f.hint,
                    "error",
                    layer.file,
                    layer.line(EXTENDS),
                    EXTENDS,
                    wanted,
                )
                for f in error.findings
            ],
        ) from error


def _cycle(visited: list[Path], last: Layer) -> ScenarioError:
    chain = " → ".join(shipped_name(path) or path.name for path in visited)
    finding = Finding(
        code="cycle",
        what=Text(
            "情景互相继承，成了圈：{c}", "the scenarios extend each other in a circle: {c}"
        ).filled(c=chain),
        hint=Text("去掉其中一个 extends。", "Remove one 'extends'."),
        file=last.file,
        row=last.line(EXTENDS),
        column=EXTENDS,
    )
    return ScenarioError(Text("情景文件无法使用", "the scenario cannot be used"), [finding])
