"""What is said of a school: every reason that holds, what holds it first, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from planner.tabulate import tabulate
from tests.builders_reasons import FULL, Told, told
from tests.valley import valley

if TYPE_CHECKING:
    from pathlib import Path

D = {"D": {"at": 1}}
NO = {"school_id": "A", "date": "2023-01-01", "parents_for": 0, "parents_against": 1}
WORK = {"works_id": "W1", "school_id": "D", "adds_seats": 9, "first_year": 2023, "cost": 1000}
TWO = {"A": {}, "B": {"at": 2, "running_cost": 120_000}, **D}
BOTH = [("A", 4, 5), ("B", 4, 6), FULL]

# name -> (schools, pupils, what else is different), then what is said of A.
CASES: dict[str, tuple[dict[str, Any], list[Any], dict[str, Any]]] = {
    "kept": (
        {"A": {}, **D},
        [("A", 4, 5), FULL],
        {"closures": {"keep": [{"school_id": "A", "reason": "远"}]}, "hearings": [NO]},
    ),
    "far": (
        {"A": {}, "D": {"at": 20}},
        [("A", 1, 5), ("A", 4, 3), FULL],
        {"scenario": {"boarding": {"bands": []}}},
    ),
    "two_homes": (
        {"A": {}, "D": {"at": 20}},
        [("A", 1, 5, "P"), ("A", 1, 3, "Q"), FULL],
        {"places": {"P": 0, "Q": -3}},
    ),
    "seats": ({"A": {}, "D": {"at": 1, "seats": 152}}, [("A", 4, 5), FULL], {}),
    "even_with_works": (
        {"A": {}, "D": {"at": 1, "seats": 142}},
        [("A", 4, 5), FULL],
        {"works": [WORK]},
    ),
    "beds": ({"A": {}, "D": {"at": 20, "beds": 2}}, [("A", 4, 5), FULL], {}),
    "taken": (
        {"A": {"at": -10}, "B": {"at": 12}, "D": {"at": 1, "seats": 162}},
        [("A", 4, 10), ("B", 4, 8), FULL],
        {},
    ),
    "budget": (
        {"A": {}, "D": {"at": 1, "seats": 150}},
        [("A", 4, 5), FULL],
        {"works": [WORK], "scenario": {"money": {"works_budget": {2023: 500}}}},
    ),
    "receiver_closes": (
        {"A": {}, "C": {"at": 5}, "D": {"at": 15}},
        [("A", 1, 5), ("C", 1, 5), ("D", 1, 150)],
        {"targets": 1, "closures": {"close": [{"school_id": "C", "year": 2023}]}},
    ),
    "last_junior": (
        {"A": {"kind": "junior", "township": "西岭"}, "K": {"kind": "junior", "at": 1}},
        [("A", 7, 5), ("K", 7, 150)],
        {"closures": {"counts": ["junior"]}},
    ),
    "no_moves": (
        {"A": {}, **D},
        [("A", 4, 5), FULL],
        {"scenario": {"schools": {"moves_per_pupil": 0}}},
    ),
    "better_case": (TWO, BOTH, {"targets": 1}),
    "not_worth": (
        {"A": {"running_cost": 1000}, **D},
        [("A", 4, 50), FULL],
        {"targets": 0, "closures": {"rule": "at_least"}},
    ),
}

SAID: dict[str, list[tuple[str, str, str, str]]] = {
    "kept": [
        ("must_keep", "keep", "该校在保留名单中（远）", "it is on the keep list (远)"),
        (
            "must_keep",
            "hearing",
            "最近一次听证反对者多于赞成者",
            "more were against than for at its latest hearing",
        ),
    ],
    "far": [
        (
            "must_keep",
            "no_place",
            "1—3年级的5名学生在30分钟内没有接收学校，最近的D需45分钟",
            "no school is within 30 minutes for 5 pupils of grades 1–3; the nearest, D, is 45 away",
        ),
        (
            "must_keep",
            "no_place",
            "4—6年级的3名学生在40分钟内没有接收学校，最近的D需45分钟",
            "no school is within 40 minutes for 3 pupils of grades 4–6; the nearest, D, is 45 away",
        ),
    ],
    "two_homes": [
        (
            "must_keep",
            "no_place",
            "1—3年级的3名学生在30分钟内没有接收学校，最近的D需51分钟；同年级段另有5名学生也是如此",
            (
                "no school is within 30 minutes for 3 pupils of grades 1–3; the nearest, D, is 51 away; "
                "the same holds for 5 pupils more of these grades"
            ),
        )
    ],
    "seats": [
        (
            "must_keep",
            "seats",
            "4—6年级的5名学生按规定可到的学校（1所）都容不下：D缺3个学位（2023年）",
            "5 pupils of grades 4–6 find no places at the schools in reach (1): D lacks 3 seats (2023)",
        )
    ],
    "even_with_works": [
        (
            "must_keep",
            "seats",
            "4—6年级的5名学生按规定可到的学校（1所），即使建成全部可能的工程也都容不下：D缺4个学位（2023年）",
            (
                "5 pupils of grades 4–6 find no places at the schools in reach (1), even with every "
                "possible work: D lacks 4 seats (2023)"
            ),
        )
    ],
    "beds": [
        (
            "must_keep",
            "beds",
            "4—6年级的5名学生按规定可到的学校（1所）都容不下：D缺3张床位（2023年）",
            "5 pupils of grades 4–6 find no places at the schools in reach (1): D lacks 3 beds (2023)",
        )
    ],
    "taken": [
        (
            "keep",
            "seats",
            "4—6年级的10名学生按规定可到的学校（1所）在接收其他学生后都容不下：D缺6个学位（2023年）",
            (
                "10 pupils of grades 4–6 find no places at the schools in reach (1) once others have "
                "come: D lacks 6 seats (2023)"
            ),
        ),
        (
            "keep",
            "in_place_of",
            "撤并它而各年撤并数不变，则要保留B，规划期内多支出0.62万元",
            (
                "closing it with as many closures each year would keep B and cost 6,200 yuan more over "
                "the plan"
            ),
        ),
    ],
    "budget": [
        (
            "must_keep",
            "budget",
            "4—6年级的5名学生只有在D建成工程W1后才有学位或床位，其投资1,000元超过各年工程预算（最多500元）",
            (
                "5 pupils of grades 4–6 would have places only with works W1 at D, whose 1,000 yuan are "
                "beyond the budget of every year (at most 500)"
            ),
        )
    ],
    "receiver_closes": [
        (
            "must_keep",
            "receivers_close",
            "只有C可以接收1—3年级的5名学生，而该校已定撤并",
            "only C could take 5 pupils of grades 1–3, and it closes by decision",
        ),
        ("must_keep", "receives", "它接收C的学生", "it receives the pupils of C"),
    ],
    "last_junior": [
        (
            "must_keep",
            "last_junior",
            "它是西岭最后一所初中",
            "it is the last junior school of 西岭",
        )
    ],
    "no_moves": [
        (
            "must_keep",
            "no_moves",
            "该校有学生，而情景不允许学生转学（schools.moves_per_pupil = 0）",
            "it has pupils, and the scenario lets no pupil change school (schools.moves_per_pupil = 0)",
        )
    ],
    "better_case": [
        (
            "keep",
            "target_met",
            (
                "各年目标（2023年1所）已由条件更合适的学校完成；在2023年撤并它而保留B（其余不变），"
                "规划期内多支出1.89万元：本校有5名学生转学、单程最长13.3分钟，B有6名学生转学、单程最长13.3分钟"
            ),
            (
                "the targets (1 in 2023) are met by schools with a better case; closing it in 2023 and "
                "keeping B (all else as planned) would cost 18,900 yuan more over the plan: here 5 pupils "
                "would move, 13.3 minutes at most, at B 6 pupils would move, 13.3 minutes at most"
            ),
        )
    ],
    "not_worth": [
        (
            "keep",
            "not_worth",
            "撤并它比保留更费钱：规划期内至少多支出5.40万元",
            "closing it costs more than keeping it: at least 54,000 yuan more over the plan",
        )
    ],
}


def county(folder: Path, name: str) -> Told:
    schools, pupils, more = CASES[name]
    return told(folder, schools, pupils, **more)


@pytest.mark.parametrize("name", CASES)
def test_a_school_that_stays_is_told_why(name: str, tmp_path: Path) -> None:
    found = county(tmp_path, name).of("A")
    assert [(one.decision, one.code, one.text.zh, one.text.en) for one in found] == SAID[name]
    assert {one.year for one in found} == {None}


@pytest.mark.parametrize(
    "name", [name for name, (*_, more) in CASES.items() if "targets" not in more]
)
def test_what_holds_a_school_from_a_missed_target_is_among_its_reasons(
    name: str, tmp_path: Path
) -> None:
    seen = county(tmp_path, name)
    [rule] = [
        one.rule for one in tabulate(seen.case, seen.outcome).obstacles if one.school_id == "A"
    ]
    # The plan's own list counts places only; where a budget is in the way, it says what is short.
    assert rule in {*seen.codes("A"), *(["other", "seats"] if name == "budget" else [])}


def test_every_school_has_a_reason_in_the_order_of_the_table(tmp_path: Path) -> None:
    seen = Told(valley(tmp_path))
    schools = [one.school_id for one in seen.reasons]
    assert list(dict.fromkeys(schools)) == seen.case.dataset.schools["school_id"].tolist()
    assert not any(one.text.zh == "" or "{" in one.text.zh + one.text.en for one in seen.reasons)


def test_no_candidate_is_told_everything_that_keeps_it_out(tmp_path: Path) -> None:
    seen = told(
        tmp_path,
        {"P": {"ownership": "private"}, "J": {"kind": "junior"}, "X": {}, **D},
        [("P", 4, 120), ("J", 7, 120), ("X", 4, 5), ("X", 1, 2), FULL],
        scenario={"bands": {"upper": [4, 6], "junior": [7, 9]}},
    )
    codes = {school: seen.codes(school) for school in "PJXD"}
    assert codes == {
        "P": ["private", "not_small"],
        "J": ["other_kind"],
        "X": ["grades_apart"],
        "D": ["not_small"],
    }
    assert {one.decision for one in seen.reasons} == {"not_candidate"}
    assert seen.said("X", "grades_apart").text.en.startswith("2 of its pupils are in grades")
    assert "120" in seen.said("P", "not_small").text.zh
    assert "100" in seen.said("P", "not_small").text.zh


def test_a_closing_tells_cause_pupils_ways_money_and_who_would_close_instead(
    tmp_path: Path,
) -> None:
    seen = told(tmp_path, TWO, BOTH, {2023: 1, 2024: 0})
    assert seen.decision("B") == "close"
    assert seen.codes("B") == ["small", "moves", "ways", "money", "instead", "year"]
    said = {one.code: one.text for one in seen.of("B")}
    assert (
        said["small"].en
        == "its roll is 6, under the limit of 100 for a small school (closures.small)"
    )
    assert said["moves"].zh == "2023年6名学生转学，到D（6名）；以后2024年有6名"
    assert said["moves"].en == "6 pupils move in 2023, to D (6); later on 6 in 2024"
    assert said["ways"].zh == (
        "上学单程现在最长0.0分钟（0.0公里），九成学生不超过0.0分钟；转学后最长13.3分钟（1.0公里），"
        "九成学生不超过13.3分钟；增加最多的是B所在地的4—6年级6名学生：由0.0分钟变为13.3分钟（步行）"
    )
    assert said["money"].en == (
        "running the school is 120,000 yuan a year less; moving and the ways to school are 7,200 "
        "yuan more over the plan; together 232,800 yuan less (without staff pay and building works)"
    )
    assert said["year"].zh.startswith("2023年的目标是1所")


def test_a_closing_that_is_decided_or_due_says_so(tmp_path: Path) -> None:
    schools = {"A": {}, "E": {"at": 3}, "C": {"at": 2}, "F": {"at": 4}, **D}
    pupils = [("A", 4, 5), ("C", 4, 5), ("F", 4, 5), FULL]
    seen = told(
        tmp_path,
        schools,
        pupils,
        3,
        closures={"close": [{"school_id": "C", "year": 2023}]},
        decisions=[{"school_id": "F", "decision": "close", "year": 2023, "reason": "批复"}],
    )
    assert seen.codes("E") == ["due", "moves", "money"]
    assert seen.codes("C")[:2] == ["decided", "small"]
    assert "closures.close" in seen.said("C", "decided").text.zh
    assert seen.said("F", "decided").text.zh == "已定于2023年撤并（已定事项 decisions.csv：批复）"
    assert seen.said("E", "moves").text.en == "no pupil has to move"


def test_years_are_exchanged_with_the_school_that_makes_it_cheapest(tmp_path: Path) -> None:
    """Each year of B saves 120,000 - 600 yuan, each of A 100,000 - 500."""
    seen = told(tmp_path, TWO, BOTH, {2023: 1, 2024: 1})
    assert (seen.decision("A"), seen.of("A")[0].year) == ("close", 2024)
    assert seen.said("A", "year").text.en == (
        "Closing it in 2023 already and B in 2024 instead (as many a year, all else as planned) "
        "would cost 19,900 yuan more over the plan"
    )
    assert seen.said("B", "year").text.zh == (
        "推迟到2024年撤并，而A改在2023年（各年撤并数和其余不变），规划期内多支出1.99万元"
    )
    assert seen.said("A", "instead").text.en == (
        "no lawful plan with as many closures each year keeps it"
    )


def test_a_year_that_waits_for_works_names_them(tmp_path: Path) -> None:
    seen = told(
        tmp_path,
        {"A": {}, "D": {"at": 1, "seats": 150}},
        [("A", 4, 5), FULL],
        {2023: 1, 2024: 0},
        works=[{**WORK, "first_year": 2024}],
        closures={"rule": "at_least"},
    )
    assert seen.of("A")[0].year == 2024
    assert seen.said("A", "year_ready").text.zh == "D用2024年启用的工程W1接收转去的学生"
    assert "year" not in seen.codes("A"), "nothing lets it close earlier"


def test_reductions_merges_and_conversions_are_told(tmp_path: Path) -> None:
    seen = Told(valley(tmp_path))
    assert {s: seen.decision(s) for s in "DKJVUM"} == {
        "D": "downgrade",
        "K": "merge",
        "J": "not_candidate",
        "V": "not_candidate",
        "U": "not_candidate",
        "M": "close",
    }
    assert seen.said("K", "merge").text.zh == "与J合并组建九年一贯制学校，学生转入J"
    assert seen.codes("J") == ["merge_receives", "not_small"]
    assert seen.codes("V") == ["convert", "not_small"]
    assert seen.codes("D") == ["reduce", "moves", "ways", "money", "no_place", "never_as_many"]
    assert seen.said("D", "ways").text.en == (
        "6 pupils board and travel once a week, at most 75.0 minutes (35.0 km) one way"
    )


def test_only_reducing_is_told(tmp_path: Path) -> None:
    seen = told(
        tmp_path, {"A": {}, **D}, [("A", 1, 5), ("A", 4, 5), FULL], closures={"downgrade": "only"}
    )
    assert seen.codes("A") == ["reduce", "moves", "ways", "money", "reduced", "never_as_many"]


def test_a_school_that_receives_and_is_not_worth_closing_is_told_both(tmp_path: Path) -> None:
    seen = told(tmp_path, {"A": {}, "B": {"at": 1}}, [("A", 4, 5), ("B", 4, 6)])
    assert seen.codes("B") == ["receivers_close", "receives", "not_worth"]
    assert seen.of("A")[0].robust == "robust"


def test_a_flip_stands_with_the_first_reason(tmp_path: Path) -> None:
    from planner.reasons import reasons
    from planner.words import Text

    seen = told(tmp_path, {"A": {}, "B": {"at": 1}}, [("A", 4, 5), ("B", 4, 6)])
    flip = Text("床位", "beds")
    found = reasons(seen.decided, seen.alternatives, (), {seen.position("B"): flip})
    assert [one.flip for one in found if one.school_id == "B"] == [flip, None, None]
    assert not any(one.flip for one in found if one.school_id == "A")
