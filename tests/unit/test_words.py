"""What people read, in both languages."""

from planner.words import numbered


def test_one_is_singular_in_english_and_large_numbers_have_commas() -> None:
    said = [numbered(n, "{n}条", "{n} row", "{n} rows") for n in (0, 1, 2, 1200)]
    assert [text.en for text in said] == ["0 rows", "1 row", "2 rows", "1,200 rows"]
    assert [text.zh for text in said] == ["0条", "1条", "2条", "1,200条"]
