"""The title of a scenario: what its file says, unless later layers changed what it speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.words import Text, in_both, listed
from scenarios.merge import merged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scenarios.layers import Layer
    from scenarios.merge import Merged

TITLE = "title"

_CHANGED = Text("{now}（由“{title}”改设）", "{now} (changed from '{title}')")
_VERSION = Text("目标版本{version}", "targets of version {version}")
_TARGETS = Text("目标{each}", "targets {each}")
_YEAR = Text("{year}年{n}所", "{year}: {n}")
_NO_TARGETS = Text("不设撤并目标", "no targets")
_YEARS = Text("{first}—{last}年", "years {first}–{last}")


def title_of(layers: Sequence[Layer], whole: Merged) -> Text:
    """Return the title of the scenario that `layers` make.

    A title may name the targets or the years of its own scenario. Where a later layer sets
    others and no title, the title begins with these, and says what it was changed from.

    Parameters
    ----------
    layers
        From `base` to the last; `base` has a title.
    whole
        What they make together.
    """
    last = max(place for place, layer in enumerate(layers) if TITLE in layer.values)
    title = in_both(layers[last].values[TITLE])
    changed = list(_changed(merged(layers[: last + 1]).values, whole.values))
    if not changed:
        return title
    now = Text("，".join(c.zh for c in changed), ", ".join(c.en for c in changed))
    begun = Text(now.zh, now.en[:1].upper() + now.en[1:])
    return _CHANGED.filled(now=begun, title=title)


def as_written(title: Text) -> str | dict[str, str]:
    """Return a title as a file would have it: one sentence where both languages say the same."""
    return title.zh if title.zh == title.en else {"zh": title.zh, "en": title.en}


def _changed(titled: Mapping[str, Any], whole: Mapping[str, Any]) -> Sequence[Text]:
    """Return what is set otherwise than where the title was given, in words."""
    found: list[Text] = []
    before, now = (_goal(values.get("closures", {})) for values in (titled, whole))
    if any(before) and before != now:
        found.append(_said(*now))
    years = whole.get("years", [])
    if titled.get("years") and titled["years"] != years:
        found.append(_YEARS.filled(first=years[0], last=years[-1]))
    return found


def _goal(closures: Mapping[str, Any]) -> tuple[str, dict[int, int]]:
    """Return version and targets; a year that asks nothing is no target."""
    targets = closures.get("targets", {})
    return closures.get("version", ""), {int(year): n for year, n in targets.items() if n}


def _said(version: str, targets: Mapping[int, int]) -> Text:
    if version:
        return _VERSION.filled(version=version)
    if not targets:
        return _NO_TARGETS
    parts = [_YEAR.filled(year=year, n=n) for year, n in sorted(targets.items())]
    return _TARGETS.filled(
        each=Text(listed(p.zh for p in parts).zh, listed(p.en for p in parts).en)
    )
