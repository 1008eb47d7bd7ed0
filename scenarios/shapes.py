"""What the value of a key may look like: strict types, and ranges that refuse the impossible only.

Each shape says what it accepts in words and lists everything that is wrong with a value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import isinf, isnan
from typing import TYPE_CHECKING, Protocol

from planner.words import Text, same
from scenarios.near import nearest
from scenarios.toml_text import toml_text

if TYPE_CHECKING:
    from collections.abc import Iterator


_YEAR = re.compile(r"[1-9][0-9]{0,3}")


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a value.

    Parameters
    ----------
    path
        Keys from the value to the part that is wrong; empty for the value itself.
    value
        The wrong part.
    code, what, hint
        As in `planner.errors.Finding`.
    """

    path: tuple[str, ...]
    value: object
    code: str
    what: Text
    hint: Text

    def under(self, key: str) -> Fault:
        """Return the fault as seen from one level further out."""
        return Fault((key, *self.path), self.value, self.code, self.what, self.hint)


class Shape(Protocol):
    """A kind of value."""

    @property
    def words(self) -> Text:
        """Say what is accepted."""

    def faults(self, value: object) -> Iterator[Fault]:
        """Yield everything that is wrong with `value`."""


def _fault(shape: Shape, value: object, code: str, what: Text) -> Fault:
    return Fault((), value, code, what, Text("可填：{w}。", "Allowed: {w}.").filled(w=shape.words))


_WRONG_TYPE = Text("类型不对", "wrong type of value")


# No count, distance or amount of a county comes near it; larger ones break sums of money.
LARGEST = 10**15


