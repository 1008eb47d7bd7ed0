"""What leaving a school means for its pupils: how many, where to, how long their way, and yuan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.metrics import ninth_decile
from planner.modes import BOARD, MODES
from planner.presentation import tenth
from planner.reasons.scene import NOTHING, Told, count, in_yuan, joined
from planner.school_kinds import MODE_NAMES
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from planner.reasons.scene import Scene
    from planner.solution import Solution

_MOVE = Text("{year}年{who}转学，到{to}", "{who} move in {year}, to {to}")
_ONE_MOVES = Text("{year}年{who}转学，到{to}", "{who} moves in {year}, to {to}")
_LATER = Text("；以后{later}", "; later on {later}")
_NOBODY = Text("没有学生需要转学", "no pupil has to move")
_BEFORE = Text(
    "上学单程现在最长{most}分钟（{km}公里），九成学生不超过{nine}分钟",
    "one way takes at most {most} minutes today ({km} km), and {nine} or less for nine in ten",
)
_AFTER = Text(
    "转学后最长{most}分钟（{km}公里），九成学生不超过{nine}分钟",
    "after the move at most {most} minutes ({km} km), and {nine} or less for nine in ten",
)
_WORST = Text(
    "增加最多的是{home}的{band}{who}：由{before}分钟变为{after}分钟（{mode}）",
    "the longest addition is that of {who} of {band} from {home}: {before} minutes become {after} "
    "({mode})",
)
_WEEKLY = Text(
    "{who}寄宿，每周往返一次，单程最长{most}分钟（{km}公里）",
    "{who} board and travel once a week, at most {most} minutes ({km} km) one way",
)
_MONEY = Text(
    "学校运行经费每年少支出{running}；转学安置和上学路途在规划期内{way}；"
    "合计{net}（不含人员工资和改扩建）",
    "running the school is {running} a year less; moving and the ways to school are {way} over the "
    "plan; together {net} (without staff pay and building works)",
)
_RUNNING = Text(
    "学校运行经费每年少支出{running}，规划期内{net}（不含人员工资）",
    "running the school is {running} a year less, {net} over the plan (without staff pay)",
)
_MORE = Text("多支出{amount}", "{amount} more")
_LESS = Text("少支出{amount}", "{amount} less")


@dataclass(frozen=True)
class Leaving:
    """The groups that leave a school in one year, one row each, pupils or none.

    Parameters
    ----------
    school, year
        Positions.
    option
        Shape (m,), the places they go to.
    share
        Shape (m,), part of the group.
    """

    scene: Scene
    school: int
    year: int
    option: NDArray[np.int64]
    share: NDArray[np.float64]

    @classmethod
    def of(cls, scene: Scene, s: int, t: int, planned: Solution | None = None) -> Leaving:
        """Return the groups that leave school `s` in year `t`, of the plan or of another."""
        solution, problem = planned or scene.solution, scene.problem
        home = problem.homes[problem.options.group[solution.option]]
        rows = (home == s) & (solution.year == t)
        return cls(scene, s, t, solution.option[rows], solution.share[rows])

    @property
    def group(self) -> NDArray[np.int64]:
        """Shape (m,), the groups."""
        return self.scene.problem.options.group[self.option]

    @property
    def to(self) -> NDArray[np.int64]:
        """Shape (m,), the receivers."""
        return self.scene.problem.options.school[self.option]

    @property
    def pupils(self) -> NDArray[np.float64]:
        """Shape (m, T), pupils of each row in each year."""
        return self.scene.problem.pupils[self.group] * self.share[:, None]

    @property
    def yuan(self) -> float:
        """Yuan over the plan for moving and for ways that differ."""
        money = self.scene.problem.options.money[self.option, self.year]
        return float(money @ self.share)

    @property
    def longest(self) -> float:
        """Minutes of the longest way of those who move, 0 where nobody does."""
        moving = self.pupils[:, self.year] > 0
        return float(self.scene.problem.options.minutes[self.option[moving]].max(initial=0.0))


def leaving(moved: Leaving) -> Iterator[Told]:
    """Yield what becomes of the pupils: their number and receivers, then their ways."""
    now = moved.pupils[:, moved.year]
    if not now.sum():
        yield Told("moves", _NOBODY)
        return
    yield Told("moves", _moves(moved))
    parts = [part for part in (*_daily(moved), _weekly(moved)) if part is not None]
    yield Told("ways", joined(parts, "；", "; "))


def _moves(moved: Leaving) -> Text:
    scene, pupils = moved.scene, moved.pupils
    number = pupils[:, moved.year].sum()
    to = {s: pupils[moved.to == s, moved.year].sum() for s in np.unique(moved.to).tolist()}
    receivers = joined(
        Text("{name}（{n}名）", "{name} ({n})").filled(name=scene.school(s), n=f"{n:,.0f}")
        for s, n in sorted(to.items(), key=lambda item: (-item[1], item[0]))
        if n
    )
    said = _ONE_MOVES if round(number) == 1 else _MOVE
    later = joined(
        Text("{year}年有{n}名", "{n} in {year}").filled(year=scene.year(t), n=f"{n:,.0f}")
        for t, n in enumerate(pupils.sum(axis=0).tolist())
        if t > moved.year
    )
    known = {"year": scene.year(moved.year), "who": count(number), "to": receivers}
    return Text("{said}{later}", "{said}{later}").filled(
        said=said.filled(**known), later=_LATER.filled(later=later) if later.zh else NOTHING
    )


def _daily(moved: Leaving) -> Iterator[Text]:
    """Yield the daily ways before and after, and whose grows most."""
    scene, options = moved.scene, moved.scene.problem.options
    pupils, g = moved.pupils[:, moved.year], moved.group
    daily = (options.mode[moved.option] != BOARD) & (pupils > 0)
    if not daily.any():
        return
    before, before_km = scene.stays.minutes[g], scene.stays.km[g]
    after, after_km = options.minutes[moved.option], options.km[moved.option]
    known = daily & np.isfinite(before)
    if known.any():
        yield _spread(_BEFORE, before[known], before_km[known], pupils[known])
    yield _spread(_AFTER, after[daily], after_km[daily], pupils[daily])
    if known.any():
        worst = int(np.where(known, after - before, -np.inf).argmax())
        if after[worst] > before[worst]:
            yield _WORST.filled(
                home=scene.home(int(g[worst])),
                band=scene.band(int(g[worst])),
                who=count(pupils[worst]),
                before=tenth(float(before[worst])),
                after=tenth(float(after[worst])),
                mode=MODE_NAMES[MODES[int(options.mode[moved.option[worst]])]],
            )


def _spread(
    said: Text, minutes: NDArray[np.float64], km: NDArray[np.float64], pupils: NDArray[np.float64]
) -> Text:
    most = int(minutes.argmax())
    return said.filled(
        most=tenth(float(minutes[most])),
        km=tenth(float(km[most])),
        nine=tenth(ninth_decile(minutes, pupils)),
    )


def _weekly(moved: Leaving) -> Text | None:
    """Return how far those who board have to go, or None where nobody does."""
    options, pupils = moved.scene.problem.options, moved.pupils[:, moved.year]
    board = moved.option[(options.mode[moved.option] == BOARD) & (pupils > 0)]
    if not len(board):
        return None
    most = board[options.minutes[board].argmax()]
    number = pupils[(options.mode[moved.option] == BOARD) & (pupils > 0)].sum()
    return _WEEKLY.filled(
        who=count(number),
        most=tenth(float(options.minutes[most])),
        km=tenth(float(options.km[most])),
    )


def money(moved: Leaving, running: float) -> Told:
    """Return what a school's leaving comes to.

    Parameters
    ----------
    running
        Yuan a year that running the school is less.
    """
    left = float(moved.scene.problem.years_left[moved.year])
    net = moved.yuan - running * left
    said = (_MONEY if moved.yuan else _RUNNING).filled(
        running=in_yuan(running), way=more_or_less(moved.yuan), net=more_or_less(net)
    )
    return Told("money", said)


def more_or_less(amount: float) -> Text:
    """Return an amount that is spent more, or less where it is below 0."""
    return (_MORE if amount >= 0 else _LESS).filled(amount=in_yuan(abs(amount)))
