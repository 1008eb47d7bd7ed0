"""Classical location problems inside a county's: p-median, and sites with fixed cost and capacity.

Where a problem is no more than one of them, what is known about such problems finds and proves
its plan sooner than the planner's whole model: `attempt` does so or leaves it alone. Everything
between `recognise` and the solver works on arrays and knows no schools.
"""

from planner.classical.attempt import attempt

__all__ = ["attempt"]
