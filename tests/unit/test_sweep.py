"""Settings of a sweep, their combinations, and the charts of what they come to."""

from __future__ import annotations

import pytest

from planner.errors import UsageError
from planner.plan import TargetLine
from planner.words import Text
from scenarios.sweep import Row, Sweep, Swept, as_csv, combinations, render, swept
from scenarios.sweep.charts import FOOT, HIGH, TOP, charts

BANDS = {"lower": Text("1—3年级", "grades 1–3")}


def row(number: int, *values: str, planned: int | None = 1, money: float = 1e6) -> Row:
    """Return a row of one year; without a plan where nothing is planned."""
    if planned is None:
        return Row(number, values, "infeasible", f"{number:02}", why=Text("不行", "it cannot be"))
    figures = dict.fromkeys(
        ("pupils_moved", "minutes_p90_moved", "minutes_max_moved", "boarders"), 10.0 * planned
    )
    lines = (TargetLine(2023, 2, planned, 0, proven=True),)
    run = f"{number:02}"
    return Row(number, values, "optimal", run, lines, figures, money, money, 2e6, 1.5)


def sweep(settings: list[str], *rows: Row) -> Sweep:
    title = Text("试验", "trial")
    return Sweep("试验县", title, (Text("规划", "planned"),), swept(settings), rows, BANDS)


def test_commas_in_brackets_and_quotes_belong_to_a_value() -> None:
    (one,) = swept(["closures.targets={2023=1,2024=2},{2023=3}"])
    assert one == Swept("closures.targets", ("{2023=1,2024=2}", "{2023=3}"))
    assert swept(['title="a, b",c'])[0].values == ('"a, b"', "c")


def test_every_value_meets_every_other() -> None:
    assert combinations(swept(["a=1,2", "b=x,y"])) == [
        ("1", "x"), ("1", "y"), ("2", "x"), ("2", "y"),
    ]  # fmt: skip


@pytest.mark.parametrize("settings", [[], ["a"], ["=1"], ["a=1,,2"], ["a=1,1"], ["a=1", "a=2"]])
def test_what_is_not_written_so_is_refused(settings: list[str]) -> None:
    with pytest.raises(UsageError):
        swept(settings)


def test_settings_and_values_are_told_in_words() -> None:
    minutes, rule = swept(["travel.max_minutes.lower=25,inf", "closures.rule=exact,at_least"])
    assert "1—3年级" in minutes.title(BANDS).zh
    assert "grades 1–3" in minutes.title(BANDS).en
    assert [text.zh for text in minutes.said] == ["25", "不限"]
    assert [text.en for text in rule.said] == ["exactly", "at least"]


def test_a_chart_begins_at_zero_and_stands_numbers_at_their_distance() -> None:
    drawn = charts(
        sweep(["travel.bus_kmh=40,20,25"], row(1, "40", planned=2), row(2, "20", planned=1),
              row(3, "25", planned=1)),
        "zh",
    )  # fmt: skip
    assert drawn is not None
    chart = drawn.charts[0]
    assert [tick.label for tick in chart.across] == ["20", "25", "40"]
    twenty, between, forty = (tick.at for tick in chart.across)
    assert (between - twenty) / (forty - twenty) == pytest.approx(0.25, abs=0.01)
    assert chart.zero == HIGH - FOOT
    # two closures reach the top mark, one half of it; counts have whole marks only
    assert [tick.label for tick in chart.up] == ["0", "1", "2"]
    (line,) = chart.lines
    assert [dot.y for dot in line.dots] == pytest.approx(
        [TOP + (HIGH - TOP - FOOT) / 2, TOP + (HIGH - TOP - FOOT) / 2, TOP]
    )


def test_a_line_stops_where_there_is_no_plan() -> None:
    rows = (row(1, "10"), row(2, "20", planned=None), row(3, "30"), row(4, "40"))
    drawn = charts(sweep(["travel.bus_kmh=10,20,30,40"], *rows), "en")
    assert drawn is not None
    chart = drawn.charts[0]
    (line,) = chart.lines
    assert len(line.paths) == 1
    assert len(line.dots) == 3
    assert chart.without == (chart.across[1].at,)


def test_the_setting_with_most_values_stands_across_and_the_rest_are_lines() -> None:
    settings = ["closures.rule=exact,at_least", "travel.bus_kmh=10,20,30"]
    rows = [row(n, *values) for n, values in enumerate(combinations(swept(settings)), 1)]
    drawn = charts(sweep(settings, *rows), "zh")
    assert drawn is not None
    assert [name.rpartition("：")[2] for _, name in drawn.names] == ["正好", "不少于"]
    assert all(len(line.dots) == 3 for chart in drawn.charts for line in chart.lines)


def test_without_any_plan_the_page_says_so() -> None:
    nothing = sweep(["travel.bus_kmh=10"], row(1, "10", planned=None))
    assert charts(nothing, "zh") is None
    assert "没有一种取值有方案" in render(nothing, "zh")
    assert "it cannot be" in render(nothing, "en")


def test_names_are_inert_on_the_page() -> None:
    page = render(sweep(["title=<b>x</b>"], row(1, "<b>x</b>")), "zh")
    assert "<b>x" not in page


def test_the_table_has_a_column_for_each_setting_year_and_figure() -> None:
    text = as_csv(sweep(["travel.bus_kmh=10,20"], row(1, "10"), row(2, "20", planned=None)), "en")
    head, first, second = text.splitlines()
    assert head == (
        "run,travel.bus_kmh,status,asked_2023,planned_2023,pupils_moved,minutes_p90_moved,"
        "minutes_max_moved,boarders,money,bound,do_nothing,seconds,why"
    )
    assert first == "01,10,optimal,2,1,10,10,10,10,1000000,1000000,2000000,1.500,"
    assert second == "02,20,infeasible,,,,,,,,,,,it cannot be"
