"""What a plan decides is counted one way: closings and mergers told apart on every paper."""

from dataclasses import replace

import openpyxl
import pytest

from planner import headline, key_figures, ledger, report
from planner.cli.told import decided_lines
from planner.headline import Relieved, Tally
from planner.plan import TargetLine
from planner.presentation import Names
from scenarios.comparison import compare, render
from scenarios.comparison.charts import closures
from tests.builders_run import BASE, small_run
from tests.builders_run_whole import whole_run
from tests.unit.test_report import Page, section

COUNTED = {**BASE["merge"], "enabled": True, "count": True}


def counted_run():
    """Return the whole run where its merger of 2025 counts toward a target of one."""
    run = whole_run(merge=COUNTED)
    lines = (
        TargetLine(year=2023, asked=2, planned=2, empty=1, proven=True),
        TargetLine(year=2024, asked=0, planned=0, empty=0, proven=True),
        TargetLine(year=2025, asked=1, planned=1, empty=0, proven=True),
    )
    return replace(run, plan=replace(run.plan, targets=lines))


def rows(figures) -> dict:
    return {figure.label.zh: (*figure.by_year, figure.total) for figure in figures}


def test_a_year_and_the_whole_plan_count_every_kind_of_decision() -> None:
    run = whole_run()
    by_year = headline.by_year(run)
    assert by_year[2023] == Tally(closed=2, empty=1)
    assert by_year[2024] == Tally(downgraded=1, works=1, seats=60, beds=40, redirected=133)
    assert by_year[2025] == Tally(merged=1, works=1, seats=90, converted=1, redirected=266)
    whole = headline.whole_plan(run)
    assert (whole.closed, whole.merged, whole.works, whole.seats) == (2, 1, 2, 150)
    assert whole.redirected == 266


def test_mergers_count_toward_the_target_only_where_the_scenario_says_so() -> None:
    assert headline.counted_mergers(whole_run()) == {2023: 0, 2024: 0, 2025: 0}
    assert headline.counted_mergers(counted_run()) == {2023: 0, 2024: 0, 2025: 1}


def test_the_line_of_a_year_tells_closings_and_mergers_apart() -> None:
    line = counted_run().plan.targets[2]
    said = headline.target_line(line, 1)
    assert said.zh == "目标1所，规划撤并0所（其中无学生0所）、合并组建1组"
    assert "planned closings: 0" in said.en
    assert "mergers: 1" in said.en


def test_the_screen_says_everything_that_is_decided() -> None:
    said = next(decided_lines(whole_run(), "zh"))
    for part in ("撤并2所（其中无学生1所）", "合并组建九年一贯制学校1组", "降格为教学点1所",
                 "改扩建2项（新增学位150个、床位40张）", "改制为九年一贯制学校1所",
                 "期末有266名分流学生"):  # fmt: skip
        assert part in said


def test_the_report_s_tiles_hold_every_decision_and_closings_without_mergers() -> None:
    cells = Page(section(report.render(counted_run(), "zh"), "figures")).cells
    tiles = dict(zip(cells[2::2], cells[1::2], strict=False))
    assert tiles["撤并学校（所）；与合并组建合计3，目标3"] == "2"
    assert tiles["合并组建九年一贯制学校（组）"] == "1"
    assert tiles["降格为教学点（所）"] == "1"
    assert tiles["改扩建（项）（新增学位150个、床位40张）"] == "2"
    assert tiles["改制为九年一贯制学校（所）"] == "1"
    assert tiles["2025年在接收学校就读的分流学生（人）"] == "266"


def test_a_plan_that_only_closes_has_no_tile_for_anything_else() -> None:
    cells = Page(section(report.render(small_run(), "zh"), "figures")).cells
    assert "撤并学校（所），目标5所" in cells
    assert not any("合并" in cell or "改扩建" in cell or "分流" in cell for cell in cells)


def test_every_overfull_school_is_told_with_the_year_that_relieves_it() -> None:
    run = whole_run()
    found = headline.relieved(run)
    assert found
    said = [school.said(Names.of(run.dataset)).zh for school in found]
    part = section(report.render(run, "zh"), "figures")
    assert all(one in part for one in said)
    assert [line[4:] for line in list(decided_lines(run, "zh"))[2:]] == said
    assert headline.relieved(whole_run(relief={"enabled": False})) == ()


@pytest.mark.parametrize(
    ("since", "over", "zh"),
    [(2027, 0, "南湾小学：2027年起不超"), (None, 12, "南湾小学：期末仍超学位或规模上限12人")],
)
def test_a_school_is_relieved_in_a_year_or_not_at_all(since, over, zh) -> None:
    names = Names({"S": "南湾小学"}, {})
    assert Relieved("S", since, over).said(names).zh.startswith(zh)


def test_the_ledger_s_figures_keep_mergers_out_of_closings() -> None:
    decided = rows(key_figures.decisions(counted_run()))
    assert decided["撤并学校（所）"] == (2, 0, 0, 2)
    assert decided["合并组建九年一贯制（组）"] == (0, 0, 1, 1)
    assert decided["其中：新增学位（个）"] == (0, 60, 90, 150)
    targets = rows(key_figures.target_figures(counted_run()))
    assert targets["其中：合并组建"] == (0, 0, 1, 1)
    assert targets["其中：撤并有学生学校"] == (1, 0, 0, 1)
    assert targets["规划（所）"] == (2, 0, 1, 3)
    assert "其中：合并组建" not in rows(key_figures.target_figures(whole_run()))


def test_the_summary_sheet_shows_the_same_count(tmp_path) -> None:
    ledger.write(tmp_path / "ledger.xlsx", counted_run(), "zh")
    sheet = openpyxl.load_workbook(tmp_path / "ledger.xlsx")["汇总"]
    shown = {row[0].value: [cell.value for cell in row[1:5]] for row in sheet.iter_rows(min_row=3)}
    assert shown["撤并学校（所）"] == [2, 0, 0, 2]
    assert shown["合并组建九年一贯制（组）"] == [0, 0, 1, 1]


def test_the_bars_of_report_and_comparison_draw_mergers_apart() -> None:
    run = counted_run()
    assert "撤并0所，合并组建1组（目标1所）" in section(report.render(run, "zh"), "targets")
    drawn = closures([run, small_run()], "en")
    bar = next(one.bar for one in drawn.bars if (one.bar.year, one.n) == (2025, 1))
    assert bar.label == "closed 0, merged 1 of 1 asked"
    assert bar.merged > 0
    assert bar.rest == 0
    assert 'class="merged"' in render(compare([run, small_run()]), "en")


def test_a_comparison_counts_closings_and_mergers_in_rows_of_their_own() -> None:
    found = compare([counted_run(), small_run()]).figures
    by_key = {row.key: row.each for row in (*found.targets, *found.decisions, *found.pupils)}
    told = {
        "close": (2, 4),
        "merge_form": (1, 0),
        "planned_2025": (1, 1),
        "mergers_2025": (1, 0),
        "redirected_end": (266, 0),
    }
    assert {key: by_key[key] for key in told} == told
    assert "closed" not in by_key
