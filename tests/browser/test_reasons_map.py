"""Why schools close or stay, on the map in a real browser: mark, legend, panel, pointing, list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import maps
from tests.browser.test_roadmap import opened
from tests.builders_explained import explained_run, hostile_run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

YELLOW = [0xF0, 0xE4, 0x42]
PWNED = "</script><script>window.__pwned=1</script><img src=x onerror=window.__pwned=1>"


@pytest.fixture(scope="module")
def html() -> str:
    return maps.plan_map(explained_run())


@pytest.fixture
def page(browser: Browser, html: str, tmp_path: Path) -> Iterator[Page]:
    with opened(browser, html, tmp_path) as made:
        yield made


def choose(page: Page, school_id: str) -> None:
    at = page.evaluate(f"window.hedian.screen('{school_id}')")
    page.mouse.click(at["x"], at["y"])
    assert page.evaluate("window.hedian.school()") == school_id


def colour_at(page: Page, school_id: str) -> list[int]:
    """Return red, green and blue of the middle of a school's mark."""
    script = """(id) => {
        const mark = window.hedian.schools().find((one) => one.id === id);
        const canvas = document.querySelector('.leaflet-plan-pane canvas');
        const scale = canvas.width / parseFloat(getComputedStyle(canvas).width);
        const own = document.createElement('canvas');
        const ctx = own.getContext('2d', {willReadFrequently: true});
        ctx.drawImage(canvas, -Math.round(mark.x * scale), -Math.round(mark.y * scale));
        const data = ctx.getImageData(0, 0, 1, 1).data;
        return [data[0], data[1], data[2]];
    }"""
    return page.evaluate(script, school_id)


def test_a_school_that_must_be_kept_has_its_own_colour_and_word(page: Page) -> None:
    kept, other = colour_at(page, "S05"), colour_at(page, "S10")
    assert all(abs(a - b) < 30 for a, b in zip(kept, YELLOW, strict=True))
    assert not all(abs(a - b) < 30 for a, b in zip(other, YELLOW, strict=True))
    assert "应留必留（黄底粗框）" in page.inner_text("#legend")


def test_the_panel_of_a_school_tells_decision_reasons_flips_and_firmness(page: Page) -> None:
    choose(page, "S10")
    told = page.inner_text("#panel .reasons")
    for said in (
        "规划保留",
        "两可",
        "2025年柳河乡中心小学缺9个学位",
        "条件：柳河乡中心小学2025年起增加9个学位",
        "保留比撤并节省1.2万元",
    ):
        assert said in told
    page.click("#language")
    told = page.inner_text("#panel .reasons")
    assert "planned to stay" in told
    assert "open" in told
    assert "what would change it: 9 more seats at 柳河乡中心小学 from 2025" in told


def test_a_school_that_closes_tells_when_and_why(page: Page) -> None:
    choose(page, "S03")
    told = page.inner_text("#panel .reasons")
    assert "2023年规划撤并" in told
    assert "24名学生转入柳河乡中心小学" in told


def test_pointing_mentions_the_decision(page: Page) -> None:
    at = page.evaluate("window.hedian.screen('S05')")
    page.mouse.move(at["x"], at["y"])
    assert "应留必留：听证反对多于赞成" in page.inner_text("#tip")


def test_the_list_of_schools_that_must_be_kept_leads_to_each(page: Page) -> None:
    page.click("#must-keep summary")
    assert "应留必留学校 · 1" in page.inner_text("#must-keep")
    page.click("#must-keep .name")
    assert page.evaluate("window.hedian.school()") == "S05"


def test_ranges_that_tell_stand_below_the_figures(page: Page) -> None:
    assert "2023年：规则允许撤并1—2所，目标2所" in page.inner_text("#panel")


def test_a_plan_that_is_not_explained_shows_nothing_of_all_this(
    browser: Browser, tmp_path: Path
) -> None:
    with opened(browser, maps.plan_map(explained_run(None)), tmp_path) as page:
        assert "应留必留" not in page.inner_text("body")
        choose(page, "S05")
        assert page.locator("#panel .reasons").count() == 0
        assert "听证中家长反对31人" in page.inner_text("#panel")


def test_nothing_runs_whatever_a_reason_says(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, maps.plan_map(hostile_run(PWNED)), tmp_path) as page:
        page.click("#must-keep summary")
        for school_id in ("S05", "S10"):
            at = page.evaluate(f"window.hedian.screen('{school_id}')")
            page.mouse.move(at["x"], at["y"])
            assert PWNED in page.inner_text("#tip")
            choose(page, school_id)
            assert PWNED in page.inner_text("#panel .reasons")
            page.keyboard.press("Escape")
        assert page.evaluate("window.__pwned") is None
        assert page.locator("img:not(.picture img)").count() == 0
