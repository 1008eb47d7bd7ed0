"""Tables that no plan depends on are named, so that nobody thinks they were taken up."""

from pathlib import Path

from planner.load import load
from planner.tabulate import tabulate
from planner.unused import unused_tables
from tests.builders import write_county
from tests.builders_model import solved, street

SCHOOLS = [{"school_id": "A"}]
PUPILS = [{"school_id": "A", "grade": 1, "pupils": 3}]
STAFF = [{"school_id": "A", "headcount": 2}, {"school_id": "A", "subject": "语文", "headcount": 1}]
LEDGER = [{"school_id": "A", "action": "close", "year": 2022, "status": "executed"}]


def test_staff_and_ledger_are_told_once_each(tmp_path: Path) -> None:
    county = write_county(tmp_path, schools=SCHOOLS, pupils=PUPILS, staff=STAFF, ledger=LEDGER)
    found = unused_tables(load(county))
    assert [(f.code, f.severity, f.file) for f in found] == [
        ("table_not_used", "warning", "staff.csv"),
        ("table_not_used", "warning", "ledger.csv"),
    ]
    assert found[0].what.zh == "教职工分布（2行）已读取并检查，目前尚不用于规划"
    assert found[0].what.en == "staff by post (2 rows): read and checked, not used for planning yet"


def test_a_county_without_them_has_no_such_warning(tmp_path: Path) -> None:
    assert unused_tables(load(write_county(tmp_path, schools=SCHOOLS, pupils=PUPILS))) == ()


def test_a_plan_s_warnings_hold_it(tmp_path: Path) -> None:
    case = street(tmp_path, {"A": {}, "D": {"at": 1}}, [("A", 4, 10), ("D", 4, 150)], staff=STAFF)
    codes = [finding.code for finding in tabulate(case, solved(case)).warnings]
    assert codes.count("table_not_used") == 1
