"""Every value is shown with unit, origin, legal basis and trust, and the page is current."""

import tomllib
from math import inf
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import scenarios
from scenarios.lines import key_lines, line_of
from scenarios.parameters import BY_KEY, PARAMETERS, TRUST_NAMES
from scenarios.reference import page
from scenarios.toml_text import toml_text


def test_the_reference_page_is_current(root: Path) -> None:
    written = (root / "docs/reference/scenario.md").read_text(encoding="utf-8")
    assert written == page(), "run: python -m scenarios.reference"


def test_every_key_has_words_in_both_languages() -> None:
    for parameter in PARAMETERS:
        for text in (parameter.title, parameter.basis.source, parameter.shape.words):
            assert text.zh, parameter.key
            assert text.en, parameter.key
        assert bool(parameter.unit.zh) == bool(parameter.unit.en), parameter.key
    assert len(BY_KEY) == len(PARAMETERS)


def test_every_shipped_value_is_within_its_own_range() -> None:
    base = scenarios.load("base", complete=False)
    for parameter in PARAMETERS:
        table, _, name = parameter.key.rpartition(".")
        held = base.resolved[table] if table else base.resolved
        if name in held and parameter.key != "years":
            assert list(parameter.shape.faults(held[name])) == [], parameter.key


def test_a_row_tells_value_unit_origin_basis_and_trust() -> None:
    rows = {r.key: r for r in scenarios.describe(scenarios.load("roadmap_item26"), "zh")}
    walk = rows["schools.size_cap.primary"]
    assert (walk.value, walk.unit, walk.origin, walk.trust) == ("2000", "人", "base", "已核实")
    assert "优质均衡" in walk.basis
    assert rows["closures.targets"].origin == "roadmap_item26"
    assert rows["closures.targets"].value == "{2023 = 32, 2024 = 9, 2025 = 18}"
    assert rows["boarding.bands"].hard
    assert not rows["money.move"].hard


def test_recalled_and_assumed_values_read_unverified() -> None:
    rows = {r.key: r for r in scenarios.describe(scenarios.load("roadmap_item26"), "en")}
    assert BY_KEY["staff.teachers_per_class"].basis.trust == "assumed"
    assert rows["staff.teachers_per_class"].trust.startswith("unverified")
    assert rows["closures.keep_junior_per_township"].trust == "unverified"
    assert TRUST_NAMES["recalled"].zh == "未核实"


def test_the_bands_of_a_limit_have_their_own_basis_and_trust() -> None:
    rows = {r.key: r for r in scenarios.describe(scenarios.load("roadmap_item26"), "zh")}
    lower, upper = (rows[f"travel.max_minutes.{band}"] for band in ("lower", "upper"))
    assert ("半小时" in lower.basis, lower.trust) == (True, "已核实")
    assert ("40分钟" in upper.basis, upper.trust) == (True, "间接核实")
    assert rows["staff.pupils_per_teacher.primary"].trust == "已核实"
    assert rows["staff.pupils_per_teacher.junior"].trust == "未核实"


def test_a_changed_value_does_not_borrow_the_trust_of_the_national_one() -> None:
    scenario = scenarios.load("roadmap_item26", ["travel.max_minutes.lower=inf"])
    rows = {r.key: r for r in scenarios.describe(scenario, "en")}
    assert rows["travel.max_minutes.lower"].value == "inf"
    assert rows["travel.max_minutes.lower"].origin == "--set"
    assert "differs from its basis" in rows["travel.max_minutes.lower"].trust
    assert rows["travel.max_minutes.upper"].trust == "second-hand"


def test_a_limit_by_kind_is_one_row_with_its_origin() -> None:
    scenario = scenarios.load("roadmap_item26", ["closures.small={primary=50}"])
    [row] = [r for r in scenarios.describe(scenario, "en") if r.key == "closures.small"]
    assert (row.value, row.origin) == ("{primary = 50}", "--set")


plain = st.one_of(
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False),
    st.text(st.characters(blacklist_categories=["Cs", "Cc"])),
)
values = st.recursive(
    plain,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("abc年 .\"'", min_size=1), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(values)
def test_a_value_written_as_toml_reads_back_as_itself(value: object) -> None:
    assert tomllib.loads(f"v = {toml_text(value)}")["v"] == value
    assert toml_text(inf) == "inf"


def test_the_line_of_a_key_is_found_in_tables_and_dotted_keys() -> None:
    text = '# a\ntitle = "x"\n\n[ travel ]\nbus = true\nmax_minutes.lower = 3\n[[closures.keep]]\n'
    lines = key_lines(text)
    assert lines["title"] == 2
    assert lines["travel.bus"] == 5
    assert lines["travel.max_minutes.lower"] == 6
    assert line_of(lines, "travel.bus.deeper") == 5
    assert line_of(lines, "closures.keep.1") == 7
    assert line_of(lines, "money.move") == 0
