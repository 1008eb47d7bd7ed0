"""`planner compare` on two real runs of a county, as a person uses it."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from planner.cli import main
from tests.builders import write_scenario
from tests.counties import TINY_OBJECTIVE, TINY_SCENARIO


@dataclass(frozen=True)
class Two:
    """Two runs of the tiny county: with and without buses to S07's and S08's pupils."""

    one: Path
    other: Path


@pytest.fixture(scope="module")
def two(tiny, tmp_path_factory) -> Two:
    """Plan the county again with S08 kept, so that S06 and S07 close instead."""
    folder = tmp_path_factory.mktemp("compare")
    closures = {**TINY_SCENARIO["closures"], "keep": [{"school_id": "S08", "reason": "新建"}]}
    changed = {**TINY_SCENARIO, "title": "保留八里", "closures": closures}
    scenario = write_scenario(folder / "kept.toml", data=tiny.data, **changed)
    assert main(["solve", str(scenario), "--out", str(folder / "kept")]) == 0
    return Two(tiny.run, folder / "kept")


@pytest.fixture
def compared(two, tmp_path, capsys) -> dict:
    capsys.readouterr()
    assert main(["compare", str(two.one), str(two.other), "--out", str(tmp_path / "c"),
                 "--json"]) == 0  # fmt: skip
    return json.loads(capsys.readouterr().out)


def test_both_files_are_written_and_json_is_the_file(compared, tmp_path) -> None:
    assert {path.name for path in (tmp_path / "c").iterdir()} == {"compare.json", "compare.html"}
    stored = json.loads((tmp_path / "c" / "compare.json").read_text("utf-8"))
    assert compared == {"compare": str(tmp_path / "c"), **stored}


def test_the_differences_are_those_of_the_two_plans(compared) -> None:
    """S08 closes in 2023 in one and stays in the other, where S06 closes first and S07 second."""
    schools = {school["school_id"]: school for school in compared["schools"]}
    assert {key: school["differs_in"] for key, school in schools.items()} == {
        "S06": "year", "S07": "decision", "S08": "decision",
    }  # fmt: skip
    assert schools["S07"]["decisions"][0] == []
    (step,) = schools["S08"]["decisions"][0]
    assert (step["year"], step["action"], step["receivers"]) == (2023, "close", ["S01"])
    assert compared["shared"]["done"] == {"close": ["S05", "S06"]}


def test_every_yuan_of_the_difference_is_explained(compared) -> None:
    """What each school costs was reckoned by hand in the page of the county."""
    *lines, total = compared["costs"]
    objectives = [run["objective"] for run in compared["runs"]]
    assert objectives[0] == pytest.approx(TINY_OBJECTIVE)
    for n, objective in enumerate(objectives):
        assert sum(total["money"][n].values()) == pytest.approx(objective, abs=0.01)
        told = sum(sum(line["money"][n].values()) for line in lines)
        assert told == pytest.approx(objective, abs=0.01)
    by_school = {line["school_id"]: line["differences"][1] for line in lines}
    # Kept, S08 costs two years of 120,000; closed, 24 pupils ride 6 km for two years and move.
    assert by_school["S08"] == pytest.approx(240_000 - 2 * 24 * (1000 + 6 * 100) - 24_000)
    # Closed in 2024, S07's 16 pupils go 2 km for a year, the 8 youngest by bus, and move.
    assert by_school["S07"] == pytest.approx(-60_000 + 8 * 1000 + 16 * 2 * 100 + 16_000)
    assert by_school[None] == pytest.approx(0)


def test_a_person_reads_it_in_words(two, tmp_path, capsys) -> None:
    out = str(tmp_path / "c")
    capsys.readouterr()
    assert main(["compare", str(two.one), str(two.other), "--out", out]) == 0
    shown = capsys.readouterr().out
    assert "方案1 run：撤并3所" in shown
    assert "比方案1多" in shown
    assert "决定不同的学校3所：调整方式不同2所，年度不同1所，去向不同0所" in shown
    assert "保留八里" in (tmp_path / "c" / "compare.html").read_text("utf-8")
    assert main(["compare", str(two.one), str(two.other), "--out", out, "--overwrite",
                 "--language", "en"]) == 0  # fmt: skip
    assert "3 schools differ" in capsys.readouterr().out
    assert "school layout plans compared" in (tmp_path / "c/compare.html").read_text("utf-8")


def test_the_default_folder_has_the_next_free_number(two, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("compare", "compare-2"):
        assert main(["compare", str(two.one), str(two.other)]) == 0
        assert (tmp_path / "runs" / name / "compare.html").is_file()


@pytest.mark.parametrize(
    "words", [["{one}"], ["{one}", "nowhere"], ["{one}", "{other}", "--out", "{one}"]]
)
def test_what_cannot_be_compared_is_exit_2_and_nothing_is_written(
    two, words, tmp_path, monkeypatch, capsys
) -> None:
    """One run; a folder without a run; a folder that holds a run already."""
    monkeypatch.chdir(tmp_path)
    before = sorted(path.name for path in two.one.iterdir())
    filled = [word.format(one=two.one, other=two.other) for word in words]
    assert main(["compare", *filled]) == 2
    assert "Traceback" not in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    assert sorted(path.name for path in two.one.iterdir()) == before


def test_a_run_that_fails_its_check_is_not_compared(two, tmp_path, capsys) -> None:
    spoilt = Path(shutil.copytree(two.other, tmp_path / "spoilt"))
    text = (spoilt / "costs.csv").read_text("utf-8-sig")
    (spoilt / "costs.csv").write_text(text.replace("running", "works", 1), "utf-8-sig")
    assert main(["compare", str(two.one), str(spoilt), "--out", str(tmp_path / "c")]) == 1
    assert "spoilt" in capsys.readouterr().err
    assert not (tmp_path / "c").exists()
