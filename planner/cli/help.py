"""The command tree with its help in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer
import typer.exceptions
import typer.main

from planner.cli.words import HEADINGS, HELP

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.words import Language

# Options that mean the same wherever they stand.
SHARED = {
    "out": "out",
    "overwrite": "overwrite",
    "as_json": "json",
    "language": "language",
    "data": "data",
    "settings": "solve.settings",
    "explaining": "explaining",
    "run": "run",
    "version": "version",
    "install_completion": "install_completion",
    "show_completion": "show_completion",
}


# The library's errors about how a command was written, and its code after Ctrl-C.
WRONG_USE = (typer.exceptions.TyperException, typer.Abort)
INTERRUPTED = 130


def command(language: Language) -> Any:  # noqa: ANN401 - the library's own command type
    """Return the command tree speaking `language`."""
    from planner.cli.commands import app

    tree = typer.main.get_command(app)
    _speak(tree, "", language)
    return tree


def _speak(node: Any, path: str, language: Language) -> None:  # noqa: ANN401 - as above
    """Put the words of `language` into a command and all below it."""
    node.help = HELP[path].say(language)
    node.short_help = node.help
    for parameter in node.params:
        own, shared = f"{path}.{parameter.name}", SHARED.get(parameter.name or "", "-")
        if text := HELP.get(own) or HELP.get(shared):
            parameter.help = text.say(language)
    if language == "zh":
        node.get_help = _in_chinese(node.get_help)
    for name, child in getattr(node, "commands", {}).items():
        _speak(child, f"{path} {name}".strip(), language)


def _in_chinese(plain: Callable[[Any], str]) -> Callable[[Any], str]:
    return lambda context: _chinese(plain(context))


def _chinese(text: str) -> str:
    for english, chinese in HEADINGS:
        text = text.replace(english, chinese)
    return text
