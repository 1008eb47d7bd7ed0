"""The page about the structure lists every module with the first sentence of its docstring."""

from tests.documents.scripts import script


def test_the_list_of_modules_is_up_to_date() -> None:
    modules = script("modules")
    page = modules.PAGE.read_text(encoding="utf-8")
    assert page == modules.written(page), "run: python docs/modules.py"
