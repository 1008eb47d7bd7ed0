"""Write the list of commands in `reference/commands.md`: `python docs/commands.py`.

Words are those of `--help`, in both languages side by side.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.cli.help import command

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).resolve().parent / "reference" / "commands.md"
START, END = "<!-- commands: written by docs/commands.py -->", "<!-- end of commands -->"


def walk(chinese: Any, english: Any, words: str = "planner") -> Iterator[tuple[str, Any, Any]]:
    """Yield the words that call a command, and the command in both languages."""
    inner = getattr(english, "commands", None)
    if inner is None:
        yield words, chinese, english
        return
    for name, child in inner.items():
        yield from walk(chinese.commands[name], child, f"{words} {name}")


def options(chinese: Any, english: Any) -> str:
    """Return a command's arguments and options as a table."""
    lines = ["| argument 参数 | 中文 | English |", "|---|---|---|"]
    for zh, en in zip(chinese.params, english.params, strict=True):
        named = en.param_type_name == "option"
        shown = option(en) if named else argument(en)
        lines.append(f"| `{cell(shown)}` | {cell(zh.help)} | {cell(en.help)} |")
    return "\n".join(lines)


def option(parameter: Any) -> str:
    """Return how an option is written, with the word for its value."""
    name = max(parameter.opts, key=len)
    return f"{name} {parameter.metavar}" if parameter.metavar else name


def argument(parameter: Any) -> str:
    """Return how an argument is written in the command's line."""
    return parameter.metavar or f"[{parameter.name.upper()}]"


def cell(text: str | None) -> str:
    """Return `text` as it may stand in a table."""
    return " ".join((text or "").split()).replace("|", "\\|")


def section(words: str, chinese: Any, english: Any) -> str:
    """Return the section about one command."""
    arguments = [argument(p) for p in english.params if p.param_type_name != "option"]
    head = f"## `{' '.join([words, *arguments])}`"
    return "\n\n".join([head, f"{english.help}\n{chinese.help}", options(chinese, english)])


def written(page: str) -> str:
    """Return `page` with the commands brought up to date."""
    chinese, english = command("zh"), command("en")
    parts = [section(*found) for found in walk(chinese, english)]
    before, rest = page.split(START)
    return "\n\n".join([before + START, *parts, END + rest.split(END)[1]])


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
