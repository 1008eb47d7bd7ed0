"""What can be told from the words of a command before they are read: language, JSON or not."""

from __future__ import annotations

import os
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.words import Language


@dataclass(frozen=True)
class Asked:
    """How a command wants its answer.

    Parameters
    ----------
    language
        Of what is said, where the command names one.
    json
        Whether standard output carries one JSON object and nothing else.
    """

    language: Language | None = None
    json: bool = False

    @classmethod
    def of(cls, words: Sequence[str]) -> Asked:
        """Return what `words` ask for; those after `--` are names of files."""
        options = list(words[: words.index("--")] if "--" in words else words)
        after = [*options[1:], ""]
        tongues = [
            following if word == "--language" else word.partition("=")[2]
            for word, following in zip(options, after, strict=False)
            if word == "--language" or word.startswith("--language=")
        ]
        known: dict[str, Language] = {"zh": "zh", "en": "en"}
        return cls(known.get(tongues[-1]) if tongues else None, "--json" in options)

    @property
    def spoken(self) -> Language:
        """Return the language where nothing else decides: as asked, `PLANNER_LANGUAGE`, or zh."""
        usual = os.environ.get("PLANNER_LANGUAGE", "").lower().startswith("en")
        return self.language or ("en" if usual else "zh")


ASKED: ContextVar[Asked] = ContextVar("ASKED", default=Asked())  # noqa: B039 - a frozen value


def speak(language: Language) -> None:
    """Say what follows in the language of a scenario or run, unless the command named one."""
    asked = ASKED.get()
    if asked.language is None:
        ASKED.set(replace(asked, language=language))
