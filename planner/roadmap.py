"""The roadmap as people read it: what is done with each school, and where its pupils go."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Any, NamedTuple

from planner import presentation
from planner.once import once
from planner.planned_works import planned_works, works_id
from planner.presentation import Names
from planner.redirections import redirected, redirections
from planner.school_kinds import ACTION_NAMES, KIND_NAMES, MODE_NAMES
from planner.words import Text, listed

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    import pandas as pd

    from planner.plan import Plan
    from planner.planned_works import PlannedWork
    from planner.run import Run

GROUP = ["place_id", "band", "from_school_id"]

# Pupils change school; the other actions leave them where they are, or turn entrants away.
MOVING_ACTIONS = frozenset({"close", "merge_form", "downgrade"})

# Offices tell a school that is merged into others from one that has nobody to move.
_CLOSE_ALONE = Text("撤销", "close")
_NOTHING = Text("", "")


@dataclass(frozen=True)
class Line:
    """One row of the roadmap.

    Parameters
    ----------
    action, action_code
        What is done, in words and as the plan names it.
    school, receivers
        Names as people read them; receivers in the order of the plan.
    roll
        Pupils of the school in the base year, all grades.
    pupils
        Pupils that change school because of it, or the entrants of the year who go elsewhere.
    km, minutes
        The longest daily way of those pupils, one way; None where nobody comes daily or it is
        unknown.
    boarders
        Of those pupils, the ones who will board.
    weekly_minutes
        The longest way of the boarders, one way, once a week; None where nobody boards.
    modes
        How those pupils will come, in words.
    what
        What else there is to say: grades given up, what a work adds, where entrants live.
    cost
        Yuan in the year of first use, of a work; else None.
    receiver_ids, mode_codes
        Receivers and modes as the plan names them.
    """

    year: int
    school_id: str
    school: str
    township: str
    kind: Text
    roll: int
    action: Text
    action_code: str
    receivers: tuple[str, ...]
    pupils: int
    km: float | None
    minutes: float | None
    boarders: int
    modes: tuple[Text, ...]
    weekly_minutes: float | None = None
    what: Text = _NOTHING
    cost: float | None = None
    receiver_ids: tuple[str, ...] = ()
    mode_codes: tuple[str, ...] = ()


@once
def moves(plan: Plan) -> pd.DataFrame:
    """Return the rows of `plan.assignments` in the year in which their group first comes.

    Only rows with pupils: nobody needs a bus for none. Redirected entrants never were at the old
    school; they do not move.
    """
    rows = plan.assignments
    away = rows[(rows["mode"] != "stay") & ~redirected(plan)].sort_values("year", kind="stable")
    first = away.drop_duplicates([*GROUP, "school_id"])
    return first[first["pupils"] > 0]


@once
def lines(run: Run) -> tuple[Line, ...]:
    """Return the plan's actions by year, then township and school in the order of the county."""
    order, sheet = _order(run), _Sheet.of(run)
    made = [sheet.line(row) for row in run.plan.actions.to_dict("records")]
    return tuple(sorted(made, key=lambda line: (line.year, order[line.school_id])))


def receivers(cell: object) -> tuple[str, ...]:
    """Return the ids in a cell of `actions.receivers`."""
    return tuple(part for part in cell.split(";") if part) if isinstance(cell, str) else ()


def _order(run: Run) -> dict[str, tuple[int, int]]:
    """Return the rank of each school: its township's first appearance, then its own."""
    townships = {name: rank for rank, name in enumerate(run.dataset.schools["township"].unique())}
    pairs = run.dataset.schools[["school_id", "township"]].itertuples(index=False, name=None)
    return {school: (townships[township], rank) for rank, (school, township) in enumerate(pairs)}


type _Start = tuple[int, str]


class _Coming(NamedTuple):
    """Pupils of one group who come to another school, as `assignments` has them."""

    place: str
    to: str
    mode: str
    pupils: float
    km: float
    minutes: float


def _by_start(rows: pd.DataFrame) -> dict[_Start, list[_Coming]]:
    """Return rows of `assignments` by year and present school."""
    found: dict[_Start, list[_Coming]] = defaultdict(list)
    names = ["place_id", "school_id", "mode", "pupils", "km", "minutes"]
    values = zip(*(rows[name].tolist() for name in names), strict=True)
    starts = zip(rows["year"].tolist(), rows["from_school_id"].tolist(), strict=True)
    for start, row in zip(starts, values, strict=True):
        found[start].append(_Coming(*row))
    return found


