"""The command `planner`: it reads arguments, calls the parts in order, and speaks to people."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from planner.errors import PlannerError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.words import Language, Text

STOPPED_BY_USER = 4
BAD_USE = 2


def default_language() -> Language:
    """Return the language of what no scenario decides: `--language`, `PLANNER_LANGUAGE`, or zh."""
    words = sys.argv[1:]
    for word, after in zip(words, [*words[1:], ""], strict=True):
        if word.startswith("--language"):
            asked = after if word == "--language" else word.partition("=")[2]
            if asked in {"zh", "en"}:
                return "zh" if asked == "zh" else "en"
    return "en" if os.environ.get("PLANNER_LANGUAGE", "").lower().startswith("en") else "zh"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Parameters
    ----------
    arguments
        Words after the program's name; those of the process if None.
    """
    _speak_utf8()
    language = default_language()
    try:
        return _run(list(sys.argv[1:] if arguments is None else arguments), language)
    except PlannerError as error:
        _say_problem(error, language)
        return error.exit_code
    except KeyboardInterrupt:
        return _end("STOPPED", STOPPED_BY_USER, language)
    except MemoryError:
        return _end("MEMORY", BAD_USE, language)
    except OSError as error:
        return _end("DISK", BAD_USE, language, what=error)
    except Exception as error:  # noqa: BLE001 - people get a message, maintainers the details
        return _end("INTERNAL", BAD_USE, language, what=repr(error), path=_details())


def entry() -> None:
    """Run the command line as a program."""
    sys.exit(main())


def _run(arguments: list[str], language: Language) -> int:
    from planner.cli.help import command, usage_errors

    try:
        code = command(language).main(args=arguments, prog_name="planner", standalone_mode=False)
    except usage_errors() as error:
        return _say_usage(error, language)
    return code if isinstance(code, int) else 0


def _say_usage(error: Exception, language: Language) -> int:
    from planner.cli.words import SEE_HELP, WRONG_USE

    said = getattr(error, "format_message", lambda: str(error))()
    if said:
        sys.stderr.write(WRONG_USE.filled(what=said).say(language) + "\n")
    sys.stderr.write(SEE_HELP.say(language) + "\n")
    return BAD_USE


def _say_problem(error: PlannerError, language: Language) -> None:
    from planner.cli.screen import findings_lines, talk

    talk(error.what.say(language))
    for line in findings_lines(error.findings, language, shown=40):
        talk(line)


def _end(word: str, code: int, language: Language, **values: object) -> int:
    from planner.cli import words

    text: Text = getattr(words, word)
    sys.stderr.write("\n" + text.filled(**values).say(language) + "\n")
    return code


def _details() -> Path:
    """Write down what failed and return where."""
    descriptor, name = tempfile.mkstemp(prefix="planner-error-", suffix=".txt")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        traceback.print_exc(file=file)
    return Path(name)


def _speak_utf8() -> None:
    """Let Chinese through where a console or a pipe would not take it."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure and (stream.encoding or "").lower().replace("-", "") != "utf8":
            reconfigure(encoding="utf-8", errors="replace")
