"""A scenario that cannot be used is refused with every problem, its line and what to do."""

from pathlib import Path
from textwrap import dedent

import pytest

import scenarios
from planner.errors import Finding, ScenarioError


def refused(folder: Path, text: str, *settings: str) -> tuple[Finding, ...]:
    path = folder / "own.toml"
    path.write_text(dedent(text), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        scenarios.load(path, settings)
    assert caught.value.exit_code == 2
    assert caught.value.lines("zh")
    return tuple(f for f in caught.value.findings if f.severity == "error")


def test_every_problem_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    findings = refused(
        tmp_path,
        """\
        years = [2023, 2025]
        colour = "red"
        [closures]
        rule = "exactly"
        [travel]
        bus = 1
        bus_kmh = 0
        max_minutez = 30
        max_minutes = {lower = nan}
        [money]
        move = -5
        """,
    )
    assert {(f.code, f.row, f.column) for f in findings} == {
        ("years_not_consecutive", 1, "years"),
        ("unknown_key", 2, "colour"),
        ("unknown_word", 4, "closures.rule"),
        ("wrong_type", 6, "travel.bus"),
        ("impossible", 7, "travel.bus_kmh"),
        ("unknown_key", 8, "travel.max_minutez"),
        ("not_a_number", 9, "travel.max_minutes.lower"),
        ("impossible", 11, "money.move"),
    }
    assert all(f.file == "own.toml" for f in findings)


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("travel.max_minutez.lower=30", "travel.max_minutes"),
        ("traveel.bus=true", "travel"),
        ("yeers=[2023]", "years"),
        ("max_minutes.lower=30", "travel.max_minutes"),
        ("closures.size_cap=1", "schools.size_cap"),
        ("schools.size_cap.primry=1", "primary"),
        ("closures.counts=['teaching_poynt']", "teaching_point"),
        ("demand.variant=middl", "middle"),
        ("travel.max_minutes.lowre=20", "lower"),
        ("boarding.bands=['uppr']", "upper"),
    ],
)
def test_a_slip_names_the_nearest_word(tmp_path: Path, written: str, nearest: str) -> None:
    [finding] = refused(tmp_path, "years = [2023]", written)
    assert f"'{nearest}'" in finding.what.en + finding.hint.en
    assert f"“{nearest}”" in finding.what.zh + finding.hint.zh
    assert finding.file == "--set"


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ("years=2023", "wrong_type"),
        ("years=[]", "no_years"),
        ("years=[2024,2023]", "years_not_consecutive"),
        ("years=[2023.0]", "not_whole"),
        ("years=[20233]", "impossible"),
        ("language=fr", "unknown_word"),
        ("bands={}", "no_bands"),
        ("bands={lower=[1,3],upper=[3,6],junior=[7,9]}", "bands_overlap"),
        ("bands={lower=[3,1],upper=[4,6],junior=[7,9]}", "bad_band"),
        ("bands={lower=[1,3],upper=[4,6],junior=[7,13]}", "impossible"),
        ("bands={lower=[0,3],upper=[4,6],junior=[7,9]}", "impossible"),
        ("bands={lower=[1],upper=[4,6],junior=[7,9]}", "bad_band"),
        ("bands={lower=[1,3],upper=[4,6],junior=[7,9],more=[10,12]}", "band_without_value"),
        ("closures.targets={2023=-1}", "impossible"),
        ("closures.targets={2023=1.5}", "not_whole"),
        ("closures.targets={2023=true}", "wrong_type"),
        ("closures.targets={next=1}", "not_a_year"),
        ("closures.small='many'", "wrong_type"),
        ("closures.small={primary=-1}", "impossible"),
        ("closures.downgrade=onlyy", "unknown_word"),
        ("closures.keep=[{reason='x'}]", "missing_key"),
        ("closures.keep=[{school_id='S1',why='x'}]", "unknown_word"),
        ("closures.keep=['S1']", "wrong_type"),
        ("closures.close=[{school_id='S1',year=2031}]", "pin_outside_years"),
        ("closures.empty_by=-1", "impossible"),
        ("travel.max_minutes.lower=-inf", "infinite"),
        ("travel.bus_kmh=inf", "infinite"),
        ("travel.walk_kmh.lower=true", "wrong_type"),
        ("travel.detour=0.9", "impossible"),
        ("travel=3", "wrong_type"),
        ("demand.variant=3", "wrong_type"),
        ("boarding.bands=[3]", "wrong_type"),
        ("boarding.bands=[zzz]", "wrong_type"),
        ("boarding.bands=['zzz']", "unknown_band"),
        ("schools.size_cap=2000", "wrong_type"),
        ("qqqq=2000", "unknown_key"),
        ("money.move=1e300", "impossible"),
        ("solver.threads=0", "impossible"),
        ("solver.seed=99999999999", "impossible"),
        ("solver.seconds=0", "impossible"),
        ("demand.entrants_change=-1.5", "impossible"),
        ("travel.bus_kmh", "bad_setting"),
        ("=5", "bad_setting"),
        ("extends=5", "extends_set"),
        ("extends=nope", "extends_set"),
        ('extends="base"', "extends_set"),
        ("extends.base=1", "extends_set"),
    ],
)
def test_what_is_impossible_is_refused(tmp_path: Path, setting: str, code: str) -> None:
    findings = refused(tmp_path, "years = [2023]", setting)
    assert code in {f.code for f in findings}
    assert all(f.what.zh and f.what.en and f.hint.zh and f.hint.en for f in findings)


