"""The page about Python works as it is written: its cells are run in their order."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest

import planner
from planner.cli import main

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "notebook.md"


def cells() -> list[str]:
    return re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def shown(cell: str, names: dict[str, Any]) -> Any:
    """Run a cell and return the value of its last line, as a notebook does."""
    *body, last = ast.parse(cell).body
    exec(compile(ast.Module(body, []), "cell", "exec"), names)  # noqa: S102 - our own page
    if isinstance(last, ast.Expr):
        return eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307
    exec(compile(ast.Module([last], []), "cell", "exec"), names)  # noqa: S102
    return None


def test_the_page_names_only_what_is_public() -> None:
    told = set(re.findall(r"\bplanner\.(\w+)", PAGE.read_text(encoding="utf-8")))
    assert told <= set(planner.__all__)


@pytest.mark.slow
def test_the_cells_run_in_their_order(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["demo"]) == 0
    names: dict[str, Any] = {}
    load, look, draw, ask, change, again = cells()
    assert "32" in shown(load, names)._repr_html_()
    objective, bound = shown(look, names)
    assert objective >= bound > 0
    assert shown(draw, names)._repr_html_().startswith("<iframe")
    strict, loose = shown(ask, names).values()
    assert strict > 0 < loose
    assert shown(change, names) > -0.001 * objective
    assert names["closed"] not in set(names["kept"].plan.actions["school_id"])
    assert 0 <= shown(again, names) <= 0.01
    assert names["stored"].run.plan.actions.equals(names["run"].plan.actions)
    capsys.readouterr()
