"""Every command as a person uses it: exit codes, results on stdout, talk on stderr, JSON."""

import json
import os
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

import scenarios
from planner.cli import main
from planner.cli.job import run_name
from tests.builders import toml_of, write_county, write_scenario

CONTRACT_FILES = {
    "manifest.json", "actions.csv", "assignments.csv", "demand.csv", "zones.csv", "schools.csv",
    "costs.csv", "ledger.xlsx", "roadmap.html", "report.html", "plan.gpkg",
}  # fmt: skip


def said(capsys) -> dict:
    """Return the one JSON object on standard output."""
    return json.loads(capsys.readouterr().out)


def planner(*words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess:
    """Run the command as a program."""
    return subprocess.run(
        [sys.executable, "-m", "planner", *words],
        cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, **environment},
    )  # fmt: skip


@pytest.fixture
def impossible(tmp_path) -> Path:
    """Return a scenario that decides to close the only school."""
    data = write_county(
        tmp_path / "county",
        schools=[{"school_id": "A", "name": "独校"}],
        pupils=[{"school_id": "A", "grade": 1, "pupils": 20}],
    )
    closures = {"close": [{"school_id": "A", "year": 2023}]}
    return write_scenario(tmp_path / "impossible.toml", data=data, closures=closures)


@pytest.fixture
def missed(tiny, tmp_path) -> Path:
    """Return a scenario whose target asks for more than the rules allow."""
    text = tiny.scenario.read_text("utf-8").replace("2024 = 1", "2024 = 9")
    path = tmp_path / "missed.toml"
    path.write_text(text.replace('"2024" = 1', '"2024" = 9'), "utf-8")
    return path


def test_version_and_help_are_results(capsys) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("hedian-planner ")
    assert main(["--help"]) == 0
    assert "用法" in capsys.readouterr().out


def test_without_a_command_the_help_is_shown_and_the_code_is_2(capsys) -> None:
    assert main([]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "solve" in shown.err


def test_a_run_holds_every_file_of_the_contract(tiny) -> None:
    assert {path.name for path in tiny.run.iterdir()} == CONTRACT_FILES


def test_the_manifest_has_every_field_of_the_contract(tiny) -> None:
    text = (tiny.run / "manifest.json").read_text("utf-8")
    manifest = json.loads(text, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))
    kinds = {
        "planner": str, "created": str, "data_sha256": str, "scenario": dict, "loosened": list,
        "solver": dict, "status": str, "objective": (int, float), "bound": (int, float),
        "gap": (int, float), "gap_controllable": (int, float, type(None)), "seconds": dict,
        "size": dict, "targets": list, "checks": dict, "metrics": dict,
    }  # fmt: skip
    assert {key for key, kind in kinds.items() if not isinstance(manifest[key], kind)} == set()
    assert set(manifest["solver"]) == {"name", "version", "threads", "seed"}
    parts = {"load", "travel", "model", "solve", "check", "write", "total"}
    assert set(manifest["seconds"]) == parts
    assert set(manifest["size"]) == {"groups", "options", "variables", "constraints"}
    assert set(manifest["checks"]) == {"passed", "failed"}
    assert set(manifest["metrics"]) == {"plan", "2023", "2024"}
    assert manifest["status"] == "optimal"
    for line in manifest["targets"]:
        assert set(line) == {"year", "asked", "planned", "empty", "proven"}
    assert len(manifest["data_sha256"]) == 64
    assert datetime.fromisoformat(manifest["created"]).tzinfo is not None


def test_infinity_is_a_word_in_the_manifest(tiny, tmp_path) -> None:
    words = ["solve", str(tiny.scenario), "--set", "travel.max_minutes.lower=inf"]
    assert main([*words, "--out", str(tmp_path / "run")]) == 0
    text = (tmp_path / "run" / "manifest.json").read_text("utf-8")
    assert json.loads(text)["scenario"]["travel"]["max_minutes"]["lower"] == "inf"
    assert "Infinity" not in text
    assert main(["verify", str(tmp_path / "run")]) == 0


