"""Runs side by side: what differs, what it costs, and that every yuan is accounted for."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import scenarios
from planner.errors import UsageError
from planner.presentation import Names
from scenarios.comparison import Comparison, as_values, compare
from scenarios.comparison.costs import cost_lines
from scenarios.comparison.decisions import Step, difference
from scenarios.comparison.money import by_home
from scenarios.comparison.settings import settings
from tests.builders_run import BASE, small_run
from tests.builders_run_whole import whole_run


def of(compared: Comparison, school_id: str):
    return next(school for school in compared.schools if school.school_id == school_id)


def by_key(compared: Comparison) -> dict:
    """Return the rows of figures; the money of an account as `money.ACCOUNT`."""
    figures = compared.figures
    plain = [row for name, part in vars(figures).items() if name != "money" for row in part]
    return {row.key: row for row in plain} | {f"money.{row.key}": row for row in figures.money}


def with_year(run, old: int, new: int):
    """Return a run that plans `new` in place of `old`."""
    tables = {
        name: (table := getattr(run.plan, name)).assign(year=table["year"].replace({old: new}))
        for name in ("actions", "assignments", "demand", "zones", "schools", "costs")
    }
    lines = tuple(replace(x, year=new) if x.year == old else x for x in run.plan.targets)
    metrics = {str(new) if key == str(old) else key: v for key, v in run.plan.metrics.items()}
    years = tuple(sorted(new if y == old else y for y in run.assumptions.years))
    plan = replace(run.plan, targets=lines, metrics=metrics, **tables)
    return replace(run, plan=plan, assumptions=replace(run.assumptions, years=years))


@pytest.fixture(scope="module")
def compared() -> Comparison:
    return compare([small_run(), whole_run()], sources=["closing", "whole"])


def test_schools_are_told_apart_by_what_is_done_with_them(compared) -> None:
    kinds = {school.school_id: school.kind for school in compared.schools}
    assert set(kinds) == {"S01", "S02", "S04", "S07", "S08", "S11"}
    assert set(kinds.values()) == {"decision"}
    assert of(compared, "S04").decided == (
        (Step(2024, "close", ("S02",)),),
        (Step(2024, "downgrade", ("S02",), "upper"),),
    )


def test_the_school_that_a_merge_leaves_open_has_a_decision_too(compared) -> None:
    _, whole = of(compared, "S01").decided
    assert whole == (
        Step(2024, "relief", ("S08",), "P01"),
        Step(2025, "takes_in", ("S07",)),
    )


def test_a_decision_weighs_more_than_its_year_and_a_year_more_than_receivers() -> None:
    close = Step(2023, "close", ("A",))
    later, elsewhere = replace(close, year=2024), replace(close, receivers=("B",))
    none: frozenset[object] = frozenset()
    assert difference([(close,), ()], [none, none]) == "decision"
    assert difference([(close,), (later,)], [none, none]) == "year"
    assert difference([(close,), (elsewhere,)], [none, none]) == "receivers"
    assert difference([(close,), (close,)], [none, frozenset({1})]) == "receivers"
    assert difference([(close,), (close,)], [none, none]) is None
    assert difference([(close,), (close,), (later,)], [none] * 3) == "year"


def test_schools_placed_otherwise_under_the_same_decision_are_found() -> None:
    run = small_run()
    rows = run.plan.assignments
    moved = (rows["from_school_id"] == "S04") & (rows["mode"] == "walk")
    other = replace(run.plan, assignments=rows.assign(mode=rows["mode"].mask(moved, "bus")))
    found = compare([run, replace(run, plan=other)])
    assert [(school.school_id, school.kind) for school in found.schools] == [("S04", "receivers")]


def test_equal_runs_differ_in_nothing() -> None:
    found = compare([small_run(), small_run()])
    assert (found.schools, found.settings, found.warnings) == ((), (), ())
    assert set(found.shared.done["close"]) == {"S03", "S04", "S06", "S11"}
    assert found.shared.same_year["close"] == 4
    assert len(found.shared.kept) == 7


def test_what_all_share_is_what_each_does(compared) -> None:
    assert compared.shared.done == {"close": ("S03", "S06")}
    assert compared.shared.same_year == {"close": 2}
    assert compared.shared.kept == ("S01", "S02", "S05", "S08", "S09", "S10")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_lines_of_money_add_up_to_each_plan_and_to_the_difference(order) -> None:
    both = (small_run(), whole_run())
    runs = [both[i] for i in order]
    *lines, total = cost_lines(compare(runs))
    for n, run in enumerate(runs):
        by_account = run.plan.costs.groupby("account")["amount"].sum()
        assert total.money[n] == pytest.approx(dict(by_account))
        assert sum(sum(line.money[n].values()) for line in lines) == pytest.approx(by_account.sum())
    apart = runs[1].plan.costs["amount"].sum() - runs[0].plan.costs["amount"].sum()
    assert sum(line.differences[1] for line in lines) == pytest.approx(apart)
    assert total.differences == pytest.approx((0, apart))


def test_a_school_costs_its_running_and_the_ways_of_its_own_pupils(compared) -> None:
    """S04's 60 pupils: 27 walk to S02 in the whole run, all 60 in the other; by hand."""
    closing, whole = of(compared, "S04").money
    assert closing["running"] == 120_000
    assert whole["running"] == 3 * 120_000
    rows = compared.runs[0].plan.assignments
    own = rows[rows["from_school_id"] == "S04"]
    assert closing["pupil_km"] == pytest.approx(300 * (own["km"] * own["pupils"]).sum())
    assert set(closing) == {"running", "pupil_km"}


