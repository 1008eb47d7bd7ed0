"""What is wrong with a merged scenario: everything that takes more than one key to see."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

from planner.assumptions import Band
from planner.errors import Finding
from planner.loosened import NO_JUNIOR_BAND, junior_unnamed
from planner.words import Text
from scenarios.near import nearest
from scenarios.parameters import BY_KEY, PER_BAND
from scenarios.toml_text import toml_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from planner.errors import Severity
    from scenarios.merge import Merged

ENDS = 2


@dataclass(frozen=True)
class Problem:
    """A problem of one dotted key, before it is known where that key stands."""

    key: str
    value: object
    code: str
    what: Text
    hint: Text
    severity: Severity = "error"

    def finding(self, merged: Merged) -> Finding:
        """Return the problem with the file and the line that set the key."""
        layer = merged.setter(self.key)
        return Finding(
            code=self.code,
            what=self.what,
            hint=self.hint,
            severity=self.severity,
            file=layer.file if layer else "",
            row=layer.line(self.key) if layer else 0,
            column=self.key,
            value=toml_text(self.value),
        )


def problems(merged: Merged, *, complete: bool, unsure: Collection[str] = ()) -> list[Finding]:
    """Return every problem, errors and warnings, of the merged scenario.

    Parameters
    ----------
    complete
        Whether the scenario must name the years it plans.
    unsure
        Keys that a layer set and that could not be used: what follows from them is not said.
    """
    values = merged.values
    found = [
        *_years(values, complete=complete and "years" not in unsure),
        *_bands(values["bands"]),
        *(_lacking_bands(values) if "bands" not in unsure else ()),
        *_junior(values),
        *_school_lists(values),
        *_targets(values),
    ]
    strangers = _strangers(merged) if "bands" not in unsure else ()
    return [*strangers, *(problem.finding(merged) for problem in found)]


def _years(values: dict[str, Any], *, complete: bool) -> Iterator[Problem]:
    years = values.get("years")
    if not years and (complete or years is not None):
        what = Text("没有规划年度", "no years to plan")
        hint = Text(
            "写上，如 years = [2023, 2024, 2025]。", "Write, say, years = [2023, 2024, 2025]."
        )
        yield Problem("years", years or [], "no_years", what, hint)
    elif years and any(later != year + 1 for year, later in pairwise(years)):
        what = Text("规划年度不连续", "the years are not consecutive")
        hint = Text("从小到大逐年写，不重复。", "Write every year once, in order.")
        yield Problem("years", years, "years_not_consecutive", what, hint)


def _bands(bands: dict[str, list[int]]) -> Iterator[Problem]:
    if not bands:
        hint = Text(
            "至少写一个，如 lower = [1, 3]。", "Write at least one, such as lower = [1, 3]."
        )
        yield Problem("bands", bands, "no_bands", Text("没有年级段", "no bands"), hint)
    sound: dict[str, list[int]] = {}
    for name, ends in bands.items():
        if len(ends) == ENDS and ends[0] <= ends[1] and name and ";" not in name:
            sound[name] = ends
        else:
            yield _bad_band(name, ends)
    for (one, (first, last)), (other, (start, end)) in combinations(sound.items(), 2):
        if first <= end and start <= last:
            what = Text("与年级段“{o}”重叠", "overlaps the band '{o}'").filled(o=one)
            hint = Text("一个年级只属于一个年级段。", "A grade belongs to one band.")
            yield Problem(f"bands.{other}", [start, end], "bands_overlap", what, hint)


def _bad_band(name: str, ends: list[int]) -> Problem:
    what = Text("不是一个年级段", "is no band of grades")
    hint = Text(
        "写成 名称 = [起始年级, 终止年级]，在1–12之间，名称里不用分号。",
        "Write name = [first, last] within 1-12, without a semicolon in the name.",
    )
    return Problem(f"bands.{name}", ends, "bad_band", what, hint)


def _strangers(merged: Merged) -> Iterator[Finding]:
    for key, layer in merged.strangers:
        band = key.rpartition(".")[2]
        near = nearest(band, merged.values["bands"])
        known = ", ".join(merged.values["bands"])
        what = Text("没有年级段“{b}”", "there is no band '{b}'").filled(b=band)
        hint = Text("是否指“{n}”？", "Did you mean '{n}'?").filled(n=near)
        if not near:
            hint = Text("年级段有：{k}。", "The bands are: {k}.").filled(k=known)
        yield Finding(
            "unknown_band", what, hint, file=layer.file, row=layer.line(key), column=key, value=band
        )


def _lacking_bands(values: dict[str, Any]) -> Iterator[Problem]:
    for key in PER_BAND:
        table, _, name = key.partition(".")
        held = values[table][name]
        for band in values["bands"]:
            if band not in held:
                title = BY_KEY[key].title
                what = Text("年级段“{b}”没有“{t}”", "the band '{b}' has no value of: {t}")
                hint = Text("补上 {k}.{b} = …。", "Add {k}.{b} = ...")
                filled = {"b": band, "t": title, "k": key}
                yield Problem(
                    key, held, "band_without_value", what.filled(**filled), hint.filled(**filled)
                )


def _junior(values: dict[str, Any]) -> Iterator[Problem]:
    ranges = [(name, ends) for name, ends in values["bands"].items() if len(ends) == ENDS]
    bands = [Band(name, first, last) for name, (first, last) in ranges]
    if values["closures"]["keep_junior_per_township"] and junior_unnamed(bands):
        hint = Text(
            "把7–9年级所在的年级段命名为junior，如 junior = [7, 9]。",
            "Call the band of grades 7-9 junior, as in junior = [7, 9].",
        )
        known = values["bands"]
        yield Problem("bands", known, "no_junior_band", NO_JUNIOR_BAND, hint, severity="warning")


def _school_lists(values: dict[str, Any]) -> Iterator[Problem]:
    """Yield contradictions between schools to keep, schools to close and the years."""
    years = values.get("years") or []
    kept = {row["school_id"] for row in values["closures"]["keep"]}
    due: dict[str, int] = {}
    for row in values["closures"]["close"]:
        school, year = row["school_id"], row["year"]
        if years and year not in years:
            yield _pin(
                row, "pin_outside_years", Text("年度不在规划年度内", "outside the years planned")
            )
        if school in kept:
            yield _pin(row, "kept_and_closed", Text("同一学校又保留又撤并", "both kept and closed"))
        if due.setdefault(school, year) != year:
            yield _pin(row, "closed_twice", Text("同一学校写了两个年度", "due in two years"))


def _pin(row: dict[str, Any], code: str, what: Text) -> Problem:
    hint = Text("改正或删去这一行。", "Correct or remove the entry.")
    return Problem("closures.close", row, code, what, hint)


def _targets(values: dict[str, Any]) -> Iterator[Problem]:
    years = values.get("years") or []
    outside = [year for year in values["closures"].get("targets", {}) if int(year) not in years]
    if years and outside:
        what = Text(
            "目标年度{y}不在规划年度内，不起作用", "target of {y}, not a year planned: ignored"
        )
        hint = Text("需要时把它加进 years。", "Add it to years if it is meant.")
        listed = Text("、".join(outside), ", ".join(outside))
        yield Problem(
            "closures.targets",
            values["closures"]["targets"],
            "target_outside_years",
            what.filled(y=listed),
            hint,
            severity="warning",
        )
