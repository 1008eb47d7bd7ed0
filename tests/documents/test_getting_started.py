"""The first plan works as the page tells it: its files are written down and its commands run."""

import re
import shlex
from pathlib import Path

import pytest

from planner.cli import main

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


@pytest.mark.parametrize(
    "page",
    [PAGES[0], pytest.param(PAGES[1], marks=pytest.mark.slow)],
    ids=["English", "Chinese"],
)
def test_the_first_plan_works_as_told(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.chdir(tmp_path)
    text = page.read_text(encoding="utf-8")
    written = files(text)
    county = tmp_path / "path" / "to" / "county"
    county.mkdir(parents=True)
    (tmp_path / "plan.toml").write_text(written.pop("plan.toml"), encoding="utf-8")
    assert set(written) == {"county.toml", "schools.csv", "pupils.csv"}
    for name, content in written.items():
        (county / name).write_text(content, encoding="utf-8")
    for words in commands(text):
        code = main(words)
        said = capsys.readouterr()
        assert code == 0, f"{words}\n{said.out}\n{said.err}"
    actions = (tmp_path / "runs" / "plan" / "actions.csv").read_text(encoding="utf-8-sig")
    assert "S002" in actions, "the page's example closes the teaching point S002"
    assert "S003" not in actions, "the page's example keeps S003"
