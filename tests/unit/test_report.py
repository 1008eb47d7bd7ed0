"""The report: everything of the run is in it, and nothing in a table can become code."""

import hashlib
import re
from base64 import b64encode
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from planner import report
from planner.errors import Finding
from planner.plan import TargetLine
from planner.report import decided as decided_part
from planner.report.chart import LENGTH
from planner.report.outlook import outlook_chart
from planner.report.page import WARNINGS_SHOWN
from planner.roadmap import lines
from planner.stages import stage_outlook
from planner.words import LANGUAGES, Text
from tests.builders_decided import decided_run
from tests.builders_run import BASE, YEARS, small_run

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>&\"'"
_DIVIDED = {**dict(BASE["schools"]), "split_places": True}
TECHNICAL = ("slack", "constraint", "dual", "optimal", "infeasible", "约束", "松弛", "最优", "对偶")


class Page(HTMLParser):
    """The page as elements and as the text of each section."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.cells: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        if data.strip():
            self.cells.append(data.strip())


def section(page: str, name: str) -> str:
    found = re.search(rf'<section id="{name}">(.*?)</section>', page, re.DOTALL)
    assert found
    return found[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_action_stands_in_the_roadmap(language):
    run = small_run()
    cells = Page(section(report.render(run, language), "roadmap")).cells
    for action in run.plan.actions[run.plan.actions.pupils > 0].itertuples():
        assert action.name in cells
    for year in YEARS:
        assert f"{year}年" in cells or str(year) in cells
    totals = run.plan.actions.groupby("year").pupils.sum()
    assert {str(total) for total in totals} <= set(cells)


def test_schools_without_pupils_share_a_sentence():
    page = section(report.render(small_run(), "zh"), "roadmap")
    assert "无学生学校1所：竹园教学点。" in page
    assert "寄宿9人" in page


def test_key_figures_are_those_of_the_plan():
    run = small_run()
    cells = Page(section(report.render(run, "zh"), "figures")).cells
    assert cells[1:5] == ["4", "撤并学校（所），目标5所", "129", "转学学生（人）"]
    assert f"{run.plan.metrics['plan']['minutes_max_moved']:.1f}" in cells


def test_bars_have_the_lengths_of_the_targets_on_one_scale_from_zero():
    run = small_run()
    lines = (TargetLine(2023, 30, 30, 10, proven=True), TargetLine(2024, 20, 15, 0, proven=True))
    run = replace(run, plan=replace(run.plan, targets=lines))
    tags = Page(section(report.render(run, "zh"), "targets")).tags
    lengths = {
        kind: [float(at["width"]) for tag, at in tags if tag == "rect" and at["class"] == kind]
        for kind in ("empty", "rest")
    }
    assert lengths["empty"] == [pytest.approx(LENGTH / 3, abs=0.1), 0]
    assert lengths["rest"] == [pytest.approx(LENGTH * 2 / 3, abs=0.1), LENGTH / 2]
    marks = [float(at["x1"]) - 56 for tag, at in tags if at.get("class") == "asked"]
    assert marks == [LENGTH, pytest.approx(LENGTH * 2 / 3, abs=0.1)]


def test_a_missed_target_says_whether_more_would_be_lawful():
    page = report.render(small_run(), "zh")
    assert "2025年：少于目标：已证明，在现行规则下不能更多。" in section(page, "targets")
    run = small_run()
    open_end = TargetLine(2023, 9, 4, 0, proven=False, best_possible=6)
    run = replace(run, plan=replace(run.plan, targets=(open_end,)))
    assert "最多不超过6所" in report.render(run, "zh")
    assert "at most 6 can be lawful" in report.render(run, "en")


def test_what_cannot_be_closed_stands_with_reason_and_remedy():
    cells = Page(section(report.render(small_run(), "zh"), "obstacles")).cells
    assert "石桥小学" in cells
    assert "重新征求意见且赞成多于反对后方可撤并" in cells


NO_ONE_STAYS = "没有因规则而未能完成目标的学校"
MISSED = TargetLine(2023, 2, 0, 0, proven=True)


@pytest.mark.parametrize(
    ("line", "said"),
    [(TargetLine(2023, 2, 2, 0, proven=True), True), (MISSED, False)],
    ids=["met", "missed"],
)
def test_that_no_target_was_missed_is_said_only_where_none_was(line: TargetLine, said: bool):
    run = small_run()
    plan = replace(run.plan, targets=(line,), obstacles=())
    page = report.render(replace(run, plan=plan), "zh")
    assert (NO_ONE_STAYS in section(page, "obstacles")) is said


def test_too_few_schools_at_all_stand_where_the_reasons_do():
    run = small_run()
    few = Finding(code="few_candidates", what=Text("只有0所", "only 0"), hint=Text("核实", "check"))
    plan = replace(run.plan, targets=(MISSED,), obstacles=(), warnings=(few,))
    page = report.render(replace(run, plan=plan), "zh")
    assert "<p>只有0所。</p>" in section(page, "obstacles")
    assert NO_ONE_STAYS not in page


def test_pupils_who_move_are_told_apart_from_all():
    run = small_run()
    cells = Page(section(report.render(run, "zh"), "ways")).cells
    for which, label in (("moved", "转学走读学生"), ("all", "全部走读学生")):
        start = cells.index(label) + 1
        plan = run.plan.metrics["plan"]
        expected = [f"{plan[f'minutes_{name}_{which}']:.1f}" for name in ("mean", "p90", "max")]
        assert cells[start : start + 3] == expected


def test_money_of_the_accounts_adds_up_to_the_total():
    run = small_run()
    cells = Page(section(report.render(run, "en"), "money")).cells
    total = cells[cells.index("Total") + 1 :][:4]
    by_year = run.plan.costs.groupby("year").amount.sum()
    assert total == [f"{amount:,.0f}" for amount in (*by_year, by_year.sum())]


def test_more_money_is_said_in_words():
    run = small_run()
    proof = replace(run.plan.proof, do_nothing=3.0e6)
    page = report.render(replace(run, plan=replace(run.plan, proof=proof)), "zh")
    assert "多支出100.00万元（不含人员工资）" in page
    assert "本方案多支出" in section(page, "money")


def test_proof_is_said_in_plain_words_and_never_rounded_down():
    run = small_run()
    proof = replace(run.plan.proof, bound=3_999_999.0, status="feasible")
    page = report.render(replace(run, plan=replace(run.plan, proof=proof)), "zh")
    assert "相差不超过0.01%" in page
    assert "可能还有更省的方案" in page


def test_loosened_rules_stand_in_the_head():
    page = report.render(small_run(schools=_DIVIDED), "zh")
    head = page[: page.index("<main>")]
    assert "放宽" in head
    assert "同村同年级段的学生可分到不同学校" in head
    assert "放宽" not in report.render(small_run(), "zh")


def test_labels_stand_in_the_head():
    head = report.render(small_run(roads=False), "zh").split("<main>")[0]
    for label in ("规划，未定", "合成数据", "直线距离估算", "数据截至2023-07-14"):
        assert label in head
    head = report.render(small_run(synthetic=False), "zh").split("<main>")[0]
    assert "合成" not in head
    assert "直线" not in head


def test_many_warnings_of_a_kind_stand_together_and_are_counted():
    run = small_run()
    findings = tuple(
        Finding(code="far", what=Text(f"第{n}处", f"place {n}"), hint=Text("核实", "check"), row=n)
        for n in range(1, 13)
    )
    page = section(
        report.render(replace(run, plan=replace(run.plan, warnings=findings)), "zh"), "warnings"
    )
    assert page.count("<li>") == WARNINGS_SHOWN
    assert "处理办法：核实。此类共12条，其余7条见台账“提示”表。" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_cannot_become_code(language):
    run = small_run(names={"S03": HOSTILE, "S02": HOSTILE, "S05": HOSTILE}, title=HOSTILE)
    finding = Finding(code="x", what=Text(HOSTILE, HOSTILE), hint=Text(HOSTILE, HOSTILE))
    run = replace(run, plan=replace(run.plan, warnings=(finding,)), run_id="</style>" + HOSTILE)
    page = Page(report.render(run, language))
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "img", "iframe", "link", "object", "base", "form", "a"}
    assert not [name for _, at in page.tags for name in at if name.startswith("on")]
    assert [tag for tag, _ in page.tags].count("style") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_asks_for_nothing_from_outside(language):
    page = report.render(small_run(), language)
    assert "http://" not in page
    assert "https://" not in page
    assert "url(" not in page
    assert "@import" not in page
    assert not {"src", "href", "style"} & {name for _, at in Page(page).tags for name in at}


def test_policy_allows_the_one_style_sheet_and_nothing_else():
    page = report.render(small_run(), "zh")
    css = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    policy = next(
        at["content"] for tag, at in Page(page).tags if "Content-Security-Policy" in at.values()
    )
    assert css
    digest = b64encode(hashlib.sha256(css[1].encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_technical_word_reaches_the_reader(language):
    text = " ".join(Page(report.render(small_run(), language)).cells).lower()
    assert not [word for word in TECHNICAL if word in text]


def test_english_page_has_no_chinese_label():
    names = {f"S{n:02}": f"School {n}" for n in range(1, 12)}
    run = small_run(names=names, title="Roadmap")
    words = Page(report.render(run, "en")).cells
    own = {"息水县", "青石", "柳河", "教育体育局", "编制的示例数据", "黄泥坳", "grades", "村"}
    chinese = [w for w in words if re.search(r"[一-鿿]", w) and not any(o in w for o in own)]
    assert chinese == []


def test_a_county_without_moves_has_a_page_with_dashes():
    run = small_run()
    plan = replace(
        run.plan,
        actions=run.plan.actions.iloc[:0],
        assignments=run.plan.assignments[run.plan.assignments["mode"] == "stay"],
        obstacles=(),
        warnings=(),
        metrics={"plan": {"minutes_max_moved": float("nan")}},
    )
    page = report.render(replace(run, plan=plan), "zh")
    assert "本年度没有调整" in page
    assert "没有提示" in page
    assert "nan" not in " ".join(Page(page).cells)


@pytest.mark.browser
def test_a_browser_shows_it_styled_without_one_request_or_complaint(browser, tmp_path):
    path = tmp_path / "report.html"
    path.write_text(report.render(small_run(), "zh"), encoding="utf-8")
    page = browser.new_page()
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    assert asked == [path.as_uri()]
    assert complaints == []
    grid = page.eval_on_selector(".tiles", "tiles => getComputedStyle(tiles).display")
    assert grid == "grid"
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide
    page.close()


def test_a_distance_beyond_what_the_plan_can_change_is_said_so():
    run = small_run()
    proof = replace(run.plan.proof, bound=3.0e6, do_nothing=4.2e6)
    page = report.render(replace(run, plan=replace(run.plan, proof=proof)), "en")
    assert "within 25% of the best possible" in page
    assert "more than all the money that the plan can change" in page


def plain(page: str, name: str) -> str:
    return " ".join(Page(section(page, name)).cells)


def test_works_conversions_merges_and_redirections_stand_in_their_year():
    said = plain(report.render(decided_run(), "zh"), "roadmap")
    assert "改扩建：柳河九年一贯制学校新增学位60个、新增床位40张，投资240.00万元。" in said
    assert "柳河乡中心小学新增学位90个、改制为九年一贯制学校" in said
    assert "合并组建九年一贯制 青石镇中心小学" in said
    assert "新生分流 柳河九年一贯制学校 青石社区的新生 133" in said
    assert "柳河乡中心小学 不再开设4—6年级" in said


def test_a_conversion_by_works_is_said_once():
    page = report.render(decided_run(), "zh")
    assert plain(page, "roadmap").count("改制") == 1


def test_pupils_of_every_year_and_stage_are_drawn_with_what_they_rest_on():
    page = section(report.render(decided_run(), "zh"), "pupils")
    said = " ".join(Page(page).cells)
    assert page.count("<polyline") == 2
    assert page.count("<circle") == 2 * (1 + len(YEARS))
    for word in ("小学", "初中", "2022 实有", "中方案", "2015—2018年"):
        assert word in said


def test_labels_of_the_two_stages_do_not_stand_on_each_other():
    drawn = outlook_chart(stage_outlook(decided_run()), "zh")
    one, other = drawn.curves
    for (_, a), (_, b) in zip(one.labels, other.labels, strict=True):
        assert abs(a - b) >= 14
    assert abs(one.beside - other.beside) >= 14


def test_overfull_schools_show_their_path_until_they_are_within_their_limit():
    said = plain(report.render(decided_run(), "zh"), "seats")
    assert "青石镇中心小学 801 / 780 801 / 780 668 / 780 997 / 1,680 2024年起不超" in said
    assert "黄泥坳教学点" in said
    assert "期内仍超" in said
    assert "红色 超过规模上限 1 0 0" in said
    assert "分流后在接收学校就读的学生（人） 0 133 266" in said


def test_works_are_listed_with_a_total():
    said = plain(report.render(decided_run(), "zh"), "works")
    assert "2024 柳河九年一贯制学校 柳河乡 新增学位60个、新增床位40张 240.00" in said
    assert said.endswith("合计 540.00")


def test_changes_of_zones_are_counted_and_the_first_ones_listed():
    said = plain(report.render(decided_run(), "zh"), "zones")
    assert "2024年有2个村（居）、年级段的划片变化" in said
    assert "2024 青石社区 1—3年级 青石镇中心小学 柳河九年一贯制学校" in said


def test_longer_lists_of_zones_refer_to_the_ledger(monkeypatch):
    monkeypatch.setattr(decided_part, "ZONES_SHOWN", 2)
    assert "见台账“划片变化”表" in plain(report.render(decided_run(), "zh"), "zones")


def test_a_plan_that_only_closes_has_no_list_of_works():
    assert '<section id="works">' not in report.render(small_run(), "zh")


def test_every_new_section_is_whole_in_english():
    page = report.render(decided_run(language="en"), "en")
    for name, word in (("pupils", "counted"), ("seats", "above the size cap"),
                       ("works", "adds 60 seats"), ("zones", "School before")):  # fmt: skip
        assert word in plain(page, name)


def test_schools_short_of_rooms_are_counted_apart_by_why_and_named():
    run = decided_run()
    rooms = run.dataset.schools["school_id"].map({"S01": 16, "S02": 8}).astype(float)
    facts = run.dataset.schools.assign(classrooms=rooms)
    tight = replace(run, dataset=replace(run.dataset, schools=facts))
    said = plain(report.render(tight, "zh"), "seats")
    assert "因本方案新缺或加重 1所，缺1间" in said
    assert "9班／8间" in said
    assert "already today" in plain(report.render(tight, "en"), "seats")


def test_forecast_and_actual_pupils_stand_side_by_side_where_later_years_were_counted():
    run = small_run()
    pupils = run.dataset.pupils
    first = pupils["grade"].eq(1) & ~pupils["grade"].eq(1).shift(fill_value=False).cummax()
    more = pupils.assign(pupils=pupils["pupils"] + 5 * first)
    known = replace(run, dataset=replace(run.dataset, actuals={2020: more, 2023: more}))
    page = report.render(known, "zh")
    said = plain(page, "pupils")
    assert "实有比预测多（人）" in said
    assert "2023 小学" in said
    assert "+5" in said
    assert "2020 小学" not in said
    assert "预测与实有对照" not in report.render(run, "zh")


def test_entrants_who_come_only_later_are_not_told_as_none():
    """P01 sends nobody in 2023, the year of the action, and its first entrants in 2024."""
    run = decided_run()
    actions = run.plan.actions.copy()
    relief = actions["action"] == "relief"
    actions.loc[relief, ["year", "pupils"]] = [2023, 0]
    early = replace(run, plan=replace(run.plan, actions=actions))
    said = plain(report.render(early, "zh"), "roadmap")
    assert "的新生（2024年起才有学生）" in said
    assert "新生分流 " in said
    line = next(one for one in lines(early) if one.action_code == "relief")
    assert line.what.en.endswith("the first of them in 2024")
