"""One scenario file, or the settings of the command line, as a layer of values."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from planner.errors import Finding, ScenarioError
from planner.words import Text
from scenarios.lines import key_lines, line_of
from scenarios.parameters import BY_KEY
from scenarios.screen import EXTENDS
from scenarios.shapes import Words
from scenarios.shipped import shipped_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

SETTINGS = "--set"
_AT = re.compile(r"\(at line (\d+), column (\d+)\)")


@dataclass(frozen=True)
class Layer:
    """Values that one place sets.

    Parameters
    ----------
    name
        What the origin of a value is called: a shipped name, a file name, `--set`.
    values
        Nested, as TOML gives them.
    folder
        What relative paths in the layer start from.
    file
        Name shown in findings.
    lines
        Line of each dotted key, where there are lines.
    """

    name: str
    values: Mapping[str, Any]
    folder: Path
    file: str
    lines: dict[str, int] = field(default_factory=dict)

    def line(self, key: str) -> int:
        """Return the line on which `key` stands, or 0."""
        return line_of(self.lines, key)


def read_layer(path: Path) -> Layer:
    """Return the layer that the scenario file at `path` holds.

    Raises
    ------
    ScenarioError
        If the file cannot be read, is not UTF-8 or is not TOML.
    """
    text = _text(path)
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unusable(path, _toml_finding(path, str(error))) from error
    name = shipped_name(path) or path.name
    return Layer(name, values, path.parent, path.name, key_lines(text))


def _unusable(path: Path, finding: Finding) -> ScenarioError:
    what = Text("情景文件无法使用：{p}", "the scenario file cannot be used: {p}").filled(p=path)
    return ScenarioError(what, [finding])


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise _unusable(path, _unreadable(path, error)) from error
    except UnicodeDecodeError as error:
        raise _unusable(path, _not_utf8(path)) from error


def _unreadable(path: Path, error: OSError) -> Finding:
    return Finding(
        code="unreadable_file",
        what=Text("读不出文件：{e}", "the file cannot be read: {e}").filled(e=error.strerror),
        hint=Text(
            "请检查文件是否存在、是否被别的程序占用。",
            "Check that the file exists and no other program holds it.",
        ),
        file=path.name,
    )


def _not_utf8(path: Path) -> Finding:
    return Finding(
        code="not_utf8",
        what=Text("情景文件不是 UTF-8 编码", "the scenario file is not UTF-8"),
        hint=Text(
            "用记事本打开，“另存为”时把编码选为 UTF-8（GB18030、ANSI、Unicode 都不行）。",
            "Open it in an editor and save it as UTF-8 (not GB18030, ANSI or UTF-16).",
        ),
        file=path.name,
    )


def _toml_finding(path: Path, message: str) -> Finding:
    place = _AT.search(message)
    reason = _AT.sub("", message).strip()
    return Finding(
        code="not_toml",
        what=Text("不合 TOML 写法（{r}）", "not valid TOML ({r})").filled(r=reason),
        hint=Text(
            "每行写“键 = 值”；文字加半角引号，标点用半角，同一个键只写一次；路径里的 \\ 改写成 /。",
            "Write 'key = value'; text in quotes, every key only once, and / for \\ in paths.",
        ),
        file=path.name,
        row=int(place[1]) if place else message.count("\n"),
        column=Text("第{c}列", "column {c}").filled(c=place[2]).en if place else "",
    )


def settings_layer(settings: Sequence[str], folder: Path) -> tuple[Layer, list[Finding]]:
    """Return `KEY=VALUE` settings as one layer, and what is wrong with them.

    Parameters
    ----------
    settings
        `VALUE` is a TOML value, or a bare word taken as text. Later settings win.
    folder
        What relative paths start from.
    """
    values: dict[str, Any] = {}
    findings: list[Finding] = []
    for setting in settings:
        key, sign, written = (part.strip() for part in setting.partition("="))
        if not key or not sign:
            findings.append(_malformed(setting))
        elif key.partition(".")[0] == EXTENDS:
            findings.append(_extends(key, written))
        elif not _place(values, key.split("."), _value(key, written)):
            findings.append(_contradicts(key, written))
    return Layer(SETTINGS, values, folder, SETTINGS), findings


def _value(key: str, written: str) -> object:
    """Return what was written after the sign; text is taken as it stands where text is asked."""
    parameter = BY_KEY.get(key)
    try:
        read = tomllib.loads(f"value = {written}")
    except (ValueError, RecursionError):
        return written
    value = read["value"] if list(read) == ["value"] else written
    wants_text = parameter is not None and isinstance(parameter.shape, Words)
    return written if wants_text and not isinstance(value, str) else value


def _place(values: dict[str, Any], path: Sequence[str], value: object) -> bool:
    """Set the value at `path`; tell whether nothing but a table stood in the way."""
    *tables, last = path
    for name in tables:
        inner: object = values.setdefault(name, {})
        if not isinstance(inner, dict):
            return False
        values = inner
    values[last] = value
    return True


def _malformed(setting: str) -> Finding:
    return Finding(
        code="bad_setting",
        what=Text("应写成 键=值", "must be written KEY=VALUE"),
        hint=Text("例如：--set travel.bus_kmh=25。", "For example: --set travel.bus_kmh=25."),
        file=SETTINGS,
        value=setting,
    )


def _extends(key: str, written: str) -> Finding:
    return Finding(
        code="extends_set",
        what=Text(
            "--set 不能改变情景继承自哪个情景", "--set cannot change what a scenario extends"
        ),
        hint=Text(
            "请在情景文件里写 extends，或直接用那个情景的名称。",
            "Write extends in a scenario file, or name that scenario itself.",
        ),
        file=SETTINGS,
        column=key,
        value=written,
    )


def _contradicts(key: str, written: str) -> Finding:
    return Finding(
        code="bad_setting",
        what=Text("与另一个 --set 矛盾", "contradicts another --set"),
        hint=Text("同一个键只设一次。", "Set each key once."),
        file=SETTINGS,
        column=key,
        value=written,
    )
