"""Why every school closes or stays, in words and numbers that hold when they are tried."""

from __future__ import annotations

from planner.reasons.order import reasons as reasons

__all__ = ["reasons"]
