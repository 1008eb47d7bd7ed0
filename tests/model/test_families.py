"""Each constraint family: its rows, what it changes, and what happens to a plan without it.

Each file in `tests/golden/lp` is the family alone on one street, explained line by line; lines
that begin with a backslash are comments and are not compared.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import highspy
import pytest

from planner.check import check
from planner.model import build
from planner.model.families import CONSTRAINTS
from planner.model.objective import distance, money, pupils_over
from planner.solve_stages import Found, Nearest, distance_reached, outcome
from planner.solve_work import Work
from planner.solver import Question
from planner.tabulate import tabulate
from tests.builders_model import EXACT, closures, decided, moves, solved, street
from tests.model.instances import INSTANCES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pulp

    from planner.case import Case
    from planner.model import Model
    from planner.model.families import Family
    from planner.solve_stages import Outcome

GOLDEN = Path(__file__).parents[1] / "golden" / "lp"
ROWS = 40
# What is implied wherever the targets are proven shows only in a plan found on the way.
ON_THE_WAY = "never_more"

each_family = pytest.mark.parametrize("family", CONSTRAINTS, ids=lambda family: family.prefix)


def case(folder: Path, prefix: str) -> Case:
    it = INSTANCES[prefix]
    return street(
        folder, it.schools, it.pupils, places=it.places, scenario=it.scenario, **it.tables
    )


def told(case: Case, family: Family) -> Outcome:
    """Solve without `family`, in stages; where that shows nothing, once for money alone."""
    others = [other for other in CONSTRAINTS if other is not family]
    return for_money(case, others) if family.prefix == ON_THE_WAY else solved(case, others)


def for_money(case: Case, families: Sequence[Family]) -> Outcome:
    """Return the cheapest plan before any target was approached, its distances as they are."""
    work = Work(case.problem, EXACT, lambda _: None, families=families)
    found = outcome(work, Found.of(work, work.ask_for_money(Question())), ())
    assert found.solution is not None
    far = distance_reached(case.problem, found.solution)
    return replace(found, nearest=tuple(Nearest(n, 0) for n in far))


def written(model: Model, aim: pulp.LpAffineExpression, path: Path) -> str:
    model.program.objective = aim
    model.program.writeLP(str(path))
    return plain(path.read_text(encoding="utf-8"))


def plain(lp: str) -> str:
    """Return an LP file without comments, all spaces alike."""
    return " ".join(line for line in lp.splitlines() if not line.startswith("\\")).replace(
        "  ", " "
    )


def golden(name: str) -> str:
    return (GOLDEN / f"{name}.lp").read_text(encoding="utf-8")


def test_every_family_has_a_golden_file_and_a_street() -> None:
    prefixes = {family.prefix for family in CONSTRAINTS}
    assert {path.stem for path in GOLDEN.glob("*.lp")} == prefixes | {
        "distance",
        "pupils_over",
        "money",
    }
    assert set(INSTANCES) == prefixes


@each_family
def test_the_rows_are_those_of_the_golden_file(family: Family, tmp_path: Path) -> None:
    problem = case(tmp_path, family.prefix).problem
    model = build(problem, [family])
    text = written(model, money(problem, model.variables), tmp_path / "now.lp")
    assert text == plain(golden(family.prefix))
    assert 1 <= model.program.numConstraints() <= ROWS


def test_the_money_is_that_of_the_golden_file(tmp_path: Path) -> None:
    problem = case(tmp_path, "beds").problem
    model = build(problem, [])
    text = written(model, money(problem, model.variables), tmp_path / "now.lp")
    assert text == plain(golden("money"))


def test_the_distance_is_that_of_the_golden_file(tmp_path: Path) -> None:
    problem = case(tmp_path, "never_more").problem
    model = build(problem, [])
    text = written(model, distance(problem, model.variables, 0), tmp_path / "now.lp")
    assert text == plain(golden("distance"))


def test_the_pupils_over_are_those_of_the_golden_file(tmp_path: Path) -> None:
    problem = case(tmp_path, "excess").problem
    model = build(problem, [])
    aim = pupils_over(problem, model.variables)
    assert written(model, aim, tmp_path / "now.lp") == plain(golden("pupils_over"))


@pytest.mark.parametrize(("rule", "counted"), [("at_least", {"under_1"}), ("at_most", {"over_1"})])
def test_other_rules_count_one_direction(rule: str, counted: set[str], tmp_path: Path) -> None:
    problem = replace(case(tmp_path, "never_more").problem, rule=rule)
    model = build(problem)
    aim = distance(problem, model.variables, 0)
    assert {variable.name for variable in aim} == counted


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.lp")), ids=lambda path: path.stem)
def test_a_golden_file_is_explained_and_still_an_lp(path: Path) -> None:
    """Comments outside the head stand among the lines, and a solver reads the file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    body = lines[lines.index("Minimize") :]
    assert lines[0].startswith("\\ (")
    assert any(line.startswith("\\") for line in body)
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    assert highs.readModel(str(path)) == highspy.HighsStatus.kOk


@each_family
def test_the_rule_is_kept_by_the_plan(family: Family, tmp_path: Path) -> None:
    it, town = INSTANCES[family.prefix], case(tmp_path, family.prefix)
    found = solved(town)
    assert decided(town, found) == it.decided
    assert moves(town, found) == it.moved
    report = check(town.dataset, town.assumptions, tabulate(town, found))
    assert not report.findings


@each_family
def test_without_the_family_the_plan_changes_and_the_check_objects(
    family: Family, tmp_path: Path
) -> None:
    it, town = INSTANCES[family.prefix], case(tmp_path, family.prefix)
    found = told(town, family)
    assert decided(town, found) == it.without
    assert (decided(town, found), moves(town, found)) != (it.decided, it.moved)
    report = check(town.dataset, town.assumptions, tabulate(town, found))
    assert it.caught in {finding.code for finding in report.findings}


@pytest.mark.parametrize("prefix", INSTANCES)
def test_the_money_of_the_tables_is_what_the_solver_minimised(prefix: str, tmp_path: Path) -> None:
    """Every kind of decision costs in costs.csv what it costs in aim (27)."""
    town = case(tmp_path, prefix)
    found = solved(town)
    assert tabulate(town, found).costs["amount"].sum() == pytest.approx(found.bound, abs=1e-3)


def test_a_plan_found_on_the_way_plans_no_more_than_asked(tmp_path: Path) -> None:
    """With family (24), money alone closes the schools due and no other beyond the target."""
    town = case(tmp_path, ON_THE_WAY)
    assert closures(town, for_money(town, CONSTRAINTS)) == {"E": 2023, "F": 2023}


def test_rows_are_registered_by_family_and_index(tmp_path: Path) -> None:
    """Each row's name leads back to its family and to the positions it is about."""
    town = case(tmp_path, "seats")
    model = build(town.problem)
    assert set(model.rows) == {c.name for c in model.program.constraints()}
    assert model.rows["seats_1"] == ("seats", (2, 0))
    assert {prefix for prefix, _ in model.rows.values()} <= {f.prefix for f in CONSTRAINTS}


def test_the_same_problem_is_written_byte_for_byte_alike(tmp_path: Path) -> None:
    problem = case(tmp_path, "beds").problem
    files = []
    for name in ("one.lp", "two.lp"):
        model = build(problem)
        model.program.objective = money(problem, model.variables)
        model.program.writeLP(str(tmp_path / name))
        files.append((tmp_path / name).read_bytes())
    assert files[0] == files[1]