@pytest.mark.parametrize(
    "setting",
    [
        "travel.max_minutes.lower=600",
        "travel.bus_kmh=300",
        "closures.small=inf",
        "closures.small=0",
        "money.move=0",
        "schools.size_cap.primary=0",
        "demand.variant_factor.high=7",
        "closures.empty_by=0",
        "closures.empty_by=1999",
        "solver.seconds=inf",
        "closures.counts=[]",
        "staff.teachers_per_class=0",
    ],
)
def test_what_is_merely_unusual_is_accepted(setting: str) -> None:
    scenarios.load("roadmap_item26", [setting])


def test_two_settings_that_contradict_each_other_are_refused(tmp_path: Path) -> None:
    [finding] = refused(tmp_path, "years = [2023]", "travel.bus=true", "travel.bus.kmh=3")
    assert (finding.code, finding.column) == ("bad_setting", "travel.bus.kmh")


def test_a_bad_value_does_not_bring_faults_that_only_follow_from_it(tmp_path: Path) -> None:
    text = """\
    years = "2023"
    [bands]
    primary = "1-6"
    [travel]
    max_minutes = {primary = 30}
    """
    assert [f.column for f in refused(tmp_path, text)] == ["years", "bands.primary"]


def test_schools_both_kept_and_closed_or_closed_twice_are_refused(tmp_path: Path) -> None:
    findings = refused(
        tmp_path,
        """\
        years = [2023, 2024]
        [closures]
        keep = [{school_id = "S1"}]
        close = [
          {school_id = "S1", year = 2023},
          {school_id = "S2", year = 2023},
          {school_id = "S2", year = 2024},
        ]
        """,
    )
    assert [f.code for f in findings] == ["kept_and_closed", "closed_twice"]
    assert [f.row for f in findings] == [4, 4]


def test_targets_and_a_version_in_one_layer_are_refused(tmp_path: Path) -> None:
    text = "years = [2023]\n[closures]\ntargets = {2023 = 1}\nversion = 'x'"
    [finding] = refused(tmp_path, text)
    assert (finding.code, finding.row) == ("two_targets", 4)


def test_a_circle_of_extends_shows_the_chain(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('years = [2023]\nextends = "own.toml"', encoding="utf-8")
    [finding] = refused(tmp_path, 'extends = "a.toml"')
    assert finding.code == "cycle"
    assert "own.toml → a.toml → own.toml" in finding.what.en
    assert (finding.file, finding.row) == ("a.toml", 2)


def test_a_missing_parent_is_told_where_it_is_named(tmp_path: Path) -> None:
    [finding] = refused(tmp_path, 'years = [2023]\nextends = "baes"')
    assert (finding.code, finding.file, finding.row) == ("unknown_scenario", "own.toml", 2)
    assert "'base'" in finding.hint.en


def test_an_unknown_name_brings_the_nearest_and_the_list() -> None:
    with pytest.raises(ScenarioError) as caught:
        scenarios.load("roadmap_item62")
    [finding] = caught.value.findings
    assert "'roadmap_item26'" in finding.hint.en
    assert all(name in finding.hint.zh for name in scenarios.names())


def test_bad_toml_names_the_line(tmp_path: Path) -> None:
    [finding] = refused(tmp_path, "years = [2023]\ntitle = 方案\n")
    assert (finding.code, finding.file, finding.row) == ("not_toml", "own.toml", 2)


@pytest.mark.parametrize("text", ["x = " + "[" * 5000, "x = " + "9" * 5000])
def test_toml_too_deep_or_too_long_to_read_is_refused(tmp_path: Path, text: str) -> None:
    [finding] = refused(tmp_path, text)
    assert finding.code == "not_toml"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_another_encoding_is_refused_with_what_to_do(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes("title = '合点并校'\nyears = [2023]\n".encode(encoding))
    with pytest.raises(ScenarioError) as caught:
        scenarios.load(path)
    [finding] = caught.value.findings
    assert finding.code == "not_utf8"
    assert "UTF-8" in finding.hint.zh


def test_a_file_that_another_program_holds_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", held)
    [finding] = refused(tmp_path, "years = [2023]")
    assert (finding.code, finding.file) == ("unreadable_file", "own.toml")


def test_findings_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = "years = [2023, 2025]\n[travel]\nbus = 1\n[demand]\nsurvival = -0.9\n[money]\nmove = -1"
    assert [f.row for f in refused(tmp_path, text)] == [1, 3, 5, 7]
