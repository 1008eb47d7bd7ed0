"""What people read, in Chinese and in English, always written side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

type Language = Literal["zh", "en"]

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True)
class Text:
    """One sentence or label in both languages.

    Parameters
    ----------
    zh
        The wording in Chinese, in the terms an education bureau uses.
    en
        The same in English.
    """

    zh: str
    en: str

    def say(self, language: Language) -> str:
        """Return the wording in `language`."""
        return self.zh if language == "zh" else self.en

    def filled(self, **values: object) -> Text:
        """Return the text with `{name}` replaced by `values`.

        A value that is itself a `Text` appears in the language of the sentence.
        """

        def fill(template: str, language: Language) -> str:
            said = {k: v.say(language) if isinstance(v, Text) else v for k, v in values.items()}
            return template.format(**said)

        return Text(fill(self.zh, "zh"), fill(self.en, "en"))


def listed(words: Iterable[object]) -> Text:
    """Return words one after the other, as each language separates them; a dash for none."""
    said = [str(word) for word in words]
    return Text("、".join(said) or "—", ", ".join(said) or "-")


def same(word: object) -> Text:
    """Return a text that reads the same in both languages, such as a name or a number."""
    return Text(str(word), str(word))


def in_both(written: str | Mapping[str, str]) -> Text:
    """Return what a file says once, or once a language; one language stands for both."""
    if isinstance(written, str):
        return same(written)
    known = next((written[language] for language in LANGUAGES if language in written), "")
    return Text(*(written.get(language, known) for language in LANGUAGES))


def numbered(number: int, zh: str, one: str, more: str) -> Text:
    """Return a number with the noun it counts, in English in the singular for one.

    Parameters
    ----------
    zh, one, more
        Wordings in Chinese, for one in English and for any other number; `{n}` is the number.
    """
    return Text(zh, one if number == 1 else more).filled(n=f"{number:,}")
