"""What is wrong with a command's words, said in the user's language with the nearest right word."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from planner.words import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterable

CLOSE_ENOUGH = 0.6


def wrong_words(error: Exception) -> Text:
    """Return what is wrong, from the command library's error."""
    tell = _BY_KIND.get(type(error).__name__, _general)
    return tell(error)


def _no_option(error: Any) -> Text:  # noqa: ANN401 - the library's own error types
    what = Text("没有选项 {name}", "there is no option {name}").filled(name=error.option_name)
    return _with_nearest(what, error.option_name, _options(error))


def _missing(error: Any) -> Text:  # noqa: ANN401
    parameter = error.param
    if parameter is None:
        return _general(error)
    name = parameter.metavar or max(parameter.opts, key=len)
    said = Text("缺少 {name}：{help}", "{name} is missing: {help}")
    return said.filled(name=name, help=(parameter.help or "").rstrip("。."))


def _option_use(error: Any) -> Text:  # noqa: ANN401
    if "does not take" in error.message:
        what = Text("选项 {name} 后面不能带值", "the option {name} takes no value")
    else:
        what = Text("选项 {name} 后面缺少值", "the option {name} lacks its value")
    return what.filled(name=error.option_name)


def _general(error: Any) -> Text:  # noqa: ANN401
    message = getattr(error, "message", "") or str(error)
    if found := re.match(r"No such command '(.*?)'\.", message, re.DOTALL):
        what = Text("没有命令 {name}", "there is no command {name}").filled(name=found[1])
        return _with_nearest(what, found[1], _commands(error))
    if found := re.search(r"unexpected extra argument\S* \((.*)\)", message, re.DOTALL):
        what = Text(
            "多出了 {words}；名称中有空格时请加引号",
            "there is more than expected: {words}; put a name that holds blanks in quotes",
        )
        return what.filled(words=found[1])
    if message.startswith("Missing command"):
        what = Text("缺少命令；可用的有：{names}", "a command is missing; there are: {names}")
        return what.filled(names=Text("、".join(_commands(error)), ", ".join(_commands(error))))
    return same(message)


_BY_KIND = {
    "NoSuchOption": _no_option,
    "MissingParameter": _missing,
    "BadOptionUsage": _option_use,
}


def _with_nearest(what: Text, word: str, known: Iterable[str]) -> Text:
    bare = {name.lstrip("-"): name for name in known}
    near = get_close_matches(word.lower().lstrip("-"), list(bare), n=1, cutoff=CLOSE_ENOUGH)
    if not near:
        return what
    said = Text("{what}（是否指 {near}？）", "{what} (did you mean {near}?)")
    return said.filled(what=what, near=bare[near[0]])


def _options(error: Any) -> list[str]:  # noqa: ANN401
    if error.ctx is None:
        return []
    parameters = error.ctx.command.get_params(error.ctx)
    return [name for p in parameters if p.param_type_name == "option" for name in p.opts]


def _commands(error: Any) -> list[str]:  # noqa: ANN401
    command = getattr(error.ctx, "command", None)
    return list(getattr(command, "commands", {}))
