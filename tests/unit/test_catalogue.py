"""Finding a county by path or by name."""

from pathlib import Path

import pytest

from planner.catalogue import find_data, shipped
from planner.errors import DataError, UsageError


def test_the_shipped_county_is_found_by_its_name() -> None:
    assert "xi_county" in shipped()
    assert (find_data("xi_county") / "county.toml").is_file()


def test_a_path_counts_from_the_folder_given(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    assert find_data("mine", tmp_path) == tmp_path / "mine"
    assert find_data(".", tmp_path / "mine").samefile(tmp_path / "mine")
    assert find_data(str(tmp_path)) == tmp_path


def test_a_folder_wins_over_a_shipped_name(tmp_path: Path) -> None:
    (tmp_path / "xi_county").mkdir()
    assert find_data("xi_county", tmp_path) == tmp_path / "xi_county"


@pytest.mark.parametrize(
    "name", ["xi_conty", "", " ", "x" * 5000, "a\0b", "../xi_county/..", "~nobody"]
)
def test_what_is_not_there_names_the_nearest(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        find_data(name, tmp_path / "empty")
    assert "xi_county" in caught.value.what.zh
    assert "xi_county" in caught.value.what.en


def test_a_path_for_gdal_alone_is_refused() -> None:
    with pytest.raises(DataError):
        find_data("/vsizip/archive.zip/county")