def test_money_follows_pupils_to_the_school_they_come_from() -> None:
    """Of A and B both ride to C, B's half boards; A also moves this year, C's own pupils stay."""
    rows = [
        (2023, "P1", "upper", "A", "C", "bus", 10, 2.0),
        (2023, "P2", "upper", "B", "C", "board", 30, 10.0),
        (2023, "P3", "upper", "C", "C", "stay", 5, 4.0),
    ]
    columns = ["year", "place_id", "band", "from_school_id", "school_id", "mode", "pupils", "km"]
    costs = [
        (2023, "pupil_km", "C", 10_000.0), (2023, "bus_pupil", "C", 150.0),
        (2023, "boarder", "C", 900.0), (2023, "boarding_upper", "C", 90.0),
        (2023, "move", "C", 400.0), (2023, "running", "C", 7.0), (2023, "grant", "C", 3.0),
    ]  # fmt: skip
    plan = replace(
        small_run().plan,
        assignments=pd.DataFrame(rows, columns=columns),
        costs=pd.DataFrame(costs, columns=["year", "account", "school_id", "amount"]),
    )
    found = by_home(plan).set_index(["account", "home"])["amount"].to_dict()
    # pupil-km: A 10 x 2 = 20, B 30 x 10 / 5 = 60, C 5 x 4 = 20; the sum of 100 costs 10,000.
    assert found == pytest.approx({
        ("pupil_km", "A"): 2_000, ("pupil_km", "B"): 6_000, ("pupil_km", "C"): 2_000,
        ("bus_pupil", "A"): 150, ("boarder", "B"): 900, ("boarding_upper", "B"): 90,
        ("move", "A"): 100, ("move", "B"): 300, ("running", "C"): 7, ("grant", "C"): 3,
    })  # fmt: skip


def test_redirected_entrants_are_no_move_but_a_later_move_of_their_group_is() -> None:
    rows = [
        (2023, "P1", "lower", "A", "A", "stay", 20, 1.0),
        (2023, "P1", "lower", "A", "C", "bus", 10, 1.0),
        (2024, "P1", "lower", "A", "D", "walk", 20, 1.0),
        (2024, "P1", "lower", "A", "C", "bus", 10, 1.0),
        (2024, "P2", "lower", "B", "D", "walk", 20, 1.0),
        (2024, "P3", "lower", "B", "C", "walk", 5, 1.0),
    ]
    columns = ["year", "place_id", "band", "from_school_id", "school_id", "mode", "pupils", "km"]
    costs = [(2024, "move", "D", 80.0), (2024, "move", "C", 10.0)]
    plan = replace(
        small_run().plan,
        assignments=pd.DataFrame(rows, columns=columns),
        costs=pd.DataFrame(costs, columns=["year", "account", "school_id", "amount"]),
    )
    found = by_home(plan).set_index("home")["amount"].to_dict()
    assert found == pytest.approx({"A": 40, "B": 40 + 10})


def test_minutes_are_of_the_schools_own_pupils_before_and_after(compared) -> None:
    closing, whole = of(compared, "S11").ways
    rows = compared.runs[0].plan.assignments
    own = rows[(rows["from_school_id"] == "S11") & (rows["year"] == 2025)]
    mean = (own["minutes"] * own["pupils"]).sum() / 45
    assert (closing.pupils, closing.boarders) == (45, 0)
    assert closing.mean == pytest.approx(mean)
    assert closing.longest == pytest.approx(own["minutes"].max())
    assert closing.before == pytest.approx(whole.mean)
    assert whole.before == whole.mean


