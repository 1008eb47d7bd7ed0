"""How numbers, names and the standing sentences read on every paper, in both languages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import ceil, isfinite
from typing import TYPE_CHECKING, Literal

from planner.loosened import loosened as loosened_rules
from planner.once import once
from planner.school_kinds import BAND_NAMES
from planner.words import Text
from planner.words import listed as all_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planner.assumptions import Assumptions, Band, TargetRule
    from planner.dataset import Dataset
    from planner.plan import Proof, TargetLine
    from planner.run import Run
    from planner.words import Language

MISSING = "—"

PLANNED = Text("规划，未定", "planned, not decided")
SYNTHETIC = Text("合成数据，并非真实学校", "synthetic data, not real schools")
ROUNDED = Text(
    "因四舍五入，分项之和与合计可能略有出入。",
    "Rounded figures may not add up exactly to their totals.",
)

ACCOUNT_NAMES: dict[str, Text] = {
    "pupil_km": Text("上学路程折算", "Distance to school, valued"),
    "bus_pupil": Text("校车", "School buses"),
    "boarder": Text("寄宿", "Boarding"),
    "boarding_upper": Text("小学高年级寄宿加计", "Extra weight on boarders of the upper grades"),
    "running": Text("学校运行（不含人员工资）", "Running of schools (without staff pay)"),
    "move": Text("转学安置", "Changes of school, once"),
    "works": Text("改扩建（按年分摊）", "Building works (spread over years)"),
}

TRAVEL_METHODS: dict[str, Text] = {
    "network": Text("按道路网计算", "along the road network"),
    "straight_line": Text("直线距离估算", "straight line, estimated"),
    "given": Text("采用给定的距离表", "distances as given in the table"),
}

SEAT_WARNINGS: dict[str, Text] = {
    "none": Text("正常", "none"),
    "yellow": Text("黄色", "yellow"),
    "orange": Text("橙色", "orange"),
    "red": Text("红色", "red"),
}

SEAT_REASONS: dict[str, Text] = {
    "none": Text("学位够用", "seats suffice"),
    "yellow": Text("学位使用超过90%", "over 90 % of its seats in use"),
    "orange": Text("超过核定学位", "more pupils than seats"),
    "red": Text("超过规模上限", "above the size cap"),
}

ROOM_CAUSES: dict[str, Text] = {
    "plan": Text("因本方案新缺或加重", "because of the plan, newly or more than today"),
    "today": Text("现已缺教室", "already today"),
    "growth": Text("因本校学生增加", "because its own pupils grow in number"),
}

# Below this part of the money a difference is only that of amounts rounded for the tables.
ROUNDING = 1e-10


def whole(value: float | None) -> str:
    """Return a count with separated thousands, or a dash where there is none."""
    return MISSING if value is None or not isfinite(value) else f"{value:,.0f}"


def tenth(value: float | None) -> str:
    """Return km or minutes with one decimal, or a dash where there are none."""
    return MISSING if value is None or not isfinite(value) else f"{value:,.1f}"


def percent(share: float) -> str:
    """Return a share as a percentage rounded up to two decimals; noise of rounding counts as 0."""
    hundredths = ceil(round(share * 10_000, 6))
    return f"{hundredths / 100:g}%"


def money(amount: float, language: Language) -> str:
    """Return an amount of yuan without its unit: in 万元 in Chinese, in yuan in English."""
    return f"{amount / 10_000:,.2f}" if language == "zh" else f"{amount:,.0f}"


def yuan(amount: float, language: Language) -> str:
    """Return an amount of money in words: 万元 in Chinese, yuan in English."""
    return money(amount, language) + ("万元" if language == "zh" else " yuan")


def listed(words: Iterable[str], language: Language) -> str:
    """Return `words` joined as a list is in the language."""
    return ("、" if language == "zh" else ", ").join(words)


def bands(assumptions: Assumptions) -> dict[str, Text]:
    """Return the grades of each band as people say them, by the name of the band."""
    return {band.name: _grades(band) for band in assumptions.bands}


@dataclass(frozen=True)
class Names:
    """Schools and places by name; names that two bear carry the township, else the id too.

    Parameters
    ----------
    schools, places
        What people read, by id.
    """

    schools: Mapping[str, str]
    places: Mapping[str, str]

    @classmethod
    def of(cls, dataset: Dataset) -> Names:
        """Return the names of a county."""
        return cls(*_names(dataset))

    def school(self, school_id: str) -> str:
        """Return the name of a school, its id where it has none."""
        return self.schools.get(school_id) or school_id

    def home(self, place_id: str, language: Language) -> str:
        """Return the name of where pupils live: a place, or the point of their school."""
        if place_id in self.schools:
            around = Text("{name}所在地", "around {name}").filled(name=self.school(place_id))
            return around.say(language)
        return self.places.get(place_id) or place_id


def sentence(said: Text) -> Text:
    """Return a remark as a sentence of its own."""
    return Text(f"{said.zh}。", f"{said.en[:1].upper()}{said.en[1:]}.")


_VERSION = Text("目标版本{version}", "target version {version}")
_VERSION_OF = Text(
    "目标版本{version}，来源：{sources}", "target version {version}, source: {sources}"
)
_BY_SCENARIO = Text("目标由情景设定", "targets as the scenario sets them")
_NO_TARGETS = Text("未设撤并目标", "no closures are asked for")


def title(run: Run, language: Language) -> str:
    """Return county and plan in one line."""
    return f"{run.dataset.name} {run.assumptions.title.say(language)}".strip()


def labels(run: Run) -> tuple[Text, ...]:
    """Return what must stand beside every title: the state of the plan and of its data."""
    as_of = Text("数据截至{day}", "data as of {day}").filled(day=run.dataset.as_of.isoformat())
    synthetic = (SYNTHETIC,) if run.dataset.synthetic else ()
    straight = (
        (TRAVEL_METHODS["straight_line"],) if run.plan.travel_method == "straight_line" else ()
    )
    version = (target_basis(run),) if run.assumptions.closures.version else ()
    return (PLANNED, *version, *synthetic, *straight, as_of)


def target_basis(run: Run) -> Text:
    """Return where the targets come from: the version with its sources, or the scenario."""
    closures = run.assumptions.closures
    if not closures.version:
        return _BY_SCENARIO if any(closures.targets.values()) else _NO_TARGETS
    table = run.dataset.targets
    own = table[table["version"].astype(str) == closures.version]
    sources = [str(source) for source in dict.fromkeys(own["source"].dropna()) if source]
    if not sources:
        return _VERSION.filled(version=closures.version)
    return _VERSION_OF.filled(version=closures.version, sources=all_of(sources))


def loosened(assumptions: Assumptions) -> tuple[Text, ...]:
    """Return the hard rules that the plan was made without, in words."""
    return tuple(rule.text for rule in loosened_rules(assumptions))


def target_words(line: TargetLine, rule: TargetRule) -> Text:
    """Return what is known about a year's target, in a sentence."""
    more, fewer = line.planned > line.asked, line.planned < line.asked
    if (rule == "at_least" and more) or (rule == "at_most" and fewer) or not (more or fewer):
        return Text("达到目标", "target met")
    if more:
        return Text(
            "多于目标：应撤的无学生学校或已定撤并的学校多于目标数",
            "above the target: empty schools due, or closings already decided, exceed it",
        )
    if line.proven:
        return Text(
            "少于目标：已证明，在现行规则下不能更多",
            "below the target: proven that no more is lawful",
        )
    if line.best_possible is None:
        return Text(
            "少于目标：尚未证明不能更多", "below the target: not proven that no more is lawful"
        )
    return Text(
        "少于目标：在现行规则下最多不超过{n}所", "below the target: at most {n} can be lawful"
    ).filled(n=line.best_possible)


