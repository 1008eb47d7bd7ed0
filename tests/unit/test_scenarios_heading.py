"""The title of a scenario never names other targets or years than those that are planned."""

from pathlib import Path

import pytest

import scenarios

ITEM_26 = "2023–2025年撤并路线图（第26项：32、9、18）"


def title(name: str | Path, *settings: str):
    return scenarios.load(name, settings).assumptions.title


def write(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("setting", "zh", "en"),
    [
        ("closures.version=item-14", "目标版本item-14", "Targets of version item-14"),
        (
            "closures.targets={2023=3,2025=1}",
            "目标2023年3所、2025年1所",
            "Targets 2023: 3, 2025: 1",
        ),
        ("closures.targets={}", "不设撤并目标", "No targets"),
        ("years=[2023,2024]", "2023—2024年", "Years 2023–2024"),
    ],
)
def test_a_title_begins_with_what_a_setting_changed_in_targets_or_years(setting, zh, en) -> None:
    said = title("roadmap_item26", setting)
    assert said.zh == f"{zh}（由“{ITEM_26}”改设）"
    assert said.en.startswith(f"{en} (changed from 'Roadmap 2023-2025, item 26")


@pytest.mark.parametrize(
    "setting",
    ["closures.targets={2023=32,2024=9,2025=18,2026=0}", "merge.enabled=true",
     "years=[2023,2024,2025]"],
)  # fmt: skip
def test_a_title_stays_where_targets_and_years_do(setting) -> None:
    assert title("roadmap_item26", setting) == scenarios.titles()["roadmap_item26"]


def test_a_layer_that_sets_targets_and_a_title_is_called_by_its_title() -> None:
    said = title("roadmap_item26", "closures.version=item-14", "title=第14项")
    assert said.zh == "第14项"


def test_a_file_that_changes_inherited_targets_cannot_keep_the_inherited_title(tmp_path) -> None:
    own = write(tmp_path, 'extends = "roadmap_item26"\n[closures]\ntargets = {2023 = 1}')
    assert title(own).zh == f"目标2023年1所（由“{ITEM_26}”改设）"


def test_the_first_targets_of_all_contradict_no_title(tmp_path) -> None:
    own = write(tmp_path, "years = [2024]\n[closures]\ntargets = {2024 = 1}")
    assert title(own) == scenarios.titles()["base"]


def test_the_resolved_scenario_holds_the_title_as_it_is_printed() -> None:
    loaded = scenarios.load("roadmap_item26", ["closures.version=item-14"])
    assert loaded.resolved["title"]["zh"] == loaded.assumptions.title.zh
    assert scenarios.load("base", ["title=一句"], complete=False).resolved["title"] == "一句"
