"""Whatever a person gets wrong, there is a message in their language, never a traceback."""

import json
import random
import re
import shutil
from pathlib import Path

import pytest

from planner.cli import main

CHINESE = re.compile(r"[一-鿿]")
WRONG = {
    "unknown command": (["slove"], "是否指 solve", "did you mean solve"),
    "unknown command inside": (["scenario", "shwo"], "是否指 show", "did you mean show"),
    "no command inside": (["scenario"], "list、show", "list, show"),
    "unknown option": (["solve", "base", "--dta", "x"], "是否指 --data", "did you mean --data"),
    "option unlike any": (["demo", "--zzzz"], "没有选项 --zzzz", "no option --zzzz"),
    "missing argument": (["solve"], "缺少 SCENARIO", "SCENARIO is missing"),
    "missing value": (["demo", "--out"], "--out 后面缺少值", "--out lacks its value"),
    "value for a switch": (["demo", "--json=3"], "不能带值", "takes no value"),
    "one word too many": (["check", "xi_county", "b c"], "多出了 b c", "more than expected: b c"),
    "unknown language": (["check", ".", "--language", "fr"], "没有语言“fr”", "没有语言“fr”"),
    "no such scenario": (["solve", "roadmap_item62"], "roadmap_item26", "roadmap_item26"),
    "no such data": (["check", "xi_conty"], "找不到数据“xi_conty”", "no data 'xi_conty'"),
    "data elsewhere": (["solve", "roadmap_item26", "--data", "x"], "找不到数据“x”", "no data 'x'"),
    "no such run": (["verify", "nowhere"], "不是规划结果", "is no run"),
    "no such run to draw": (["map", "nowhere"], "不是规划结果", "is no run"),
    "setting without value": (["solve", "roadmap_item26", "--set", "foo"], "--set", "--set"),
    "setting unknown": (
        ["solve", "roadmap_item26", "--set", "travel.bus_kmph=3"], "travel.bus_kmh", "travel.bus_kmh",
    ),
    "setting out of range": (
        ["solve", "roadmap_item26", "--set", "travel.bus_kmh=0"], "travel.bus_kmh", "travel.bus_kmh",
    ),
    "setting of a wrong kind": (
        ["solve", "roadmap_item26", "--set", "years=soon"], "years", "years",
    ),
    "impossible number": (
        ["solve", "roadmap_item26", "--set", "travel.bus_kmh=0"], "travel.bus_kmh", "travel.bus_kmh",
    ),
    "no such solver": (["solve", "roadmap_item26", "--solver", "Foo"], "Foo", "Foo"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG, ids=str)
def test_a_wrong_command_gets_a_message(case, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    words, chinese, english = WRONG[case]
    assert main(words) == 2
    shown = capsys.readouterr()
    assert chinese in shown.err
    assert CHINESE.search(shown.err)
    assert shown.out == ""
    if "--language" not in words:
        assert main(["--language", "en", *words]) == 2
        assert english in capsys.readouterr().err
    assert not any(tmp_path.iterdir()), "nothing is left behind"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("CON", "设备名"),
        ("nul.plan", "设备名"),
        ("plan.", "以点或空格结尾"),
        ("plan ", "以点或空格结尾"),
        ("a:b", "不允许的字符 :"),
        ("a?b", "不允许的字符 ?"),
        ("a\\b", "不允许的字符"),
        ("a\nb", "不允许的字符"),
        ("长" * 90, "过长"),
        ("x" * 300, "过长"),
    ],
)
def test_a_name_that_windows_cannot_hold_is_refused(
    name, why, tmp_path, monkeypatch, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    for out in (name, f"{name}/plan"):
        assert main(["demo", "--out", out]) == 2
        assert why in capsys.readouterr().err
    assert main(["--language", "en", "demo", "--out", name]) == 2
    assert not CHINESE.search(capsys.readouterr().err.replace("长", ""))
    assert not any(tmp_path.iterdir())


def test_names_with_blanks_and_chinese_are_taken(tiny, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    out = Path("息县 方案 2023") / "第一稿 (修订)"
    assert main(["solve", str(tiny.scenario), "--out", str(out)]) == 0
    assert main(["verify", str(out)]) == 0


def test_a_place_that_cannot_be_written_is_refused_before_the_work(
    tiny, copy, tmp_path, monkeypatch, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("mine", "utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "mine.docx").write_text("mine", "utf-8")
    (copy / "会议记录.docx").write_text("mine", "utf-8")
    refused = {
        ("file",): "是文件，不是文件夹",
        ("file/plan",): "里面不能写入",
        ("folder",): "--overwrite",
        ("folder", "--overwrite"): "不是规划结果，不能覆盖",
        (".", "--overwrite"): "不能覆盖",
        ("..", "--overwrite"): "不能覆盖",
        ("copy",): "已存在",
        ("copy", "--overwrite"): "会议记录.docx",
    }
    before = sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*"))
    for words, why in refused.items():
        assert main(["solve", str(tiny.scenario), "--out", *words]) == 2
        shown = capsys.readouterr().err
        assert why in shown, words
        assert "11所学校" not in shown, "refused before anything is read"
    assert sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*")) == before


def test_a_map_never_replaces_a_folder(tiny, tmp_path, capsys) -> None:
    assert main(["map", str(tiny.run), "--out", str(tmp_path), "--overwrite"]) == 2
    assert "请写明文件名" in capsys.readouterr().err
    assert main(["map", str(tiny.run), "--out", str(tmp_path / "a" / "b.html")]) == 0


def test_a_run_in_the_making_is_no_run(tiny, tmp_path, capsys) -> None:
    part = shutil.copytree(tiny.run, tmp_path / ".plan.part-abc")
    assert main(["verify", str(part)]) == 2
    assert "未写完" in capsys.readouterr().err


@pytest.mark.parametrize("argument", ["a\0b", "/vsizip/x.zip", "x" * 5000, ""])
@pytest.mark.parametrize("command", ["check", "verify", "map", "solve"])
def test_strange_arguments_get_a_message(argument, command, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([command, argument]) == 2
    shown = capsys.readouterr().err
    assert CHINESE.search(shown)
    assert "程序内部出错" not in shown


SPOILT = {
    "a manifest cut short": ("manifest.json", lambda t: t[: len(t) // 2]),
    "an empty manifest": ("manifest.json", lambda _: ""),
    "a manifest that is a list": ("manifest.json", lambda _: "[]"),
    "a manifest without targets": ("manifest.json", lambda t: t.replace('"targets"', '"tragets"')),
    "a target that is a word": ("manifest.json", lambda t: t.replace('"planned": 2', '"planned": "2"')),
    "a manifest of another time": ("manifest.json", lambda t: re.sub(r'"created": "', '"created": "x', t)),
    "a scenario without a key": ("manifest.json", lambda t: t.replace('"pupil_km": 100,', "")),
    "bytes that are no text": ("manifest.json", lambda t: t.encode() + b"\xff\xfe"),
    "a table cut short": ("assignments.csv", lambda t: t[: len(t) // 2]),
    "an empty table": ("schools.csv", lambda _: ""),
    "a table without a column": ("costs.csv", lambda t: t.replace("amount", "betrag", 1)),
    "a word for a number": ("assignments.csv", lambda t: t.replace(",12,", ",zwölf,", 1)),
    "a quote that never ends": ("actions.csv", lambda t: t + '"'),
}  # fmt: skip


@pytest.mark.parametrize("case", SPOILT, ids=str)
@pytest.mark.parametrize("command", ["verify", "map"])
def test_a_damaged_run_gets_a_message(case, command, copy, capsys) -> None:
    name, spoil = SPOILT[case]
    spoilt = spoil((copy / name).read_text("utf-8-sig"))
    coding = "utf-8-sig" if name.endswith("csv") else "utf-8"
    (copy / name).write_bytes(spoilt if isinstance(spoilt, bytes) else spoilt.encode(coding))
    out = ["--out", str(copy.parent / "map.html")] if command == "map" else []
    code = main([command, str(copy), *out])
    shown = capsys.readouterr()
    assert "程序内部出错" not in shown.err
    assert not (copy.parent / "map.html").exists()
    if case == "a table cut short":
        assert code in {1, 2}, "rows are missing; where the last one is whole, the check tells"
    else:
        assert code == 2
        assert name in shown.err


def test_a_missing_table_is_named(copy, capsys) -> None:
    (copy / "zones.csv").unlink()
    (copy / "demand.csv").unlink()
    assert main(["verify", str(copy), "--language", "en"]) == 2
    shown = capsys.readouterr().err
    assert "zones.csv" in shown
    assert "demand.csv" in shown


def test_a_garbage_cell_is_named_with_row_and_column(copy, capsys) -> None:
    lines = (copy / "schools.csv").read_text("utf-8-sig").splitlines()
    cells = lines[3].split(",")
    cells[5] = "many"
    lines[3] = ",".join(cells)
    (copy / "schools.csv").write_text("\n".join(lines), "utf-8-sig")
    assert main(["verify", str(copy)]) == 2
    assert "schools.csv 第4行 pupils “many”" in capsys.readouterr().err


@pytest.mark.parametrize("seed", range(4))
def test_no_cell_of_a_run_can_be_spoilt_into_a_traceback(seed, copy, capsys) -> None:
    """Any cell replaced by something strange: the check says so, or the file is refused."""
    chance = random.Random(seed)  # noqa: S311 - a choice of cells, not a secret
    for _ in range(6):
        path = chance.choice(sorted(copy.glob("*.csv")))
        whole = path.read_bytes()
        lines = whole.decode("utf-8-sig").splitlines()
        row = chance.randrange(1, len(lines))
        cells = lines[row].split(",")
        at = chance.randrange(len(cells))
        strange = chance.choice(
            ["", "nan", "inf", "-1", "1e300", "S99", "x;y", "99999999999999999999"]
        )
        if cells[at] == strange:
            continue
        cells[at] = strange
        lines[row] = ",".join(cells)
        path.write_text("\n".join(lines) + "\n", "utf-8-sig")
        code = main(["verify", str(copy)])
        shown = capsys.readouterr()
        path.write_bytes(whole)
        place = f"{path.name} row {row + 1} cell {at} = {strange!r}"
        assert "程序内部出错" not in shown.err, f"{place}: {shown.err}"
        assert code in {1, 2}, place


def test_nan_in_a_manifest_is_noticed(copy, capsys) -> None:
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    manifest["objective"] = float("nan")
    (copy / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    assert main(["verify", str(copy)]) in {1, 2}
    assert "程序内部出错" not in capsys.readouterr().err