def proof_words(proof: Proof) -> Text:
    """Return how far the plan is from the best, in a sentence without technical terms."""
    if proof.status == "infeasible":
        return Text("在现行规则下没有可行方案。", "No plan exists under the rules.")
    sentence = _gap_words(proof)
    if proof.status == "optimal":
        return sentence
    stopped = Text(
        "测算在用完时间或被停止时结束，方案合规，但可能还有更省的方案。",
        "The search ended at its time limit or was stopped; the plan is lawful, "
        "a less costly one may exist. ",
    )
    return Text(stopped.zh + sentence.zh, stopped.en + sentence.en)


def saving(proof: Proof) -> tuple[Literal["saved", "more_spent"], float] | None:
    """Return whether the plan saves or spends more than closing nothing, and how much (yuan)."""
    saved = proof.do_nothing - proof.objective
    if not isfinite(saved):
        return None
    return ("saved", saved) if saved >= 0 else ("more_spent", -saved)


def money_words(proof: Proof, language: Language) -> tuple[str, ...]:
    """Return what closing nothing would cost and what the plan saves or spends against it."""
    change = saving(proof)
    if change is None:
        return ()
    word, amount = change
    verb = {"saved": Text("节省", "saves"), "more_spent": Text("多支出", "spends more, by")}[word]
    sentence = Text(
        "不撤并任何学校时为{nothing}，本方案{verb}{amount}（不含人员工资）。",
        "Closing nothing would come to {nothing}; the plan {verb} {amount} (without staff pay).",
    ).filled(nothing=yuan(proof.do_nothing, language), verb=verb, amount=yuan(amount, language))
    return (sentence.say(language),)


