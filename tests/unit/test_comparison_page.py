"""The page of a comparison: all of it is there, and nothing in a table can become code."""

import hashlib
import re
from base64 import b64encode
from dataclasses import replace

import pytest

from planner.presentation import Names
from planner.words import LANGUAGES
from scenarios.comparison import compare, render
from scenarios.comparison.charts import LABEL_STEP, Scatter, closures, scatter
from scenarios.comparison.decisions import Step
from scenarios.comparison.said import decision
from tests.builders_run import BASE, small_run
from tests.builders_run_whole import whole_run
from tests.unit.test_report import HOSTILE, TECHNICAL, Page, section

RELIEFS = ((2024, "S08"), (2024, "S05"), (2025, "S08"))
NO_JUNIOR = {**BASE["closures"], "keep_junior_per_township": False}


@pytest.fixture(scope="module")
def runs():
    return [small_run(), whole_run(title="组建九年一贯制")]


@pytest.fixture(scope="module")
def page(runs) -> str:
    return render(compare(runs, sources=["closing", "whole"]), "zh")


def with_figures(run, *, minutes: float | None, saved: float):
    """Return a run whose drawing's point lies at given minutes and yuan a year."""
    spent = float(run.plan.costs["amount"].sum())
    plan = {**run.plan.metrics["plan"], "minutes_p90_moved": minutes}
    proof = replace(run.plan.proof, do_nothing=spent + saved * 3)
    metrics = {**run.plan.metrics, "plan": plan}
    return replace(run, plan=replace(run.plan, metrics=metrics, proof=proof))


def drawn_of(runs, language="zh") -> Scatter:
    drawn = scatter(runs, language)
    assert drawn is not None
    return drawn


def test_each_plan_is_introduced_at_the_head(page) -> None:
    cells = Page(page).cells
    for said in ("方案1：布局调整路线图 2023—2025", "方案2：组建九年一贯制", "closing", "whole",
                 "规划，未定", "合成数据，并非真实学校"):  # fmt: skip
        assert said in cells


def test_loosened_rules_and_estimated_distances_stand_with_their_plan() -> None:
    loose = small_run(closures=NO_JUNIOR, roads=False)
    head = render(compare([small_run(), loose]), "zh").split("<main>")[0]
    first, second = head.split("方案2：")
    assert "一个乡镇" not in first
    assert "不要求每个乡镇保留一所初中" in second
    assert "直线距离估算" in second
    assert "直线" not in first


def test_a_school_shows_what_each_plan_does_and_how_far_its_pupils_go(page) -> None:
    part = section(page, "schools")
    row = next(row for row in part.split("<tr>") if ">白沙小学" in row)
    assert "2024年撤并，并入柳河乡中心小学" in row
    assert "2024年降格为教学点，高年级学生到柳河乡中心小学" in row
    assert row.count("平均") == 2
    assert "<span>保留</span>" in next(row for row in part.split("<tr>") if ">南湾小学" in row)
    assert "2025年与青石镇初级中学合并为九年一贯制" in part
    assert "2024年新生分流，到柳河九年一贯制学校" in part
    assert "2024年改扩建：新增学位60个、新增床位40张，投资240.00万元（W1）" in part


def test_a_work_that_the_tables_no_longer_hold_is_named_by_its_id(runs) -> None:
    lost = replace(runs[1], dataset=replace(runs[1].dataset, works=runs[1].dataset.works.iloc[:0]))
    assert "2024年改扩建（W1）" in section(render(compare([runs[0], lost]), "zh"), "schools")


def test_a_work_says_what_it_adds_in_english_too(runs) -> None:
    part = section(render(compare(runs), "en"), "schools")
    assert "2024: building works: adds 60 seats, adds 40 beds; 2,400,000 yuan (W1)" in part


def test_many_redirections_of_one_school_are_one_line(runs) -> None:
    steps = tuple(Step(year, "relief", (to,), "P01") for year, to in RELIEFS)
    lines = decision(steps, Names.of(runs[0].dataset), "zh")
    assert lines == ("保留", "2024–2025年新生分流，到柳河九年一贯制学校、石桥小学")


def test_lines_of_money_on_the_page_add_up(runs) -> None:
    """In yuan: the rounded lines come to the rounded total, to within one yuan a line."""
    cells = Page(section(render(compare(runs), "en"), "costs")).cells
    rows = cells[cells.index("Mean minutes, difference") + 1 :]
    numbers = [i for i, cell in enumerate(rows) if re.fullmatch(r"[+−]?[\d,]+", cell)]
    firsts = [i for i in numbers if not re.fullmatch(r"[+−]?[\d,.]+", rows[i - 1])]
    amounts = [int(rows[i].replace(",", "")) for i in firsts]
    *lines, total = amounts
    assert total == round(runs[0].plan.costs["amount"].sum())
    assert abs(sum(lines) - total) <= len(lines)


