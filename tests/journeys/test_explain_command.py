"""`planner explain`: a stored run tells why each school closes or stays, and what must be kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import planner
import scenarios
from planner import runs
from planner.cli import main
from planner.counterfactual import Decided, Lawful, alternatives
from planner.errors import UsageError
from planner.load import load
from planner.manifest import Making, manifest
from planner.pipeline import Options, make_run
from planner.reason import Explained, LawfulRange, Worth
from planner.reasons import reasons
from planner.words import Text
from tests.builders_model import write_street

if TYPE_CHECKING:
    from pathlib import Path

FLIP = Text("D增加3个学位", "3 more seats at D")
CREATED = datetime(2023, 8, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Return a stored run of four schools: one closes, one must be kept, two share a name."""
    base = tmp_path_factory.mktemp("explained")
    scenario = write_street(
        base,
        {
            "A": {"name": "东河小学"},
            "B": {"at": 3, "name": "=1+1小学"},
            "C": {"at": 1, "name": "西河小学", "township": "东乡"},
            "D": {"at": 2, "name": "西河小学", "township": "西乡"},
        },
        [("A", 4, 5), ("B", 4, 6), ("C", 4, 120), ("D", 4, 150)],
        scenario={
            "closures": {"targets": {2023: 9}, "keep": [{"school_id": "B", "reason": "远"}]},
            "language": "zh",
        },
    )
    return write(base / "run", scenario, explain=True)


def write(place: Path, scenario: Path, *, explain: bool) -> Path:
    asked = scenarios.load(str(scenario), ())
    run = make_run(load(scenario.parent / "county"), asked, Options(isolated=False))
    if explain:
        decided = Decided.of(run)
        known, never = alternatives(decided), Lawful(decided).unclosable()
        explained = Explained(
            reasons=reasons(decided, known, never, {0: FLIP}),
            ranges=(LawfulRange(2023, 0, 1, proven=True, binding=("B",)),),
            worth=(Worth("bed", "D", 1, None, 1.5, 0, Text("一张床位", "one bed")),),
        )
        run = replace(run, plan=replace(run.plan, explained=explained))
    making = Making(resolved=asked.resolved, loosened=(), solver={})
    place.mkdir()
    runs.write_tables(place, run.plan)
    if run.plan.explained is not None:
        runs.write_reasons(place, run.plan.explained, run.assumptions.language)
    values = manifest(run.dataset, making, run.plan, name="r1", created=CREATED)
    runs.write_manifest(place, values)
    return place


def said(capsys, *words: object) -> tuple[int, str, str]:
    code = main(["explain", *map(str, words)])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_a_school_is_explained_with_everything_that_is_known(folder, capsys) -> None:
    code, out, _ = said(capsys, folder, "A")
    lines = out.splitlines()
    assert code == 0
    assert lines[0] == "A 东河小学（中镇，小学，现有5名学生）"
    assert lines[1] == "规划撤并，2023年。"
    assert lines[3] == "理由："
    assert lines[4].startswith("  1. 全校现有5名学生")
    assert lines[-1] == "  · D增加3个学位。"
    assert not any(line.startswith("  ·") for line in lines[4:-1])


def test_a_name_that_one_school_has_is_as_good_as_its_id(folder, capsys) -> None:
    by_name, by_id = (said(capsys, folder, word, "--language", "en") for word in ("东河小学", "A"))
    assert by_name == by_id
    assert "Planned to close in 2023." in by_id[1]
    assert "3 more seats at D." in by_id[1].splitlines()[-1].strip()


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("西河小学", "有2所学校叫“西河小学”，请写学校编码：C 西河小学（东乡）、D 西河小学（西乡）"),
        ("东河小", "没有学校“东河小”；是否指：A 东河小学"),
        ("ZZZ", "没有学校“ZZZ”"),
    ],
)
def test_what_is_no_school_is_answered_with_the_nearest(folder, capsys, word, told) -> None:
    code, out, err = said(capsys, folder, word)
    assert (code, out) == (2, "")
    assert err.strip().startswith(told)


def test_without_a_school_the_must_keep_list_and_counts_are_told(folder, capsys) -> None:
    code, out, _ = said(capsys, folder)
    assert code == 0
    assert out.splitlines()[0] == "各校的决定：规划撤并1所，应留必留1所，不在撤并范围2所。"
    assert out.splitlines()[-1] == "  B =1+1小学：该校在保留名单中（远）"


def test_programs_get_one_object_in_both_languages(folder, capsys) -> None:
    _, out, _ = said(capsys, folder, "A", "--json")
    told = json.loads(out)
    assert (told["school_id"], told["decision"], told["year"]) == ("A", "close", 2023)
    assert told["reasons"][0]["flip"] == {"zh": FLIP.zh, "en": FLIP.en}
    assert [one["reason"] for one in told["reasons"]][:4] == ["small", "moves", "ways", "money"]
    everything = json.loads(said(capsys, folder, "--json")[1])
    assert everything["decisions"] == {"close": 1, "must_keep": 1, "not_candidate": 2}
    assert [one["school_id"] for one in everything["must_keep"]] == ["B"]


def test_the_table_has_the_columns_of_the_contract_and_runs_no_formula(folder) -> None:
    frame = pd.read_csv(folder / "reasons.csv", dtype=str, keep_default_na=False)
    columns = ["school_id", "decision", "year", "reason", "text", "flip", "robust"]
    assert list(frame.columns) == columns
    assert (folder / "reasons.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert frame["flip"][frame["school_id"] == "A"].tolist()[0] == FLIP.zh
    assert not frame["text"].str.match(r"[=+\-@]").any()


def test_what_explains_a_plan_is_read_back_as_it_was(folder) -> None:
    plan = planner.read_run(folder).run.plan
    assert plan.explained is not None
    assert plan.explained.must_keep == ("B",)
    assert plan.explained.reasons[0].flip == FLIP
    assert plan.explained.ranges[0].binding == ("B",)
    assert plan.explained.worth[0].text.en == "one bed"


@pytest.mark.parametrize("change", ["gone", "other", "column"])
def test_reasons_that_are_not_those_of_the_run_are_refused(folder, tmp_path, change) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in folder.iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    table = copy / "reasons.csv"
    text = table.read_text(encoding="utf-8-sig")
    if change == "gone":
        table.unlink()
    else:
        words = {"other": ("5名学生", "6名学生"), "column": ("flip", "flop")}[change]
        table.write_text(text.replace(*words), encoding="utf-8-sig")
    with pytest.raises(UsageError) as refused:
        planner.read_run(copy)
    assert {finding.file for finding in refused.value.findings} == {"reasons.csv"}


def test_a_run_without_reasons_is_read_and_says_so(tmp_path, capsys) -> None:
    scenario = write_street(tmp_path, {"A": {}, "D": {"at": 1}}, [("A", 4, 5), ("D", 4, 150)])
    place = write(tmp_path / "run", scenario, explain=False)
    assert planner.read_run(place).run.plan.explained is None
    older = json.loads((place / "manifest.json").read_text("utf-8"))
    del older["explained"]
    (place / "manifest.json").write_text(json.dumps(older), "utf-8")
    assert planner.read_run(place).run.plan.explained is None
    code, out, err = said(capsys, place, "A")
    assert (code, out) == (2, "")
    assert "没有逐校的理由" in err