def test_solve_writes_the_default_folder_with_the_next_free_number(
    tiny, tmp_path, monkeypatch, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("tiny", "tiny-2"):
        assert main(["solve", str(tiny.scenario)]) == 0
        assert capsys.readouterr().out.rstrip().endswith(str(Path("runs") / folder))
    assert sorted(path.name for path in Path("runs").iterdir()) == ["tiny", "tiny-2"]
    tables = [(Path("runs") / n / "assignments.csv").read_bytes() for n in ("tiny", "tiny-2")]
    assert tables[0] == tables[1], "the same inputs give the same bytes"
    assert main(["solve", str(tiny.scenario), "--overwrite"]) == 0
    assert len(list(Path("runs").iterdir())) == 2, "--overwrite replaces runs/NAME itself"


def test_a_file_called_scenario_goes_by_its_folders_name(tiny, tmp_path) -> None:
    folder = tmp_path / "青石县"
    folder.mkdir()
    for name, expected in (("scenario.toml", "青石县"), ("plan.toml", "plan")):
        shutil.copy(tiny.scenario, folder / name)
        assert run_name(scenarios.load(folder / name)) == expected


def test_results_go_to_stdout_and_talk_to_stderr(tiny, tmp_path) -> None:
    done = planner("solve", str(tiny.scenario), "--out", "plan", cwd=tmp_path)
    assert done.returncode == 0
    assert "2023年：目标2所，规划撤并2所" in done.stdout
    assert "一条谷县：11所学校" in done.stderr
    assert "一条谷县：11所学校" not in done.stdout
    english = planner("verify", "plan", cwd=tmp_path, PLANNER_LANGUAGE="en")
    assert "项" in english.stdout, "a run speaks the language of its scenario"
    asked = planner("--language", "en", "verify", "plan", cwd=tmp_path)
    assert "rules checked" in asked.stdout


def test_json_is_one_object_on_stdout_for_every_command(
    tiny, tmp_path, monkeypatch, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    commands = {
        ("solve", str(tiny.scenario), "--out", "plan"): {"run", "status", "targets", "metrics"},
        ("verify", str(tiny.run)): {"run", "checks", "findings"},
        ("check", str(tiny.data)): {"county", "schools", "pupils", "findings"},
        ("map", str(tiny.run)): {"run", "map"},
        ("scenario", "list"): {"scenarios"},
        ("scenario", "show", "base"): {"name", "values"},
    }
    for words, keys in commands.items():
        assert main([*words, "--json"]) == 0, words
        assert keys <= set(said(capsys)), words


@pytest.mark.parametrize(
    "words",
    [
        ["solve", "nowhere"],
        ["check", "nowhere"],
        ["verify", "nowhere"],
        ["map", "nowhere"],
        ["demo", "--out", "CON"],
        ["scenario", "show", "nowhere"],
        ["scenario", "lits"],
        ["solve"],
        ["solve", "base", "--bogus"],
        ["slove"],
        ["check", ".", "--language", "fr"],
    ],
    ids=" ".join,
)
def test_json_tells_errors_too(words, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([*words, "--json"]) == 2
    told = said(capsys)
    assert set(told["error"]) == {"zh", "en"}
    assert told["exit_code"] == 2
    assert isinstance(told["findings"], list)


def test_json_lists_what_is_wrong_with_a_scenario(tmp_path, capsys) -> None:
    path = write_scenario(tmp_path / "typo.toml", data="xi_county", travel={"bus_kmph": 30})
    assert main(["solve", str(path), "--json"]) == 2
    assert any("bus_kmh" in f["hint"]["zh"] for f in said(capsys)["findings"])


def test_check_lists_problems_and_ends_with_2_only_on_errors(tiny, tmp_path, capsys) -> None:
    assert main(["check", str(tiny.data)]) == 0
    assert "错误0条" in capsys.readouterr().out
    broken = Path(shutil.copytree(tiny.data, tmp_path / "broken"))
    (broken / "pupils.csv").write_text("school_id,grade,pupils\nS01,1,-4\n", "utf-8")
    assert main(["check", str(broken), "--language", "en"]) == 2
    shown = capsys.readouterr().out
    assert "pupils.csv row 2" in shown
    assert main(["check", str(broken), "--json"]) == 2
    assert {f["severity"] for f in said(capsys)["findings"]} >= {"error"}


def test_strict_ends_with_1_where_a_target_is_missed(missed, tmp_path, capsys) -> None:
    assert main(["solve", str(missed), "--out", str(tmp_path / "a")]) == 0
    shown = capsys.readouterr().out
    assert "少于目标" in shown
    assert "所学校未能撤并" in shown
    assert main(["solve", str(missed), "--out", str(tmp_path / "b"), "--strict", "--json"]) == 1
    told = capsys.readouterr()
    assert json.loads(told.out)["targets"][1]["planned"] < 9
    assert "--strict" in told.err
    assert (tmp_path / "b" / "manifest.json").is_file(), "the plan is written all the same"


def test_without_a_plan_the_code_is_3_and_the_reasons_are_written(
    impossible, tmp_path, monkeypatch, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["solve", str(impossible)]) == 3
    assert "独校" in capsys.readouterr().err
    run = tmp_path / "runs" / "impossible"
    assert {path.name for path in run.iterdir()} == {"manifest.json", "diagnosis.csv"}
    manifest = json.loads((run / "manifest.json").read_text("utf-8"))
    assert manifest["status"] == "infeasible"
    assert manifest["diagnosis"]
    assert main(["solve", str(impossible), "--json"]) == 3
    told = said(capsys)
    assert Path(told["run"]) == Path("runs/impossible-2")
    assert told["findings"]
    assert main(["verify", str(run)]) == 2
    assert "没有方案" in capsys.readouterr().err


def test_no_time_ends_with_4_and_leaves_nothing(tiny, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    settings = ["--set", "solver.seconds=0.000001"]
    code = main(["solve", str(tiny.scenario), *settings])
    assert code in {0, 4}, "a plan may be there before the clock is looked at"
    assert (tmp_path / "runs").exists() is (code == 0)


def test_verify_finds_a_changed_run_and_changed_tables(tiny, copy, tmp_path, capsys) -> None:
    assert main(["verify", str(tiny.run)]) == 0
    assert "未通过0项" in capsys.readouterr().out
    text = (copy / "costs.csv").read_text("utf-8-sig").replace("24000.0", "23000.0", 1)
    (copy / "costs.csv").write_text(text, "utf-8-sig")
    assert main(["verify", str(copy), "--language", "en"]) == 1
    assert "[error]" in capsys.readouterr().out
    moved = Path(shutil.copytree(tiny.data, tmp_path / "moved"))
    assert main(["verify", str(tiny.run), "--data", str(moved)]) == 0
    (moved / "county.toml").write_text(
        (moved / "county.toml").read_text("utf-8") + toml_of({"contact": "教育局"}), "utf-8"
    )
    assert main(["verify", str(tiny.run), "--data", str(moved), "--json"]) == 1
    capsys.readouterr()


def test_a_run_of_a_shipped_county_is_verified_where_its_tables_moved(tiny, copy, capsys) -> None:
    """The stored path is gone; the county is found again by its name, or asked for."""
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    manifest["data"] = str(copy / "gone")
    (copy / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    assert main(["verify", str(copy)]) == 2
    assert "--data" in capsys.readouterr().err
    manifest["scenario"]["data"] = "xi_county"
    (copy / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    assert main(["verify", str(copy)]) == 1, "found, and not the tables of this plan"


def test_the_data_of_a_run_is_found_from_any_folder(tiny, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tiny.data.parent)
    words = ["solve", str(tiny.scenario), "--data", tiny.data.name, "--out", str(tmp_path / "r")]
    assert main(words) == 0
    monkeypatch.chdir(tmp_path)
    assert main(["verify", "r"]) == 0


def test_map_draws_again_beside_the_others(tiny, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("run.html", "run-2.html"):
        assert main(["map", str(tiny.run)]) == 0
        assert capsys.readouterr().out.strip() == name
        assert "</html>" in (tmp_path / name).read_text("utf-8")
    assert main(["map", str(tiny.run), "--out", "run.html"]) == 2
    assert main(["map", str(tiny.run), "--out", "run.html", "--overwrite"]) == 0
    assert main(["map", str(tiny.run), str(tiny.run)]) == 2
    assert "尚未提供" in capsys.readouterr().err


def test_overwrite_replaces_the_run_as_a_whole(tiny, copy, capsys) -> None:
    (copy / "report.html").unlink()
    assert main(["solve", str(tiny.scenario), "--out", str(copy)]) == 2
    assert "--overwrite" in capsys.readouterr().err
    assert not (copy / "report.html").exists()
    assert main(["solve", str(tiny.scenario), "--out", str(copy), "--overwrite"]) == 0
    assert {path.name for path in copy.iterdir()} == CONTRACT_FILES
    assert [path.name for path in copy.parent.iterdir()] == ["copy"], "nothing is left behind"


def test_loosened_rules_stand_first(tiny, tmp_path, capsys) -> None:
    words = ["solve", str(tiny.scenario), "--set", "travel.max_minutes.lower=45"]
    assert main([*words, "--out", str(tmp_path / "en"), "--language", "en"]) == 0
    assert capsys.readouterr().out.startswith("NOTE: a rule is loosened: grades 1-3: 45 minutes")
    manifest = json.loads((tmp_path / "en" / "manifest.json").read_text("utf-8"))
    assert manifest["loosened"] == ["travel.max_minutes.lower"]


def test_scenario_list_names_each_with_a_title(capsys) -> None:
    assert main(["scenario", "list"]) == 0
    chinese = capsys.readouterr().out
    assert main(["scenario", "list", "--language", "en"]) == 0
    english = capsys.readouterr().out
    assert [line.split()[0] for line in chinese.splitlines()] == [
        line.split()[0] for line in english.splitlines()
    ]
    assert "roadmap_item26" in chinese
    assert chinese != english


def test_scenario_show_gives_each_value_its_origin(capsys) -> None:
    assert main(["scenario", "show", "roadmap_item26", "--set", "travel.bus_kmh=25"]) == 0
    lines = capsys.readouterr().out.splitlines()
    shown = next(line for line in lines if line.startswith("travel.bus_kmh"))
    assert "= 25 " in shown
    assert "--set" in shown


@pytest.mark.slow
def test_the_demo_plans_the_shipped_county_twice(tmp_path) -> None:
    for name in ("roadmap_item26", "roadmap_item26-2"):
        done = planner("demo", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert done.stdout.rstrip().endswith(str(Path("runs") / name))
        assert {p.name for p in (tmp_path / "runs" / name).iterdir()} == CONTRACT_FILES
    manifest = json.loads((tmp_path / "runs/roadmap_item26/manifest.json").read_text("utf-8"))
    assert [line["planned"] for line in manifest["targets"]] == [32, 9, 18]
    assert manifest["gap_controllable"] <= 0.01
    assert planner("verify", str(tmp_path / "runs/roadmap_item26"), cwd=tmp_path).returncode == 0
