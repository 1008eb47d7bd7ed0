"""Every command and option is documented, and nothing that does not exist."""

import re
from pathlib import Path

import pytest

from tests.documents.scripts import script

ROOT = Path(__file__).resolve().parents[2]
READMES = ["README.md", "README.zh.md"]


def commands() -> set[str]:
    """Return the words that call each command."""
    commands = script("commands")
    tree = commands.command("en")
    return {words for words, _, _ in commands.walk(tree, tree)}


def test_the_page_of_commands_is_up_to_date() -> None:
    commands = script("commands")
    page = commands.PAGE.read_text(encoding="utf-8")
    assert page == commands.written(page), "run: python docs/commands.py"


@pytest.mark.parametrize("name", READMES)
def test_the_readme_names_every_command(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    told = re.findall(r"^\| `(planner [^`]+)`", text, re.MULTILINE)
    assert {re.sub(r" [A-Z\[].*", "", words) for words in told} == commands()


def test_commands_in_the_pages_exist() -> None:
    """Every `planner ...` line of every page starts with a command that is there."""
    known = commands()
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    lines = [
        line
        for page in pages
        for block in re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
        for line in re.findall(r"\bplanner (?!/).*", block)
    ]
    assert lines
    lost = [line for line in lines if not any(line.startswith(command) for command in known)]
    assert not lost
