"""One run of the solver through PuLP, with what it finds on the way.

HiGHS tells every better plan and its bound while it works; other solvers that PuLP knows are run
to their end and report once.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

import highspy
import numpy as np
import pulp

from planner.errors import UsageError
from planner.words import Text, listed

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from planner.solution import Solution


HIGHS = "HiGHS"
# A bound this near a whole-number aim leaves no better whole number.
ALMOST_ONE = 0.999
# More pupils or schools than any count here can have.
MORE_THAN_ANY = 10**7
# Sums of the solver's numbers may differ by this share.
NOISE = 1e-6
STATUSES = {
    pulp.LpSolveStatus.Optimal: "optimal",
    pulp.LpSolveStatus.Infeasible: "infeasible",
    # HiGHS's "infeasible or unbounded": no aim here is unbounded
    pulp.LpSolveStatus.Undefined: "infeasible",
}


class StatedProgram(Protocol):
    """A program with its variables in the order in which the solver sees them."""

    @property
    def program(self) -> pulp.LpProblem:
        """Return the program."""

    @property
    def columns(self) -> list[pulp.LpVariable]:
        """Return its variables."""


@dataclass(frozen=True)
class SolverOptions:
    """How to solve.

    Parameters
    ----------
    name
        A solver that PuLP knows and finds on this machine, in any case.
    gap
        Relative gap at which to stop.
    seconds
        Time limit of everything together.
    threads, seed
        Passed to the solver.
    """

    name: str = HIGHS
    gap: float = 1e-4
    seconds: float = 300.0
    threads: int = 1
    seed: int = 1


@dataclass(frozen=True)
class Question:
    """How one run is to be done.

    Parameters
    ----------
    gap
        Relative gap at which to stop.
    seconds
        Time limit.
    start
        A plan to start from, one value a variable in the order of the program; NaN where it is
        left to the solver.
    patience
        Seconds after which to stop if there is no plan yet.
    presolve
        False to leave the model as it stands: slower, and a second opinion.
    whole
        The aim is a whole number: a bound less than one away proves it.
    relaxed
        Let every decision be taken in part: quick, and no plan.
    nodes
        Cases that HiGHS may distinguish before it stops: a limit that, unlike seconds, gives the
        same answer on every machine. None: no such limit.
    """

    gap: float = 0.0
    seconds: float = math.inf
    start: NDArray[np.float64] | None = None
    patience: float = math.inf
    presolve: bool = True
    whole: bool = False
    relaxed: bool = False
    nodes: int | None = None


@dataclass(frozen=True)
class Progress:
    """What is known at a moment of the work.

    Parameters
    ----------
    stage
        `money`, or the year whose target is being approached.
    seconds
        Since the work began.
    incumbent, bound
        The best plan's aim so far and the limit no plan can pass; None while unknown.
    solution
        The plan itself; None if it is the same as before.
    """

    stage: str
    seconds: float
    incumbent: float | None = None
    bound: float | None = None
    solution: Solution | None = None


@dataclass(frozen=True)
class Answer:
    """How one run ended.

    Parameters
    ----------
    status
        `optimal`, `infeasible` or `stopped`.
    objective, bound
        Of the aim given; None where there is no plan / no bound.
    values
        One value a variable in the order of the program, or None.
    """

    status: str
    objective: float | None
    bound: float | None
    values: NDArray[np.float64] | None


@dataclass
class Listener:
    """Receives what HiGHS calls back with, and can ask it to stop.

    Parameters
    ----------
    stage
        Passed on with every report.
    tell
        Receives the reports.
    read
        Turns the solver's values into decisions; None where the model is not the whole one.
    offset
        Added to what HiGHS reports: the money that no decision changes.
    began
        Clock time at which the whole work began.
    patience
        Seconds of this run after which it stops if it has no plan.
    """

    stage: str
    tell: Callable[[Progress], None]
    read: Callable[[NDArray[np.float64]], Solution] | None
    offset: float
    began: float
    patience: float
    started: float = field(default_factory=time.monotonic)
    incumbent: float | None = None

    def let_go(self) -> None:
        """Hold nothing any more: HiGHS keeps its listener for ever, and it would keep the model."""
        self.tell, self.read = _tell_nobody, None

    def __call__(self, kind: Any, _text: str, out: Any, into: Any, _data: Any) -> None:  # noqa: ANN401 - HiGHS's own types
        """Handle one callback of HiGHS."""
        kinds = highspy.cb.HighsCallbackType
        seconds = time.monotonic() - self.began
        if kind == kinds.kCallbackMipImprovingSolution:
            self.incumbent = float(out.objective_function_value) + self.offset
            plan = self.read(np.array(out.mip_solution, dtype=float)) if self.read else None
            self.tell(Progress(self.stage, seconds, self.incumbent, None, plan))
        elif kind == kinds.kCallbackMipLogging:
            bound = _finite(out.mip_dual_bound)
            bound = None if bound is None else bound + self.offset
            self.tell(Progress(self.stage, seconds, self.incumbent, bound))
        elif kind == kinds.kCallbackMipInterrupt and self.incumbent is None:
            into.user_interrupt = time.monotonic() - self.started > self.patience


def _tell_nobody(_: Progress) -> None:
    """Do nothing."""


def run(
    model: StatedProgram,
    objective: pulp.LpAffineExpression,
    options: SolverOptions,
    listener: Listener,
    question: Question,
) -> Answer:
    """Solve `model` for `objective` and return how it ended.

    HiGHS 1.16 may call a question solved, with the right bound, and hand back the start instead of
    its best plan; such an answer is asked for again without a start.

    Raises
    ------
    UsageError
        If PuLP does not know the solver or cannot find it on this machine.
    """
    try:
        answer = _run_once(model, objective, options, listener, question)
        if question.start is None or not _is_short_of_its_bound(answer, question):
            return answer
        listener.incumbent = None
        return _run_once(model, objective, options, listener, replace(question, start=None))
    finally:
        listener.let_go()


def row_prices(model: StatedProgram) -> NDArray[np.float64]:
    """Return the price of each row in HiGHS's last relaxed answer, in the order of the program."""
    live: Any = model.program.solverModel
    return np.array(live.getSolution().row_dual)


