"""What one more bed, seat, minute or yuan is worth to a plan, and which decisions are firm."""

from __future__ import annotations

from planner.worth.firm import robust as robust
from planner.worth.valued import worth as worth

__all__ = ["robust", "worth"]
