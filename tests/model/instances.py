"""One street for each constraint family on which this family alone makes the difference.

The big schools (150 pupils and more) are no candidates; `tests.builders_model` has the prices.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

BOTH = {"small": 100, "counts": ["teaching_point", "primary", "junior"]}
MERGE = {"merge": {"enabled": True}}
RELIEF = {"relief": {"enabled": True}}


@dataclass(frozen=True)
class Instance:
    """A street, and its plan with and without one family.

    Parameters
    ----------
    prefix
        Of the family.
    schools, pupils, scenario, tables, places
        As `tests.builders_model.write_street` takes them.
    decided, moved
        The plan with all families: decisions as `tests.builders_model.decided` tells them, and
        moves as (place, band, receiver).
    without
        The decisions of the plan without the family.
    caught
        Rule of the independent check that the plan without the family breaks.
    """

    prefix: str
    schools: dict[str, dict[str, Any]]
    pupils: list[tuple[Any, ...]]
    scenario: dict[str, Any]
    decided: dict[str, int]
    moved: set[tuple[str, str, str]]
    without: dict[str, int]
    caught: str
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    places: dict[str, float] = field(default_factory=dict)


def _asked(*counts: int, **more: Any) -> dict[str, Any]:
    """Return a scenario of as many years as counts; `more` are keys of [closures], or tables."""
    years = [2023 + n for n in range(len(counts))]
    targets = dict(zip(years, counts, strict=True))
    tables = {key: more.pop(key) for key in ("merge", "relief", "money") if key in more}
    return {"years": years, "closures": {"targets": targets, **more}, **tables}


def _work(school: str, cost: int, **more: Any) -> dict[str, Any]:
    """Return a row of works.csv for the work W."""
    plain = {"works_id": "W", "adds_seats": "", "adds_beds": "", "converts_to": ""}
    return {**plain, "school_id": school, "first_year": 2023, "cost": cost, **more}


_RURAL_JUNIOR = {"kind": "junior", "area": "rural", "running_cost": 200_000}
# D has 15 free seats for A's 10 and B's 8 pupils; E, farther off, has 850
_SQUEEZED = {"A": {"at": 0}, "B": {"at": 1}, "D": {"at": 2, "seats": 165}, "E": {"at": 5}}
_SQUEEZED_PUPILS = [("A", 4, 10), ("B", 4, 8), ("D", 4, 150), ("E", 4, 150)]


CLOSE_ONCE = Instance(
    "close_once",
    # one small school, two years that each ask for a closure
    schools={"A": {"at": 0}, "B": {"at": 1}},
    pupils=[("A", 1, 10), ("B", 1, 150)],
    scenario=_asked(1, 1),
    decided={"close A": 2023},
    moved={("A", "lower", "B")},
    without={"close A": 2024},  # closed in both years, and counted twice
    caught="target_nearer",
)

EVERYONE_PLACED = Instance(
    "everyone_placed",
    # A's older pupils walk to B and its youngest ride; C, at stone 30, has nowhere to send its own
    schools={"A": {"at": 0}, "B": {"at": 2}, "C": {"at": 30}},
    pupils=[("A", 1, 6), ("A", 4, 4), ("B", 1, 150), ("C", 1, 5)],
    scenario=_asked(2),
    decided={"close A": 2023},
    moved={("A", "lower", "B"), ("A", "upper", "B")},
    without={"close A": 2023, "close C": 2023},
    caught="closed_school",
)

RECEIVERS_STAY_OPEN = Instance(
    "receivers_stay_open",
    # A and B are neighbours and could trade their pupils; D is 5 km away
    schools={"A": {"at": 0}, "B": {"at": 1}, "D": {"at": 6}},
    pupils=[("A", 4, 10), ("B", 4, 12), ("D", 1, 150)],
    scenario=_asked(2),
    decided={"close A": 2023, "close B": 2023},
    moved={("A", "upper", "D"), ("B", "upper", "D")},
    without={"close A": 2023, "close B": 2023},
    caught="closed_school",
)

SEATS = Instance(
    "seats",
    # D has 15 free seats for 10 + 8 pupils; E, farther off, has 100
    schools=_SQUEEZED,
    pupils=_SQUEEZED_PUPILS,
    scenario=_asked(2),
    decided={"close A": 2023, "close B": 2023},
    moved={("A", "upper", "D"), ("B", "upper", "E")},
    without={"close A": 2023, "close B": 2023},
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
    decided={"close A": 2023, "close B": 2023},
    moved={("A", "upper", "D"), ("B", "upper", "E")},
    without={"close A": 2023, "close B": 2023},
    caught="beds",
)

OFFERED_BY_THEN = Instance(
    "offered_by_then",
    # nobody but D, a primary, is near the junior A: D takes its pupils once W makes it nine-year
    schools={"A": {"at": 0, "kind": "junior"}, "D": {"at": 2}},
    pupils=[("A", 7, 10), ("D", 1, 150)],
    scenario=_asked(0, 1, **BOTH, keep_junior_per_township=False),
    decided={"build W": 2024, "close A": 2024},
    moved={("A", "junior", "D")},
    without={"close A": 2024},
    caught="offered",
    tables={"works": [_work("D", 200_000, converts_to="nine_year", first_year=2024)]},
)

CHANGING_SEATS = Instance(
    "changing_seats",
    # D has 15 free seats for 10 + 8 pupils, and 5 more with W, which cost less than rides to E
    schools=_SQUEEZED,
    pupils=_SQUEEZED_PUPILS,
    scenario=_asked(2),
    decided={"build W": 2023, "close A": 2023, "close B": 2023},
    moved={("A", "upper", "D"), ("B", "upper", "D")},
    without={"close A": 2023, "close B": 2023},
    caught="seats",
    tables={"works": [_work("D", 100_000, adds_seats=5)]},
)

UPPER_BEFORE_LOWER = Instance(
    "upper_before_lower",
    # D is 5 km away: taking A's 20 older pupils there costs more than their part of A does
    schools={"A": {"at": 0}, "D": {"at": 5}},
    pupils=[("A", 1, 5), ("A", 4, 20), ("D", 1, 150)],
    scenario=_asked(1, downgrade=True),
    decided={"close A": 2023},
    moved={("A", "lower", "D"), ("A", "upper", "D")},
    without={"close A": 2023},  # its older pupils stay at the closed school
    caught="closed_school",
)

ONLY_REDUCED = Instance(
    "only_reduced",
    # A has young pupils: it gives up grades 4-6, and one closure less than asked is planned
    schools={"A": {"at": 0}, "D": {"at": 2}},
    pupils=[("A", 1, 10), ("A", 4, 10), ("D", 1, 150)],
    scenario=_asked(1, downgrade="only"),
    decided={"reduce A": 2023},
    moved={("A", "upper", "D")},
    without={"close A": 2023},
    caught="downgrade_only",
)

MERGED_WHOLE = Instance(
    "merged_whole",
    # the rural junior J, dear to run, becomes one school with the primary P
    schools={"J": {"at": 0, **_RURAL_JUNIOR}, "P": {"at": 2}},
    pupils=[("J", 7, 10), ("P", 1, 150)],
    scenario=_asked(0, **MERGE),
    decided={"merge J into P": 2023},
    moved={("J", "junior", "P")},
    without={"merge J into P": 2023},  # its pupils stay at a school that is no more
    caught="closed_school",
)

ONE_CHANGE = Instance(
    "one_change",
    # both rural juniors would save by joining P, which can become one school with one of them
    schools={
        "J": {"at": 0, **_RURAL_JUNIOR},
        "K": {"at": 4, **_RURAL_JUNIOR, "running_cost": 150_000},
        "P": {"at": 2},
    },
    pupils=[("J", 7, 10), ("K", 7, 10), ("P", 1, 150)],
    scenario=_asked(0, **MERGE),
    decided={"merge J into P": 2023},
    moved={("J", "junior", "P")},
    without={"merge J into P": 2023, "merge K into P": 2023},
    caught="merge_once",
)

BUILT_ONCE = Instance(
    "built_once",
    # 15 seats are free and W adds 2: too few for 18 pupils, but enough if it could be built twice
    schools=_SQUEEZED,
    pupils=_SQUEEZED_PUPILS,
    scenario=_asked(0, 2),
    decided={"close A": 2024, "close B": 2024},
    moved={("A", "upper", "D"), ("B", "upper", "E")},
    without={"build W": 2024, "close A": 2024, "close B": 2024},
    caught="seats",
    tables={"works": [_work("D", 20_000, adds_seats=2)]},
)

BUDGET = Instance(
    "budget",
    # as for changing_seats, but W costs more than 2023 has
    schools=_SQUEEZED,
    pupils=_SQUEEZED_PUPILS,
    scenario=_asked(2, money={"works_budget": {2023: 90_000}}),
    decided={"close A": 2023, "close B": 2023},
    moved={("A", "upper", "D"), ("B", "upper", "E")},
    without={"build W": 2023, "close A": 2023, "close B": 2023},
    caught="works_budget",
    tables={"works": [_work("D", 100_000, adds_seats=5)]},
)

REDIRECTED_ONCE = Instance(
    "redirected_once",
    # S has 120 pupils on 100 seats; D and E have 15 seats left each. P's ten entrants are nearer
    # to both, and only to send them twice would save more than to send Q's
    schools={
        "S": {"at": 0, "seats": 100},
        "D": {"at": 3, "seats": 165},
        "E": {"at": 4, "seats": 165},
    },
    pupils=[("S", 4, 104), ("S", 1, 10, "P"), ("S", 1, 6, "Q"), ("D", 1, 150), ("E", 1, 150)],
    scenario=_asked(0, **RELIEF, money={"bus_pupil": 0}),
    decided={"relieve S of P by D": 2023, "relieve S of Q by E": 2023},
    moved=set(),
    without={"relieve S of P by D": 2023, "relieve S of P by E": 2023},
    caught="relief_once",
    places={"P": 3, "Q": 1},
)

REDIRECTED_LAWFULLY = Instance(
    "redirected_lawfully",
    # A is nearer to P's entrants than D, but A closes
    schools={"S": {"at": 0, "seats": 100}, "A": {"at": 2}, "D": {"at": 3}},
    pupils=[("S", 4, 110), ("S", 1, 10, "P"), ("A", 4, 5), ("D", 1, 150)],
    scenario=_asked(1, **RELIEF),
    decided={"close A": 2023, "relieve S of P by D": 2023},
    moved={("A", "upper", "D")},
    without={"close A": 2023, "relieve S of P by A": 2023},
    caught="closed_school",
    places={"P": 1},
)

REDIRECTED_WHEN_OVER = Instance(
    "redirected_when_over",
    # all entrants are nearer to D, which has room for ten of them, and with W in 2024 for more;
    # S is over by ten: with Q's entrants gone in 2023 it is over no longer
    schools={"S": {"at": 0, "seats": 100}, "D": {"at": 3, "seats": 160}},
    pupils=[("S", 4, 90), ("S", 1, 10, "P"), ("S", 1, 10, "Q"), ("D", 1, 150)],
    scenario=_asked(0, 0, **RELIEF, money={"bus_pupil": 0}),
    decided={"relieve S of Q by D": 2023},
    moved=set(),
    without={"build W": 2024, "relieve S of P by D": 2024, "relieve S of Q by D": 2023},
    caught="relief_when_over",
    tables={"works": [_work("D", 10_000, adds_seats=100, first_year=2024)]},
    places={"P": 2, "Q": 3},
)

EXCESS = Instance(
    "excess",
    # sending P's entrants to D costs a ride each, which nobody would pay for money's sake
    schools={"S": {"at": 0, "seats": 100}, "D": {"at": 5}},
    pupils=[("S", 4, 110), ("S", 1, 10, "P"), ("D", 1, 150)],
    scenario=_asked(0, **RELIEF),
    decided={"relieve S of P by D": 2023},
    moved=set(),
    without={},
    caught="relief_nearer",
    places={"P": 1},
)

_PAIR = {"A": {"at": 0, "running_cost": 200_000}, "B": {"at": 1}, "D": {"at": 2}}
_PAIRED = [("A", 4, 10), ("B", 4, 10), ("D", 4, 150)]

KEEP = Instance(
    "keep",
    # closing A would save twice as much, but A is kept
    schools=_PAIR,
    pupils=_PAIRED,
    scenario=_asked(1, 0, keep=[{"school_id": "A", "reason": "remote"}]),
    decided={"close B": 2023},
    moved={("B", "upper", "D")},
    without={"close A": 2023},
    caught="keep",
)

HEARING = Instance(
    "hearing",
    # closing A would save twice as much, but parents are against
    schools=_PAIR,
    pupils=_PAIRED,
    scenario=_asked(1, 0),
    decided={"close B": 2023},
    moved={("B", "upper", "D")},
    without={"close A": 2023},
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
    decided={"close B": 2023},
    moved={("B", "upper", "D")},
    without={"close A": 2023},
    caught="pins",
)

EMPTY_BY_DATE = Instance(
    "empty_by_date",
    # A, which has pupils, saves more if it goes first; the empty E is due in 2023
    schools={"A": {"at": 0}, "D": {"at": 2}, "E": {"at": 5, "running_cost": 20_000}},
    pupils=[("A", 4, 10), ("D", 4, 150)],
    scenario=_asked(1, 1),
    decided={"close E": 2023, "close A": 2024},
    moved={("A", "upper", "D")},
    without={"close A": 2023, "close E": 2024},
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
    decided={"close A": 2023},
    moved={("A", "junior", "E")},  # the empty school stays as the last one, and takes them
    without={"close A": 2023, "close E": 2023},
    caught="last_junior",
)

TARGETS = Instance(
    "targets",
    # nothing would close for its money alone: A runs at 5,000 yuan, and its pupils ride
    schools={"A": {"at": 0, "running_cost": 5_000}, "D": {"at": 5}},
    pupils=[("A", 4, 10), ("D", 4, 150)],
    scenario=_asked(1, rule="at_least"),
    decided={"close A": 2023},
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
    decided={"close E": 2023, "close F": 2023},
    moved=set(),
    without={"close A": 2023, "close E": 2023, "close F": 2023},
    caught="target_no_more",
)

INSTANCES = {
    instance.prefix: instance
    for instance in (
        CLOSE_ONCE,
        EVERYONE_PLACED,
        RECEIVERS_STAY_OPEN,
        OFFERED_BY_THEN,
        SEATS,
        CHANGING_SEATS,
        BEDS,
        UPPER_BEFORE_LOWER,
        ONLY_REDUCED,
        MERGED_WHOLE,
        ONE_CHANGE,
        BUILT_ONCE,
        BUDGET,
        REDIRECTED_ONCE,
        REDIRECTED_LAWFULLY,
        REDIRECTED_WHEN_OVER,
        EXCESS,
        KEEP,
        HEARING,
        PINNED,
        EMPTY_BY_DATE,
        LAST_JUNIOR,
        TARGETS,
        NEVER_MORE,
    )
}
