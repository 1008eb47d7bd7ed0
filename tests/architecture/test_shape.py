"""The source keeps its shape: short files, short functions, honest names, absolute imports."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    path for package in ("planner", "scenarios", "maps") for path in (ROOT / package).rglob("*.py")
)
MOST_LINES = 400
MOST_BODY = 60
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "base", "core", "shared"}


def said(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("path", SOURCES, ids=said)
def test_a_file_fits_in_the_head(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MOST_LINES, f"{said(path)} has {lines} lines; split it"


@pytest.mark.parametrize("path", SOURCES, ids=said)
def test_a_function_fits_on_a_screen(path: Path) -> None:
    long = [f"{f.name} ({body_lines(f)})" for f in functions(path) if body_lines(f) > MOST_BODY]
    assert not long, f"{said(path)}: {', '.join(long)}"


def test_modules_are_named_by_what_they_hold() -> None:
    vague = [said(p) for p in SOURCES if p.stem in EMPTY_NAMES and p.stem != "shared"]
    assert not vague


@pytest.mark.parametrize("path", SOURCES, ids=said)
def test_imports_are_absolute(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    relative = [n.lineno for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.level]
    assert not relative, f"{said(path)}: relative imports in lines {relative}"
