"""Every account recomputed by year and in sum, and what the money is compared with.

The km are those of assignments.csv, which `planner.checking.journeys` holds against the roads to
the metre; so the money must agree to the yuan.
"""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from planner.checking.broken import broken
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planner.checking.case import Case, Rule
    from planner.checking.tables import Placing
    from planner.errors import Finding

type Account = Callable[[Case, int], float]

_YUAN = 1.0
_ROUNDED = 1e-7
WEEKLY = 5
"""A boarder's journey is weekly: it counts one fifth."""


def apart(want: float, have: float) -> bool:
    """Tell whether two amounts differ by more than a yuan, or than km written to the millimetre."""
    return abs(want - have) > _YUAN + _ROUNDED * abs(want)


def _rows(case: Case, year: int, mode: str = "") -> list[Placing]:
    return [r for r in case.tables.assignments if r.year == year and mode in {"", r.mode}]


def _km(case: Case, home: str, school: str) -> float:
    way = case.ways.way(home, school)
    return 0.0 if way is None else way.km


def pupil_km(case: Case, year: int) -> float:
    """Return the money of all one-way km; a boarder's journey counts one fifth."""
    return case.rules.money.pupil_km * sum(
        row.pupils * (row.km or 0) / (WEEKLY if row.mode == "board" else 1)
        for row in _rows(case, year)
    )


def bus_pupil(case: Case, year: int) -> float:
    """Return the money of pupils moved to the bus."""
    return case.rules.money.bus_pupil * sum(row.pupils for row in _rows(case, year, "bus"))


def boarder(case: Case, year: int) -> float:
    """Return the money of pupils moved to a dormitory."""
    return case.rules.money.boarder * sum(row.pupils for row in _rows(case, year, "board"))


def boarding_upper(case: Case, year: int) -> float:
    """Return the extra money of boarders in the band `upper`."""
    rows = [row for row in _rows(case, year, "board") if row.band == "upper"]
    return case.rules.money.boarding_upper * sum(row.pupils for row in rows)


def running_of(case: Case, school: str) -> float:
    """Return what a public school costs a year while it is open."""
    own = case.facts.schools[school]
    if not own.public:
        return 0.0
    return case.rules.money.running_fixed if own.running_cost is None else own.running_cost


def running(case: Case, year: int) -> float:
    """Return the money of all open public schools."""
    return sum(running_of(case, s) for s in case.facts.schools if case.is_open(year, s))


def move(case: Case, year: int) -> float:
    """Return the money of pupils who change school that year."""
    rows = [row for row in case.first_moves if row.year == year]
    return case.rules.money.move * sum(row.pupils for row in rows)


def works(_case: Case, _year: int) -> float:
    """Return the money of building works; there are none in a plan without works."""
    return 0.0


ACCOUNTS: tuple[tuple[str, Account], ...] = (
    ("pupil_km", pupil_km),
    ("bus_pupil", bus_pupil),
    ("boarder", boarder),
    ("boarding_upper", boarding_upper),
    ("running", running),
    ("move", move),
    ("works", works),
)


def total(case: Case) -> float:
    """Return the money of the plan, recomputed."""
    return sum(reckon(case, year) for _, reckon in ACCOUNTS for year in case.years)


def do_nothing(case: Case) -> float:
    """Return the money of closing nothing: all schools run, everybody stays."""
    roads = sum(
        sum(grades.values()) * _km(case, key[0], key[2])
        for key, grades in case.facts.groups.items()
    )
    year = case.rules.money.pupil_km * roads + sum(running_of(case, s) for s in case.facts.schools)
    return year * len(case.years)


def _account(account: str, reckon: Account, case: Case) -> Iterator[Finding]:
    said: dict[int, float] = defaultdict(float)
    for row in case.tables.costs:
        if row.account == account:
            said[row.year] += row.amount
    wants = {year: reckon(case, year) for year in case.years}
    for when, want, have in (
        *((str(year), want, said[year]) for year, want in wants.items()),
        (Text("各年合计", "all years"), sum(wants.values()), sum(said.values())),
    ):
        if apart(want, have):
            what = Text(
                "{when}：{account}应为{want:.2f}元，表中合计{have:.2f}元",
                "{when}: {account} is {want:.2f} yuan, the table has {have:.2f}",
            )
            said_so = what.filled(when=when, account=account, want=want, have=have)
            yield broken(said_so, file="costs.csv", column="amount", value=f"{have:.2f}")


def running_by_school(case: Case) -> Iterator[Finding]:
    """Each open public school has its own running cost, and no other school has one."""
    said: dict[tuple[int, str], float] = defaultdict(float)
    for row in case.tables.costs:
        if row.account == "running":
            said[row.year, row.school] += row.amount
    for year in case.years:
        for school in case.facts.schools:
            want = running_of(case, school) if case.is_open(year, school) else 0.0
            if apart(want, said[year, school]):
                what = Text(
                    "{year}年{school}的运行经费应为{want:.2f}元",
                    "{year}: running {school} costs {want:.2f} yuan",
                )
                filled = what.filled(year=year, school=case.facts.schools[school], want=want)
                have = f"{said[year, school]:.2f}"
                yield broken(filled, file="costs.csv", column="amount", value=have)


RULES: tuple[Rule, ...] = (
    *((f"money_{account}", partial(_account, account, reckon)) for account, reckon in ACCOUNTS),
    ("money_running_by_school", running_by_school),
)
