"""Plan one county by one program and print what came of it, as one line of JSON.

`python -m tests.benchmarks.measure PROGRAM COUNTY [--seconds N]`, each in a process of its own, so
that memory and time are nobody else's. PROGRAM is one of

* `planner`: the whole pipeline of the planner, its independent check included
* `states`: the state form in plain HiGHS
* `moves`: the planner's model with every option, in plain HiGHS
* `cpsat`: the same model in CP-SAT, money rounded to whole yuan
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pulp

from planner.catalogue import find_data
from planner.demand import demand
from planner.errors import PlannerError
from planner.load import load
from planner.model import build
from planner.model.objective import money, pupils_over
from planner.pipeline import Options, further_ways, make_plan, prepare
from planner.travel import travel_costs
from scenarios.load import load as load_scenario
from tests.benchmarks.runs import PROGRAMS
from tests.staged import How, Staged, solve_staged
from tests.state_form import NotBasic, distance, staged_states

if TYPE_CHECKING:
    from planner.assumptions import Assumptions
    from planner.dataset import Dataset
    from planner.problem import Problem

CONTROLLABLE = 1e-3
"""The gap asked of plain solvers, of the money decided; the planner asks it of itself."""


@dataclass(frozen=True)
class Row:
    """What came of it.

    Parameters
    ----------
    status
        `proven`, `plan` (stopped by time), `none`, or why it could not be asked.
    load, state, solve
        Seconds of reading tables and travel, of stating the model, and of solving.
    whole
        Seconds of everything, for the planner with its check.
    far
        Distance of each year to its target, in schools, `;` between.
    money, bound
        Yuan; None where there is none.
    gap, gap_controllable
        As in the manifest of a run.
    cpu
        Seconds of computing, of everything, by this process and those it started; where others use
        the machine too, the fairer figure.
    megabytes
        Largest memory of this process and of the largest process it started, added up.
    """

    program: str
    status: str = "none"
    load: float = 0.0
    state: float = 0.0
    solve: float = 0.0
    whole: float = 0.0
    far: str = ""
    money: float | None = None
    bound: float | None = None
    gap: float | None = None
    gap_controllable: float | None = None
    cpu: float = 0.0
    megabytes: int = 0


def measure(program: str, scenario: Path, seconds: float) -> Row:
    """Plan the county of a scenario by one program."""
    began = time.monotonic()
    settled = load_scenario(scenario)
    dataset = load(find_data(settled.assumptions.data, settled.data_base))
    rules = settled.assumptions
    rules = replace(rules, solver=replace(rules.solver, seconds=seconds))
    by = _by_planner if program == "planner" else _by_plain_solver
    row = by(program, dataset, rules, time.monotonic() - began)
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return replace(
        row,
        whole=round(time.monotonic() - began, 2),
        cpu=round(sum(u.ru_utime + u.ru_stime for u in used), 2),
        megabytes=round(sum(u.ru_maxrss for u in used) / 1024),
    )


def _by_planner(program: str, dataset: Dataset, rules: Assumptions, loading: float) -> Row:
    try:
        made = make_plan(dataset, rules, Options())
    except PlannerError as error:
        return Row(program, type(error).__name__, load=round(loading, 2))
    proof = made.plan.proof
    far = [distance(rules.closures.rule, line.planned, line.asked) for line in made.plan.targets]
    return Row(
        program,
        "proven" if proof.status == "optimal" else "plan",
        load=round(loading + made.seconds["travel"], 2),
        state=round(made.seconds["model"], 2),
        solve=round(made.seconds["solve"], 2),
        far=";".join(map(str, far)),
        money=proof.objective,
        bound=proof.bound,
        gap=proof.gap,
        gap_controllable=proof.gap_controllable,
    )


def _by_plain_solver(program: str, dataset: Dataset, rules: Assumptions, loading: float) -> Row:
    began = time.monotonic()
    pupils = demand(dataset, rules)
    travel = travel_costs(dataset, rules, also=further_ways(dataset, rules, pupils))
    travelled = time.monotonic()
    problem = prepare(dataset, rules, pupils, travel).problem
    try:
        staged = staged_states(problem) if program == "states" else _moves(problem)
    except NotBasic:
        return Row(program, "not basic")
    how = How(CONTROLLABLE, rules.solver.seconds, rules.solver.threads, rules.solver.seed)
    if program == "cpsat":
        staged, how = _in_whole_numbers(staged, problem), replace(how, solver="CPSAT")
    gc.collect()
    stated = time.monotonic()
    row = Row(
        program,
        load=round(loading + travelled - began, 2),
        state=round(stated - travelled, 2),
    )
    try:
        found = solve_staged(staged, how)
    except TimeoutError:
        found = None
    row = replace(row, solve=round(time.monotonic() - stated, 2))
    if found is None:
        return row
    decided = found.money - problem.do_nothing
    away = found.money - found.bound
    return replace(
        row,
        status="proven" if found.proven else "plan",
        far=";".join(map(str, found.far)),
        money=found.money,
        bound=found.bound,
        gap=away / abs(found.money),
        gap_controllable=away / abs(decided) if decided else 0.0,
    )


def _moves(problem: Problem) -> Staged:
    model = build(problem)
    x = model.variables
    rule = problem.rule
    missed = [
        {"exact": [x.under[t], x.over[t]], "at_least": [x.under[t]], "at_most": [x.over[t]]}[rule]
        for t in range(len(problem.years))
    ]
    over = pupils_over(problem, x) if problem.counts_over else None
    return Staged(model.program, missed, money(problem, x), problem.do_nothing, over)


def _in_whole_numbers(staged: Staged, problem: Problem) -> Staged:
    """Return the program as CP-SAT takes it: no continuous variables, whole yuan."""
    most = int(problem.pupils.sum()) + len(problem.running)
    for variable in staged.program.variables():
        if not variable.isBinary():
            variable.cat = "Integer"
            variable.upBound = most
    whole = [(v, float(round(n))) for v, n in staged.money.items()]
    return replace(staged, money=pulp.LpAffineExpression.from_list(whole))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", choices=PROGRAMS)
    parser.add_argument("county", type=Path, help="its folder with scenario.toml, or a scenario")
    parser.add_argument("--seconds", type=float, default=60.0)
    given = parser.parse_args()
    scenario = given.county / "scenario.toml" if given.county.is_dir() else given.county
    print(json.dumps(asdict(measure(given.program, scenario, given.seconds))))


if __name__ == "__main__":
    main()
