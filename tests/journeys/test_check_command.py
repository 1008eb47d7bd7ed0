"""`planner check` on a screen: the first problems of each kind, all of them when asked."""

import json
from pathlib import Path

import pytest

from planner.cli import main
from tests.builders import write_county

UNKNOWN = 30


@pytest.fixture
def broken(tmp_path: Path) -> str:
    """Return a county with 30 codes that no school has, and one bad cell."""
    pupils = [{"school_id": f"Z{n}", "grade": 1, "pupils": 3} for n in range(UNKNOWN)]
    pupils.append({"school_id": "A", "grade": 1, "pupils": 3})
    schools = [{"school_id": "A", "seats": "x"}]
    return str(write_county(tmp_path, schools=schools, pupils=pupils))


def test_long_kinds_are_cut_with_a_count(broken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", broken]) == 2
    lines = capsys.readouterr().out.splitlines()
    assert sum("没有这个编码" in line for line in lines) == 12
    assert any("同类还有18条" in line for line in lines)
    assert sum("核定学位应为数字" in line for line in lines) == 1
    assert lines[-1] == "错误31条，提示0条"


def test_all_are_printed_when_asked(broken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", broken, "--all", "--language", "en"]) == 2
    lines = capsys.readouterr().out.splitlines()
    assert sum("no such code" in line for line in lines) == UNKNOWN
    assert not any("more of this kind" in line for line in lines)
    assert lines[-1] == "31 errors, 0 warnings"


def test_json_holds_all(broken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", broken, "--json"]) == 2
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert sum(finding["code"] == "unknown_id" for finding in findings) == UNKNOWN


def test_one_is_counted_in_the_singular(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schools = [{"school_id": "A"}, {"school_id": "B", "lon": 114.1, "seats": "x"}]
    pupils = [{"school_id": name, "grade": 1, "pupils": 3} for name in "AB"]
    county = write_county(tmp_path, schools=schools, pupils=pupils, county={"contacts": "x"})
    assert main(["check", str(county), "--language", "en"]) == 2
    assert capsys.readouterr().out.splitlines()[-1] == "1 error, 1 warning"
