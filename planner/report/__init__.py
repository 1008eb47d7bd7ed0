"""The report: what a meeting reads, one page that opens anywhere and prints on A4."""

from __future__ import annotations

from planner.report.page import render as render

__all__ = ["render"]
