"""The value of a setting as people read it."""

from __future__ import annotations

from collections.abc import Mapping
from math import isinf
from typing import TYPE_CHECKING, Any

from planner import presentation
from planner.presentation import Names
from planner.school_kinds import KIND_NAMES
from planner.words import Text, listed, same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from planner.assumptions import Band, Keep, Pin
    from planner.run import Run

NOT_SET = same("—")
NO_LIMIT = Text("不限", "no limit")

VALUES: dict[Any, Text] = {
    True: Text("是", "yes"),
    False: Text("否", "no"),
    "only": Text("只降格，不撤并", "only reduced, never closed"),
    "exact": Text("正好", "exactly"),
    "at_least": Text("不少于", "at least"),
    "at_most": Text("不多于", "at most"),
    "low": Text("低", "low"),
    "middle": Text("中", "middle"),
    "high": Text("高", "high"),
    **KIND_NAMES,
}

_TARGET = Text("{year}年{n}所", "{year}: {n}")
_SPAN = Text("{first}—{last}", "{first}–{last}")
_KEPT = Text("{schools}（{reason}）", "{schools} ({reason})")
_CLOSED = Text("{school}（{year}年）", "{school} ({year})")


def said(key: str, value: object, run: Run) -> Text:
    """Return the value that `run` has of `key`, in words; schools by their names."""
    special = _SPECIAL.get(key)
    return special(value, run) if special else _plain(value)


def _plain(value: object) -> Text:
    if value is None or value in ("", ()):
        return NOT_SET
    if isinstance(value, Mapping):
        entries = ((VALUES.get(k, same(k)), _plain(v)) for k, v in value.items())
        pair = Text("{name}：{value}", "{name}: {value}")
        return _all_of(pair.filled(name=name, value=part) for name, part in entries)
    if isinstance(value, list | tuple):
        return _all_of(_plain(part) for part in value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return NO_LIMIT if isinf(value) else same(f"{value:.10g}")
    return VALUES.get(value) or same(value)


def _all_of(texts: Iterable[Text]) -> Text:
    parts = list(texts)
    return Text(listed(p.zh for p in parts).zh, listed(p.en for p in parts).en)


def _targets(value: Mapping[int, int], _: Run) -> Text:
    """Return the years that ask for something; a year not named asks nothing."""
    parts = [_TARGET.filled(year=year, n=n) for year, n in sorted(value.items()) if n]
    return _all_of(parts) if parts else NOT_SET


def _years(value: tuple[int, ...], _: Run) -> Text:
    if len(value) < 2:  # noqa: PLR2004 - one year is no span
        return _plain(tuple(str(year) for year in value))
    return _SPAN.filled(first=min(value), last=max(value))


def _bands(value: tuple[Band, ...], run: Run) -> Text:
    grades = presentation.bands(run.assumptions)
    return _all_of(grades[band.name] for band in value)


def _boarding(value: tuple[str, ...], run: Run) -> Text:
    grades = presentation.bands(run.assumptions)
    return _all_of(grades[name] for name in value) if value else NOT_SET


def _keep(value: tuple[Keep, ...], run: Run) -> Text:
    """Return the schools by name, those kept for one reason together."""
    names = Names.of(run.dataset)
    by_reason: dict[str, list[str]] = {}
    for keep in value:
        by_reason.setdefault(keep.reason, []).append(names.school(keep.school_id))
    parts = (
        _KEPT.filled(schools=listed(schools), reason=reason) if reason else listed(schools)
        for reason, schools in by_reason.items()
    )
    return _joined(list(parts)) if value else NOT_SET


def _joined(parts: list[Text]) -> Text:
    return Text("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))


def _close(value: tuple[Pin, ...], run: Run) -> Text:
    names = Names.of(run.dataset)
    parts = [_CLOSED.filled(school=names.school(p.school_id), year=p.year) for p in value]
    return _all_of(parts) if parts else NOT_SET


_SPECIAL: dict[str, Callable[[Any, Run], Text]] = {
    "years": _years,
    "bands": _bands,
    "closures.targets": _targets,
    "closures.keep": _keep,
    "closures.close": _close,
    "boarding.bands": _boarding,
}
