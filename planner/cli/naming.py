"""The school that a person means: its id, or a name that no other school has."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from planner.errors import UsageError
from planner.presentation import Names
from planner.words import Text, same

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.run import Run

_UNKNOWN = Text("没有学校“{word}”{near}", "there is no school '{word}'{near}")
_NEAR = Text("；是否指：{names}", "; did you mean {names}?")
_SEVERAL = Text(
    "有{n}所学校叫“{word}”，请写学校编码：{names}",
    "{n} schools are called '{word}'; give the id: {names}",
)
# So many schools are suggested for a word that is none.
SUGGESTED = 5


def found_school(run: Run, word: str) -> str:
    """Return the id of the school that `word` names: its id, or its name if no other has it.

    Raises
    ------
    UsageError
        If there is none, with the nearest ones, or if several have that name.
    """
    schools = run.dataset.schools
    ids = {
        str(own): str(name) for own, name in zip(schools["school_id"], schools["name"], strict=True)
    }
    if word in ids:
        return word
    told = Names.of(run.dataset).schools
    called = [own for own, name in ids.items() if word in {name, told[own]}]
    if len(called) == 1:
        return called[0]
    if called:
        what = _SEVERAL.filled(n=len(called), word=word, names=_named(told, called))
        raise UsageError(what)
    near = _nearest(word, ids)
    hint = _NEAR.filled(names=_named(told, near)) if near else same("")
    raise UsageError(_UNKNOWN.filled(word=word, near=hint))


def _named(names: Mapping[str, str], ids: Sequence[str]) -> Text:
    said = [f"{own} {names[own]}" for own in ids]
    return Text("、".join(said), ", ".join(said))


def _nearest(word: str, ids: dict[str, str]) -> list[str]:
    """Return the schools whose id or name looks most like `word`."""
    within = [own for own, name in ids.items() if word and (word in name or word in own)]
    by_id = get_close_matches(word, ids, n=SUGGESTED)
    names = get_close_matches(word, ids.values(), n=SUGGESTED)
    alike = [own for name in names for own, called in ids.items() if called == name]
    return list(dict.fromkeys((*by_id, *alike, *within)))[:SUGGESTED]
