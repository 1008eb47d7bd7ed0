"""Names of files and folders that every computer can hold, Windows above all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from planner.words import Text

if TYPE_CHECKING:
    from pathlib import Path

_DEVICES = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"} | {
    f"{port}{n}" for port in ("COM", "LPT") for n in (*range(1, 10), "¹", "²", "³")
}
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
# File systems take 255 bytes, three of them a Chinese character; a number may have to follow.
MOST_BYTES = 200


def unsafe(name: str) -> Text | None:
    """Return why `name` cannot be the name of a file or folder, or None if it can."""
    if sign := _FORBIDDEN.search(name):
        shown = sign.group() if sign.group().isprintable() else f"\\x{ord(sign.group()):02x}"
        return Text("含有不允许的字符 {s}", "holds the character {s}, which is not allowed").filled(
            s=shown
        )
    if name != name.rstrip(". "):
        return Text("以点或空格结尾", "ends with a dot or a blank")
    if _is_device(name):
        return Text("是 Windows 保留的设备名", "is a name that Windows keeps for a device")
    if len(name.encode(errors="replace")) > MOST_BYTES:
        return Text("过长", "is too long")
    return None


def new_parts(path: Path) -> list[str]:
    """Return the names in `path` that would have to be made."""
    made: list[str] = []
    for part in (path, *path.parents):
        if part.name in {"", ".."} or _exists(part):
            break
        made.append(part.name)
    return made[::-1]


def safe_name(text: str) -> str:
    """Return `text` as a name that every computer can hold."""
    name = _FORBIDDEN.sub("_", text).strip()
    if _is_device(name):
        name = f"_{name}"
    while len(name.encode(errors="replace")) > MOST_BYTES:
        name = name[:-1]
    return name.rstrip(". ") or "_"


def _is_device(name: str) -> bool:
    return name.partition(".")[0].rstrip().upper() in _DEVICES


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name too long, or one that no file system can hold
        return False
