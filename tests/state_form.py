"""The basic model written a second time, in states: where every group is in every year.

Most papers and packages write a plan of several years so. It knows closings, ways, seats, beds,
targets, schools without pupils and the last junior of a township, not works, merges, downgrades
and relief. Tests hold the planner's answer against it, and benchmarks its speed.

==================  =====================================================================
``open[s, t]``      1 while school s, which may close, is open in year t
``at[o, t]``        1 while the group of option o is there in year t: a place and a mode
``short[t]``        closures missing to the target of year t
``beyond[t]``       closures beyond it
``forced[t]``       1 if year t closes more than asked: only schools that must close then
``spared[s]``       1 if an empty junior stays open as the last of its township
==================  =====================================================================
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pulp

from tests.staged import Found, How, Staged, solve_staged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.problem import Problem

type Term = tuple[pulp.LpVariable, float]
BOARDS = 2  # the mode `board` among an option's modes


class NotBasic(ValueError):
    """The problem has works, merges, downgrades or relief."""


@dataclass
class StateForm:
    """The program and its variables."""

    problem: Problem
    program: pulp.LpProblem
    open: dict[tuple[int, int], pulp.LpVariable] = field(default_factory=dict)
    at: dict[tuple[int, int], pulp.LpVariable] = field(default_factory=dict)
    short: list[pulp.LpVariable] = field(default_factory=list)
    beyond: list[pulp.LpVariable] = field(default_factory=list)

    @property
    def years(self) -> range:
        """Return the indices of the plan's years."""
        return range(len(self.problem.years))

    def is_open(self, school: int, year: int) -> tuple[list[Term], float]:
        """Return whether a school is open in a year: a variable, or a number if it never closes."""
        if year < 0 or (school, year) not in self.open:
            return [], 1.0
        return [(self.open[school, year], 1.0)], 0.0

    def closes(self, school: int, year: int) -> tuple[list[Term], float]:
        """Return whether a school closes in a year."""
        before, one = self.is_open(school, year - 1)
        return before + [(v, -n) for v, n in self.is_open(school, year)[0]], one

    def say(self, terms: Iterable[Term], sense: str, right: float) -> None:
        """Add a row: `<=`, `>=` or `==`."""
        left = pulp.LpAffineExpression.from_list(list(terms))
        row = {"<=": left.__le__, ">=": left.__ge__, "==": left.__eq__}[sense](right)
        self.program.addConstraint(row)


def state_form(problem: Problem) -> StateForm:
    """Return the state form of a problem, without an objective.

    Raises
    ------
    NotBasic
        If it has works, merges, downgrades or relief.
    """
    more = (problem.works.school, problem.merges.absorbed, problem.reducible)
    if any(len(part) for part in more) or len(problem.reliefs):
        raise NotBasic
    form = StateForm(problem, pulp.LpProblem("states", pulp.LpMinimize))
    _declare(form)
    _once_closed_never_open(form)
    _everyone_somewhere(form)
    _within_places(form)
    _protected(form)
    _targets(form)
    return form


def solve_states(problem: Problem, how: How | None = None) -> Found | None:
    """Return what the state form of a problem comes to; see `tests.staged.solve_staged`."""
    return solve_staged(staged_states(problem), how or How())


def staged_states(problem: Problem) -> Staged:
    """Return the state form of a problem with what is aimed at."""
    form = state_form(problem)
    missed = [_missed(form, t) for t in form.years]
    return Staged(form.program, missed, money(form), problem.do_nothing)


def money(form: StateForm) -> pulp.LpAffineExpression:
    """Return yuan over the plan's years, against deciding nothing."""
    problem = form.problem
    terms = [(v, float(problem.running[s])) for (s, _), v in form.open.items()]
    constant = -float(problem.running[problem.closable].sum()) * len(problem.years)
    for (o, t), here in form.at.items():
        # money[o, t] is what coming in year t costs to the end of the plan
        later = problem.options.money[o, t + 1] if (o, t + 1) in form.at else 0.0
        terms.append((here, float(problem.options.money[o, t] - later)))
    return pulp.LpAffineExpression.from_list(terms, constant=constant)


def _missed(form: StateForm, t: int) -> list[pulp.LpVariable]:
    short, beyond = form.short[t], form.beyond[t]
    return {"exact": [short, beyond], "at_least": [short], "at_most": [beyond]}[form.problem.rule]


def _declare(form: StateForm) -> None:
    problem, program = form.problem, form.program
    for s in problem.closable.tolist():
        for t in form.years:
            form.open[s, t] = program.add_variable(f"open_{s}_{t}", 0, 1, "Binary")
    kind = "Binary" if problem.whole else "Continuous"
    for o in range(len(problem.options)):
        for t in form.years:
            form.at[o, t] = program.add_variable(f"at_{o}_{t}", 0, 1, kind)
    form.short += [program.add_variable(f"short_{t}", 0) for t in form.years]
    form.beyond += [program.add_variable(f"beyond_{t}", 0) for t in form.years]


