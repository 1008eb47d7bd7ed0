"""`province.toml`: what several counties are asked for together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from planner.batch.province import Province
from planner.errors import Finding, ScenarioError
from planner.words import Text, listed
from scenarios.layers import read_layer
from scenarios.near import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from planner.assumptions import TargetRule
    from scenarios.layers import Layer

RULES = ("exact", "at_least", "at_most")
KEYS = ("title", "rule", "targets")
# Years that a school year may be; the same as in a scenario.
FIRST_YEAR, LAST_YEAR = 1900, 2200

_UNUSABLE = Text("{name} 有{n}处错误", "{name} has {n} error(s)")
_UNKNOWN = Text("没有这个键", "there is no such key")
_KNOWN = Text("可用的键：{keys}", "the keys are {keys}")
_MEANT = Text("是否指 {near}？", "did you mean {near}?")
_NO_TARGETS = Text("缺少共同目标 targets", "the shared targets are missing: targets")
_WRITE_TARGETS = Text(
    "例如 targets = {{2023 = 32, 2024 = 9}}", "for example targets = {{2023 = 32, 2024 = 9}}"
)
_BAD_YEAR = Text("不是年度", "is not a year")
_BAD_NUMBER = Text("不是学校数", "is not a number of schools")
_WHOLE = Text("请写0或更大的整数", "write a whole number, 0 or more")
_BAD_RULE = Text("没有这种规则", "there is no such rule")
_RULES = Text("请用 exact、at_least 或 at_most", "use exact, at_least or at_most")
_BAD_TITLE = Text("应为文字", "must be text")
_QUOTE = Text("请加引号", "put it in quotes")


def read_province(path: Path) -> Province:
    """Return what the file at `path` asks for.

    Raises
    ------
    ScenarioError
        With every problem of the file at once.
    """
    layer = read_layer(path)
    if findings := list(_problems(layer)):
        what = _UNUSABLE.filled(name=path.name, n=len(findings))
        raise ScenarioError(what, findings)
    values = layer.values
    targets = {int(year): count for year, count in values["targets"].items()}
    rule = cast("TargetRule", values.get("rule", RULES[0]))
    return Province(dict(sorted(targets.items())), rule, values.get("title", ""))


def _problems(layer: Layer) -> Iterator[Finding]:
    for key in layer.values:
        if key not in KEYS:
            near = nearest(key, KEYS)
            hint = _MEANT.filled(near=near) if near else _KNOWN.filled(keys=listed(KEYS))
            yield _found(layer, key, "unknown_key", (_UNKNOWN, hint))
    title, rule = layer.values.get("title", ""), layer.values.get("rule", RULES[0])
    if not isinstance(title, str):
        yield _found(layer, "title", "bad_value", (_BAD_TITLE, _QUOTE), title)
    if rule not in RULES:
        yield _found(layer, "rule", "bad_value", (_BAD_RULE, _RULES), rule)
    yield from _target_problems(layer)


def _target_problems(layer: Layer) -> Iterator[Finding]:
    targets, example = layer.values.get("targets"), _WRITE_TARGETS.filled()
    if not isinstance(targets, dict) or not targets:
        yield _found(layer, "targets", "no_targets", (_NO_TARGETS, example))
        return
    for year, count in targets.items():
        key = f"targets.{year}"
        if not year.isdecimal() or not FIRST_YEAR <= int(year) <= LAST_YEAR:
            yield _found(layer, key, "bad_value", (_BAD_YEAR, example), year)
        if isinstance(count, bool) or not isinstance(count, int) or count < 0:
            yield _found(layer, key, "bad_value", (_BAD_NUMBER, _WHOLE), count)


def _found(
    layer: Layer,
    key: str,
    code: str,
    said: tuple[Text, Text],
    value: Any = "",  # noqa: ANN401 - any TOML value
) -> Finding:
    what, hint = said
    return Finding(
        code, what, hint, file=layer.file, row=layer.line(key), column=key, value=str(value)
    )