def test_the_present_way_may_come_from_the_other_run_or_stay_unknown() -> None:
    """S03's pupils go in the first year; only a run that keeps it a year knows their present way."""
    run = small_run()
    rows = run.plan.assignments
    back = (rows["from_school_id"] == "S03") & (rows["year"] == 2023)
    stays = rows.assign(
        mode=rows["mode"].mask(back, "stay"),
        school_id=rows["school_id"].mask(back, "S03"),
        minutes=rows["minutes"].mask(back, 7.0),
    )
    actions = run.plan.actions.replace({"year": {2023: 2024}})
    later = replace(run, plan=replace(run.plan, assignments=stays, actions=actions))
    assert of(compare([run, later]), "S03").ways[0].before == pytest.approx(7.0)
    elsewhere = run.plan.actions.replace({"receivers": {"S02;S08": "S02"}})
    other = replace(run, plan=replace(run.plan, actions=elsewhere))
    assert of(compare([run, other]), "S03").ways[0].before is None
    assert of(compare([run, other]), "S03").ways[0].boarders == 9


def test_figures_stand_side_by_side_with_their_difference(compared) -> None:
    rows = by_key(compared)
    assert rows["close"].each == (4, 2)
    assert rows["merge_form"].each == (0, 1)
    assert rows["downgrade"].each == (0, 1)
    assert rows["works"].each == (0, 2)
    assert rows["relief"].each == (0, 1)
    assert rows["redirected"].each == (0, 133)
    assert rows["asked_2025"].each == (2, 0)
    assert rows["planned_2024"].differences == (0, -1)
    totals = [run.plan.costs["amount"].sum() for run in compared.runs]
    assert rows["money.total"].each == pytest.approx(totals)
    assert rows["money.saved"].each == pytest.approx([4.2e6 - total for total in totals])
    assert "money.per_year" not in rows
    assert rows["over_cap_pupils_2025"].each[1] > 0


def test_settings_that_differ_are_named_with_both_values() -> None:
    travel = {**BASE["travel"], "max_minutes": {"lower": 25, "upper": 40, "junior": float("inf")}}
    keep = {**BASE["closures"], "keep": [{"school_id": "S05", "reason": "远"}]}
    found = compare([small_run(), small_run(travel=travel, closures=keep)]).settings
    said = {one.key: [value.zh for value in one.each] for one in found}
    assert said == {
        "closures.keep": ["—", "石桥小学（远）"],
        "travel.max_minutes.lower": ["30", "25"],
        "travel.max_minutes.junior": ["40", "不限"],
    }
    assert "1—3年级" in next(one for one in found if one.key.endswith("lower")).title.zh


SHIPPED = [name for name in scenarios.names() if name != "base"]


@pytest.mark.parametrize("one", SHIPPED)
def test_every_two_shipped_scenarios_can_be_compared(one) -> None:
    """A value may be a table in one and a number in the other; every difference has words."""
    run = small_run()
    for other in SHIPPED:
        pair = [replace(run, assumptions=scenarios.load(n).assumptions) for n in (one, other)]
        found = settings(pair)
        assert (one == other) == (not found)
        for setting in found:
            assert len({*setting.each}) == 2
            assert all(value.zh and value.en for value in setting.each)
            assert not any(re.search(r"[{}\[\]()]=|Keep|inf\b", v.en) for v in setting.each)


def test_one_limit_for_all_kinds_stands_beside_the_limits_of_a_table() -> None:
    by_kind = {**BASE["closures"], "small": {"primary": 30, "junior": 280}}
    unlimited = {**BASE["closures"], "small": 0}
    found = settings([small_run(), small_run(closures=by_kind), small_run(closures=unlimited)])
    assert [(one.key, [value.zh for value in one.each]) for one in found] == [
        ("closures.small.primary", ["100", "30", "不限"]),
        ("closures.small.junior", ["100", "280", "不限"]),
    ]
    assert "初中" in found[1].title.zh


def test_targets_versions_and_years_are_among_the_settings() -> None:
    version = {**BASE["closures"], "targets": {2023: 23, 2024: 0, 2025: 18}, "version": "item-14"}
    found = settings([small_run(), small_run(closures=version, years=[2023, 2024, 2025, 2026])])
    assert {one.key: [value.zh for value in one.each] for one in found} == {
        "years": ["2023—2025", "2023—2026"],
        "closures.targets": ["2023年2所、2024年1所、2025年2所", "2023年23所、2025年18所"],
        "closures.version": ["—", "item-14"],
    }


