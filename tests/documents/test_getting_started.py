"""The first plan works as the page tells it: its files are written down and its commands run."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "docs" / name for name in ("getting-started.md", "getting-started.zh.md")]


def files(text: str) -> dict[str, str]:
    """Return the page's examples by the file name that stands above each."""
    found = re.findall(r"^`([\w.]+)`[^\n]*\n\n```\w+\n(.*?)```", text, re.MULTILINE | re.DOTALL)
    return dict(found)


def commands(text: str) -> list[list[str]]:
    """Return the page's `planner` commands, without the demo, which has a test of its own."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    lines = re.findall(r"^python -m uv run planner (.*)$", "\n".join(blocks), re.MULTILINE)
    return [shlex.split(line) for line in lines if line != "demo"]


def test_both_languages_give_the_same_commands() -> None:
    assert commands(PAGES[0].read_text("utf-8")) == commands(PAGES[1].read_text("utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_first_plan_works_as_told(page: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    written = files(text)
    county = tmp_path / "path" / "to" / "county"
    county.mkdir(parents=True)
    (tmp_path / "plan.toml").write_text(written.pop("plan.toml"), encoding="utf-8")
    assert set(written) == {"county.toml", "schools.csv", "pupils.csv"}
    for name, content in written.items():
        (county / name).write_text(content, encoding="utf-8")
    for words in commands(text):
        done = subprocess.run(
            [sys.executable, "-m", "planner", *words],
            cwd=tmp_path, env={**os.environ, "PYTHONUTF8": "1"},
            capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    assert (tmp_path / "runs" / "plan" / "ledger.xlsx").is_file()
