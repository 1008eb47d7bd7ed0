"""The ledger (台账): one workbook that an office prints, fills in by hand and files.

It shows a finished run and reckons nothing anew. No cell that comes from the county's tables is
ever a formula or a link, whatever stands in it.
"""

from __future__ import annotations

from planner.ledger.workbook import write as write

__all__ = ["write"]