def _is_short_of_its_bound(answer: Answer, question: Question) -> bool:
    """Tell whether an answer is called optimal although its bound allows for a better one."""
    if answer.status != "optimal" or answer.objective is None or answer.bound is None:
        return False
    size = abs(answer.objective)
    allowed = question.gap * size + (ALMOST_ONE if question.whole else 0.0) + NOISE * (1 + size)
    return answer.objective - answer.bound > allowed


def _run_once(
    model: StatedProgram,
    objective: pulp.LpAffineExpression,
    options: SolverOptions,
    listener: Listener,
    question: Question,
) -> Answer:
    program = model.program
    program.objective = objective
    if question.start is not None:
        for variable, value in zip(model.columns, question.start.tolist(), strict=True):
            variable.varValue = None if math.isnan(value) else value
    solver = _solver(options, listener, question)
    if not isinstance(solver, pulp.HiGHS):
        _bound_counts(model)
    stats = program.solve(solver)
    status = STATUSES.get(stats.status, "stopped")
    if not stats.has_solution:
        return Answer(status, None, _finite(stats.best_bound), None)
    values = np.array([v.varValue or 0.0 for v in model.columns], dtype=float)
    value = float(stats.objective or 0.0)
    bound = _finite(stats.best_bound)
    if bound is None and status == "optimal":
        # a pure linear program has no separate bound, and other solvers stop within the gap asked
        bound = value - (question.gap * abs(value) if program.isMIP() else 0.0)
    return Answer(status, value, None if bound is None else min(bound, value), values)


def _bound_counts(model: StatedProgram) -> None:
    """Give counts that have no end one that none reaches: some solvers need it."""
    for variable in model.columns:
        if math.isinf(variable.upBound):
            variable.upBound = MORE_THAN_ANY


def _solver(options: SolverOptions, listener: Listener, question: Question) -> pulp.LpSolver:
    name = installed_solver(options.name)
    if name != HIGHS:
        return _other_solver(name, question)
    kinds = highspy.cb.HighsCallbackType
    limits = {} if question.nodes is None else {"mip_max_nodes": question.nodes}
    return pulp.HiGHS(
        mip=not question.relaxed,
        msg=False,
        timeLimit=max(question.seconds, 0.1),
        gapRel=question.gap,
        gapAbs=ALMOST_ONE if question.whole else 0.0,
        threads=options.threads,
        warmStart=question.start is not None and bool(np.isfinite(question.start).any()),
        random_seed=options.seed,
        presolve="choose" if question.presolve else "off",
        callbackTuple=(listener, None),
        callbacksToActivate=[
            kinds.kCallbackMipImprovingSolution,
            kinds.kCallbackMipLogging,
            kinds.kCallbackMipInterrupt,
        ],
        **limits,
    )


def _other_solver(name: str, question: Question) -> pulp.LpSolver:
    limit, mip = max(question.seconds, 0.1), not question.relaxed
    return pulp.getSolver(name, mip=mip, msg=False, timeLimit=limit, gapRel=question.gap)


def installed_solver(name: str) -> str:
    """Return the name of a solver as PuLP spells it, given in any case.

    Raises
    ------
    UsageError
        If PuLP does not know the solver or cannot find it on this machine; names those it finds.
    """
    spelt = {known.casefold(): known for known in (*pulp.listSolvers(), HIGHS)}
    wanted = spelt.get(name.strip().casefold())
    if wanted == HIGHS:
        return HIGHS
    installed = pulp.listSolvers(onlyAvailable=True)
    if wanted in installed:
        return str(wanted)
    raise UsageError(
        (NOT_INSTALLED if wanted else UNKNOWN).filled(
            name=wanted or name, installed=listed(dict.fromkeys([HIGHS, *installed]))
        )
    )


NOT_INSTALLED = Text(
    "本机未安装求解器{name}；可用的有：{installed}",
    "the solver {name} is not installed on this machine; there are: {installed}",
)
UNKNOWN = Text(
    "没有名为{name}的求解器；可用的有：{installed}",
    "there is no solver called {name}; there are: {installed}",
)


def _finite(value: float | None) -> float | None:
    return None if value is None or not np.isfinite(value) else float(value)
