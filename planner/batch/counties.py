"""Which counties a folder holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.errors import Finding, UsageError
from planner.words import Text

if TYPE_CHECKING:
    from pathlib import Path

PROVINCE = "province.toml"
SCENARIO = "scenario.toml"
# A data set lies beside its scenario: its table of the county is no scenario.
COUNTY = "county.toml"

_NO_FOLDER = Text("没有文件夹 {path}", "there is no folder {path}")
_NONE = Text(
    "{path} 里没有县：每个县应是一个情景文件（县名.toml），或含有 scenario.toml 的子文件夹",
    "{path} holds no county: each is a scenario file (NAME.toml), or a folder with scenario.toml",
)
_TWICE = Text("{path} 里有县重名", "two counties in {path} have one name")
_TWICE_HERE = Text(
    "既有 {name}.toml，又有文件夹 {name}", "there is {name}.toml and also the folder {name}"
)
_RENAME = Text("请改其中一个的名称", "rename one of them")


@dataclass(frozen=True)
class County:
    """One county of a batch.

    Parameters
    ----------
    name
        The name of its scenario file or folder, also of its run.
    scenario
        The scenario file.
    """

    name: str
    scenario: Path


def counties_of(folder: Path) -> tuple[County, ...]:
    """Return the counties in `folder`, by name.

    A name that begins with `_` or `.` is no county, so that scenarios may extend a file that all
    of them share.

    Raises
    ------
    UsageError
        If there is no such folder, no county in it, or two of one name.
    """
    if not folder.is_dir():
        raise UsageError(_NO_FOLDER.filled(path=folder))
    found = [county for path in sorted(folder.iterdir()) if (county := _county(path))]
    if not found:
        raise UsageError(_NONE.filled(path=folder))
    names = [county.name.casefold() for county in found]
    twice = sorted({county.name for county in found if names.count(county.name.casefold()) > 1})
    if twice:
        findings = [Finding("county_twice", _TWICE_HERE.filled(name=n), _RENAME) for n in twice]
        raise UsageError(_TWICE.filled(path=folder), findings)
    return tuple(found)


def _county(path: Path) -> County | None:
    if path.name.startswith(("_", ".")):
        return None
    if path.is_dir():
        inner = path / SCENARIO
        return County(path.name, inner) if inner.is_file() else None
    if path.suffix.lower() != ".toml" or path.name.lower() in {PROVINCE, COUNTY}:
        return None
    return County(path.stem, path)
