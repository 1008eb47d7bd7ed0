"""The map of a plan that does more than close, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import maps
from tests.browser.test_roadmap import opened, picture
from tests.builders_decided import decided_run
from tests.builders_run import YEARS, small_run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def html() -> str:
    return maps.plan_map(decided_run())


@pytest.fixture
def page(browser: Browser, html: str, tmp_path: Path) -> Iterator[Page]:
    with opened(browser, html, tmp_path) as made:
        yield made


def go(page: Page, year: int) -> None:
    page.focus("#year")
    page.keyboard.press("Home")
    for _ in range(YEARS.index(year)):
        page.keyboard.press("ArrowRight")
    assert page.evaluate("window.hedian.year()") == year


def school(page: Page, school_id: str) -> dict[str, Any]:
    return next(s for s in page.evaluate("window.hedian.schools()") if s["id"] == school_id)


def ground(page: Page) -> str:
    return page.evaluate("document.querySelector('.leaflet-ground-pane canvas').toDataURL()")


GROUPS = {
    2023: {},
    2024: {"downgrades_of": "白沙小学", "works_of": "240", "reliefs_of": "青石社区的新生"},
    2025: {"merges_of": "初级中学", "works_of": "改制为九年一贯制学校"},
}


def test_the_lists_of_a_year_are_grouped_by_what_is_done(page: Page) -> None:
    for year, groups in GROUPS.items():
        go(page, year)
        found = page.locator("#panel .group")
        names = found.evaluate_all("all => all.map((one) => one.dataset.group)")
        assert set(names) == set(groups)
        for name, word in groups.items():
            assert word in page.inner_text(f"[data-group={name}]")


def test_pupils_already_redirected_are_told_in_later_years(page: Page) -> None:
    go(page, 2025)
    assert "2025年共有266名分流学生" in page.inner_text("#panel")


def test_merged_absorbed_reduced_and_converted_schools_are_drawn_as_such(page: Page) -> None:
    go(page, 2024)
    assert school(page, "S04")["form"] == "downgraded"
    assert school(page, "S02")["kind"] == "primary"
    go(page, 2025)
    assert school(page, "S07")["state"] == "absorbed"
    assert school(page, "S01")["form"] == "merged"
    assert school(page, "S01")["kind"] == "nine_year"
    assert school(page, "S02")["kind"] == "nine_year"


def test_works_are_marked_in_their_year_and_after(page: Page) -> None:
    seen = []
    for year in YEARS:
        go(page, year)
        seen.append(school(page, "S08")["works"])
    assert seen == ["", "now", "past"]


def test_redirected_entrants_are_lines_of_their_own_and_no_moves(page: Page) -> None:
    go(page, 2024)
    assert page.evaluate("window.hedian.redirections()") == [
        {"from": "S01", "to": "S08", "pupils": 133, "since": 2024}
    ]
    assert all(move["from"] != "S01" for move in page.evaluate("window.hedian.moves()"))
    go(page, 2025)
    (line,) = page.evaluate("window.hedian.redirections()")
    assert (line["pupils"], line["since"]) == (266, 2024)


def test_zones_appear_when_asked_for_and_follow_grades_and_year(page: Page) -> None:
    go(page, 2024)
    bare, plan = ground(page), picture(page)
    assert page.evaluate("window.hedian.zones()") == []
    page.check("#show-zones")
    lower = ground(page)
    assert lower != bare
    assert picture(page) == plan, "the plan above does not change"
    assert set(page.evaluate("window.hedian.zones()")) == {"S02", "S04", "S05", "S08", "S10",
                                                           "S01", "S11"}  # fmt: skip
    assert "各校划片范围" in page.inner_text("#legend")
    page.select_option("#band", "junior")
    assert set(page.evaluate("window.hedian.zones()")) == {"S07", "S08"}
    assert ground(page) != lower
    go(page, 2025)
    assert set(page.evaluate("window.hedian.zones()")) == {"S01", "S08"}
    page.uncheck("#show-zones")
    assert ground(page) == bare


def test_seat_warnings_stand_by_colour_by_word_and_can_be_hidden(page: Page) -> None:
    assert school(page, "S01")["warning"] == "red"
    assert school(page, "S05")["warning"] == "yellow"
    for word in ("黄色：学位超九成", "橙色：超核定学位", "红色：超规模上限"):
        assert word in page.inner_text("#legend")
    at = page.evaluate("window.hedian.screen('S01')")
    page.mouse.move(at["x"], at["y"])
    assert "红色预警：超过规模上限" in page.inner_text("#tip")
    page.uncheck("#show-warnings")
    assert school(page, "S01")["warning"] == ""


def test_the_panel_of_a_school_tells_its_works_and_where_its_entrants_go(page: Page) -> None:
    go(page, 2024)
    page.fill("#search", "S08")
    page.keyboard.press("Enter")
    said = page.inner_text("#panel")
    assert "2024年启用：新增学位60个、新增床位40张，投资240万元" in said
    assert "分流转入新生" in said
    page.fill("#search", "S01")
    page.keyboard.press("Enter")
    said = page.inner_text("#panel")
    assert "新生分流去向" in said
    assert "上限 800" in said


def test_pupils_by_stage_are_drawn_with_their_basis(page: Page) -> None:
    assert page.locator(".outlook path").count() == 2
    said = page.text_content(".outlook")
    assert said is not None
    for word in ("小学", "初中", "2022", "2025"):
        assert word in said
    page.click(".basis summary")
    assert "按出生人数推算" in page.inner_text(".basis")


def test_the_head_counts_other_changes_and_pupils_over_the_limits(page: Page) -> None:
    go(page, 2024)
    said = page.inner_text("#key-figures")
    assert "降格1，改扩建1，开始新生分流1校" in said
    assert "超学位或规模" in said


def test_a_sheet_of_paper_lists_every_change_of_its_year(page: Page) -> None:
    page.emulate_media(media="print")
    page.wait_for_timeout(300)
    sheets = page.locator(".sheet")
    assert sheets.count() == len(YEARS)
    said = sheets.nth(1).inner_text()
    for word in ("2024年布局调整", "降格", "改扩建", "新生分流", "新增学位60个", "本年拟并入"):
        assert word in said
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    assert printed.count(b"/Type /Page\n") == len(YEARS)


def test_everything_is_said_in_english_too(page: Page) -> None:
    page.click("#language")
    go(page, 2024)
    said = page.inner_text("body")
    for word in ("attendance zones", "Building works in use from 2024", "red: over the size cap",
                 "Reduced to teaching points in 2024", "entrants redirected (no move)"):  # fmt: skip
        assert word in said
    for gone in ("划片", "改扩建", "分流", "降格", "预警"):
        assert gone not in said


def test_a_plan_that_only_closes_shows_nothing_of_all_this(
    browser: Browser, tmp_path: Path
) -> None:
    with opened(browser, maps.plan_map(small_run()), tmp_path) as page:
        legend = page.inner_text("#legend")
        for word in ("改扩建", "新生分流", "合并组建", "降格", "预警", "并入"):
            assert word not in legend
        assert "其他调整" not in page.inner_text("#key-figures")
        assert page.locator("#show-warnings").count() == 0


def test_the_panel_of_a_school_tells_its_classes_and_classrooms(page: Page) -> None:
    """S01 has 21 classes in 16 rooms, and lacks as many today."""
    go(page, 2023)
    page.fill("#search", "S01")
    page.keyboard.press("Enter")
    said = page.inner_text("#panel")
    assert "所需班数" in said
    assert "缺5间教室：现已缺" in said