def test_schools_kept_for_one_reason_stand_together_by_name() -> None:
    rows = [("S05", "照常办学"), ("S02", "路远"), ("S10", "照常办学"), ("S08", "")]
    keep = [{"school_id": school, "reason": reason} for school, reason in rows]
    close = [{"school_id": "S11", "year": 2024}]
    chosen = {**BASE["closures"], "keep": keep, "close": close}
    said = {one.key: one.each[1] for one in settings([small_run(), small_run(closures=chosen)])}
    names = Names.of(small_run().dataset)
    a, b, c, d, e = (names.school(f"S{n}") for n in ("05", "10", "02", "08", "11"))
    assert said["closures.keep"].zh == f"{a}、{b}（照常办学）；{c}（路远）；{d}"
    assert said["closures.close"].zh == f"{e}（2024年）"


def test_the_same_number_written_otherwise_is_no_difference() -> None:
    money = {**BASE["money"], "pupil_km": 300.0}
    assert compare([small_run(), small_run(money=money)]).settings == ()


def test_other_tables_of_the_same_schools_are_compared_with_a_warning() -> None:
    run = small_run()
    hearings = run.dataset.hearings.iloc[1:]
    other = replace(run, dataset=replace(run.dataset, hearings=hearings, sha256="1" * 64))
    (warning,) = compare([run, other]).warnings
    assert "听证" in warning.what.zh
    assert "hearings" in warning.what.en


def test_runs_of_other_schools_are_refused_naming_them() -> None:
    run = small_run()
    fewer = run.dataset.schools[run.dataset.schools["school_id"] != "S11"]
    other = replace(run, dataset=replace(run.dataset, schools=fewer, sha256="1" * 64))
    with pytest.raises(UsageError) as refused:
        compare([run, other])
    assert "S11" in refused.value.what.zh
    elsewhere = replace(run, dataset=replace(run.dataset, name="别县"))
    with pytest.raises(UsageError) as refused:
        compare([run, run, elsewhere])
    assert "方案3" in refused.value.what.zh
    assert "别县" in refused.value.what.zh


def test_one_run_is_too_few() -> None:
    with pytest.raises(UsageError):
        compare([small_run()])


def test_other_years_are_warned_of_and_their_money_stands_apart() -> None:
    run = small_run()
    other = with_year(run, 2025, 2026)
    found = compare([run, other])
    assert [one.code for one in found.warnings] == ["other_years"]
    rows = by_key(found)
    assert rows["planned_2025"].each == (1, None)
    assert rows["planned_2026"].each == (None, 1)
    assert rows["money.per_year"].each == pytest.approx([rows["money.total"].each[0] / 3] * 2)
    lines = cost_lines(found)
    assert [line.kind for line in lines] == ["school", "rest", "other_years", "total"]
    assert lines[-2].money[0] == pytest.approx(lines[-2].money[1])
    assert of(found, "S11").kind == "year"
    assert sum(lines[-1].money[0].values()) == pytest.approx(run.plan.costs["amount"].sum())


def test_three_runs_have_three_values_everywhere() -> None:
    found = compare([small_run(), whole_run(), small_run()])
    assert all(len(school.ways) == len(school.money) == 3 for school in found.schools)
    assert of(found, "S11").decided[0] == of(found, "S11").decided[2]
    assert cost_lines(found)[-1].differences[2] == 0


def test_json_holds_everything_and_adds_up(compared) -> None:
    values = json.loads(json.dumps(as_values(compared), allow_nan=False))
    assert [run["source"] for run in values["runs"]] == ["closing", "whole"]
    assert {school["school_id"] for school in values["schools"]} == {
        school.school_id for school in compared.schools
    }
    *lines, total = values["costs"]
    for n in range(2):
        assert sum(sum(line["money"][n].values()) for line in lines) == pytest.approx(
            sum(total["money"][n].values()), abs=0.01
        )
    assert values["shared"]["done"] == {"close": ["S03", "S06"]}


def test_every_key_of_the_json_file_is_documented(compared) -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "reference" / "compare.md"
    told = set(re.findall(r"`(\w+)`", page.read_text("utf-8")))
    values = as_values(compared)
    parts = [values, *values["runs"], *values["schools"], *values["costs"], values["shared"]]
    parts += [values["figures"], *(row for rows in values["figures"].values() for row in rows)]
    parts += [of for school in values["schools"] for of in school["ways"]]
    parts += [step for school in values["schools"] for of in school["decisions"] for step in of]
    assert {key for part in parts for key in part} - told == set()
