"""The constraint families and the objective's terms, in the order of `docs/model.md`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.model import capacity, changes, placing, protection, relief, targets

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
    Family(4, "offered_by_then", placing.offered_by_then),
    Family(5, "seats", capacity.seats),
    Family(6, "changing_seats", capacity.changing_seats),
    Family(7, "beds", capacity.beds),
    Family(8, "upper_before_lower", changes.upper_before_lower),
    Family(9, "only_reduced", changes.only_reduced),
    Family(10, "merged_whole", changes.merged_whole),
    Family(11, "one_change", changes.one_change),
    Family(12, "built_once", changes.built_once),
    Family(13, "budget", changes.budget),
    Family(14, "redirected_once", relief.redirected_once),
    Family(15, "redirected_lawfully", relief.redirected_lawfully),
    Family(16, "redirected_when_over", relief.redirected_when_over),
    Family(17, "excess", relief.excess),
    Family(18, "keep", protection.keep),
    Family(19, "hearing", protection.hearing),
    Family(20, "pinned", protection.pinned),
    Family(21, "empty_by_date", protection.empty_by_date),
    Family(22, "last_junior", protection.last_junior),
    Family(23, "targets", targets.targets),
    Family(24, "never_more", targets.never_more),
)
