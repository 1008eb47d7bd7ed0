"""Streets of schools for tests of the model: every school and place stands at a kilometre stone.

The distance of two points is the difference of their stones, given by travel.csv. A bus takes 5
minutes and 2 a km; grades 1-3 walk a km in 17 minutes and up to 2 km, grades 4-6 in 13 and up to
2.5 km. One pupil-km costs 100 yuan a year, a bus place 1,000, a bed 3,000 (grades 4-6: 1,000
more), a move 1,000 once, a school 100,000 a year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.load import load
from planner.model.families import CONSTRAINTS
from planner.pipeline import prepare, ways_of
from planner.solve_stages import Outcome, work_through
from planner.solve_work import Work
from planner.solver import SolverOptions
from scenarios.load import load as load_scenario
from tests.builders import write_county, write_scenario

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from planner.case import Case
    from planner.model.families import Family

MONEY: dict[str, Any] = {
    "pupil_km": 100,
    "bus_pupil": 1000,
    "boarder": 3000,
    "boarding_upper": 1000,
    "running_fixed": 100_000,
    "move": 1000,
}
EXACT = SolverOptions(gap=0.0, seconds=60)


def write_street(
    folder: Path,
    schools: Mapping[str, Mapping[str, Any]],
    pupils: Iterable[tuple[str, int, int]],
    *,
    places: Mapping[str, float] | None = None,
    scenario: Mapping[str, Any] | None = None,
    **tables: Sequence[Mapping[str, Any]],
) -> Path:
    """Write a street and its scenario; return the scenario's path.

    Parameters
    ----------
    schools
        Columns of schools.csv by school_id, with `at`, the stone (default 0).
    pupils
        (school_id, grade, pupils), or (school_id, grade, pupils, place_id).
    places
        Stones of places.
    scenario
        Tables and keys that differ from the page of this module and the base scenario.
    tables
        Further tables.
    """
    stones = {key: row.get("at", 0) for key, row in schools.items()} | dict(places or {})
    names = ("school_id", "grade", "pupils", "place_id")
    data = write_county(
        folder / "county",
        schools=[
            {"school_id": key, "lon": 114 + stones[key] / 100}
            | {name: value for name, value in row.items() if name != "at"}
            for key, row in schools.items()
        ],
        places=[{"place_id": key, "lon": 114 + at / 100} for key, at in (places or {}).items()],
        pupils=[dict(zip(names, row, strict=False)) for row in pupils],
        **{"travel": street_travel(stones, list(schools)), **tables},
    )
    given = dict(scenario or {})
    tables_of_money = {"money": {**MONEY, **given.pop("money", {})}}
    return write_scenario(folder / "street.toml", data=data, **tables_of_money, **given)


def street_travel(stones: Mapping[str, float], schools: Iterable[str]) -> list[dict[str, Any]]:
    """Return travel.csv of a street."""
    return [
        {"from_id": a, "school_id": b, "km": round(abs(stones[a] - stones[b]), 6)}
        for b in schools
        for a in stones
    ]


def case_of(scenario: Path, *settings: str) -> Case:
    """Return the prepared case of a scenario whose `data` is a path."""
    rules = load_scenario(str(scenario), settings).assumptions
    dataset = load(scenario.parent / "county")
    return prepare(dataset, rules, *ways_of(dataset, rules))


def street(folder: Path, *args: Any, **more: Any) -> Case:
    """Write a street as `write_street` does and return its case."""
    return case_of(write_street(folder, *args, **more))


def solved(
    case: Case, families: Sequence[Family] | None = None, options: SolverOptions = EXACT
) -> Outcome:
    """Solve a case in this process, with all constraint families or those given."""
    chosen = CONSTRAINTS if families is None else families
    return work_through(Work(case.problem, options, lambda _: None, families=chosen))


def closures(case: Case, outcome: Outcome) -> dict[str, int]:
    """Return school_id -> year of an outcome's closures."""
    ids, years = case.dataset.schools["school_id"], case.problem.years
    assert outcome.solution is not None
    return {ids.iloc[s]: years[t] for s, t in sorted(outcome.solution.closed.items())}


def decided(case: Case, outcome: Outcome) -> dict[str, int]:
    """Return every decision but the moves, in words, and its year: `{"close A": 2023, ...}`."""
    problem, solution = case.problem, outcome.solution
    assert solution is not None
    ids = case.dataset.schools["school_id"].tolist()
    merges, reliefs, works = problem.merges, problem.reliefs, problem.works
    found = {f"close {ids[s]}": t for s, t in solution.closed.items()}
    found |= {f"reduce {ids[s]}": t for s, t in solution.reduced.items()}
    found |= {
        f"merge {ids[merges.absorbed[p]]} into {ids[merges.receiver[p]]}": t
        for p, t in solution.merged.items()
    }
    found |= {f"build {works.ids[k]}": t for k, t in solution.built.items()}
    found |= {
        f"relieve {ids[reliefs.source[i]]} of {reliefs.place[i]} by {ids[reliefs.school[i]]}": int(
            reliefs.start[i]
        )
        for i in solution.relieved
    }
    return {what: problem.years[t] for what, t in sorted(found.items())}


def moves(case: Case, outcome: Outcome) -> set[tuple[str, str, str]]:
    """Return (place_id, band, school_id) of an outcome's moves."""
    solution, options = outcome.solution, case.problem.options
    assert solution is not None
    ids = case.dataset.schools["school_id"]
    return {
        (case.demand.places[g], case.demand.bands[g], ids.iloc[s])
        for g, s in zip(
            options.group[solution.option].tolist(),
            options.school[solution.option].tolist(),
            strict=True,
        )
    }
