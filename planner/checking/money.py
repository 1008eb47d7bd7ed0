"""Every account recomputed by year and in sum, and what the money is compared with.

The km are those of assignments.csv, which `planner.checking.journeys` holds against the roads to
the metre; so the money must agree to the yuan.
"""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from planner.checking.broken import broken
from planner.checking.rows import ACCOUNTS
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.checking.case import Case, Rule
    from planner.checking.facts import Key
    from planner.errors import Finding

_YUAN = 1.0
_ROUNDED = 1e-7
WEEKLY = 5
"""A boarder's journey is weekly: it counts one fifth."""


def apart(want: float, have: float) -> bool:
    """Tell whether two amounts differ by more than a yuan, or than km written to the millimetre."""
    return abs(want - have) > _YUAN + _ROUNDED * abs(want)


type Amounts = dict[tuple[str, int, str], float]
"""Yuan by account, year and school."""


def amounts(case: Case) -> Amounts:
    """Return the money of every account, year and school, recomputed.

    What pupils cost stands at the school they attend; boarders travel once a week.
    """
    money, found = case.rules.money, defaultdict[tuple[str, int, str], float](float)
    for row in case.tables.assignments:
        boards, here = row.mode == "board", (row.year, row.school)
        trips = row.pupils * (row.km or 0) / (WEEKLY if boards else 1)
        found["pupil_km", *here] += money.pupil_km * trips
        found["bus_pupil", *here] += money.bus_pupil * row.pupils * (row.mode == "bus")
        found["boarder", *here] += money.boarder * row.pupils * boards
        upper = boards and row.band == "upper"
        found["boarding_upper", *here] += money.boarding_upper * row.pupils * upper
    for row in case.first_moves:
        found["move", row.year, row.school] += money.move * row.pupils
    for year in case.years:
        for school in case.facts.schools:
            if case.is_open(year, school):
                share = _running_share(case, year, school)
                found["running", year, school] += share * running_of(case, school)
        for key, first in case.changes.built.items():
            if year >= first:
                work = case.facts.works[key]
                found["works", year, work.school] += work.cost / money.works_years
    return found


def _running_share(case: Case, year: int, school: str) -> float:
    """Return the part of its running cost that a school costs: less from a downgrade on."""
    reduced = case.changes.reductions.get(school)
    if reduced is None or year < reduced.year:
        return 1.0
    return case.rules.money.running_downgraded


def running_of(case: Case, school: str) -> float:
    """Return what a public school costs a year while it is open."""
    own = case.facts.schools[school]
    if not own.public:
        return 0.0
    return case.rules.money.running_fixed if own.running_cost is None else own.running_cost


def by_year(case: Case) -> dict[tuple[str, int], float]:
    """Return the money of every account and year, recomputed."""
    found: dict[tuple[str, int], float] = defaultdict(float)
    for (account, year, _), amount in case.money.items():
        found[account, year] += amount
    return found


def total(case: Case) -> float:
    """Return the money of the plan, recomputed."""
    return sum(case.money.values())


def _stay_km(case: Case, key: Key) -> float:
    way = case.ways.way(key[0], key[2])
    return 0.0 if way is None else way.km


def do_nothing(case: Case) -> float:
    """Return the money of closing nothing: all schools run, everybody stays."""
    roads = sum(
        case.facts.pupils(key, year) * _stay_km(case, key)
        for key in case.facts.coming
        for year in case.years
    )
    running = sum(running_of(case, school) for school in case.facts.schools)
    return case.rules.money.pupil_km * roads + running * len(case.years)


def _account(account: str, case: Case) -> Iterator[Finding]:
    said: dict[int, float] = defaultdict(float)
    for row in case.tables.costs:
        if row.account == account:
            said[row.year] += row.amount
    sums = by_year(case)
    wants = {year: sums.get((account, year), 0.0) for year in case.years}
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


def by_school(case: Case) -> Iterator[Finding]:
    """Check that each amount stands at the school where it arises, and no other amount anywhere."""
    said: Amounts = defaultdict(float)
    for row in case.tables.costs:
        said[row.account, row.year, row.school] += row.amount
    for key in sorted(case.money.keys() | said.keys()):
        want, have = case.money.get(key, 0.0), said.get(key, 0.0)
        if apart(want, have):
            what = Text(
                "{year}年{school}的{account}应为{want:.2f}元",
                "{year}: {account} of {school} is {want:.2f} yuan",
            )
            school = case.facts.schools.get(key[2], key[2])
            filled = what.filled(year=key[1], school=school, account=key[0], want=want)
            yield broken(filled, file="costs.csv", column="amount", value=f"{have:.2f}")


RULES: tuple[Rule, ...] = (
    *((f"money_{account}", partial(_account, account)) for account in ACCOUNTS),
    ("money_by_school", by_school),
)