def test_money_nearer_than_its_proof_is_said_not_to_decide(runs) -> None:
    first = replace(runs[0].plan.proof, objective=100.0, bound=90.0)
    second = replace(first, objective=105.0, bound=104.0)
    near = [
        replace(run, plan=replace(run.plan, proof=proof))
        for run, proof in zip(runs, (first, second), strict=True)
    ]
    assert "不宜据此分高下" in render(compare(near), "zh")
    assert "不宜据此分高下" not in render(compare(runs), "zh")


def test_what_all_share_is_listed_by_township(page) -> None:
    part = section(page, "shared")
    assert "各方案都撤并的学校：2所，其中年度也相同的2所" in part
    assert "各方案都保留的学校：6所" in part
    assert "石桥小学" in part


def test_runs_that_agree_say_so() -> None:
    page = render(compare([small_run(), small_run()]), "zh")
    assert "各方案对每一所学校的决定都相同。" in page
    assert "设定都相同" in page


def test_bars_of_a_year_stand_below_each_other_on_one_scale(runs) -> None:
    drawn = closures(runs, "zh")
    assert [(one.n, one.bar.year, one.first) for one in drawn.bars[:3]] == [
        (1, 2023, True), (2, 2023, False), (1, 2024, True),
    ]  # fmt: skip
    full = [one.bar.empty + one.bar.rest for one in drawn.bars if one.bar.year == 2023]
    assert full[0] == full[1] == 400
    assert len({one.y for one in drawn.bars}) == len(drawn.bars)


def test_points_lie_where_their_minutes_and_money_are() -> None:
    run = small_run()
    runs = [
        with_figures(run, minutes=10.0, saved=1_000_000),
        with_figures(run, minutes=20.0, saved=-1_000_000),
    ]
    drawn = drawn_of(runs, "en")
    first, second = drawn.points
    zero_x = drawn.across[0].at
    assert drawn.across[0].label == "0"
    assert second.x - zero_x == pytest.approx(2 * (first.x - zero_x))
    assert drawn.zero - first.y == pytest.approx(second.y - drawn.zero)
    assert first.y < drawn.zero < second.y
    assert first.label == "Plan 1: 10.0 min, 1,000,000 yuan"


def test_labels_of_equal_points_do_not_stand_on_each_other() -> None:
    run = with_figures(small_run(), minutes=12.0, saved=500_000)
    heights = sorted(point.label_y for point in drawn_of([run, run, run]).points)
    assert heights[1] - heights[0] >= LABEL_STEP
    assert heights[2] - heights[1] >= LABEL_STEP


def test_plans_without_moves_have_no_point_and_are_named() -> None:
    moving, still = small_run(), with_figures(small_run(), minutes=None, saved=1.0)
    drawn = drawn_of([still, moving])
    assert len(drawn.points) == 1
    assert "方案：1。" in drawn.left_out
    run = with_figures(small_run(), minutes=None, saved=1.0)
    assert scatter([run, run], "zh") is None
    assert "各方案都没有学生转学。" in render(compare([run, run]), "zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_cannot_become_code(language) -> None:
    names = {"S03": HOSTILE, "S02": HOSTILE, "S04": HOSTILE}
    keep = {**BASE["closures"], "keep": [{"school_id": "S05", "reason": HOSTILE}]}
    run = replace(small_run(names=names, title=HOSTILE), run_id="</style>" + HOSTILE)
    other = replace(whole_run(), dataset=run.dataset)
    loose = small_run(names=names, closures=keep)
    page = Page(render(compare([run, other, loose], sources=[HOSTILE] * 3), language))
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "img", "iframe", "link", "object", "base", "form", "a"}
    assert not [name for _, at in page.tags for name in at if name.startswith("on")]
    assert [tag for tag, _ in page.tags].count("style") == 1
    assert [cell for cell in page.cells if HOSTILE in cell]


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_asks_for_nothing_from_outside(runs, language) -> None:
    page = render(compare(runs), language)
    for outside in ("http://", "https://", "url(", "@import"):
        assert outside not in page
    assert not {"src", "href", "style"} & {name for _, at in Page(page).tags for name in at}


def test_policy_allows_the_one_style_sheet_and_nothing_else(page) -> None:
    css = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert css
    digest = b64encode(hashlib.sha256(css[1].encode()).digest()).decode()
    policies = [at["content"] for _, at in Page(page).tags if "default-src" in str(at)]
    assert policies == [f"default-src 'none'; style-src 'sha256-{digest}'"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_technical_word_reaches_the_reader(runs, language) -> None:
    text = " ".join(Page(render(compare(runs), language)).cells).lower()
    assert not [word for word in TECHNICAL if word in text]


def test_english_page_has_no_chinese_label() -> None:
    names = {f"S{n:02}": f"School {n}" for n in range(1, 12)}
    runs = [small_run(names=names, title="One"), small_run(names=names, title="Two", roads=False)]
    words = Page(render(compare(runs), "en")).cells
    own = ("息水县", "青石镇", "柳河乡")
    assert [w for w in words if re.search(r"[一-鿿]", w) and not any(o in w for o in own)] == []
