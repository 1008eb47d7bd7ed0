"""The constraint families and the objective's terms, in the order of `docs/model.md`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.model import capacity, placing, protection, targets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planner.model.placing import Row
    from planner.model.variables import Variables
    from planner.problem import Problem


@dataclass(frozen=True)
class Family:
    """One kind of constraint: its number in the documents, its row prefix, its rows."""

    number: int
    prefix: str
    rows: Callable[[Problem, Variables], Iterator[Row]]


CONSTRAINTS: tuple[Family, ...] = (
    Family(1, "close_once", placing.close_once),
    Family(2, "everyone_placed", placing.everyone_placed),
    Family(3, "receivers_stay_open", placing.receivers_stay_open),
    Family(4, "seats", capacity.seats),
    Family(5, "beds", capacity.beds),
    Family(6, "keep", protection.keep),
    Family(7, "hearing", protection.hearing),
    Family(8, "pinned", protection.pinned),
    Family(9, "empty_by_date", protection.empty_by_date),
    Family(10, "last_junior", protection.last_junior),
    Family(11, "targets", targets.targets),
    Family(12, "never_more", targets.never_more),
)
