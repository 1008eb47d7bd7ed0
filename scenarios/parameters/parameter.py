"""What is known of one key of a scenario file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenarios.shapes import Shape

type Trust = Literal["checked", "second_hand", "recalled", "assumed", "given"]

TRUST_NAMES: dict[Trust, Text] = {
    "checked": Text("已核实", "checked"),
    "second_hand": Text("间接核实", "second-hand"),
    "recalled": Text("未核实", "unverified"),
    "assumed": Text("未核实（模型设定）", "unverified (modelling choice)"),
    "given": Text("—", "—"),
}


NOTHING = Text("", "")


@dataclass(frozen=True)
class Basis:
    """Where a value comes from, and how far that is verified.

    Parameters
    ----------
    source
        Document and clause, or who chose the value.
    trust
        `checked`: the clause was seen quoted; `second_hand`: seen quoted by someone else;
        `recalled`: from memory; `assumed`: a modelling choice. These two are shown to people as
        unverified. `given`: for the user to fill in, nothing to verify.
    """

    source: Text
    trust: Trust


@dataclass(frozen=True)
class Parameter:
    """One key.

    Parameters
    ----------
    key
        Dotted name, such as `travel.max_minutes`.
    shape
        What its value may look like.
    title
        Short name.
    unit
        Unit of its numbers; empty text where it has none.
    basis
        Where the shipped value comes from.
    parts
        Basis of single entries of a table, where it is not that of the whole.
    about
        What a planner should know before changing it; may be empty.
    by
        What the keys of its table are, where it is a table: bands, kinds of school, fixed names
        (`names`) or years; empty otherwise.
    hard
        Whether a plan made with a looser value than the national one says so at its head.
    whole
        Whether a scenario that sets it replaces the inherited table instead of merging with it.
    """

    key: str
    shape: Shape
    title: Text
    unit: Text
    basis: Basis
    about: Text = NOTHING
    by: Literal["", "band", "kind", "names", "year"] = ""
    hard: bool = False
    whole: bool = False
    parts: Mapping[str, Basis] = field(default_factory=dict)

    def basis_of(self, entry: str) -> Basis:
        """Return the basis of one entry of the table, or of the whole where it has none."""
        return self.parts.get(entry, self.basis)
