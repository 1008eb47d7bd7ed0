"""No module escapes the import contracts, and the contracts hold."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def contracts() -> list[dict[str, Any]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return settings["tool"]["importlinter"]["contracts"]


def modules(package: str) -> set[str]:
    """Return the modules and packages that stand directly in a package."""
    folder = ROOT / package
    files = {p.stem for p in folder.glob("*.py")} - {"__init__"}
    folders = {p.parent.name for p in folder.glob("*/*.py")}
    return {f"{package}.{name}" for name in files | folders}


def layered() -> set[str]:
    layers = next(c["layers"] for c in contracts() if c["type"] == "layers")
    return {name for layer in layers for name in re.findall(r"[\w.]+", layer)}


def test_every_module_of_the_core_stands_in_a_layer() -> None:
    missing = sorted(modules("planner") - layered())
    assert not missing, f"add to the layers in pyproject.toml: {missing}"


def test_no_layer_names_a_module_that_is_gone() -> None:
    assert sorted(layered() - modules("planner") - {"scenarios", "maps"}) == []


def test_the_contracts_hold() -> None:
    code = "from importlinter.cli import lint_imports_command as run; run()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
