"""What a table and a column of the input are, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from planner.words import Text

type CellKind = Literal[
    "id", "text", "whole", "number", "lon", "lat", "year", "grade", "date", "choice", "wkt"
]

#: No count, sum or year beyond these can be meant; they keep numbers within what a table holds.
MOST = 1_000_000_000
FIRST_YEAR, LAST_YEAR = 1900, 2200
LAST_GRADE = 13


@dataclass(frozen=True)
class Choice:
    """One of the words that a cell may hold.

    Parameters
    ----------
    code
        The word in the typed tables.
    name
        The word as it is said; the Chinese one may stand in the file.
    aliases
        Further words that offices use for it.
    """

    code: str
    name: Text
    aliases: tuple[str, ...] = ()

    def words(self) -> tuple[str, ...]:
        """Return every way of writing it."""
        return (self.code, self.name.zh, self.name.en, *self.aliases)


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name
        The English header, which is also the name in the typed table.
    kind
        How a cell is read.
    title
        The Chinese header, and the English title for people.
    about
        What the column means.
    aliases
        Further headers that are understood.
    unit
        What is counted, or None.
    required
        Whether the column must be there and every cell filled.
    low, high
        The least and the most that is possible, both allowed.
    default
        What a blank cell becomes; None where blank stays blank.
    choices
        The words that a cell may hold, for the kind `choice`.
    refers
        Tables one of which must hold the cell as its key.
    """

    name: str
    kind: CellKind
    title: Text
    about: Text
    aliases: tuple[str, ...] = ()
    unit: Text | None = None
    required: bool = False
    low: float = -inf
    high: float = inf
    default: object = None
    choices: tuple[Choice, ...] = ()
    refers: tuple[str, ...] = ()

    def headers(self) -> tuple[str, ...]:
        """Return every header that is understood, the English one first."""
        return (self.name, self.title.zh, *self.aliases)


@dataclass(frozen=True)
class Table:
    """One table of a county.

    Parameters
    ----------
    name
        The file is called `name.csv`; a sheet may be called so as well.
    sheet
        The Chinese name of the sheet in a workbook.
    title
        What one row is.
    about
        What the table is for and what holds where it is absent.
    columns
        Its columns in order.
    key
        The columns that no two rows may share.
    required
        Whether the table must be there and have at least one row.
    """

    name: str
    sheet: str
    title: Text
    about: Text
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    required: bool = False

    @property
    def file(self) -> str:
        """The name of the CSV file."""
        return f"{self.name}.csv"

    def column(self, name: str) -> Column:
        """Return the column called `name`."""
        return next(column for column in self.columns if column.name == name)
