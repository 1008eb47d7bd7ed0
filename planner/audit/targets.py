"""Published targets that contradict each other or the tables; both sides are named, none chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.audit.check import ROLL, SMALLNESS, Check, small_schools, warning
from planner.schema.words import UNITS
from planner.words import Text, numbered

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from planner.county import County
    from planner.errors import Finding

_TARGETS: dict[str, tuple[str, ...]] = {
    "targets": ("version", "year", "count", "unit", "deadline", "source")
}
_SCHOOLS: dict[str, tuple[str, ...]] = {"schools": SMALLNESS, "pupils": ROLL}
_UNIT_NAMES = {choice.code: choice.name for choice in UNITS} | {"": Text("未写单位", "no unit")}


def counts_differ(county: County) -> Iterator[Finding]:
    """Find years for which versions give different counts of the same unit."""
    typed = county.tables["targets"]
    for (year, _), found in _plain(typed.frame).groupby(["year", "unit"], sort=True):
        rows = found[found.groupby("version")["count"].transform("nunique") == 1]
        if len(set(rows["count"])) > 1:
            said = "; ".join(
                f"{count} ({version}: {source})"
                for count, version, source in zip(
                    rows["count"], rows["version"], rows["source"], strict=True
                )
            )
            yield typed.finding(
                int(rows.index[-1]),
                "count",
                code="targets_differ",
                what=Text(
                    "{year}年的目标数互相矛盾：{said}", "the counts for {year} differ: {said}"
                ).filled(year=year, said=said),
                hint=Text(
                    "两者都保留；请在情景文件中用 version 指明采用哪个",
                    "both are kept; name the one to use as version in the scenario",
                ),
                severity="warning",
            )


def version_contradicts_itself(county: County) -> Iterator[Finding]:
    """Find versions that give different counts of the same unit for one year."""
    typed = county.tables["targets"]
    keys = ["version", "year", "unit", "deadline"]
    for (version, year, _, _), rows in typed.frame.groupby(keys, sort=True):
        if len(set(rows["count"])) > 1:
            pairs = zip(rows["count"], rows["source"], strict=True)
            yield typed.finding(
                int(rows.index[-1]),
                "count",
                code="targets_contradict",
                what=Text(
                    "版本“{version}”{year}年有不同的目标数：{said}",
                    "version '{version}' gives different counts for {year}: {said}",
                ).filled(
                    version=version,
                    year=year,
                    said="; ".join(f"{count} ({source})" for count, source in pairs),
                ),
                hint=Text(
                    "请分成两个版本，或改正其中一个；改好之前不能采用这个版本",
                    "make them two versions, or correct one; until then the version cannot be used",
                ),
                severity="warning",
            )


def units_differ(county: County) -> Iterator[Finding]:
    """Find years for which targets count different things."""
    typed = county.tables["targets"]
    for year, rows in _plain(typed.frame).groupby("year", sort=True):
        units = list(dict.fromkeys(rows["unit"]))
        if len(units) > 1:
            said = [
                Text("{unit}（{v}）", "{unit} ({v})").filled(
                    unit=_UNIT_NAMES[unit], v=", ".join(rows["version"][rows["unit"] == unit])
                )
                for unit in units
            ]
            yield typed.finding(
                int(rows.index[-1]),
                "unit",
                code="target_units_differ",
                what=Text(
                    "{year}年的目标单位不一：{said}",
                    "the targets for {year} count different things: {said}",
                ).filled(
                    year=year,
                    said=Text("；".join(t.zh for t in said), "; ".join(t.en for t in said)),
                ),
                hint=Text(
                    "教学点和小规模学校不是同一批学校，数目不能直接相比",
                    "teaching points and small schools are not the same schools: do not compare the counts",
                ),
                severity="warning",
            )


def units_missing(county: County) -> Iterator[Finding]:
    """Find targets that do not say what they count."""
    typed = county.tables["targets"]
    for index, unit in enumerate(typed.frame["unit"]):
        if not unit:
            yield typed.finding(
                index,
                "unit",
                code="target_without_unit",
                what=Text("目标没有写明单位", "the target does not say what it counts"),
                hint=Text("请填教学点或小规模学校", "give teaching_point or small_school"),
                severity="warning",
            )


def due_above_target(county: County) -> Iterator[Finding]:
    """Find deadlines by which more schools are due than a target of that year asks."""
    typed = county.tables["targets"]
    plain = _plain(typed.frame)
    for index, due in typed.frame[typed.frame["deadline"].ne("")].iterrows():
        others = plain[(plain["year"] == due["year"]) & (plain["count"] < due["count"])]
        for _, other in others.iterrows():
            yield typed.finding(
                int(str(index)),
                "count",
                code="due_above_target",
                what=Text(
                    "{day}前应完成{n}所，超过{year}年的目标{m}所（{version}：{source}）",
                    "{n} are due by {day}, more than the {m} asked for {year} ({version}: {source})",
                ).filled(
                    day=due["deadline"],
                    n=due["count"],
                    year=due["year"],
                    m=other["count"],
                    version=other["version"],
                    source=other["source"],
                ),
                hint=_empties_hint(),
                severity="warning",
            )


def empties_above_target(county: County) -> Iterator[Finding]:
    """Find a first target that asks for fewer schools than there are without pupils."""
    typed = county.tables["targets"]
    _, empty = small_schools(county)
    if county.facts is None or typed.frame["deadline"].ne("").any():
        return
    next_year = typed.frame["year"] == county.facts.base_year + 1
    for index, count in typed.frame["count"][next_year].items():
        if empty > count:
            yield typed.finding(
                int(str(index)),
                "count",
                code="empties_above_target",
                what=Text(
                    "有{n}没有学生，超过当年目标{m}所",
                    "{n} no pupils, more than the {m} asked that year",
                ).filled(
                    n=numbered(empty, "{n}所学校", "{n} school has", "{n} schools have"), m=count
                ),
                hint=_empties_hint(),
                severity="warning",
            )


def roadmap_leaves_small_schools(county: County) -> Iterator[Finding]:
    """Find roadmaps of several years that close fewer schools than the small ones there are."""
    typed = county.tables["targets"]
    with_pupils, empty = small_schools(county)
    kept = int(county.frame("decisions")["decision"].eq("keep").sum())
    for version, rows in _plain(typed.frame).groupby("version", sort=False):
        asked = int(rows["count"].sum())
        if len(set(rows["year"])) > 1 and asked + kept < with_pupils:
            yield typed.finding(
                int(rows.index[-1]),
                "count",
                code="roadmap_leaves_small_schools",
                what=Text(
                    "{version}到{year}年共撤{asked}所，现有小规模学校{small}所（连同0人学校{all}所），"
                    "还剩{left}所（{left_all}所）",
                    "{version} closes {asked} by {year}; there are {small} small schools ({all} with the "
                    "empty ones), so {left} ({left_all}) are left",
                ).filled(
                    version=version,
                    year=rows["year"].max(),
                    asked=asked,
                    small=with_pupils,
                    all=with_pupils + empty,
                    left=with_pupils - asked,
                    left_all=with_pupils + empty - asked,
                ),
                hint=Text(
                    "其余学校请在决定表中写明保留",
                    "for the rest, say in decisions that they are kept",
                ),
                severity="warning",
            )


def small_with_or_without_empties(county: County) -> Iterator[Finding]:
    """Say that a published number of small schools can be read in two ways."""
    typed = county.tables["targets"]
    with_pupils, empty = small_schools(county)
    if with_pupils and empty and typed.frame["unit"].eq("small_school").any():
        yield warning(
            "small_schools_two_readings",
            county.tables["schools"].file,
            Text(
                "100人以下的小学和教学点有{n}所，另有{e}所没有学生；公布的小规模学校数可能指{n}，也可能指{all}",
                "primaries and teaching points under 100 pupils: {n}, and {e} more without pupils; "
                "a published number of small schools may mean {n} or {all}",
            ).filled(n=with_pupils, e=empty, all=with_pupils + empty),
            Text("引用时请写明是否含0人学校", "say which is meant wherever the number is used"),
        )


CHECKS = (
    Check(counts_differ, _TARGETS),
    Check(version_contradicts_itself, _TARGETS),
    Check(units_differ, _TARGETS),
    Check(units_missing, {"targets": ("unit",)}),
    Check(due_above_target, _TARGETS),
    Check(empties_above_target, _TARGETS | _SCHOOLS, whole=True),
    Check(
        roadmap_leaves_small_schools,
        _TARGETS | _SCHOOLS | {"decisions": ("decision",)},
        whole=True,
    ),
    Check(small_with_or_without_empties, _SCHOOLS | {"targets": ("unit",)}, whole=True),
)


def _plain(targets: pd.DataFrame) -> pd.DataFrame:
    """Return the targets of a whole year, without those due by a day of their own."""
    return targets[targets["deadline"].eq("")]


def _empties_hint() -> Text:
    return Text(
        "到期的0人学校仍须撤销；请确认它们是否计入目标（情景文件 closures.empty_count）",
        "empty schools close when due all the same; see whether they count toward the target "
        "(closures.empty_count in the scenario)",
    )
