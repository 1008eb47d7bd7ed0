"""What is wrong with the keys and values of one layer, seen by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from planner.errors import Finding
from planner.words import Text
from scenarios.near import nearest
from scenarios.parameters import BY_KEY, TABLES
from scenarios.shapes import Fault
from scenarios.toml_text import toml_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scenarios.layers import Layer

EXTENDS = "extends"
_HEAD = (EXTENDS, *(key for key in BY_KEY if "." not in key))


def screened(layer: Layer) -> tuple[Layer, list[Finding]]:
    """Return `layer` without the keys that cannot be used, and a finding for each problem."""
    kept: dict[str, Any] = {}
    findings: list[Finding] = []
    for name, value in layer.values.items():
        if name not in TABLES:
            problems = list(_key_problems(layer, name, value))
            if not problems and name != EXTENDS:
                kept[name] = value
        elif isinstance(value, dict):
            kept[name], problems = _table(layer, name, value)
        else:
            problems = [_not_a_table(layer, name, value)]
        findings += problems
    if _two_targets(kept.get("closures", {})):
        findings.append(_choose_one(layer))
    return replace(layer, values=kept), findings


def _table(
    layer: Layer, table: str, values: dict[str, Any]
) -> tuple[dict[str, Any], list[Finding]]:
    kept: dict[str, Any] = {}
    findings: list[Finding] = []
    for name, value in values.items():
        problems = list(_key_problems(layer, f"{table}.{name}", value))
        findings += problems
        if not problems:
            kept[name] = value
    return kept, findings


def _key_problems(layer: Layer, key: str, value: object) -> Iterator[Finding]:
    if key == EXTENDS:
        faults = [] if isinstance(value, str) else [_EXTENDS_FAULT]
    elif key in BY_KEY:
        faults = list(BY_KEY[key].shape.faults(value))
    else:
        faults = [_unknown(key, value)]
    yield from (_finding(layer, key, fault) for fault in faults)


def _finding(layer: Layer, key: str, fault: Fault) -> Finding:
    inner = ".".join((key, *fault.path))
    return Finding(
        code=fault.code,
        what=fault.what,
        hint=fault.hint,
        file=layer.file,
        row=layer.line(inner),
        column=inner,
        value=toml_text(fault.value),
    )


_EXTENDS_FAULT = Fault(
    (),
    EXTENDS,
    "wrong_type",
    Text("应为一个名称或路径", "must be one name or path"),
    Text('加引号，如 extends = "base"。', 'Use quotes, as in extends = "base".'),
)


def _unknown(key: str, value: object) -> Fault:
    near = nearest_key(key)
    what = Text("没有“{k}”这个键", "there is no key '{k}'").filled(k=key)
    hint = Text("是否指“{n}”？", "Did you mean '{n}'?").filled(n=near)
    if not near:
        hint = Text("可用的键见情景参数手册。", "The scenario reference lists all keys.")
    return Fault((), value, "unknown_key", what, hint)


def nearest_key(key: str) -> str:
    """Return the known dotted key nearest to `key`, or empty text.

    The same name in another table comes first, then a near name in the same table, then
    anywhere.
    """
    table, _, name = key.rpartition(".")
    anywhere = {known.rpartition(".")[2]: known for known in reversed(BY_KEY)}
    beside = {known.rpartition(".")[2]: known for known in BY_KEY if _table_of(known) == table}
    if not table:
        beside |= {other: other for other in (*_HEAD, *TABLES)}
    if name in anywhere:
        return anywhere[name]
    return beside.get(nearest(name, beside)) or anywhere.get(nearest(name, anywhere), "")


def _table_of(key: str) -> str:
    return key.rpartition(".")[0]


def _not_a_table(layer: Layer, name: str, value: object) -> Finding:
    what = Text("“{n}”应为一张表", "'{n}' must be a table").filled(n=name)
    hint = Text("写成 [{n}]，下面逐行写键。", "Write [{n}] and its keys below.").filled(n=name)
    return _finding(layer, name, Fault((), value, "wrong_type", what, hint))


def _two_targets(closures: dict[str, Any]) -> bool:
    return bool(closures.get("targets")) and bool(closures.get("version"))


def _choose_one(layer: Layer) -> Finding:
    what = Text("targets 与 version 同时出现", "targets and version are both given")
    hint = Text("只保留其中一个。", "Keep one of them.")
    version = layer.values["closures"]["version"]
    return _finding(layer, "closures.version", Fault((), version, "two_targets", what, hint))