def _once_closed_never_open(form: StateForm) -> None:
    for (s, t), now in form.open.items():
        if t:
            form.say([(now, 1.0), (form.open[s, t - 1], -1.0)], "<=", 0)


def _everyone_somewhere(form: StateForm) -> None:
    """Nobody is at a closed school; a group moves when its school closes, and never again."""
    problem, places = form.problem, defaultdict(list)
    for o, g in enumerate(problem.options.group.tolist()):
        places[g].append(o)
    closable = set(problem.closable.tolist())
    for g, home in enumerate(problem.homes.tolist()):
        for t in form.years if home in closable else ():
            somewhere = [(form.at[o, t], 1.0) for o in places[g]]
            form.say([*somewhere, (form.open[home, t], 1.0)], "==", 1)
    for (o, t), here in form.at.items():
        there, always = form.is_open(int(problem.options.school[o]), t)
        if there:
            form.say([(here, 1.0), *((v, -n) for v, n in there)], "<=", always)
        if t:
            form.say([(form.at[o, t - 1], 1.0), (here, -1.0)], "<=", 0)


def _within_places(form: StateForm) -> None:
    problem = form.problem
    came, boards = defaultdict(list), problem.options.mode == BOARDS
    for o, r in enumerate(problem.options.school.tolist()):
        came[r].append(o)
    for r, rows in came.items():
        for t in form.years:
            for which, limit in (
                (rows, problem.room),
                ([o for o in rows if boards[o]], problem.beds),
            ):
                pupils = problem.pupils[problem.options.group[which], t] if which else []
                terms = [(form.at[o, t], float(n)) for o, n in zip(which, pupils, strict=True) if n]
                if terms:
                    form.say(terms, "<=", float(limit[r, t]))


def _protected(form: StateForm) -> None:
    """Say which schools are kept or pinned, and that every township keeps a junior."""
    problem, last = form.problem, form.years[-1]
    for s in problem.closable.tolist():
        if s in problem.standing.kept or s in problem.standing.against:
            form.say([(form.open[s, last], 1.0)], "==", 1)
    for s, year in problem.standing.pinned.items():
        for t in form.years:
            form.say([(form.open[s, t], 1.0)], "==", float(problem.years[t] < year))
    others: dict[int, list[int]] = {}
    for juniors, _ in problem.junior_townships:
        others |= {s: [q for q in juniors if q != s] for s in juniors}
        stay = [form.is_open(s, last) for s in juniors]
        form.say([term for terms, _ in stay for term in terms], ">=", 1 - sum(n for _, n in stay))
    _empties_go(form, others)


def _empties_go(form: StateForm, others: dict[int, list[int]]) -> None:
    """Say that an empty school closes by its date, unless no other junior is left then."""
    for s, due in form.problem.empty_due.items():
        if s not in others:
            form.say([(form.open[s, due], 1.0)], "==", 0)
            continue
        spared = form.program.add_variable(f"spared_{s}", 0, 1, "Binary")
        form.say([(form.open[s, due], 1.0), (spared, -1.0)], "<=", 0)
        for q in others[s]:
            there, always = form.is_open(q, due)
            form.say([(spared, 1.0), *there], "<=", 1 - always)


def _targets(form: StateForm) -> None:
    problem = form.problem
    counted = [s for s in problem.closable.tolist() if problem.standing.counted[s]]
    must = {s: problem.years.index(year) for s, year in problem.standing.pinned.items()}
    must |= problem.empty_due
    for t, asked in enumerate(problem.asked.tolist()):
        closing = [form.closes(s, t) for s in counted]
        terms = [term for row, _ in closing for term in row]
        known = sum(n for _, n in closing)
        form.say([*terms, (form.short[t], 1.0), (form.beyond[t], -1.0)], "==", asked - known)
        if problem.rule == "at_least":
            continue
        # more than asked only if no other than those who must close now do
        forced = form.program.add_variable(f"forced_{t}", 0, 1, "Binary")
        many = float(len(counted))
        form.say([*terms, (forced, -many)], "<=", asked - known)
        free = [form.closes(s, t) for s in counted if must.get(s) != t]
        rest = [term for row, _ in free for term in row]
        form.say([*rest, (forced, many)], "<=", many - sum(n for _, n in free))


def distance(rule: str, planned: int, asked: int) -> int:
    """Return the distance of a year's closures to its target, in schools."""
    far = planned - asked
    return {"at_least": max(0, -far), "at_most": max(0, far)}.get(rule, abs(far))
