"""One street for each constraint family on which this family alone makes the difference.

The big schools (150 pupils and more) are no candidates; `tests.builders_model` has the prices.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

BOTH = {"small": 100, "counts": ["teaching_point", "primary", "junior"]}


@dataclass(frozen=True)
class Instance:
    """A street, and its plan with and without one family.

    Parameters
    ----------
    prefix
        Of the family.
    schools, pupils, scenario, tables
        As `tests.builders_model.write_street` takes them.
    closed, moved
        The plan with all families: closures, and moves as (place, band, receiver).
    without
        The closures of the plan without the family.
    caught
        Rule of the independent check that the plan without the family breaks.
    """

    prefix: str
    schools: dict[str, dict[str, Any]]
    pupils: list[tuple[Any, ...]]
    scenario: dict[str, Any]
    closed: dict[str, int]
    moved: set[tuple[str, str, str]]
    without: dict[str, int]
    caught: str
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def _asked(*counts: int, **closures: Any) -> dict[str, Any]:
    years = [2023 + n for n in range(len(counts))]
    targets = dict(zip(years, counts, strict=True))
    return {"years": years, "closures": {"targets": targets, **closures}}


CLOSE_ONCE = Instance(
    "close_once",
    # one small school, two years that each ask for a closure
    schools={"A": {"at": 0}, "B": {"at": 1}},
    pupils=[("A", 1, 10), ("B", 1, 150)],
    scenario=_asked(1, 1),
    closed={"A": 2023},
    moved={("A", "lower", "B")},
    without={"A": 2024},  # closed in both years, and counted twice
    caught="target_nearer",
)

EVERYONE_PLACED = Instance(
    "everyone_placed",
    # A's older pupils walk to B and its youngest ride; C, at stone 30, has nowhere to send its own
    schools={"A": {"at": 0}, "B": {"at": 2}, "C": {"at": 30}},
    pupils=[("A", 1, 6), ("A", 4, 4), ("B", 1, 150), ("C", 1, 5)],
    scenario=_asked(2),
    closed={"A": 2023},
    moved={("A", "lower", "B"), ("A", "upper", "B")},
    without={"A": 2023, "C": 2023},
    caught="closed_school",
)

RECEIVERS_STAY_OPEN = Instance(
    "receivers_stay_open",
    # A and B are neighbours and could trade their pupils; D is 5 km away
    schools={"A": {"at": 0}, "B": {"at": 1}, "D": {"at": 6}},
    pupils=[("A", 4, 10), ("B", 4, 12), ("D", 1, 150)],
    scenario=_asked(2),
    closed={"A": 2023, "B": 2023},
    moved={("A", "upper", "D"), ("B", "upper", "D")},
    without={"A": 2023, "B": 2023},
    caught="closed_school",
)

SEATS = Instance(
    "seats",
    # D has 15 free seats for 10 + 8 pupils; E, farther off, has 100
    schools={"A": {"at": 0}, "B": {"at": 1}, "D": {"at": 2, "seats": 165}, "E": {"at": 5}},
    pupils=[("A", 4, 10), ("B", 4, 8), ("D", 4, 150), ("E", 4, 150)],
    scenario=_asked(2),
    closed={"A": 2023, "B": 2023},
    moved={("A", "upper", "D"), ("B", "upper", "E")},
    without={"A": 2023, "B": 2023},
    caught="seats",
)

BEDS = Instance(
    "beds",
    # D, 25 km off, takes boarders: 8 beds, 1 in use; E, 30 km off, has 6
    schools={
        "A": {"at": 0},
        "B": {"at": 1},
        "D": {"at": 25, "beds": 8, "boarders": 1},
        "E": {"at": 30, "beds": 6},
    },
    pupils=[("A", 4, 6), ("B", 4, 5), ("D", 4, 150), ("E", 4, 150)],
    scenario=_asked(2),
    closed={"A": 2023, "B": 2023},
    moved={("A", "upper", "D"), ("B", "upper", "E")},
    without={"A": 2023, "B": 2023},
    caught="beds",
)

_PAIR = {"A": {"at": 0, "running_cost": 200_000}, "B": {"at": 1}, "D": {"at": 2}}
_PAIRED = [("A", 4, 10), ("B", 4, 10), ("D", 4, 150)]

KEEP = Instance(
    "keep",
    # closing A would save twice as much, but A is kept
    schools=_PAIR,
    pupils=_PAIRED,
    scenario=_asked(1, 0, keep=[{"school_id": "A", "reason": "remote"}]),
    closed={"B": 2023},
    moved={("B", "upper", "D")},
    without={"A": 2023},
    caught="keep",
)

HEARING = Instance(
    "hearing",
    # closing A would save twice as much, but parents are against
    schools=_PAIR,
    pupils=_PAIRED,
    scenario=_asked(1, 0),
    closed={"B": 2023},
    moved={("B", "upper", "D")},
    without={"A": 2023},
    caught="hearing",
    tables={
        "hearings": [
            {
                "school_id": "A",
                "date": "2023-05-10",
                "parents_for": 4,
                "parents_against": 5,
            }
        ]
    },
)

PINNED = Instance(
    "pinned",
    # A would go first, but B's closing in 2023 is decided
    schools=_PAIR,
    pupils=_PAIRED,
    scenario=_asked(1, 0, close=[{"school_id": "B", "year": 2023}]),
    closed={"B": 2023},
    moved={("B", "upper", "D")},
    without={"A": 2023},
    caught="pins",
)

EMPTY_BY_DATE = Instance(
    "empty_by_date",
    # A, which has pupils, saves more if it goes first; the empty E is due in 2023
    schools={"A": {"at": 0}, "D": {"at": 2}, "E": {"at": 5, "running_cost": 20_000}},
    pupils=[("A", 4, 10), ("D", 4, 150)],
    scenario=_asked(1, 1),
    closed={"E": 2023, "A": 2024},
    moved={("A", "upper", "D")},
    without={"A": 2023, "E": 2024},
    caught="empty_due",
)

LAST_JUNIOR = Instance(
    "last_junior",
    # the township 西岭 has two juniors: E is empty and due, A is small; D lies in 中镇
    schools={
        "A": {"at": 0, "kind": "junior", "township": "西岭", "running_cost": 200_000},
        "E": {"at": 1, "kind": "junior", "township": "西岭", "running_cost": 50_000},
        "D": {"at": 5, "kind": "junior"},
    },
    pupils=[("A", 7, 10), ("D", 7, 150)],
    scenario=_asked(2, **BOTH),
    closed={"A": 2023},
    moved={("A", "junior", "E")},  # the empty school stays as the last one, and takes them
    without={"A": 2023, "E": 2023},
    caught="last_junior",
)

TARGETS = Instance(
    "targets",
    # nothing would close for its money alone: A runs at 5,000 yuan, and its pupils ride
    schools={"A": {"at": 0, "running_cost": 5_000}, "D": {"at": 5}},
    pupils=[("A", 4, 10), ("D", 4, 150)],
    scenario=_asked(1, rule="at_least"),
    closed={"A": 2023},
    moved={("A", "upper", "D")},
    without={},
    caught="target_nearer",
)

NEVER_MORE = Instance(
    "never_more",
    # all three would pay; one closure is asked, but two empty schools are due
    schools={
        "A": {"at": 0},
        "D": {"at": 2},
        "E": {"at": 5, "running_cost": 20_000},
        "F": {"at": 6, "running_cost": 20_000},
    },
    pupils=[("A", 4, 10), ("D", 4, 150)],
    scenario=_asked(1),
    closed={"E": 2023, "F": 2023},
    moved=set(),
    without={"A": 2023, "E": 2023, "F": 2023},
    caught="target_no_more",
)

INSTANCES = {
    instance.prefix: instance
    for instance in (
        CLOSE_ONCE,
        EVERYONE_PLACED,
        RECEIVERS_STAY_OPEN,
        SEATS,
        BEDS,
        KEEP,
        HEARING,
        PINNED,
        EMPTY_BY_DATE,
        LAST_JUNIOR,
        TARGETS,
        NEVER_MORE,
    )
}
