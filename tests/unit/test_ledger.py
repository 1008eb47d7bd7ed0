"""The ledger, opened again as an office does: sheets, headers, rows, totals, print set-up."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from planner import ledger
from planner.errors import Finding
from planner.run import Run
from planner.words import Text
from tests.builders_decided import decided_run
from tests.builders_run import BASE, YEARS, small_run

HEADERS = [
    "序号",
    "学校",
    "乡镇",
    "类型",
    "学生数",
    "调整方式",
    "年度",
    "接收学校",
    "涉及学生",
    "最远公里",
    "最长分钟",
    "寄宿人数",
    "责任领导",
    "责任股室",
    "责任人",
    "时间节点",
    "进展",
    "备注",
]
SHEETS_ZH = [
    "汇总",
    "2023年",
    "2024年",
    "2025年",
    "学生去向",
    "校车需求",
    "校车需求（按学校）",
    "学位预警",
    "划片变化",
    "未能撤并",
    "提示",
]
_DIVIDED = {**dict(BASE["schools"]), "split_places": True}
HOSTILE = ("=1+1", "@SUM(A1)", "+1", "-1", '=HYPERLINK("http://x.invalid")', "http://x.invalid")


def opened(run: Run, folder: Path, language: str = "zh", *, values: bool = True):
    path = folder / "ledger.xlsx"
    ledger.write(path, run, language)
    return openpyxl.load_workbook(path, data_only=values)


def rows(sheet: Worksheet) -> list[tuple]:
    """Return the rows of a table sheet below its header, without the total."""
    body = [row for row in sheet.iter_rows(min_row=4, values_only=True) if any(row)]
    return [row for row in body if row[0] not in {"合计", "Total"}]


def total(sheet: Worksheet) -> tuple:
    return next(row for row in sheet.iter_rows(values_only=True) if row[0] in {"合计", "Total"})


def said(sheet: Worksheet) -> str:
    return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)


def test_sheets_stand_in_the_order_an_office_reads(tmp_path):
    assert opened(small_run(), tmp_path).sheetnames == SHEETS_ZH


def test_a_year_has_exactly_the_columns_an_office_expects(tmp_path):
    for year in YEARS:
        sheet = opened(small_run(), tmp_path)[f"{year}年"]
        assert [cell.value for cell in sheet[3]] == HEADERS


def test_english_has_english_headers_and_sheets(tmp_path):
    book = opened(small_run(), tmp_path, "en")
    assert book.sheetnames[:2] == ["Summary", "2023"]
    assert [cell.value for cell in book["2023"][3]][:4] == ["No.", "School", "Township", "Kind"]
    assert len(book["2023"][3]) == len(HEADERS)


def test_every_action_is_a_row_of_its_year(tmp_path):
    run = small_run()
    book = opened(run, tmp_path)
    for year in YEARS:
        actions = run.plan.actions[run.plan.actions.year == year]
        found = rows(book[f"{year}年"])
        assert sorted(row[1] for row in found) == sorted(actions.name)
        assert [row[0] for row in found] == list(range(1, len(actions) + 1))
        assert {row[6] for row in found} <= {year}


def test_a_row_says_where_pupils_go_and_how_far(tmp_path):
    row = next(row for row in rows(opened(small_run(), tmp_path)["2023年"]) if "枣林" in row[1])
    name, township, kind, roll, change = row[1:6]
    assert (name, township, kind, roll, change) == ("枣林教学点", "柳河乡", "教学点", 24, "撤并")
    assert row[7] == "柳河乡中心小学、柳河九年一贯制学校"
    moved = small_run().plan.assignments.query("year == 2023 and mode != 'stay'")
    assert (row[8], row[11]) == (24, 9)
    daily, board = moved[moved["mode"] != "board"], moved[moved["mode"] == "board"]
    assert row[9] == pytest.approx(daily.km.max())
    assert row[10] == pytest.approx(daily.minutes.max())
    assert row[17] == f"寄宿生每周单程最长{board.minutes.max():.1f}分钟"


def test_an_empty_school_moves_nobody_and_has_no_longest_way(tmp_path):
    row = next(row for row in rows(opened(small_run(), tmp_path)["2023年"]) if "竹园" in row[1])
    assert row[4] == row[8] == row[11] == 0
    assert row[5] == "撤销"
    assert row[9] is row[10] is None


def test_columns_of_the_office_are_blank_and_progress_is_chosen_from_a_list(tmp_path):
    sheet = opened(small_run(), tmp_path)["2023年"]
    for row in rows(sheet):
        assert row[12:17] == (None, None, None, None, "未启动")
    (rule,) = sheet.data_validations.dataValidation
    choices = rule.formula1.strip('"').split(",")
    assert rule.type == "list"
    assert choices[:3] == ["未启动", "摸排调研", "征求意见"]
    assert str(rule.sqref) == "Q4:Q5"
    assert len(rule.formula1) <= 255


def test_totals_are_stored_and_balance_with_the_rows_and_the_plan(tmp_path):
    run = small_run()
    book = opened(run, tmp_path)
    affected = 0
    for year in YEARS:
        sheet = book[f"{year}年"]
        for column in (4, 8, 11):
            assert total(sheet)[column] == sum(row[column] for row in rows(sheet))
        affected += total(sheet)[8]
    assert affected == run.plan.actions.pupils.sum() == total(book["学生去向"])[6]


def test_totals_follow_the_filter(tmp_path):
    sheet = opened(small_run(), tmp_path, values=False)["2023年"]
    assert sheet["I6"].value == "=SUBTOTAL(109,I4:I5)"
    assert sheet.auto_filter.ref == "A3:R5"


def test_bus_demand_is_that_of_the_assignments(tmp_path):
    run = small_run()
    book = opened(run, tmp_path)
    bus = run.plan.assignments[run.plan.assignments["mode"] == "bus"]
    assert sum(row[3] for row in rows(book["校车需求"])) == bus.pupils.sum()
    by_year = total(book["校车需求（按学校）"])[1:4]
    assert list(by_year) == [bus.pupils[bus.year == year].sum() for year in YEARS]
    assert rows(book["校车需求"])[0][1:4] == ("枣林村", "柳河乡中心小学", 15)


def test_summary_says_targets_money_proof_and_origin(tmp_path):
    run = small_run()
    sheet = opened(run, tmp_path)["汇总"]
    found = {row[0]: row[1:5] for row in sheet.iter_rows(values_only=True) if row[0]}
    assert found["目标（所）"] == (2, 1, 2, 5)
    assert found["规划（所）"] == (2, 1, 1, 4)
    assert found["合计"][3] == pytest.approx(run.plan.costs.amount.sum())
    assert sum(found["合计"][:3]) == pytest.approx(found["合计"][3])
    text = said(sheet)
    for word in ("规划，未定", "合成数据", "2023-07-14", "不含人员工资", "经复核", run.run_id):
        assert word in text


def test_loosened_rules_stand_at_the_head(tmp_path):
    run = small_run(schools=_DIVIDED)
    book = opened(run, tmp_path)
    assert "同村同年级段的学生可分到不同学校" in book["汇总"]["A3"].value
    assert "放宽" in book["2023年"]["A2"].value


def test_a_plan_that_costs_more_says_so_in_words(tmp_path):
    run = small_run()
    proof = replace(run.plan.proof, do_nothing=3.0e6)
    run = replace(run, plan=replace(run.plan, proof=proof))
    assert "多支出100.00万元" in said(opened(run, tmp_path)["汇总"])
    assert "spends more, by 1,000,000 yuan" in said(opened(run, tmp_path, "en")["Summary"])


def test_schools_of_one_name_carry_their_township(tmp_path):
    run = small_run(names={"S03": "希望小学", "S11": "希望小学"})
    book = opened(run, tmp_path)
    assert "希望小学（柳河乡）" in said(book["2023年"])
    assert "希望小学（青石镇）" in said(book["2025年"])


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_from_a_table_becomes_a_formula_or_a_link(tmp_path, name):
    run = small_run(names={"S03": name, "S02": name, "S05": name})
    finding = Finding(code="x", what=Text(name, name), hint=Text(name, name), value=name)
    run = replace(run, plan=replace(run.plan, warnings=(finding,)))
    book = opened(run, tmp_path, values=False)
    for sheet in book:
        assert sheet._hyperlinks == []
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.data_type == "f":
                assert str(cell.value).startswith("=SUBTOTAL(")
    assert name in said(book["2023年"])


def test_every_sheet_prints_on_a4_with_the_run_below(tmp_path):
    run = small_run()
    for sheet in opened(run, tmp_path):
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToWidth in {None, 1}  # 1 is what the format leaves out
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows
        assert run.run_id in sheet.oddFooter.left.text
        assert "&P" in sheet.oddFooter.right.text
        assert "规划，未定" in sheet.oddFooter.center.text
        if sheet.title != "汇总":
            assert sheet.page_setup.orientation == "landscape"
            assert sheet.freeze_panes == "A4"
            assert sheet.auto_filter.ref or sheet.max_row <= 4


def test_a_year_without_changes_has_its_sheet_all_the_same(tmp_path):
    run = small_run()
    plan = replace(run.plan, actions=run.plan.actions[run.plan.actions.year != 2024])
    sheet = opened(replace(run, plan=plan), tmp_path)["2024年"]
    assert [cell.value for cell in sheet[3]] == HEADERS
    assert "没有调整" in said(sheet)


def test_what_could_not_be_closed_stands_with_its_reason_and_remedy(tmp_path):
    (row,) = rows(opened(small_run(), tmp_path)["未能撤并"])
    assert row[1:3] == ("石桥小学", "柳河乡")
    assert "听证" in row[3]
    assert "重新征求意见" in row[4]


def test_warnings_name_file_value_and_remedy(tmp_path):
    (row,) = rows(opened(small_run(), tmp_path)["提示"])
    assert row[0] == "pupils.csv"
    assert row[5] == "核实是否寄宿"


def test_straight_lines_are_labelled_on_every_sheet(tmp_path):
    for sheet in opened(small_run(roads=False), tmp_path):
        assert "直线距离估算" in sheet["A2"].value


def test_the_same_run_gives_the_same_bytes(tmp_path):
    paths = [tmp_path / "one.xlsx", tmp_path / "two.xlsx"]
    for path in paths:
        ledger.write(path, small_run(), "zh")
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_an_office_program_opens_it_and_prints_every_sheet(tmp_path, libreoffice):
    ledger.write(tmp_path / "ledger.xlsx", small_run(), "zh")
    command = [libreoffice, "--headless", "--convert-to", "pdf", "ledger.xlsx"]
    home = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    subprocess.run([*command, home], cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert (tmp_path / "ledger.pdf").stat().st_size > 10_000
    if shutil.which("pdftotext"):
        text = subprocess.run(
            ["pdftotext", "-layout", "ledger.pdf", "-"],
            cwd=tmp_path,
            check=True,
            capture_output=True,
        ).stdout.decode()
        assert "枣林教学点" in text
        assert "#" not in text


ACTIONS_ZH = {
    2023: ["撤销", "撤并"],
    2024: ["新生分流", "降格为教学点", "改扩建"],
    2025: ["合并组建九年一贯制", "改扩建", "改制"],
}


def test_every_kind_of_action_stands_in_its_year_in_the_words_of_offices(tmp_path):
    book = opened(decided_run(), tmp_path)
    for year, expected in ACTIONS_ZH.items():
        assert sorted(row[5] for row in rows(book[f"{year}年"])) == sorted(expected)


def test_works_carry_their_cost_and_what_they_add_in_the_year_of_first_use(tmp_path):
    sheet = opened(decided_run(), tmp_path)["2025年"]
    header = [cell.value for cell in sheet[3]]
    assert header[:12] == HEADERS[:12]
    assert header[12] == "投资（元）"
    assert header[13:] == HEADERS[12:]
    work = next(row for row in rows(sheet) if row[5] == "改扩建")
    assert (work[1], work[12], work[-1]) == (
        "柳河乡中心小学", 3_000_000, "新增学位90个、改制为九年一贯制学校",
    )  # fmt: skip
    assert total(sheet)[12] == 3_000_000


def test_the_roll_of_a_school_counts_once_in_the_total_of_a_year(tmp_path):
    run = decided_run()
    sheet = opened(run, tmp_path)["2025年"]
    rolls = run.dataset.pupils.groupby("school_id")["pupils"].sum()
    assert total(sheet)[4] == rolls["S02"] + rolls["S07"]
    assert total(sheet)[8] == run.plan.actions.query("year == 2025")["pupils"].sum()


def test_works_have_a_sheet_whose_totals_balance_with_the_accounts(tmp_path):
    run = decided_run()
    sheet = opened(run, tmp_path)["改扩建"]
    assert [(row[1], row[2], row[4], row[8]) for row in rows(sheet)] == [
        (2024, "柳河九年一贯制学校", "W1", 2_400_000),
        (2025, "柳河乡中心小学", "W2", 3_000_000),
    ]
    assert total(sheet)[5:7] == (150, 40)
    account = run.plan.costs.query("account == 'works' and year == 2025")["amount"].sum()
    assert total(sheet)[9] == account


def test_redirected_entrants_have_a_sheet_and_need_buses_but_do_not_move(tmp_path):
    book = opened(decided_run(), tmp_path)
    (row,) = rows(book["新生分流"])
    assert row[:8] == (
        "青石镇中心小学", "青石社区", "1—3年级", "柳河九年一贯制学校", "校车", 0, 133, 266,
    )  # fmt: skip
    assert (2025, "青石社区", "柳河九年一贯制学校", 266) in {
        found[:4] for found in rows(book["校车需求"])
    }
    assert all(found[4] != "柳河九年一贯制学校" or found[2] != "青石社区"
               for found in rows(book["学生去向"]))  # fmt: skip


def test_seat_warnings_stand_by_word_and_by_colour_with_classes_and_classrooms(tmp_path):
    sheet = opened(decided_run(), tmp_path)["学位预警"]
    header = [cell.value for cell in sheet[3]]
    first = dict(zip(header, rows(sheet)[0], strict=True))
    assert (first["学校"], first["预警"], first["含义"]) == (
        "青石镇中心小学", "红色", "超过规模上限",
    )  # fmt: skip
    assert (first["学生数"], first["学位"], first["规模上限"], first["超出"]) == (801, 780, 800, 21)
    assert (first["需要班数"], first["教室数"], first["缺教室"]) == (21, 16, 5)
    rules = [rule for found in sheet.conditional_formatting for rule in found.rules]
    assert sorted(rule.formula[0] for rule in rules) == sorted(['"黄色"', '"橙色"', '"红色"'])


def test_changes_of_zones_name_place_grades_and_both_schools(tmp_path):
    sheet = opened(decided_run(), tmp_path)["划片变化"]
    assert (2024, "青石镇", "青石社区", "1—3年级", "青石镇中心小学", "柳河九年一贯制学校") in rows(
        sheet
    )


def test_the_summary_counts_other_actions_works_money_and_pupils_over_the_limits(tmp_path):
    sheet = opened(decided_run(), tmp_path)["汇总"]
    found = {row[0]: row[1:5] for row in sheet.iter_rows(values_only=True) if row[0]}
    assert found["合并组建九年一贯制（组）"] == (0, 0, 1, 1)
    assert found["改扩建（项）"] == (0, 1, 1, 2)
    assert found["超过学位或规模上限的学生（人）"] == (23, 2, 2, 2)
    assert found["改扩建投资（启用当年全额）"] == (0, 2_400_000, 3_000_000, 5_400_000)
    assert found["改扩建（按年分摊）"] == (0, 120_000, 270_000, 390_000)


def test_a_plan_that_only_closes_has_no_sheets_of_works_or_redirections(tmp_path):
    book = opened(small_run(), tmp_path)
    assert "改扩建" not in book.sheetnames
    assert "新生分流" not in book.sheetnames
    assert "没有学位预警" in said(book["学位预警"])
