"""One run of the solver: its answer, what it tells on the way, and other solvers."""

from __future__ import annotations

import gc
import weakref

import numpy as np
import pulp
import pytest

from planner.errors import UsageError
from planner.model import Model
from planner.model.variables import Variables
from planner.solver import (
    Answer,
    Listener,
    Progress,
    Question,
    SolverOptions,
    installed_solver,
    run,
)

NOTHING = Variables(**{name: {} for name in Variables.__dataclass_fields__})


def knapsack(*, room: float = 10) -> tuple[Model, pulp.LpAffineExpression]:
    """Return a small program: take of five things what is worth most and fits."""
    program = pulp.LpProblem("knapsack", pulp.LpMinimize)
    take = [program.add_variable(f"take_{n}", 0, 1, "Binary") for n in range(5)]
    weights, worth = (3, 4, 5, 6, 7), (4, 5, 7, 8, 10)
    pairs = zip(take, weights, strict=True)
    row = pulp.LpAffineExpression.from_list([(v, float(w)) for v, w in pairs])
    program.addConstraint(row <= room, "room")
    aim = [(v, -float(w)) for v, w in zip(take, worth, strict=True)]
    return Model(program, NOTHING), pulp.LpAffineExpression.from_list(aim)


def ask(
    options: SolverOptions | None = None, question: Question | None = None, *, room: float = 10
) -> tuple[Answer, list[Progress]]:
    model, aim = knapsack(room=room)
    told: list[Progress] = []
    listener = Listener("money", told.append, None, 100.0, 0.0, float("inf"))
    answer = run(model, aim, options or SolverOptions(), listener, question or Question())
    return answer, told


def test_the_best_is_found_proven_and_told() -> None:
    """3 + 7 fill the room and are worth 14; what is told has the constant added."""
    answer, told = ask()
    assert (answer.status, answer.objective, answer.bound) == ("optimal", -14, -14)
    assert answer.values is not None
    assert answer.values.round().tolist() == [1, 0, 0, 0, 1]
    assert told
    assert min(p.incumbent for p in told if p.incumbent is not None) == 86


def test_a_model_goes_when_nobody_holds_it_any_more() -> None:
    """Thousands of questions are put to a county; HiGHS keeps what listens to it, not the model."""
    model, aim = knapsack()
    gone = weakref.ref(model.program)
    tell = [model].append  # as a plan is read: what is told of holds the model
    run(model, aim, SolverOptions(), Listener("money", tell, None, 0.0, 0.0, 1.0), Question())
    del model, aim, tell
    gc.collect()
    assert gone() is None


def test_a_start_is_taken() -> None:
    first, _ = ask()
    answer, _ = ask(question=Question(start=first.values))
    assert answer.objective == -14


def test_a_start_that_comes_back_as_the_optimum_is_not_believed() -> None:
    """HiGHS 1.16 finds that taking a7 as well is best, and hands back the start without it."""
    program = pulp.LpProblem("forgetful", pulp.LpMinimize)
    a = [program.add_variable(f"a{n}", 0, 1, "Binary") for n in range(8)]
    for name, row in {
        "few": 8 * a[2] + 8 * a[4] <= 12,
        "same": a[6] - a[1] == 0,
        "either": a[2] + a[3] - a[1] == 0,
        "or": a[4] + a[5] - a[1] == 0,
        "not both": a[0] + a[1] <= 1,
        "both": a[0] + a[7] <= 2,
    }.items():
        program.addConstraint(row, name)
    aim = -100_000 * a[0] - 8928 * a[2] + a[5] - a[7]
    model = Model(program, NOTHING)
    start = np.array([float(v.name == "a0") for v in model.columns])
    listener = Listener("money", lambda _: None, None, 0.0, 0.0, float("inf"))
    answer = run(model, aim, SolverOptions(), listener, Question(start=start))
    assert (answer.status, answer.objective, answer.bound) == ("optimal", -100_001, -100_001)


@pytest.mark.parametrize("presolve", [True, False])
def test_what_cannot_be_is_infeasible(presolve: bool) -> None:
    answer, _ = ask(question=Question(presolve=presolve), room=-1)
    assert (answer.status, answer.values, answer.objective) == ("infeasible", None, None)


def test_without_time_the_answer_is_stopped_or_done() -> None:
    answer, _ = ask(question=Question(seconds=-5))
    assert answer.status in {"optimal", "stopped"}


def test_an_unknown_solver_is_named() -> None:
    with pytest.raises(UsageError, match=r"no solver called Magic; there are: HiGHS"):
        ask(SolverOptions(name="Magic"))


def test_a_solver_that_is_not_installed_is_named() -> None:
    missing = next(n for n in pulp.listSolvers() if n not in pulp.listSolvers(onlyAvailable=True))
    with pytest.raises(
        UsageError, match=f"{missing} is not installed.*there are: HiGHS"
    ) as refused:
        ask(SolverOptions(name=missing.swapcase()))
    assert refused.value.exit_code == 2


@pytest.mark.parametrize("name", ["HiGHS", "highs", " HIGHS"])
def test_a_solver_may_be_named_in_any_case(name: str) -> None:
    assert installed_solver(name) == "HiGHS"
    answer, _ = ask(SolverOptions(name=name))
    assert answer.objective == -14
