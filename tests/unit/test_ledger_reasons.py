"""The lists of reasons in the ledger, opened again as an office does."""

import pytest

from tests.builders_explained import REASONS, explained_run, hostile_run
from tests.unit.test_ledger import HOSTILE, SHEETS_ZH, opened, rows, said


def test_the_lists_stand_beside_the_years_and_before_the_warnings(tmp_path):
    names = opened(explained_run(), tmp_path).sheetnames
    after = SHEETS_ZH.index("2025年") + 1
    expected = [*SHEETS_ZH[:after], "应留必留", *SHEETS_ZH[after:-1], "逐校理由", SHEETS_ZH[-1]]
    assert names == expected


def test_english_sheets_have_english_names(tmp_path):
    book = opened(explained_run(), tmp_path, "en")
    assert {"Must be kept", "Reasons"} <= set(book.sheetnames)
    assert [cell.value for cell in book["Reasons"][3]] == [
        "School",
        "Township",
        "Pupils",
        "Decision",
        "Year",
        "Why",
        "What would change it",
        "Robust or open",
    ]


def test_without_an_explanation_there_are_no_such_sheets(tmp_path):
    assert opened(explained_run(None), tmp_path).sheetnames == SHEETS_ZH


def test_schools_that_must_be_kept_are_listed_with_why(tmp_path):
    (row,) = rows(opened(explained_run(), tmp_path)["应留必留"])
    assert row == (1, "石桥小学", "柳河乡", 81, "听证反对多于赞成", "重新听证并获多数赞成")


def test_every_school_has_a_row_with_all_its_reasons(tmp_path):
    found = {row[0]: row for row in rows(opened(explained_run(), tmp_path)["逐校理由"])}
    assert len(found) == len({one.school_id for one in REASONS})
    assert found["枣林教学点"][3:5] == ("规划撤并", 2023)
    assert found["枣林教学点"][7] == "稳定"
    reasons = "2025年柳河乡中心小学缺9个学位\n保留比撤并节省1.2万元"
    assert found["黄泥坳教学点"][5] == reasons
    assert found["黄泥坳教学点"][3:5] == ("规划保留", None)
    assert found["青石镇中心小学"][3] == "不在撤并范围"


def test_the_summary_says_what_the_rules_allow(tmp_path):
    text = said(opened(explained_run(), tmp_path)["汇总"])
    assert "2023年：规则允许撤并1—2所，目标2所。" in text


@pytest.mark.parametrize("name", ["应留必留", "逐校理由"])
def test_both_lists_filter_and_print_like_the_others(tmp_path, name):
    sheet = opened(explained_run(), tmp_path)[name]
    assert sheet.auto_filter.ref
    assert sheet.freeze_panes == "A4"
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.page_setup.orientation == "landscape"
    assert "规划，未定" in sheet.oddFooter.center.text


@pytest.mark.parametrize("word", HOSTILE)
def test_no_reason_becomes_a_formula_or_a_link(tmp_path, word):
    book = opened(hostile_run(word), tmp_path, values=False)
    for name in ("应留必留", "逐校理由"):
        assert book[name]._hyperlinks == []
        cells = [cell for row in book[name].iter_rows() for cell in row]
        assert word in [cell.value for cell in cells]
        assert not [c for c in cells if c.data_type == "f" and "SUBTOTAL" not in str(c.value)]
