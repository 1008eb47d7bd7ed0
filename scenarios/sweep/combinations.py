"""`KEY=A,B,C` into settings, and settings into every combination of their values."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from planner.errors import UsageError
from planner.words import Text, same
from scenarios.comparison.setting_words import NO_LIMIT, VALUES
from scenarios.parameters import BY_KEY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scenarios.parameters import Parameter

# Values that are words, as a scenario file writes them.
WORDS: dict[str, Text] = {
    "true": VALUES[True],
    "false": VALUES[False],
    "inf": NO_LIMIT,
    **{word: said for word, said in VALUES.items() if isinstance(word, str)},
}
_ENTRY = Text("{title}（{entry}）", "{title} ({entry})")
_OPEN, _CLOSE, _QUOTES = "[{", "]}", "\"'"


@dataclass(frozen=True)
class Swept:
    """One setting and the values that it takes, as they were written.

    Parameters
    ----------
    key
        Dotted, as a scenario file has it.
    values
        TOML values, or bare words taken as text.
    """

    key: str
    values: tuple[str, ...]

    def title(self, entries: Mapping[str, Text]) -> Text:
        """Return what the setting means; the key where nothing is known of it.

        Parameters
        ----------
        entries
            Bands and kinds of school in words.
        """
        if self._parameter is None:
            return same(self.key)
        title = self._parameter.title
        entry = self.key.removeprefix(self._parameter.key).lstrip(".")
        return _ENTRY.filled(title=title, entry=entries.get(entry, entry)) if entry else title

    @property
    def unit(self) -> Text:
        """Return the unit of its numbers; empty where it has none."""
        return same("") if self._parameter is None else self._parameter.unit

    @property
    def said(self) -> tuple[Text, ...]:
        """Return its values as people read them."""
        return tuple(words_of(value) for value in self.values)

    @property
    def _parameter(self) -> Parameter | None:
        names = self.key.split(".")
        keys = (".".join(names[:n]) for n in range(len(names), 0, -1))
        return next((BY_KEY[key] for key in keys if key in BY_KEY), None)


def words_of(value: str) -> Text:
    """Return a value as people read it."""
    return WORDS.get(value.strip("\"'"), same(value))


def swept(settings: Sequence[str]) -> tuple[Swept, ...]:
    """Return the settings of a sweep.

    Parameters
    ----------
    settings
        `KEY=A,B,C` each; commas inside brackets, braces and quotes belong to a value.

    Raises
    ------
    UsageError
        If there is none, or one is not written so, has an empty or repeated value, or a key is
        given twice.
    """
    found = tuple(_read(setting) for setting in settings)
    if not found:
        raise UsageError(_NONE)
    keys = [one.key for one in found]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice:
        raise UsageError(_TWICE.filled(key=twice))
    return found


def combinations(settings: Sequence[Swept]) -> list[tuple[str, ...]]:
    """Return every combination of values, in the order of the settings; the last varies fastest."""
    return list(product(*(one.values for one in settings)))


def _read(setting: str) -> Swept:
    key, sign, written = (part.strip() for part in setting.partition("="))
    if not key or not sign:
        raise UsageError(_MALFORMED.filled(setting=setting))
    values = tuple(_parts(written))
    if not all(values):
        raise UsageError(_EMPTY.filled(setting=setting))
    again = next((value for value in values if values.count(value) > 1), None)
    if again is not None:
        raise UsageError(_AGAIN.filled(setting=setting, value=again))
    return Swept(key, values)


def _parts(written: str) -> Iterator[str]:
    """Yield what stands between commas that are not inside brackets, braces or quotes."""
    depth, quote, start = 0, "", 0
    for n, sign in enumerate(written):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in _QUOTES:
            quote = sign
        elif sign == "," and depth == 0:
            yield written[start:n].strip()
            start = n + 1
        else:
            depth += (sign in _OPEN) - (sign in _CLOSE)
    yield written[start:].strip()


_NONE = Text(
    "请用 --set 键=值,值 写明要变动的设定，例如 --set travel.max_minutes.lower=25,30,35",
    "name what varies with --set KEY=A,B, such as --set travel.max_minutes.lower=25,30,35",
)
_MALFORMED = Text(
    "--set {setting}：应写成 键=值,值，例如 --set travel.bus_kmh=25,30",
    "--set {setting}: must be written KEY=A,B, such as --set travel.bus_kmh=25,30",
)
_EMPTY = Text(
    "--set {setting}：有空的值；多个值之间用一个半角逗号隔开",
    "--set {setting}: a value is empty; put one comma between two values",
)
_AGAIN = Text(
    "--set {setting}：值 {value} 写了两次", "--set {setting}: the value {value} is given twice"
)
_TWICE = Text(
    "{key} 用 --set 写了两次；请把它的值写在一起：--set {key}=值,值",
    "{key} is given twice; write its values together: --set {key}=A,B",
)
