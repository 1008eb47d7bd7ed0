"""Layers into one scenario: table by table, key by key, the later layer winning."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scenarios.parameters import BY_KEY, PARAMETERS, PER_BAND, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scenarios.layers import Layer

WHOLE = frozenset(p.key for p in PARAMETERS if p.whole)
EITHER_TARGET = {"targets": "version", "version": "targets"}
BOARDING = "boarding.bands"


@dataclass(frozen=True)
class Merged:
    """What all layers together set.

    Parameters
    ----------
    values
        Nested, in the order of the reference page.
    setters
        For every dotted key that has a value of its own: the layer that set it last.
    strangers
        Names used for bands that no layer defines: dotted key and the layer that has it.
    """

    values: dict[str, Any] = field(default_factory=dict)
    setters: dict[str, Layer] = field(default_factory=dict)
    strangers: tuple[tuple[str, Layer], ...] = ()

    def setter(self, key: str) -> Layer | None:
        """Return the layer that set `key`, or a part of it, or what holds it."""
        for part in (key, *_holders(key)):
            for known, layer in self.setters.items():
                if known == part or known.startswith(f"{part}."):
                    return layer
        return None

    @property
    def origins(self) -> dict[str, str]:
        """Return the name of the layer that set each dotted key."""
        return {key: layer.name for key, layer in self.setters.items()}


def _holders(key: str) -> Iterator[str]:
    while "." in key:
        key = key.rpartition(".")[0]
        yield key


def merged(layers: Sequence[Layer]) -> Merged:
    """Return the values of `layers`, given from `base`, which has every table, to the last."""
    values: dict[str, Any] = {}
    setters: dict[str, Layer] = {}
    for layer in layers:
        _drop_other_target(values, setters, layer)
        _lay(values, setters, layer, layer.values, "")
    strangers = tuple(_strangers(layers))
    _fit_to_bands(values, setters)
    return Merged(_in_order(values), _in_key_order(setters), strangers)


def _drop_other_target(values: dict[str, Any], setters: dict[str, Layer], layer: Layer) -> None:
    for own, other in EITHER_TARGET.items():
        if own in layer.values.get("closures", {}):
            values.get("closures", {}).pop(other, None)
            setters.pop(f"closures.{other}", None)


def _lay(
    values: dict[str, Any],
    setters: dict[str, Layer],
    layer: Layer,
    own: Mapping[str, Any],
    prefix: str,
) -> None:
    for name, value in own.items():
        key = f"{prefix}{name}"
        if isinstance(value, dict) and key not in WHOLE:
            if not isinstance(values.get(name), dict):
                values[name] = {}
                setters.pop(key, None)
            _lay(values[name], setters, layer, value, f"{key}.")
        else:
            for old in [known for known in setters if known.startswith(f"{key}.")]:
                del setters[old]
            values[name] = deepcopy(value)
            setters[key] = layer


def _strangers(layers: Iterable[Layer]) -> Iterator[tuple[str, Layer]]:
    """Yield uses of band names that no layer defines: they are slips, not inherited leftovers."""
    layers = list(layers)
    known = {band for layer in layers for band in layer.values.get("bands", {})}
    for layer in layers:
        for key in (*PER_BAND, BOARDING):
            table, _, name = key.partition(".")
            used = layer.values.get(table, {}).get(name, ())
            yield from ((f"{key}.{band}", layer) for band in used if band not in known)


def _fit_to_bands(values: dict[str, Any], setters: dict[str, Layer]) -> None:
    bands = values["bands"]
    for key in PER_BAND:
        table, _, name = key.partition(".")
        held = values[table][name]
        for band in [band for band in held if band not in bands]:
            del held[band]
            setters.pop(f"{key}.{band}", None)
    boarding = values["boarding"]
    boarding["bands"] = [band for band in boarding["bands"] if band in bands]


def _in_order(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values in the order of the parameters, tables after what stands alone."""
    ordered = {key: values[key] for key in BY_KEY if key in values}
    for table in TABLES:
        names = [key.partition(".")[2] for key in BY_KEY if key.startswith(f"{table}.")]
        held = values.get(table, {})
        ordered[table] = {name: held[name] for name in names if name in held}
    return ordered


def _in_key_order(setters: dict[str, Layer]) -> dict[str, Layer]:
    order = {key: place for place, key in enumerate(BY_KEY)}

    def place(key: str) -> int:
        return next(order[part] for part in (key, *_holders(key)) if part in order)

    return {key: setters[key] for key in sorted(setters, key=place)}
