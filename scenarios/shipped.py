"""The scenarios that come with the planner, and how a name or a path becomes a file."""

from __future__ import annotations

import tomllib
from pathlib import Path

from planner.errors import Finding, ScenarioError
from planner.words import Text
from scenarios.near import nearest

LIBRARY = Path(__file__).parent / "library"
BASE = "base"


def names() -> list[str]:
    """Return the names of the shipped scenarios, `base` first."""
    found = sorted(path.stem for path in LIBRARY.glob("*.toml"))
    return sorted(found, key=lambda name: name != BASE)


def titles() -> dict[str, Text]:
    """Return the titles of the shipped scenarios by name, in the order of `names`."""
    return {name: _title(LIBRARY / f"{name}.toml") for name in names()}


def _title(path: Path) -> Text:
    return Text(**tomllib.loads(path.read_text(encoding="utf-8"))["title"])


def shipped_path(name: str) -> Path | None:
    """Return the file of the shipped scenario `name`, or None if there is none."""
    return LIBRARY / f"{name}.toml" if name in names() else None


def shipped_name(path: Path) -> str:
    """Return the name under which `path` is shipped, or empty text if it is not."""
    return path.stem if path.parent == LIBRARY else ""


def locate(name_or_path: str | Path, folder: Path) -> Path:
    """Return the scenario file meant by `name_or_path`.

    Parameters
    ----------
    name_or_path
        A shipped name, or a path.
    folder
        What a relative path starts from.

    Raises
    ------
    ScenarioError
        If there is no such scenario.
    """
    if isinstance(name_or_path, str) and (shipped := shipped_path(name_or_path)):
        return shipped
    path = folder / name_or_path
    if path.is_dir() and (path / "scenario.toml").is_file():
        return path / "scenario.toml"
    if path.is_file():
        return path
    raise ScenarioError(
        Text("找不到情景", "no such scenario"), [_not_found(str(name_or_path), folder)]
    )


def _not_found(wanted: str, folder: Path) -> Finding:
    here = [path.name for path in sorted(folder.glob("*.toml"))] if folder.is_dir() else []
    near = nearest(wanted, [*names(), *here])
    asked = Text("是否指“{n}”？", "Did you mean '{n}'? ").filled(n=near) if near else Text("", "")
    known = Text("自带情景有：{k}；或写文件路径。", "Shipped: {k}; or give the path of a file.")
    hint = known.filled(k=", ".join(names()))
    return Finding(
        code="unknown_scenario",
        what=Text("没有情景“{w}”", "there is no scenario '{w}'").filled(w=wanted),
        hint=Text(asked.zh + hint.zh, asked.en + hint.en),
        value=wanted,
    )
