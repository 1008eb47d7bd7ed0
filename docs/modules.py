"""Write the list of modules in `architecture.md`: `python docs/modules.py`.

Order is that of the import layers in `pyproject.toml`, from the bottom up; each line is the first
sentence of the module's docstring.
"""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "architecture.md"
START, END = "<!-- modules: written by docs/modules.py -->", "<!-- end of modules -->"


def layered() -> list[str]:
    """Return the modules of the layers contract, from the bottom up."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [name for layer in reversed(layers) for name in re.findall(r"[\w.]+", layer)]


def parts(package: str) -> list[str]:
    """Return the modules and packages that stand directly in `package`."""
    folder = ROOT / package
    files = {path.stem for path in folder.glob("*.py")} - {"__init__", "__main__"}
    folders = {path.parent.name for path in folder.glob("*/__init__.py")}
    return [f"{package}.{name}" for name in sorted(files | folders)]


def line(module: str) -> str:
    """Return the table's line for `module`."""
    path = ROOT.joinpath(*module.split("."))
    source = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    said = ast.get_docstring(ast.parse(source.read_text(encoding="utf-8"))) or ""
    shown = path.relative_to(ROOT).as_posix() + ("/" if path.is_dir() else ".py")
    return f"| `{shown}` | {' '.join(said.split('\n\n')[0].split()).rstrip('.:')} |"


def table() -> str:
    """Return the whole section between the marks."""
    order = {name: place for place, name in enumerate(layered())}
    core = sorted(parts("planner"), key=lambda name: (order.get(name, len(order)), name))
    blocks = [core, parts("scenarios"), parts("maps")]
    heads = ["`planner`, from the bottom up", "`scenarios`", "`maps`"]
    text = "\n\n".join(
        "\n".join([f"**{head}**", "", "| module | what it holds |", "|---|---|", *map(line, block)])
        for head, block in zip(heads, blocks, strict=True)
    )
    return f"{START}\n\n{text}\n\n{END}"


def written(page: str) -> str:
    """Return `page` with the section brought up to date."""
    before, rest = page.split(START)
    return before + table() + rest.split(END)[1]


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
