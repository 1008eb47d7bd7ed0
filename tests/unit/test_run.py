"""What a notebook shows of a run."""

from dataclasses import replace

import pytest

import maps
from planner.words import same
from tests.builders_run import small_run


def test_a_run_shows_its_targets_by_year() -> None:
    table = small_run()._repr_html_()
    assert table.count("<tr>") == 4, "a head and three years"
    assert "<td>2023</td><td>2</td>" in table
    assert "规划（所）" in table
    assert table.count("<td>") == 18


def test_a_run_speaks_its_scenarios_language() -> None:
    run = small_run()
    english = replace(run, assumptions=replace(run.assumptions, language="en"))
    assert "pupils moved" in english._repr_html_()


def test_no_name_can_run_script_in_a_notebook() -> None:
    run = small_run()
    title = same("<script>alert(1)</script>")
    spoilt = replace(run, assumptions=replace(run.assumptions, title=title))
    assert "<script>" not in spoilt._repr_html_()
    assert '"' not in maps.show(spoilt)._repr_html_().split('srcdoc="')[1].split('"></iframe>')[0]


def test_a_map_is_shown_in_a_frame_of_its_own() -> None:
    frame = maps.show(small_run(), "en", height=500)._repr_html_()
    assert "height:500px" in frame
    assert "allow-same-origin" not in frame, "the map reaches nothing of the notebook"


@pytest.mark.browser
def test_the_map_works_inside_its_frame(browser, tmp_path) -> None:
    page_file = tmp_path / "notebook.html"
    shown = maps.show(small_run(), "en")._repr_html_()
    page_file.write_text(f"<!doctype html><meta charset=utf-8><body>{shown}</body>", "utf-8")
    faults: list[str] = []
    with browser.new_context() as made:
        page = made.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text))
        page.goto(page_file.as_uri())
        frame = page.frames[1]
        frame.wait_for_function("typeof window.hedian == 'object'", timeout=20_000)
        slider = frame.locator("input[type=range]").first
        ends = []
        for key in ("Home", "End"):
            slider.press(key)
            ends.append(slider.input_value())
        assert ends[0] != ends[1], "the slider moves by the keyboard"
    assert faults == []
