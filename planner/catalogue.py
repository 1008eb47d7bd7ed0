"""Finding a county: a path, or the name of one that ships with the planner."""

from __future__ import annotations

from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path

from planner.errors import UsageError
from planner.inputs import refuse_virtual
from planner.words import Text, listed


def shipped() -> list[str]:
    """Return the names of the counties that ship with the planner."""
    found = {folder.name for root in _roots() for folder in root.iterdir() if _is_county(folder)}
    return sorted(found)


def find_data(name_or_path: str, relative_to: Path | None = None) -> Path:
    """Return the folder or workbook of a county.

    Parameters
    ----------
    name_or_path
        A path to a folder or an `.xlsx` file, or a shipped name. A path that exists wins.
    relative_to
        The folder from which a relative path counts, such as that of a scenario file; the
        working folder if None.

    Raises
    ------
    DataError
        For a path that no file system holds, such as `/vsizip/...`.
    UsageError
        Where there is neither such a path nor such a name; the nearest names are given.
    """
    path = Path(name_or_path)
    refuse_virtual(path)
    here = (relative_to / path) if relative_to is not None else path
    if name_or_path.strip() and _exists(here):
        return here
    for root in _roots():
        if name_or_path in shipped() and _is_county(root / name_or_path):
            return root / name_or_path
    raise UsageError(_not_found(name_or_path))


def _roots() -> list[Path]:
    """Return the folders that hold shipped counties: in the package, else in the repository."""
    package = Path(str(files("planner")))
    return [root for root in (package / "_data", package.parent / "data") if root.is_dir()]


def _is_county(folder: Path) -> bool:
    return (folder / "county.toml").is_file()


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name too long, or one that no file system can hold
        return False


def _not_found(name: str) -> Text:
    names = shipped()
    near = get_close_matches(name, names, n=3, cutoff=0.5)
    return Text(
        "找不到数据“{name}”：既不是文件夹或工作簿的路径，也不是自带的数据集（{names}）",
        "there is no data '{name}': neither a path to a folder or workbook nor a county that "
        "ships with the planner ({names})",
    ).filled(name=name, names=listed(near or names))
