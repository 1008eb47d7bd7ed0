"""The page about the model and the code that states it say the same."""

import inspect
import re
from pathlib import Path

import pytest

from planner.model import objective
from planner.model.families import CONSTRAINTS
from planner.model.variables import Variables
from planner.solve import GRACE
from planner.solve_stages import OVER_UNTIL, PATIENCE, TARGETS_UNTIL
from planner.solve_work import CLOSE

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
STATED = [(family.number, family.prefix, family.rows) for family in CONSTRAINTS]
AIMS = [
    (25, "distance", objective.distance),
    (26, "pupils_over", objective.pupils_over),
    (27, "money", objective.money),
]

each = pytest.mark.parametrize(
    ("number", "name", "function"), STATED + AIMS, ids=[name for _, name, _ in STATED + AIMS]
)


def sections() -> dict[str, str]:
    """Return the text under each numbered heading."""
    parts = re.split(r"^#{2,3} ", PAGE, flags=re.MULTILINE)
    return {part.splitlines()[0]: part for part in parts if part.startswith("(")}


def first_line(function) -> str:
    return str(inspect.getdoc(function)).splitlines()[0]


def formulas(function) -> list[str]:
    """Return the formulas of a docstring, each on one line."""
    found = re.findall(r"``(.+?)``", function.__doc__, re.DOTALL)
    return [" ".join(formula.split()) for formula in found]


def test_the_page_has_a_section_for_every_family_and_no_other() -> None:
    assert list(sections()) == [f"({number}) `{name}`" for number, name, _ in STATED + AIMS]


def test_the_table_gives_number_name_rule_and_rows_in_order() -> None:
    rows = re.findall(r"^\| (\d+) \| `(\w+)` \| (.+) \| `(\w+)` … \|$", PAGE, re.MULTILINE)
    wanted = [
        (str(number), name, first_line(function).removeprefix(f"({number}) "), f"{name}_1")
        for number, name, function in STATED
    ]
    assert rows == wanted


@each
def test_the_docstring_begins_with_the_number(number: int, name: str, function) -> None:
    assert first_line(function).startswith(f"({number}) ")
    assert function.__name__ == name


@each
def test_the_section_names_the_function_and_its_golden_file(
    number: int, name: str, function
) -> None:
    section = sections()[f"({number}) `{name}`"]
    assert f"`{function.__module__}.{name}`" in section
    assert f"](../tests/golden/lp/{name}.lp)" in section
    assert (ROOT / "tests" / "golden" / "lp" / f"{name}.lp").is_file()


@each
def test_the_section_has_every_formula_of_the_docstring(number: int, name: str, function) -> None:
    section = " ".join(sections()[f"({number}) `{name}`"].split())
    wanted = [text for text in formulas(function) if ("[" in text and "=" in text) or "*" in text]
    assert wanted or name in {"distance", "pupils_over"}
    assert [text for text in wanted if text not in section] == []


@each
def test_the_golden_file_opens_with_number_and_name(number: int, name: str, function) -> None:
    path = ROOT / "tests" / "golden" / "lp" / f"{name}.lp"
    opening = path.read_text(encoding="utf-8").splitlines()[0]
    assert opening.startswith(f"\\ ({number}) {name}: ")


def test_every_decision_is_in_the_table() -> None:
    listed = re.findall(r"^\| `(\w+)\[\w(?:, \w)?\]` \|", PAGE, re.MULTILINE)
    assert listed == list(Variables.__dataclass_fields__)


def test_the_numbers_of_the_stages_are_those_of_the_code() -> None:
    words = {2.0: "Two seconds\nafter the limit"}
    assert words[GRACE] in PAGE
    for share in (PATIENCE, TARGETS_UNTIL, OVER_UNTIL):
        assert f"{100 * share:.0f} % of the time" in " ".join(PAGE.split())
    assert f"within {100 * CLOSE:g} % of the money *decided*" in " ".join(PAGE.split())


def test_names_of_the_code_on_the_page_exist() -> None:
    """Every dotted name of the planner can be imported."""
    import importlib

    for name in sorted(set(re.findall(r"`(planner(?:\.\w+)+)`", PAGE))):
        module, _, attribute = name.rpartition(".")
        try:
            importlib.import_module(name)
        except ModuleNotFoundError:
            assert hasattr(importlib.import_module(module), attribute), name
