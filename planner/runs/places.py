"""Results appear whole or not at all, and never over something else unasked."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.errors import UsageError
from planner.runs.contents import foreign, is_result
from planner.runs.names import new_parts, unsafe
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Callable

# Part of the name of a folder or file in the making; readers take none of these for a result.
PART = ".part-"
OLD = ".old-"


@dataclass(frozen=True)
class Place:
    """Where a result goes.

    Parameters
    ----------
    path
        The folder or file.
    overwrite
        Whether an earlier result there is replaced.
    numbered
        Whether the next free number is taken where something is there already.
    """

    path: Path
    overwrite: bool = False
    numbered: bool = False

    def free(self, ending: str = "") -> Path:
        """Return the path itself, or with the next free number before its `ending`."""
        stem = self.path.name.removesuffix(ending)
        path, n = self.path, 2
        while self.numbered and os.path.lexists(path):
            path, n = self.path.with_name(f"{stem}-{n}{ending}"), n + 1
        return path


def refuse_folder(place: Place) -> None:
    """Stop where a folder could not be written, before any work is done.

    Raises
    ------
    UsageError
        If the name is one that a computer cannot hold, if there is no folder to write into, or
        if something stands there that may not be replaced.
    """
    _refuse_path(place.path)
    if place.numbered or not os.path.lexists(place.path):
        return
    if not place.path.is_dir():
        what = Text("{path} 是文件，不是文件夹", "{path} is a file, not a folder")
        raise UsageError(what.filled(path=place.path))
    if not any(place.path.iterdir()):
        return
    if not place.overwrite:
        raise UsageError(_TAKEN.filled(path=place.path))
    if not is_result(place.path):
        raise UsageError(_NOT_OURS.filled(path=place.path))
    if extra := foreign(place.path):
        names = Text("、".join(extra), ", ".join(extra))
        raise UsageError(_MORE_THAN_OURS.filled(path=place.path, names=names))


def refuse_file(place: Place) -> None:
    """Stop where a file could not be written.

    Raises
    ------
    UsageError
        As `refuse_folder`; a folder is never replaced by a file.
    """
    _refuse_path(place.path)
    if place.path.is_dir():
        what = Text("{path} 是文件夹，请写明文件名", "{path} is a folder; name a file")
        raise UsageError(what.filled(path=place.path))
    if os.path.lexists(place.path) and not (place.overwrite or place.numbered):
        raise UsageError(_TAKEN.filled(path=place.path))


def write_folder[T](place: Place, fill: Callable[[Path], T]) -> tuple[Path, T]:
    """Let `fill` write into a new folder and put it in its place when it is complete.

    Returns
    -------
    The folder, and what `fill` returned.

    Raises
    ------
    UsageError
        As `refuse_folder`.
    """
    refuse_folder(place)
    target = place.path.absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=_hidden(target, PART), dir=target.parent))
    try:
        filled = fill(part)
        _settle(part)
        return _put_in_place(part, place), filled
    finally:
        shutil.rmtree(part, ignore_errors=True)


def write_file(place: Place, text: str) -> Path:
    """Write one file whole or not at all and return where it is.

    Raises
    ------
    UsageError
        As `refuse_file`.
    """
    refuse_file(place)
    target = place.path.absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, part = tempfile.mkstemp(prefix=_hidden(target, PART), dir=target.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(part).chmod(0o644)
        final = place.free(target.suffix)
        Path(part).replace(final)
        return final
    finally:
        Path(part).unlink(missing_ok=True)


def unfinished(folder: Path) -> bool:
    """Tell whether `folder` is one in the making that was never finished."""
    return folder.name.startswith(".") and (PART in folder.name or OLD in folder.name)


_TAKEN = Text(
    "{path} 已存在，未作任何改动；请换一个名称，或加 --overwrite 覆盖",
    "{path} exists and was left alone; choose another name, or add --overwrite to replace it",
)
_NOT_OURS = Text(
    "{path} 不是规划结果，不能覆盖；请换一个文件夹",
    "{path} is not a run and is never replaced; name another folder",
)
_MORE_THAN_OURS = Text(
    "{path} 里还有其他文件（{names}），覆盖会将其删除；请先移走，或换一个文件夹",
    "{path} also holds {names}, which replacing would delete; move them away or name another "
    "folder",
)


def _refuse_path(path: Path) -> None:
    names = new_parts(path)
    for name in names:
        if why := unsafe(name):
            what = Text("名称“{name}”不能用：{why}", "the name '{name}' cannot be used: it {why}")
            raise UsageError(what.filled(name=_printable(name), why=why))
    ground = path.absolute()
    for _ in names:
        ground = ground.parent
    if names and not ground.is_dir():
        what = Text("{path} 是文件，里面不能写入", "{path} is a file; nothing can be put into it")
        raise UsageError(what.filled(path=ground))
    if names and not os.access(ground, os.W_OK):
        what = Text("没有在 {path} 写入的权限", "you may not write into {path}")
        raise UsageError(what.filled(path=ground))


def _printable(name: str) -> str:
    shown = "".join(sign if sign.isprintable() else "?" for sign in name)
    return shown if len(shown) <= 60 else f"{shown[:60]}…"  # noqa: PLR2004 - a line of a screen


def _hidden(target: Path, word: str) -> str:
    return f".{target.name[:40]}{word}"


def _settle(folder: Path) -> None:
    """Make sure that every file is on the disk before the folder gets its name."""
    folder.chmod(0o755)
    for path in filter(Path.is_file, folder.iterdir()):
        with path.open("rb+") as file:
            os.fsync(file.fileno())


def _put_in_place(part: Path, place: Place) -> Path:
    """Give a finished folder its name; another run may have taken it meanwhile."""
    while True:
        target = place.free()
        if not place.numbered and os.path.lexists(target):
            refuse_folder(place)
            _exchange(part, target.absolute())
            return target
        try:
            part.rename(target.absolute())
        except OSError:
            if not os.path.lexists(target):
                raise
        else:
            return target


def _exchange(part: Path, target: Path) -> None:
    """Put `part` where `target` is; `target` comes back if that fails."""
    old = Path(tempfile.mkdtemp(prefix=_hidden(target, OLD), dir=target.parent))
    try:
        target.rename(old / "run")
        try:
            part.rename(target)
        except BaseException:
            (old / "run").rename(target)
            raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
