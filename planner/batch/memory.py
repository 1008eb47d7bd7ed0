"""What counties have answered, kept in the batch's folder so that no question is put twice."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from planner.batch.province import Point
from planner.batch.sharing import Told
from planner.runs import Place, write_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from planner.batch.sharing import Ask

FILE = "split.json"


@dataclass
class Memory:
    """Answers by county and question.

    Parameters
    ----------
    path
        The file.
    keys
        County -> what its answers depend on: tables, scenario and version of the planner.
    answers
        County -> question -> answer.
    """

    path: Path
    keys: dict[str, str] = field(default_factory=dict)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path, keys: Mapping[str, str]) -> Memory:
        """Return what the folder's file holds of counties that are still the same."""
        path = folder / FILE
        stored = _read(path)
        same = {name for name, key in keys.items() if stored.get(name, {}).get("key") == key}
        answers = {name: stored[name]["answers"] if name in same else {} for name in keys}
        return cls(path, dict(keys), answers)

    def told(self, county: str, ask: Ask, years: tuple[int, ...]) -> Told | None:
        """Return what the county answered to a question, if it was asked before."""
        found = self.answers[county].get(_question(ask, years))
        return None if found is None else told_from(found)

    def keep(self, county: str, ask: Ask, years: tuple[int, ...], told: Told) -> None:
        """Keep an answer, and write all of them down."""
        self.answers[county][_question(ask, years)] = _plain(told)
        values = {n: {"key": key, "answers": self.answers[n]} for n, key in self.keys.items()}
        text = json.dumps(values, ensure_ascii=False, indent=1)
        write_file(Place(self.path, overwrite=True), text + "\n")


def told_from(values: Mapping[str, Any]) -> Told:
    """Return an answer from plain values."""
    point = values["point"]
    closures = tuple(map(int, point["closures"]))
    floor = float(values["floor"])
    return Told(Point(closures, point["money"], point["over"]), floor, values["over_least"])


def _plain(told: Told) -> dict[str, Any]:
    return {**asdict(told), "floor": str(told.floor)}


def _question(ask: Ask, years: tuple[int, ...]) -> str:
    amounts = ", ".join(f"{y}: {n!r}" for y, n in zip(years, map(_exact, ask.amounts), strict=True))
    return f"{ask.kind} {amounts}" + ("" if ask.over_first else " (money first)")


def _exact(amount: float) -> float:
    return round(float(amount), 6)


def _read(path: Path) -> dict[str, Any]:
    """Return the file's content; one that is missing or cut off holds nothing."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
