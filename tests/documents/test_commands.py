"""Every command, option and exit code is documented, and nothing that does not exist."""

import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
READMES = ["README.md", "README.zh.md"]


def tree() -> dict[str, Any]:
    """Return every command by the words that call it."""
    from typer.main import get_command

    from planner.cli.commands import app

    def walk(command: Any, words: str) -> dict[str, Any]:
        inner = getattr(command, "commands", None)
        if inner is None:
            return {words: command}
        return {k: v for name, c in inner.items() for k, v in walk(c, f"{words} {name}").items()}

    return walk(get_command(app), "planner")


def sections() -> dict[str, str]:
    """Return the page's text by the command in its heading."""
    parts = re.split(r"^## `(planner[^`]*)`.*$", PAGE, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def options(command: Any) -> set[str]:
    return {
        name for p in command.params for name in (*p.opts, *p.secondary_opts) if name[:2] == "--"
    } - {"--help"}


def test_every_command_has_a_section_and_every_section_a_command() -> None:
    headed = {re.sub(r" [A-Z\[].*", "", heading) for heading in sections()}
    assert headed == set(tree())


def test_every_option_is_documented_and_every_documented_option_exists() -> None:
    by_command = {re.sub(r" [A-Z\[].*", "", h): text for h, text in sections().items()}
    for words, command in tree().items():
        told = set(re.findall(r"^\| `(--[a-z-]+)", by_command[words], re.MULTILINE))
        assert told == options(command), words


@pytest.mark.parametrize("name", READMES)
def test_the_readme_names_every_command(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    told = {
        re.sub(r" [A-Z\[].*", "", c)
        for c in re.findall(r"^\| `(planner [^`]+)`", text, re.MULTILINE)
    }
    assert told == set(tree())


def test_commands_in_the_pages_exist() -> None:
    """Every `planner ...` line of every page starts with a command that is there."""
    known = set(tree())
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