@dataclass(frozen=True)
class _Sheet:
    """What the lines are made of."""

    run: Run
    names: Names
    kinds: Mapping[str, str]
    rolls: pd.Series
    moved: Mapping[_Start, list[_Coming]]
    sent: Mapping[_Start, list[_Coming]]
    works: Mapping[str, PlannedWork]

    @classmethod
    def of(cls, run: Run) -> _Sheet:
        """Return what the lines of a run are made of."""
        schools = run.dataset.schools
        return cls(
            run=run,
            names=Names.of(run.dataset),
            kinds=dict(zip(schools["school_id"], schools["kind"], strict=True)),
            rolls=run.dataset.pupils.groupby("school_id")["pupils"].sum(),
            moved=_by_start(moves(run.plan)),
            sent=_by_start(redirections(run.plan)),
            works={work.works_id: work for work in planned_works(run)},
        )

    def line(self, row: Mapping[Hashable, Any]) -> Line:
        """Return one action as people read it."""
        school, action = str(row["school_id"]), str(row["action"])
        to, own = receivers(row["receivers"]), self._pupils(row)
        work = self.works.get(works_id(row["detail"])) if action == "works" else None
        used = {one.mode for one in own}
        modes = tuple(mode for mode in MODE_NAMES if mode in used)
        daily, board = _apart(own)
        return Line(
            year=int(row["year"]),
            school_id=school,
            school=self.names.school(school),
            township=str(row["township"]),
            kind=KIND_NAMES[self.kinds[school]],
            roll=int(self.rolls.get(school, 0)),
            action=ACTION_NAMES[action] if action != "close" or to else _CLOSE_ALONE,
            action_code=action,
            receivers=tuple(self.names.school(one) for one in to),
            pupils=int(row["pupils"]),
            km=_longest(one.km for one in daily),
            minutes=_longest(one.minutes for one in daily),
            boarders=int(sum(one.pupils for one in board)),
            weekly_minutes=_longest(one.minutes for one in board),
            modes=tuple(MODE_NAMES[mode] for mode in modes),
            what=work.what if work else self._what(row),
            cost=work.cost if work else None,
            receiver_ids=to,
            mode_codes=modes,
        )

    def _pupils(self, row: Mapping[Hashable, Any]) -> list[_Coming]:
        """Return the pupils whom an action sends elsewhere in its year."""
        start = (int(row["year"]), str(row["school_id"]))
        if row["action"] == "relief":
            places, to = str(row["detail"]).split(";"), receivers(row["receivers"])
            return [
                one
                for one in self.sent.get(start, ())
                if one.to in to and one.place in places and one.pupils > 0
            ]
        return self.moved.get(start, []) if row["action"] in MOVING_ACTIONS else []

    def _what(self, row: Mapping[Hashable, Any]) -> Text:
        if row["action"] == "downgrade":
            grades = presentation.bands(self.run.assumptions)
            given = [grades[band] for band in str(row["band"]).split(";") if band in grades]
            return _GIVEN_UP.filled(grades=_all_of(given)) if given else _NOTHING
        if row["action"] == "convert":
            return _BECOMES.filled(kind=KIND_NAMES["nine_year"])
        if row["action"] == "relief":
            places = str(row["detail"]).split(";")
            homes = [Text(self.names.home(p, "zh"), self.names.home(p, "en")) for p in places if p]
            return self._entrants(row, _all_of(homes))
        return _NOTHING

    def _entrants(self, row: Mapping[Hashable, Any], places: Text) -> Text:
        """Return whose entrants go elsewhere, and since when where there are none at first."""
        if row["pupils"] > 0:
            return _ENTRANTS.filled(places=places)
        to, homes = receivers(row["receivers"]), str(row["detail"]).split(";")
        later = [
            year
            for (year, school), rows in self.sent.items()
            if school == row["school_id"]
            and any(one.pupils > 0 and one.to in to and one.place in homes for one in rows)
        ]
        if not later:
            return _ENTRANTS.filled(places=places)
        return _ENTRANTS_LATER.filled(places=places, year=min(later))


_GIVEN_UP = Text("不再开设{grades}", "no longer teaches {grades}")
_BECOMES = Text("成为{kind}学校", "becomes a {kind} school")
_ENTRANTS = Text("{places}的新生", "entrants of {places}")
_ENTRANTS_LATER = Text(
    "{places}的新生（{year}年起才有学生）", "entrants of {places}, the first of them in {year}"
)


def _all_of(words: list[Text]) -> Text:
    return Text(listed(w.zh for w in words).zh, listed(w.en for w in words).en)


def _apart(rows: Iterable[_Coming]) -> tuple[list[_Coming], list[_Coming]]:
    """Return those who come daily, and those who board."""
    daily: list[_Coming] = []
    board: list[_Coming] = []
    for one in rows:
        (board if one.mode == "board" else daily).append(one)
    return daily, board


def _longest(values: Iterable[float]) -> float | None:
    return max((value for value in values if not isnan(value)), default=None)


def longest(values: pd.Series) -> float | None:
    """Return the largest of km or minutes, None where none is known."""
    known = values.dropna()
    return None if known.empty else float(known.max())
