"""The map in a real browser that can reach nothing: what is drawn, said, searched and printed."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

import maps
from planner.errors import Finding
from planner.words import same
from tests.builders_run import BASE, YEARS, small_run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page, Route

    from planner.run import Run

pytestmark = pytest.mark.browser

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PAYLOADS = {
    "S01": "<img src=x onerror=window.__pwned=1>",
    "S02": "`;window.__pwned=1;`",
    "S03": "${window.__pwned=1}",
    "S04": "</script><script>window.__pwned=1</script>",
    "S05": "'\"><svg onload=window.__pwned=1>",
    "S06": "{{ constructor.constructor('window.__pwned=1')() }}",
    "S07": "javascript:window.__pwned=1",
    "S08": "\\u003cimg src=x onerror=window.__pwned=1\\u003e",
    "S11": "<!--<script>\u2028window.__pwned=1",
}


@contextmanager
def opened(browser: Browser, html: str, folder: Path, **context: Any) -> Iterator[Page]:
    """Open a page; a request, an error or a word on the console is a failure."""
    file = folder / "roadmap.html"
    file.write_text(html, encoding="utf-8")
    faults: list[str] = []

    def guard(route: Route) -> None:
        if _is_own(route.request.url):
            route.continue_()
        else:
            faults.append(f"request {route.request.url}")
            route.abort()

    with browser.new_context(viewport=context.pop("viewport", DESK), **context) as made:
        page = made.new_page()
        page.route("**/*", guard)
        page.on("pageerror", lambda error: faults.append(f"error {error}"))
        page.on("console", lambda message: faults.append(f"{message.type}: {message.text}"))
        page.goto(file.as_uri())
        assert page.evaluate("typeof window.hedian") == "object", faults
        yield page
        assert faults == []


def _is_own(url: str) -> bool:
    return url.startswith(("file:", "data:"))


@pytest.fixture(scope="module")
def run() -> Run:
    return small_run()


@pytest.fixture(scope="module")
def html(run: Run) -> str:
    return maps.plan_map(run)


@pytest.fixture
def page(browser: Browser, html: str, tmp_path: Path) -> Iterator[Page]:
    with opened(browser, html, tmp_path) as made:
        yield made


def moves_told(run: Run, year: int) -> Counter[tuple[Any, ...]]:
    """Return the moves of a year as `assignments` tells them: rows that were not so before."""
    key = ["place_id", "band", "from_school_id", "school_id", "mode", "pupils"]
    rows = run.plan.assignments
    moved = rows[(rows["mode"] != "stay") & (rows["pupils"] > 0)]
    now = Counter(moved.loc[moved["year"] == year, key].itertuples(index=False, name=None))
    before = moved.loc[moved["year"] == year - 1, key].itertuples(index=False, name=None)
    return now - Counter(before)


def moves_drawn(page: Page, *, this_year: bool = True) -> Counter[tuple[Any, ...]]:
    drawn = page.evaluate("window.hedian.moves()")
    keys = ("place", "band", "from", "to", "mode", "pupils")
    return Counter(tuple(m[k] for k in keys) for m in drawn if m["this_year"] == this_year)


def states(page: Page) -> dict[str, str]:
    return {s["id"]: s["state"] for s in page.evaluate("window.hedian.schools()")}


def picture(page: Page) -> str:
    return page.evaluate("document.querySelector('.leaflet-plan-pane canvas').toDataURL()")


def test_the_first_screen_tells_the_plan(page: Page) -> None:
    text = page.inner_text("body")
    for said in ("息水县（示例）", "规划，未定", "合成数据", "内部工作用图", "审图号",
                 "数据截至 2023-07-14", "教育体育局发展规划股", "20230714-5a3f1c",
                 "枣林教学点", "图例", "km"):  # fmt: skip
        assert said in text
    assert page.locator("#key-figures b").all_inner_texts() == ["2023", "2", "24", "19", "无"]


def test_the_slider_by_keyboard_changes_what_is_drawn(page: Page) -> None:
    seen = [picture(page)]
    page.focus("#year")
    for year in YEARS[1:]:
        page.keyboard.press("ArrowRight")
        assert page.evaluate("window.hedian.year()") == year
        seen.append(picture(page))
    assert len(set(seen)) == len(YEARS)
    page.keyboard.press("Home")
    page.mouse.move(5, 5)
    assert picture(page) == seen[0]


def test_moves_of_each_year_are_those_of_the_assignments(page: Page, run: Run) -> None:
    page.focus("#year")
    for year in YEARS:
        assert page.evaluate("window.hedian.year()") == year
        assert moves_drawn(page) == moves_told(run, year)
        earlier = sum((moves_told(run, y) for y in YEARS if y < year), Counter())
        assert moves_drawn(page, this_year=False) == earlier
        page.keyboard.press("ArrowRight")


def test_schools_are_drawn_in_the_state_of_the_year(page: Page) -> None:
    assert states(page)["S03"] == "closes"
    page.focus("#year")
    page.keyboard.press("End")
    assert states(page) == {
        "S01": "receives", "S02": "received", "S03": "closed", "S04": "closed", "S05": "open",
        "S06": "closed", "S07": "open", "S08": "received", "S09": "private", "S10": "open",
        "S11": "closes",
    }  # fmt: skip


def test_play_walks_through_the_years_and_stops(page: Page) -> None:
    page.clock.install()
    page.click("#play")
    page.clock.run_for(8000)
    assert page.evaluate("window.hedian.year()") == YEARS[-1]
    assert page.get_attribute("#play", "aria-label") == "播放"


def test_search_finds_a_school_and_shows_it(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("南湾")
    assert page.locator("#hits li").all_inner_texts()[0].startswith("南湾小学")
    page.keyboard.press("Enter")
    assert page.evaluate("window.hedian.school()") == "S11"
    assert "南湾小学" in page.inner_text("#panel h2")


def test_search_says_when_there_is_no_such_school(page: Page) -> None:
    page.fill("#search", "没有的")
    assert page.inner_text("#hits") == "没有这样的学校"


def test_a_click_opens_the_school_and_dims_what_is_not_concerned(page: Page) -> None:
    at = page.evaluate("window.hedian.screen('S02')")
    page.mouse.click(at["x"], at["y"])
    assert page.evaluate("window.hedian.school()") == "S02"
    panel = page.inner_text("#panel")
    for said in ("柳河乡中心小学", "2023年拟接收15人", "枣林村", "转入", "学位", "420"):
        assert said in panel
    dim = {s["id"]: s["dim"] for s in page.evaluate("window.hedian.schools()")}
    assert not dim["S02"]
    assert not dim["S03"]
    assert dim["S01"]
    page.keyboard.press("Escape")
    assert page.evaluate("window.hedian.school()") is None


def test_pointing_shows_name_roll_and_one_sentence(page: Page) -> None:
    at = page.evaluate("window.hedian.screen('S03')")
    page.mouse.move(at["x"], at["y"])
    tip = page.inner_text("#tip")
    for said in ("枣林教学点", "在校生 24", "2023年拟撤并，并入柳河乡中心小学、柳河九年一贯制学校"):
        assert said in tip
    page.mouse.move(at["x"], at["y"] + 300)
    assert page.is_hidden("#tip")


def test_a_missed_target_and_its_reason_are_told(page: Page) -> None:
    page.focus("#year")
    page.keyboard.press("End")
    assert "未达目标" in page.inner_text("#key-figures")
    page.click("#panel summary")
    assert "听证中家长反对31人" in page.inner_text("#panel")


def test_the_language_changes_every_word_and_back(page: Page) -> None:
    page.click("#language")
    text = page.inner_text("body")
    for said in ("planned, not decided", "synthetic data", "Planned closures of 2023", "Legend"):
        assert said in text
    for gone in ("规划，未定", "图例", "拟撤并"):
        assert gone not in text
    assert page.get_attribute("html", "lang") == "en"
    page.click("#language")
    assert "规划，未定" in page.inner_text("body")


def test_nothing_runs_whatever_a_school_is_called(browser: Browser, tmp_path: Path) -> None:
    run = small_run(names=PAYLOADS, title=PAYLOADS["S01"])
    bad = same(PAYLOADS["S01"])
    told = replace(run.plan, warnings=(Finding(code="x", what=bad, hint=bad, severity="warning"),))
    places = run.dataset.places.assign(name=PAYLOADS["S01"])
    assert run.dataset.townships is not None
    townships = run.dataset.townships.assign(township=PAYLOADS["S04"])
    data = replace(run.dataset, places=places, townships=townships, name=PAYLOADS["S05"])
    with opened(browser, maps.plan_map(replace(run, plan=told, dataset=data)), tmp_path) as page:
        page.click("#language")
        for school_id in PAYLOADS:
            if not page.evaluate(f"window.hedian.schools().some((s) => s.id === '{school_id}')"):
                continue
            at = page.evaluate(f"window.hedian.screen('{school_id}')")
            page.mouse.move(at["x"], at["y"])
            page.mouse.click(at["x"], at["y"])
            assert PAYLOADS[page.evaluate("window.hedian.school()")] in page.inner_text("#panel h2")
            page.keyboard.press("Escape")
        page.fill("#search", "pwned")
        page.emulate_media(media="print")
        assert page.evaluate("window.__pwned") is None
        assert page.locator("img:not(.picture img), iframe, object, embed").count() == 0


def test_the_policy_stops_a_script_that_came_in_by_any_other_way(
    browser: Browser, html: str, tmp_path: Path
) -> None:
    with pytest.raises(AssertionError, match="Content Security Policy"):  # noqa: PT012, SIM117 - the complaint on the console comes last
        with opened(browser, html, tmp_path) as page:
            page.evaluate("document.body.insertAdjacentHTML('beforeend',"
                          " '<img src=data:x onerror=window.__pwned=1>')")  # fmt: skip
            page.wait_for_timeout(200)
            assert page.evaluate("window.__pwned") is None


def colours(image: Locator) -> int:
    """Return how many different values the pixels of an image hold."""
    return image.evaluate("""(image) => {
        const canvas = document.createElement("canvas"), ctx = canvas.getContext("2d");
        canvas.width = image.naturalWidth;
        canvas.height = image.naturalHeight;
        ctx.drawImage(image, 0, 0);
        return new Set(ctx.getImageData(0, 0, canvas.width, canvas.height).data).size;
    }""")


def test_on_paper_there_is_one_sheet_a_year(page: Page, run: Run) -> None:
    page.emulate_media(media="print")
    page.wait_for_timeout(300)
    sheets = page.locator(".sheet:visible")
    assert sheets.count() == len(YEARS)
    for i, year in enumerate(YEARS):
        text = sheets.nth(i).inner_text()
        rows = run.plan.actions[run.plan.actions["year"] == year]
        assert f"{year}年拟撤并学校" in text
        assert "责任领导" in text
        assert "20230714-5a3f1c" in text
        for name in rows["name"]:
            assert name in text
        assert colours(sheets.nth(i).locator(".picture img")) > 20, "the sheet's map is blank"
    assert page.is_hidden("#panel")


def test_a_printer_gets_as_many_pages_as_years(page: Page) -> None:
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    assert printed.count(b"/Type /Page\n") == len(YEARS)


def test_on_a_phone_the_panel_is_a_sheet_from_below(
    browser: Browser, html: str, tmp_path: Path
) -> None:
    with opened(browser, html, tmp_path, viewport=PHONE, has_touch=True, is_mobile=True) as page:
        top = "document.getElementById('panel').getBoundingClientRect().top"
        assert page.evaluate(top) > 700
        page.click("#grip")
        page.wait_for_timeout(400)
        assert page.evaluate(top) < 400
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_on_a_phone_a_touched_school_stays_in_sight_above_its_sheet(
    browser: Browser, html: str, tmp_path: Path
) -> None:
    with opened(browser, html, tmp_path, viewport=PHONE, has_touch=True, is_mobile=True) as page:
        at = page.evaluate("window.hedian.screen('S02')")
        page.touchscreen.tap(at["x"], at["y"])
        page.wait_for_timeout(400)
        top = page.evaluate("document.getElementById('panel').getBoundingClientRect().top")
        assert page.evaluate("window.hedian.school()") == "S02"
        assert page.evaluate("window.hedian.screen('S02').y") < top
        assert page.is_hidden("#tip")
        assert "内部工作用图" in page.inner_text("#panel")


def test_without_roads_borders_and_water_everything_else_works(
    browser: Browser, tmp_path: Path
) -> None:
    run = small_run(roads=False, synthetic=False, language="en")
    data = replace(run.dataset, townships=None, water=None)
    with opened(browser, maps.plan_map(replace(run, dataset=data)), tmp_path) as page:
        text = page.inner_text("body")
        assert "straight line" in text
        assert "synthetic" not in text
        assert "township border" not in text
        assert moves_drawn(page) == moves_told(run, YEARS[0])


def test_rules_that_were_loosened_stand_at_the_head(browser: Browser, tmp_path: Path) -> None:
    html = maps.plan_map(small_run(travel={**BASE["travel"], "bus_kmh": 90}))
    with opened(browser, html, tmp_path) as page:
        assert "本方案放宽了以下规定" in page.inner_text("#loosened")
        page.click("#language")
        assert "90" in page.inner_text("#loosened")


def test_ways_over_the_limit_of_the_plan_are_marked(
    browser: Browser, run: Run, tmp_path: Path
) -> None:
    rows = run.plan.assignments.copy()
    far = (rows["place_id"] == "P03") & (rows["mode"] == "bus")
    rows.loc[far, "minutes"] = 47.0
    changed = replace(run, plan=replace(run.plan, assignments=rows))
    with opened(browser, maps.plan_map(changed), tmp_path) as page:
        assert "! 47" in page.inner_text("#panel")
        assert "单程超过本方案的时限" in page.inner_text("#legend")


def test_a_year_without_closures_says_so(browser: Browser, run: Run, tmp_path: Path) -> None:
    plan = replace(run.plan, actions=run.plan.actions.query("year != 2024"))
    with opened(browser, maps.plan_map(replace(run, plan=plan)), tmp_path) as page:
        page.focus("#year")
        page.keyboard.press("ArrowRight")
        assert "没有拟撤并的学校" in page.inner_text("#panel")


def test_names_do_not_stand_on_each_other_and_small_schools_lie_on_top(
    browser: Browser, run: Run, tmp_path: Path
) -> None:
    schools = run.dataset.schools.copy()
    near = schools["school_id"].isin(["S02", "S04", "S08"])
    schools.loc[near, ["lon", "lat"]] = (114.80, 32.35)
    data = replace(run.dataset, schools=schools)
    with opened(browser, maps.plan_map(replace(run, dataset=data)), tmp_path) as page:
        drawn = pd.DataFrame(page.evaluate("window.hedian.schools()")).set_index("id")
        spots = drawn.loc[["S02", "S04", "S08"], ["x", "y"]].round(1)
        assert len(spots.drop_duplicates()) == 3
        order = list(drawn.index)
        assert order.index("S08") < order.index("S02") < order.index("S04")
