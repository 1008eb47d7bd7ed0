"""The report on reasons: must-keep list, lawful ranges, additions, targets against rules."""

from dataclasses import replace

import pytest

from planner import report
from planner.plan import TargetLine
from planner.reason import Explained, LawfulRange
from planner.report import explained as part
from planner.report import facts as facts_part
from planner.words import LANGUAGES
from tests.builders_explained import DIFFER, EXPLAINED, REASONS, explained_run, hostile_run
from tests.builders_run import small_run
from tests.unit.test_report import HOSTILE, TECHNICAL, Page, plain, section

SECTIONS = ("must-keep", "reasons", "facts")


def test_schools_that_must_be_kept_stand_right_after_the_closures():
    page = report.render(explained_run(), "zh")
    assert page.index('id="roadmap"') < page.index('id="must-keep"') < page.index('id="seats"')
    said = plain(page, "must-keep")
    assert "石桥小学 柳河乡 81 听证反对多于赞成 重新听证并获多数赞成" in said


def test_that_no_school_must_be_kept_is_said():
    some = tuple(one for one in REASONS if one.decision != "must_keep")
    page = report.render(explained_run(replace(EXPLAINED, reasons=some)), "zh")
    assert "没有应留必留的学校" in section(page, "must-keep")


def test_every_candidate_stands_with_decision_reasons_flip_and_firmness():
    said = plain(report.render(explained_run(), "zh"), "reasons")
    assert "2023年规划撤并 稳定 24名学生转入柳河乡中心小学 要求2023年只撤1所" in said
    assert "黄泥坳教学点 18 规划保留 两可" in said
    assert "（1）2025年柳河乡中心小学缺9个学位；（2）保留比撤并节省1.2万元" in said
    assert "2所稳定，1所两可" in said
    assert "青石镇中心小学 801" not in said


def test_schools_without_pupils_are_counted_and_not_listed():
    said = plain(report.render(explained_run(), "zh"), "reasons")
    assert "其中1所没有学生，到期撤销，不列在表中。" in said
    assert "竹园教学点" not in said


def test_no_column_of_changes_stands_where_none_is_known():
    kept = tuple(replace(one, flip=None) for one in REASONS)
    page = report.render(explained_run(replace(EXPLAINED, reasons=kept)), "zh")
    assert "什么情况下可以改变" not in section(page, "must-keep") + section(page, "reasons")
    assert "什么情况下可以改变" in section(report.render(explained_run(), "zh"), "must-keep")


def test_additions_stand_by_their_worth_the_first_ones_only():
    many = replace(EXPLAINED, worth=EXPLAINED.worth * 6)
    page = section(report.render(explained_run(many), "en"), "reasons")
    assert page.count("<li>9 more seats at 柳河乡中心小学</li>") == 5
    assert page.count("<li>50,000 yuan more in 2024</li>") == 5


def test_lawful_ranges_of_all_years_stand_where_one_tells_something():
    page = section(report.render(explained_run(), "en"), "targets")
    assert page.count("<tr>") == 1 + len(EXPLAINED.ranges)
    assert "石桥小学, 黄泥坳教学点" in page
    assert "no: not beyond these" in page
    assert "1 stay in the plan found; not all need to" in page


def test_one_line_stands_where_every_target_is_well_within():
    run = explained_run(Explained(REASONS, (LawfulRange(2023, 0, 9, proven=True),)))
    run = replace(run, plan=replace(run.plan, targets=(TargetLine(2023, 4, 4, 0, proven=True),)))
    page = section(report.render(run, "zh"), "targets")
    assert "各年度目标都在规则允许的撤并数之内，且离两端较远：2023年0—9所。" in page
    assert 'id="lawful"' not in page


def test_bounds_that_may_not_be_reached_are_said_to_be_bounds():
    run = explained_run(Explained(REASONS, (LawfulRange(2023, 0, 9, proven=False),)))
    run = replace(run, plan=replace(run.plan, targets=(TargetLine(2023, 4, 4, 0, proven=True),)))
    page = section(report.render(run, "en"), "targets")
    assert "2023: 0 to 9 (bounds, not proven to be reached)" in page


def test_many_schools_that_hold_are_counted(monkeypatch):
    monkeypatch.setattr(part, "HOLDING_SHOWN", 1)
    assert "石桥小学 and 1 more" in section(report.render(explained_run(), "en"), "targets")
    assert "石桥小学等2所" in section(report.render(explained_run(), "zh"), "targets")


def test_published_asked_lawful_and_planned_stand_on_one_page_with_what_is_lacking():
    said = plain(report.render(explained_run(), "zh"), "facts")
    assert "empty 小规模学校 4（2023-08-31前） — — 通报第6项" in said
    assert "item-26 本方案采用 教学点 2 1 2 通报第26项" in said
    assert "2023年 2 2所 2 达到" in said
    assert "2025年 2 不超过1所 1 差1所" in said
    assert "合计还差1所；要达到目标，下列1所都要撤并" in said
    assert "石桥小学 应留必留 听证中家长反对31人" in said
    assert f"{DIFFER.what.zh}。 {DIFFER.hint.zh}。" in said


def test_a_long_list_of_needs_refers_to_the_section_that_has_all(monkeypatch):
    monkeypatch.setattr(facts_part, "NEEDS_SHOWN", 0)
    assert "其余1所见“未能撤并的学校及原因”一节。" in report.render(explained_run(), "zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_an_explanation_nothing_of_it_is_shown(language):
    page = report.render(small_run(), language)
    for name in SECTIONS:
        assert f'id="{name}"' not in page
    assert 'id="lawful"' not in page


def test_published_targets_are_checked_without_an_explanation_too():
    said = plain(report.render(explained_run(None), "zh"), "facts")
    assert "2023年 2 — 2 达到" in said
    assert "2025年 2 1所 1 差1所" in said
    assert "石桥小学 听证中家长反对31人" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_technical_word_and_no_code_reaches_the_reader(language):
    text = " ".join(Page(report.render(explained_run(), language)).cells).lower()
    assert not [word for word in (*TECHNICAL, "not_worth", "must_keep") if word in text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_is_said_can_become_code(language):
    page = report.render(hostile_run(HOSTILE), language)
    tags = Page(page).tags
    assert not {tag for tag, _ in tags} & {"script", "img", "iframe", "link", "object", "a"}
    assert not [name for _, at in tags for name in at if name.startswith("on")]
    for name in SECTIONS:
        assert "&lt;script&gt;" in section(page, name)


@pytest.mark.browser
def test_a_long_table_folds_on_the_screen_and_prints_whole(browser, tmp_path):
    kept = next(one for one in REASONS if one.decision == "must_keep")
    many = tuple(replace(kept, school_id=f"S{n:02}") for n in range(1, 12)) + tuple(
        replace(kept, school_id=f"X{n}") for n in range(30)
    )
    path = tmp_path / "report.html"
    page_text = report.render(explained_run(replace(EXPLAINED, reasons=many)), "zh")
    path.write_text(page_text, encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    rows = page.locator("#must-keep tbody tr")
    shown = "all => all.filter((row) => row.getClientRects().length).length"
    assert rows.evaluate_all(shown) == part.ROWS_UNFOLDED
    page.click("#must-keep summary")
    assert rows.evaluate_all(shown) == 41
    page.click("#must-keep summary")
    page.emulate_media(media="print")
    assert rows.evaluate_all(shown) == 41
    assert page.is_hidden("#must-keep summary")
    page.close()
