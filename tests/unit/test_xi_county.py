"""The shipped county has the published totals, invented names, and the same bytes every time."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pandas as pd
import pytest

SMALL_KINDS = ("primary", "teaching_point")


def table(folder: Path, name: str) -> pd.DataFrame:
    ids = {"place_id": str, "managing_unit": str}
    return pd.read_csv(folder / name, encoding="utf-8-sig", dtype=ids)


@pytest.fixture(scope="module")
def schools(xi_county: Path) -> pd.DataFrame:
    """Return the schools with their rolls in all, in grades 1-6 and in grades 7-9."""
    rows = table(xi_county, "schools.csv").set_index("school_id")
    pupils = table(xi_county, "pupils.csv")
    for name, grades in (("roll", (1, 9)), ("primary", (1, 6)), ("junior", (7, 9))):
        counted = pupils[pupils.grade.between(*grades)].groupby("school_id").pupils.sum()
        rows[name] = counted.reindex(rows.index).fillna(0).astype(int)
    return rows


def small(schools: pd.DataFrame) -> pd.DataFrame:
    """Return the primaries and teaching points with under 100 pupils, the empty ones too."""
    return schools[schools.kind.isin(SMALL_KINDS) & (schools.roll < 100)]


def test_the_pupils_and_the_posts_are_those_of_the_notice(xi_county, schools):
    """122,624 pupils; 8,020 posts, 56 off duty; the posts on duty are those of schools.csv."""
    posts = table(xi_county, "staff.csv")
    on = posts[posts.duty == "on"].groupby("school_id").headcount.sum()
    assert schools.roll.sum() == 122_624
    assert posts.headcount.sum() == 8_020
    assert posts[posts.duty == "off"].headcount.sum() == 56
    assert schools.staff.dropna().astype(int).to_dict() == on.to_dict()


def test_118_small_schools_have_pupils_and_25_schools_have_none(schools):
    assert (small(schools).roll > 0).sum() == 118
    assert (schools.roll == 0).sum() == 25
    assert set(schools[schools.roll == 0].kind) == set(SMALL_KINDS)


def test_622_permille_of_the_143_small_schools_have_under_50_pupils(schools):
    """89 of 143, and no count over all schools could give it."""
    under_50 = (small(schools).roll < 50).sum()
    assert (under_50, len(small(schools))) == (89, 143)
    assert round(100 * under_50 / 143, 1) == 62.2
    assert round(100 * 143 / len(schools), 1) < 62.2
    assert round(100 * 143 / 230, 1) == 62.2
    assert round(100 * 143 / 231, 1) < 62.2
    assert 62.2 not in {round(100 * n / 118, 1) for n in range(119)}


def test_the_numbers_of_schools_lie_in_the_ranges_of_such_a_county(schools):
    kinds = schools.kind.value_counts()
    assert len(schools) == 300
    assert 120 <= kinds["primary"] <= 170
    assert 60 <= kinds["teaching_point"] <= 150
    assert 35 <= kinds["junior"] + kinds["nine_year"] + kinds["twelve_year"] <= 45
    assert (schools.ownership == "private").sum() == 4
    assert (schools.managing_unit.isna() & (schools.ownership == "public")).sum() == 68


def test_rural_primaries_and_teaching_points_have_the_sizes_of_such_a_county(schools):
    """Primaries: 15 % to 30 pupils, 13 % to 50, 26 % to 100; teaching points about 45."""
    having = schools[schools.roll > 0]
    primaries = having[(having.kind == "primary") & (having.area == "rural")].roll
    parts = pd.cut(primaries, [0, 30, 50, 100, 9_999]).value_counts(normalize=True, sort=False)
    assert parts.round(2).tolist() == [0.15, 0.13, 0.26, 0.46]
    assert 42 <= having[having.kind == "teaching_point"].roll.mean() <= 50


def test_the_overfull_and_the_underfilled_town_schools_are_there(schools):
    """One primary above 7,000, juniors of 5,025 and above 4,000, classes above 80; seven free."""
    town = schools[(schools.area == "urban") & (schools.ownership == "public")]
    over = town[town.roll > town.seats].sort_values("roll")
    assert over.kind.tolist() == ["junior", "junior", "primary"]
    assert over.roll.tolist() == [4_186, 5_025, 7_136]
    assert (over.roll / over.classrooms > 80).all()
    assert town[town.roll < 0.7 * town.seats].kind.value_counts().to_dict() == {
        "primary": 5,
        "junior": 2,
    }


def test_the_schools_that_the_notice_singles_out_are_there(schools):
    """A nine-year school of 69 with 59 teachers, a junior of 200-odd with 60-odd, 300 as a rule."""
    nine = schools[(schools.kind == "nine_year") & (schools.roll == 69)]
    rural = schools[(schools.kind == "junior") & (schools.area == "rural")]
    assert nine.staff.tolist() == [59]
    assert rural[(rural.roll < 240) & (rural.staff.between(60, 69))].shape[0] == 1
    assert 280 <= rural.roll.median() <= 320
    assert rural.staff.min() >= 24


def test_only_noted_schools_have_more_pupils_than_seats(schools):
    """Three town schools and five central primaries, and the latter by less than 3 %."""
    over = schools[schools.roll > schools.seats]
    assert over.area.value_counts().to_dict() == {"town": 5, "urban": 3}
    central = over[over.area == "town"]
    assert (central.roll / central.seats < 1.03).all()


def test_pupils_are_in_grades_that_their_school_teaches(xi_county, schools):
    rows = table(xi_county, "pupils.csv").join(
        schools[["first_grade", "last_grade"]], on="school_id"
    )
    assert (rows.grade >= rows.first_grade).all()
    assert (rows.grade <= rows.last_grade).all()
    assert (rows.pupils > 0).all()
    assert len(rows) < 12_000


def test_some_teaching_points_end_at_grade_3_or_4(schools):
    ends = schools[schools.kind == "teaching_point"].last_grade.value_counts()
    assert ends[3] >= 10
    assert ends[4] >= 10


def test_a_quarter_of_the_villages_send_a_band_to_more_than_one_school(xi_county):
    rows = table(xi_county, "pupils.csv").dropna(subset="place_id")
    bands = rows.assign(band=(rows.grade - 1) // 3)
    schools_of = bands.groupby(["place_id", "band"]).school_id.nunique()
    several = schools_of[schools_of > 1].index.get_level_values("place_id").nunique()
    assert 0.23 <= several / len(table(xi_county, "places.csv")) <= 0.27


def test_hearings_and_decisions_are_there(xi_county, schools):
    """A dozen hearings on small schools, two against; three schools kept, one closed."""
    held = table(xi_county, "hearings.csv")
    parents = held.parents_against > held.parents_for
    delegates = held.delegates_against > held.delegates_for
    decided = table(xi_county, "decisions.csv")
    assert len(held) == held.school_id.nunique() == 12
    assert (parents.sum(), delegates.sum(), (parents | delegates).sum()) == (1, 1, 2)
    assert set(held.school_id) <= set(small(schools).index)
    assert sorted(decided.decision) == ["close", "keep", "keep", "keep"]
    assert not set(decided.school_id) & set(held.school_id)


def test_some_schools_have_dormitories_with_and_without_free_beds(schools):
    beds = schools[schools.beds > 0]
    assert len(beds) >= 30
    assert (beds.boarders <= beds.beds).all()
    assert ((beds.beds - beds.boarders) >= 10).sum() >= 20


def test_targets_are_those_of_each_item_of_the_notice(xi_county):
    rows = table(xi_county, "targets.csv")
    asked = rows.groupby("version").apply(lambda t: dict(zip(t.year, t["count"], strict=True)))
    assert asked.to_dict() == {
        "actual-2022": {2022: 19},
        "empty": {2023: 25},
        "item-4": {2023: 23},
        "item-14": {2023: 23, 2024: 9, 2025: 18},
        "item-26": {2023: 32, 2024: 9, 2025: 18},
    }
    assert rows[rows.version == "empty"].deadline.tolist() == ["2023-08-31"]


def test_twelve_town_schools_are_paired_with_twelve_rural_ones(xi_county, schools):
    pairs = table(xi_county, "extra/alliances.csv")
    assert len(pairs) == pairs.town_school_id.nunique() == pairs.rural_school_id.nunique() == 12
    assert set(schools.area[pairs.town_school_id]) == {"urban"}
    assert set(schools.area[pairs.rural_school_id]) == {"rural"}


def test_the_county_says_that_it_is_synthetic_and_what_year_it_counts(xi_county):
    county = tomllib.loads((xi_county / "county.toml").read_text(encoding="utf-8"))
    assert county["synthetic"] is True
    assert county["base_year"] == 2022
    assert county["as_of"].isoformat() == "2023-07-14"
    assert "虚构" in county["name"]


def test_no_name_is_a_real_one(xi_county, cases):
    """No township or village bears the name of one of the real county."""
    real = cases / "xi_county_facts"
    towns = {name[:2] for name in table(real, "townships.csv").township}
    villages = {
        name.rstrip("村").removesuffix("社区") for name in table(real, "villages.csv").short
    }
    places = table(xi_county, "places.csv")
    assert not towns & {name[:2] for name in places.township}
    assert not villages & {name.rstrip("村").removesuffix("社区") for name in places.name}


def written(folder: Path, *options: str) -> dict[str, bytes]:
    script = Path(__file__).resolve().parents[2] / "data" / "xi_county" / "make.py"
    subprocess.run([sys.executable, "-B", str(script), str(folder), *options], check=True)
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_the_script_writes_the_shipped_bytes(xi_county, tmp_path):
    again = written(tmp_path)
    assert len(again) == 15
    changed = [
        name for name, content in again.items() if (xi_county / name).read_bytes() != content
    ]
    assert changed == []
    assert sum(map(len, again.values())) < 2_000_000


def test_the_script_also_writes_the_other_reading(tmp_path):
    """118 small schools of which 25 are empty; all other totals stay."""
    written(tmp_path, "--empty-within")
    rows = table(tmp_path, "schools.csv").set_index("school_id")
    pupils = table(tmp_path, "pupils.csv")
    rows["roll"] = pupils.groupby("school_id").pupils.sum().reindex(rows.index).fillna(0)
    assert len(small(rows)) == 118
    assert (rows.roll == 0).sum() == 25
    assert pupils.pupils.sum() == 122_624
