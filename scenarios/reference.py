"""Write the reference page of the scenario file: `python -m scenarios.reference`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenarios.load import load
from scenarios.parameters import PARAMETERS, TRUST_NAMES
from scenarios.shipped import BASE, names, titles
from scenarios.toml_text import toml_text

if TYPE_CHECKING:
    from planner.words import Text
    from scenarios.load import Scenario
    from scenarios.parameters import Parameter

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "scenario.md"

_INTRODUCTION = """\
# Scenario 情景

A scenario is one TOML file in UTF-8 that says what a plan assumes. This page is written from the
planner's own list of keys.
情景是一个UTF-8编码的TOML文件，写明方案采用的各项取值。本页由程序的参数表生成。

```toml
extends = "base"
data = "xi_county"
years = [2023, 2024, 2025]

[closures]
targets = { 2023 = 32, 2024 = 9, 2025 = 18 }

[travel]
max_minutes = { lower = 25 }
```

## How scenarios merge 情景如何继承

`extends` names a shipped scenario or a file (from the folder of the file that says so); a file
without it extends `base`. Tables merge key by key and the own value wins. `title`, `bands`,
`closures.targets`, `money.works_budget` and all lists replace the inherited value whole.
`closures.small` written as a table replaces an inherited number. Tables by band keep only the bands
that exist, and every band must have a value; `boarding.bands` keeps only the bands that exist. Of
`closures.targets` and `closures.version`, the layer that sets one drops the other. `--set
KEY=VALUE` is one more layer, so `--set closures.targets.2023=30` asks nothing in the other years
(the run says so); `extends` cannot be set that way. `data` is the name of a data set that ships, or a path from the file that sets it.
A key that is not known, a value of the wrong type and a value that is impossible are errors; what
is merely unusual is not.
The years come after `base_year` of `county.toml`: an earlier one is an error, the base year itself a
warning. Where grades 7-9 are planned and no band is called `junior`,
`closures.keep_junior_per_township` has no effect, and the plan says so at its head.
`extends`写自带情景的名称或文件路径（从写它的文件所在文件夹算起）；不写则继承`base`。各表逐键合并，
自己写的优先。`title`、`bands`、`closures.targets`、`money.works_budget`和所有列表整体替换。
`closures.small`写成表时替换继承来的数。分年级段的表只保留存在的年级段，每个年级段都必须有值；
`boarding.bands`只保留存在的年级段。`closures.targets`与`closures.version`写其一，继承来的另一个即作废。
`--set 键=值`是再加一层，因此`--set closures.targets.2023=30`之后其他年度目标为0（结果里会提醒）；`extends`不能这样改。
`data`写自带数据的名称，或从写它的文件算起的路径。键不认识、类型不对、取值不可能，都是错误；少见的取值不算错误。
规划年度应在`county.toml`的`base_year`之后：更早的是错误，等于基年的会提醒。规划了7–9年级而没有名为`junior`的年级段时，
`closures.keep_junior_per_township`不起作用，方案开头会写明。

A version of `closures.version` takes its targets from `targets.csv`: rows of one year with
different units add up, with a warning; the same unit with two numbers is an error.
`closures.version`从`targets.csv`取目标：同一年不同单位的各行相加并提醒；同一单位有两个数则是错误。
"""

_RULES = """\
## Keys 全部键

**h** marks a hard rule: a plan made with a looser value than the national one says so at its head.
Walking speed, waiting time and detour are assumptions, not rules; the speed of the bus is one only
above the 60 km/h that the law allows. Trust says how far the legal basis is verified: *checked*, the
clause was seen quoted; *second-hand*, quoted by others; *unverified*, from memory or a modelling
choice: check it before you rely on it.
标**h**的是硬规则：取值比国家规定宽松时，方案开头会写明。步行速度、候车时间、绕行系数是设定，不是规则；
校车速度只有超过法定60公里/小时才算放宽。“核实程度”说明依据核实到什么地步：已核实，见到原文引用；
间接核实，见到转引；未核实，凭记忆或模型设定，使用前请自行核对。

"""

_COLUMNS = (
    "| key 键 | 含义 | meaning | 单位 unit | `base` | 可填 range | 依据 legal basis | 核实 trust |\n"
    "|---|---|---|---|---|---|---|---|\n"
)


def page() -> str:
    """Return the whole page, as Markdown in Chinese and English."""
    base = load(BASE, complete=False)
    tables = "\n".join(_section(name, base) for name in _sections())
    return f"{_INTRODUCTION}\n{_shipped()}\n{_RULES}{tables}"


def _sections() -> list[str]:
    return list(dict.fromkeys(_table_of(parameter) for parameter in PARAMETERS))


def _table_of(parameter: Parameter) -> str:
    return parameter.key.rpartition(".")[0]


def _section(table: str, base: Scenario) -> str:
    heading = f"### `[{table}]`" if table else "### Head 开头"
    rows = "".join(_line(p, base) for p in PARAMETERS if _table_of(p) == table)
    return f"{heading}\n\n{_COLUMNS}{rows}"


def _line(parameter: Parameter, base: Scenario) -> str:
    cells = (
        f"`{parameter.key}`" + (" **h**" if parameter.hard else ""),
        _joined(parameter.title.zh, parameter.about.zh, "。"),
        _joined(parameter.title.en, parameter.about.en, "; "),
        _both(parameter.unit),
        _default(parameter.key, base),
        _both(parameter.shape.words),
        *_bases(parameter),
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _bases(parameter: Parameter) -> tuple[str, str]:
    """Return source and trust, with those of single entries first."""
    named = [(f"`{entry}`: ", basis) for entry, basis in parameter.parts.items()]
    if not named:
        return _both(parameter.basis.source), _both(TRUST_NAMES[parameter.basis.trust])
    all_of_them = [*named, ("… ", parameter.basis)]
    sources = [f"{entry}{_both(basis.source)}" for entry, basis in all_of_them]
    trusts = [f"{entry}{_both(TRUST_NAMES[basis.trust])}" for entry, basis in all_of_them]
    return "<br>".join(sources), "<br>".join(trusts)


def _joined(title: str, about: str, by: str) -> str:
    return f"{title}{by}{about}" if about else title


def _both(text: Text) -> str:
    return text.zh if text.zh == text.en else f"{text.zh}<br>{text.en}"


def _default(key: str, base: Scenario) -> str:
    if not any(known == key or known.startswith(f"{key}.") for known in base.origins):
        return ""
    value: Any = base.resolved
    for name in key.split("."):
        value = value[name]
    return f"`{toml_text(value)}`"


def _shipped() -> str:
    said = titles()
    rows = "".join(f"| `{name}` | {said[name].zh} | {said[name].en} |\n" for name in names())
    head = "| name 名称 | 标题 | title |\n|---|---|---|\n"
    return f"## Scenarios that ship 自带情景\n\n{head}{rows}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