@dataclass(frozen=True)
class Number:
    """A number from `low` (more than `low` with `above`) to `high`, never `nan`.

    Parameters
    ----------
    whole
        Only whole numbers, written without a decimal point.
    unlimited
        `inf` is accepted and means no limit.
    """

    low: float = 0
    high: float = LARGEST
    above: bool = False
    whole: bool = False
    unlimited: bool = False

    @property
    def words(self) -> Text:
        """Say what is accepted."""
        kind = Text("整数", "whole number") if self.whole else Text("数", "number")
        sign = Text("大于", "above") if self.above else Text("不小于", "at least")
        template = Text("{s}{n}的{k}", "{k} {s} {n}")
        if self.high < LARGEST:
            template = Text("{n}–{h}的{k}", "{k} from {n} to {h}")
        ranged = template.filled(s=sign, n=toml_text(self.low), h=toml_text(self.high), k=kind)
        more = Text("，inf 表示不限", ", inf for no limit")
        return Text(ranged.zh + more.zh, ranged.en + more.en) if self.unlimited else ranged

    def faults(self, value: object) -> Iterator[Fault]:
        """Yield everything that is wrong with `value`."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield _fault(self, value, "wrong_type", _WRONG_TYPE)
        elif isnan(value):
            yield _fault(self, value, "not_a_number", Text("nan 不是数", "nan is no number"))
        elif isinf(value) and not (self.unlimited and value > 0):
            yield _fault(self, value, "infinite", Text("不能是无穷大", "cannot be infinite"))
        elif self.whole and not isinstance(value, int):
            yield _fault(self, value, "not_whole", Text("应为整数", "must be a whole number"))
        elif isinf(value):
            return
        elif not self.low <= value <= self.high or (self.above and value == self.low):
            yield _fault(
                self, value, "impossible", Text("超出可能的范围", "outside what is possible")
            )


@dataclass(frozen=True)
class Switch:
    """Yes or no."""

    @property
    def words(self) -> Text:
        """Say what is accepted."""
        return Text("true（是）或 false（否）", "true or false")

    def faults(self, value: object) -> Iterator[Fault]:
        """Yield everything that is wrong with `value`."""
        if not isinstance(value, bool):
            yield _fault(self, value, "wrong_type", _WRONG_TYPE)


@dataclass(frozen=True)
class Words:
    """Free text."""

    @property
    def words(self) -> Text:
        """Say what is accepted."""
        return Text('文字，加引号，如 "…"', 'text in quotes, such as "..."')

    def faults(self, value: object) -> Iterator[Fault]:
        """Yield everything that is wrong with `value`."""
        if not isinstance(value, str):
            yield _fault(self, value, "wrong_type", _WRONG_TYPE)


@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    options: tuple[str, ...]

    @property
    def words(self) -> Text:
        """Say what is accepted."""
        quoted = [f'"{option}"' for option in self.options]
        return Text("、".join(quoted), ", ".join(quoted))

    def faults(self, value: object) -> Iterator[Fault]:
        """Yield everything that is wrong with `value`."""
        if not isinstance(value, str):
            yield _fault(self, value, "wrong_type", _WRONG_TYPE)
        elif value not in self.options:
            yield _unknown(self, value, value, self.options)


@dataclass(frozen=True)
class ListOf:
    """A list of values of one shape."""

    item: Shape

    @property
    def words(self) -> Text:
        """Say what is accepted."""
        return Text("列表，每项为：{w}", "a list, each item: {w}").filled(w=self.item.words)

    def faults(self, value: object) -> Iterator[Fault]:
        """Yield everything that is wrong with `value`."""
        if not isinstance(value, list):
            yield _fault(self, value, "wrong_type", _WRONG_TYPE)
            return
        for number, item in enumerate(value, start=1):
            for fault in self.item.faults(item):
                yield fault.under(str(number))


@dataclass(frozen=True)
class TableOf:
    """A table of values of one shape.

    Parameters
    ----------
    names
        The keys it may have; None for any, which is checked elsewhere (bands).
    years
        The keys are years.
    """

    item: Shape
    names: tuple[str, ...] | None = None
    years: bool = False

    @property
    def words(self) -> Text:
        """Say what is accepted."""
        keys = Text("年度", "year") if self.years else Text("名称", "name")
        if self.names:
            keys = Text("、".join(self.names), ", ".join(self.names))
        return Text("表 {{{k} = …}}，每项为：{w}", "a table {{{k} = ...}}, each: {w}").filled(
            k=keys, w=self.item.words
        )

    def faults(self, value: object) -> Iterator[Fault]:
        """Yield everything that is wrong with `value`."""
        if not isinstance(value, dict):
            yield _fault(self, value, "wrong_type", _WRONG_TYPE)
            return
        for key, item in value.items():
            if self.years and not _YEAR.fullmatch(key):
                what = Text("“{k}”不是年度", "'{k}' is no year").filled(k=key)
                yield _fault(self, item, "not_a_year", what).under(key)
            elif self.names and key not in self.names:
                yield _unknown(self, item, key, self.names).under(key)
            else:
                yield from (fault.under(key) for fault in self.item.faults(item))


@dataclass(frozen=True)
class Record:
    """A table with fixed fields, such as one school to close."""

    required: dict[str, Shape]
    optional: dict[str, Shape]

    @property
    def words(self) -> Text:
        """Say what is accepted."""
        fields = ", ".join(f"{name} = …" for name in (*self.required, *self.optional))
        return same("{" + fields + "}")

    def faults(self, value: object) -> Iterator[Fault]:
        """Yield everything that is wrong with `value`."""
        if not isinstance(value, dict):
            yield _fault(self, value, "wrong_type", _WRONG_TYPE)
            return
        fields = {**self.required, **self.optional}
        for name in self.required:
            if name not in value:
                what = Text("缺少“{n}”", "'{n}' is missing").filled(n=name)
                yield _fault(self, value, "missing_key", what)
        for name, part in value.items():
            if name in fields:
                yield from (fault.under(name) for fault in fields[name].faults(part))
            else:
                yield _unknown(self, part, name, tuple(fields)).under(name)


@dataclass(frozen=True)
class Either:
    """A value of one of two shapes; the second is recognised by its Python type."""

    usual: Shape
    other: Shape
    other_type: type

    @property
    def words(self) -> Text:
        """Say what is accepted."""
        return Text("{a}；或 {b}", "{a}; or {b}").filled(a=self.usual.words, b=self.other.words)

    def faults(self, value: object) -> Iterator[Fault]:
        """Yield everything that is wrong with `value`."""
        if isinstance(value, self.other_type):
            yield from self.other.faults(value)
        elif any(self.usual.faults(value)):
            yield from (_fault(self, f.value, f.code, f.what) for f in self.usual.faults(value))


def _unknown(shape: Shape, value: object, word: str, known: tuple[str, ...]) -> Fault:
    what = Text("不认识“{w}”", "'{w}' is unknown").filled(w=word)
    fault = _fault(shape, value, "unknown_word", what)
    near = nearest(word, known)
    if not near:
        return fault
    hint = Text("是否指“{n}”？{h}", "Did you mean '{n}'? {h}").filled(n=near, h=fault.hint)
    return replace(fault, hint=hint)


POSITIVE = Number(above=True)
AMOUNT = Number()
LIMIT = Number(unlimited=True)
COUNT = Number(whole=True)
YEAR = Number(low=1, high=9999, whole=True)
INDEX = Number(low=1, high=2**31 - 1, whole=True)
