"""A sheet of cells as it stands in a file, before anything is known about its columns."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

type Cell = str | int | float | bool | datetime | date | time | timedelta | None


@dataclass(frozen=True)
class Grid:
    """The rows of one CSV file or sheet.

    Parameters
    ----------
    file
        File name, or `book.xlsx[sheet]`.
    rows
        Row number as a spreadsheet counts it, and the cells; blank rows are left out.
    """

    file: str
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]


def trimmed(text: str) -> str:
    """Return `text` without blanks at its ends, those that cannot be seen included."""
    return text.strip().strip("\u200b\ufeff").strip()


def is_blank(cell: Cell) -> bool:
    """Tell whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and not trimmed(cell))


def plain(text: str) -> str:
    """Return `text` with full-width letters, digits and signs as ordinary ones."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def shown(cell: Cell) -> str:
    """Return a cell as a person sees it, shortened where it is long."""
    most = 60
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**15:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    text = "".join(sign if sign.isprintable() else " " for sign in trimmed(str(cell)))
    return text if len(text) <= most else text[:most] + "…"
