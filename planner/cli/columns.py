"""Rows on a screen, their columns one under the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.cli.told import wide

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def aligned(rows: Sequence[Sequence[str]], words: int) -> Iterator[str]:
    """Yield rows as lines; the first columns, `words` of them, to the left, figures to the right."""
    widths = [max(wide(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = [
            cell + pad if i < words else pad + cell
            for i, cell in enumerate(row)
            for pad in [" " * (widths[i] - wide(cell))]
        ]
        yield "  ".join(cells).rstrip()
