"""What is reckoned once is reckoned once for each value, and goes with it."""

from dataclasses import dataclass, replace

from planner.once import once


@dataclass(frozen=True)
class _Value:
    name: str


def test_a_value_is_asked_once_and_a_changed_one_again() -> None:
    asked: list[str] = []

    @once
    def length(value: _Value) -> int:
        asked.append(value.name)
        return len(value.name)

    one = _Value("one")
    assert [length(one), length(one)] == [3, 3]
    assert length(replace(one, name="three")) == 5
    assert asked == ["one", "three"]


def test_what_is_kept_changes_neither_how_a_value_compares_nor_how_it_prints() -> None:
    @once
    def length(value: _Value) -> int:
        return len(value.name)

    asked = _Value("one")
    length(asked)
    assert asked == _Value("one")
    assert repr(asked) == repr(_Value("one"))


def test_two_functions_keep_their_answers_apart() -> None:
    def twice(value: _Value) -> int:
        return 2 * len(value.name)

    one = _Value("one")
    assert once(len_of)(one) == 3
    assert once(twice)(one) == 6


def len_of(value: _Value) -> int:
    return len(value.name)
