"""What actions.csv says changes beside closings: works, merges, downgrades, relief."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from planner.checking.network import great_circle
from planner.checking.rows import ACTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.checking.cohorts import Grades
    from planner.checking.facts import Facts, Key
    from planner.checking.rows import Step

_ONE_SITE_KM = 1.0


class Merge(NamedTuple):
    """One school absorbed by another, `near` enough for both sites to count as one."""

    row: int
    year: int
    absorbed: str
    receiver: str
    near: bool


class Reduction(NamedTuple):
    """A school that gives up bands."""

    row: int
    year: int
    school: str
    bands: tuple[str, ...]


class Redirection(NamedTuple):
    """From a year on, one place's entrants of one school go to another."""

    row: int
    year: int
    place: str
    source: str
    receiver: str


@dataclass(frozen=True)
class Changes:
    """The steps of actions.csv by what they change; of two for the same, the first.

    Parameters
    ----------
    built
        Year of first use by works_id.
    merges
        By the school absorbed.
    reductions
        By school.
    redirections
        By place and the school that is left.
    """

    built: Mapping[str, int]
    merges: Mapping[str, Merge]
    reductions: Mapping[str, Reduction]
    redirections: Mapping[tuple[str, str], Redirection]

    def merging_into(self, school: str) -> list[Merge]:
        """Return the merges in which a school receives."""
        return self._by_receiver.get(school, [])

    @cached_property
    def _by_receiver(self) -> Mapping[str, list[Merge]]:
        found: dict[str, list[Merge]] = {}
        for merge in self.merges.values():
            found.setdefault(merge.receiver, []).append(merge)
        return found

    def redirected(self, facts: Facts, key: Key, year: int) -> tuple[Redirection, Grades] | None:
        """Return where entrants of a group go in a year, and how many of each grade.

        None where no redirection has come to the group's band by then.
        """
        found = self.redirections.get((key[0], key[2]))
        grades = None if found is None else self.entered(facts, key, year, found)
        return None if found is None or grades is None else (found, grades)

    @staticmethod
    def entered(facts: Facts, key: Key, year: int, found: Redirection) -> Grades | None:
        """Return the pupils of a group by grade who entered in a redirection's years.

        None where it has not come to the group's band by then.
        """
        band, first = facts.bands[key[1]], facts.schools[key[2]].first
        last = min(first + year - found.year, band.last)
        if year < found.year or last < max(first, band.first):
            return None
        grades = facts.coming.get(key, {}).get(year, {})
        return {g: n for g, n in grades.items() if first <= g <= last}


def works_id(step: Step) -> str:
    """Return the work that a row is about: the first word of its detail."""
    return step.detail.split()[0] if step.detail.split() else ""


def read_changes(facts: Facts, steps: Sequence[Step]) -> Changes:
    """Return what the rows of actions.csv change; rows that say nothing usable change nothing."""
    by_kind = {kind: [s for s in reversed(steps) if s.action == kind] for kind in ACTIONS}
    return Changes(
        built={
            works_id(step): step.year for step in by_kind["works"] if works_id(step) in facts.works
        },
        merges={
            step.school: _merge(facts, step, step.receivers[0])
            for step in by_kind["merge_form"]
            if len(step.receivers) == 1
        },
        reductions={
            step.school: Reduction(step.row, step.year, step.school, tuple(step.band.split(";")))
            for step in by_kind["downgrade"]
        },
        redirections={
            (place, step.school): Redirection(
                step.row, step.year, place, step.school, step.receivers[0]
            )
            for step in by_kind["relief"]
            if len(step.receivers) == 1
            for place in step.detail.split(";")
        },
    )


def _merge(facts: Facts, step: Step, receiver: str) -> Merge:
    apart = great_circle(facts.points[step.school], facts.points[receiver])
    return Merge(step.row, step.year, step.school, receiver, apart <= _ONE_SITE_KM)