def basis(run: Run, language: Language) -> tuple[tuple[str, str], ...]:
    """Return what the plan rests on, as pairs of label and value."""
    dataset = run.dataset
    method = TRAVEL_METHODS[run.plan.travel_method].say(language)
    kind = SYNTHETIC if dataset.synthetic else Text("实际数据", "real data")
    pairs = (
        (Text("数据截至", "Data as of"), dataset.as_of.isoformat()),
        (Text("在校生学年", "School year of enrolment"), str(dataset.base_year)),
        (Text("数据性质", "Kind of data"), kind.say(language)),
        (Text("来源", "Sources"), listed(dataset.sources, language) or MISSING),
        (Text("距离", "Distances"), method),
        (Text("方案编号", "Run"), run.run_id),
        (Text("编制时间", "Made"), run.created.strftime("%Y-%m-%d %H:%M")),
        (Text("联系", "Contact"), dataset.contact),
    )
    return tuple((label.say(language), value) for label, value in pairs if value)


@once
def _names(dataset: Dataset) -> tuple[dict[str, str], dict[str, str]]:
    """Return the names of schools and of places by id."""
    schools = _told_apart(dataset.schools, "school_id")
    return schools, _told_apart(dataset.places, "place_id")


def _told_apart(frame: object, key: str) -> dict[str, str]:
    rows = list(frame[[key, "name", "township"]].itertuples(index=False, name=None))  # type: ignore[index]
    by_name = Counter(name for _, name, _ in rows)
    by_both = Counter((name, township) for _, name, township in rows)
    told: dict[str, str] = {}
    for own, name, township in rows:
        extra = [str(township)] if by_name[name] > 1 and township else []
        extra += [str(own)] if by_both[name, township] > 1 else []
        told[own] = f"{name}（{' '.join(extra)}）" if name and extra else str(name or own)
    return told


def _grades(band: Band) -> Text:
    if band.first == band.last:
        return Text("{grade}年级", "grade {grade}").filled(grade=band.first)
    return BAND_NAMES.filled(first=band.first, last=band.last)


def _gap_words(proof: Proof) -> Text:
    gap = max(proof.gap, 0.0)
    if gap < ROUNDING:
        return Text(
            "经复核，在现行规则和同样的撤并数下，没有比本方案更省的方案。",
            "Checked: under the rules and with as many closures each year, no plan costs less.",
        )
    sentence = Text(
        "经复核，在现行规则和同样的撤并数下，本方案的资金与最好可能相差不超过{gap}",
        "Checked: under the rules and with as many closures each year, the plan's money is "
        "within {gap} of the best possible",
    ).filled(gap=percent(gap))
    controllable = proof.gap_controllable
    if controllable is None:
        return Text(f"{sentence.zh}。", f"{sentence.en}.")
    if controllable > 1:
        part = Text(
            "多于方案所能改变的全部资金", "more than all the money that the plan can change"
        )
    else:
        part = Text(
            "相当于方案所能改变资金的{part}", "{part} of the money that the plan can change"
        ).filled(part=percent(max(controllable, 0.0)))
    return Text("{said}（{part}）。", "{said} ({part}).").filled(said=sentence, part=part)
