"""What the commands say of themselves, in both languages; keys are command or command.parameter."""

from __future__ import annotations

from planner.words import Text

HELP: dict[str, Text] = {
    "": Text(
        "合点：县域中小学布局调整规划。从教育局的表格得出依法、经复核、分年度的路线图和台账。",
        "Hedian: from a county's own tables to a lawful, checked, year-by-year roadmap and ledger "
        "for its rural schools.",
    ),
    "demo": Text(
        "用自带的示例县走一遍全过程：规划、复核、地图、台账、报告。",
        "The whole job on the shipped county: plan, check, map, ledger, report.",
    ),
    "check": Text(
        "只读入并审查数据：一次列出全部问题，指明文件、行、列和改法。",
        "Load and audit a county's tables only: every problem at once, with file, row, column "
        "and what to do.",
    ),
    "check.data": Text(
        "数据文件夹、工作簿（.xlsx），或自带数据的名称。",
        "A folder of tables, a workbook (.xlsx), or the name of a shipped data set.",
    ),
    "solve": Text(
        "按情景规划，独立复核后写出结果文件夹。",
        "Plan a scenario, check the plan independently and write the run's folder.",
    ),
    "solve.scenario": Text(
        "情景文件（.toml），或自带情景的名称（见 planner scenario list）。",
        "A scenario file (.toml), or the name of a shipped one (see planner scenario list).",
    ),
    "solve.data": Text(
        "数据文件夹或工作簿；不写则用情景里的 data。",
        "Folder or workbook with the tables; without it, the scenario's own data.",
    ),
    "solve.settings": Text(
        "临时改一项设定，如 --set travel.max_minutes.lower=25；可重复。",
        "Set one value for this run, such as --set travel.max_minutes.lower=25; repeatable.",
    ),
    "solve.solver": Text("求解器名称（PuLP 所认）。", "A solver that PuLP knows."),
    "solve.strict": Text(
        "目标未全部达到时以退出码 1 结束。", "Exit with 1 if a target is not reached."
    ),
    "out": Text(
        "写到哪个文件夹；默认 runs/名称，已有则加序号。",
        "Folder to write; by default runs/NAME, with the next free number if it exists.",
    ),
    "overwrite": Text("允许覆盖已有的结果文件夹。", "Replace the folder if it exists."),
    "json": Text("在标准输出给出一个 JSON 对象。", "Print one JSON object on standard output."),
    "language": Text("文字语言：zh 或 en。", "Language of what is said: zh or en."),
    "verify": Text(
        "从原始表格独立复核一个结果文件夹：重算每条规则、每个数、每一元。",
        "Check a run again from the raw tables alone: every rule, count and yuan.",
    ),
    "run": Text("结果文件夹。", "A run's folder."),
    "data": Text(
        "原始表格现在的位置（若已移动）。", "Where the raw tables are now, if they were moved."
    ),
    "map": Text(
        "重画一个结果的路线图地图：单个网页文件，断网可看。",
        "Draw a run's map again: one page that opens without a network.",
    ),
    "map.other": Text("第二个结果（对比图）。", "A second run (to compare)."),
    "map.out": Text(
        "写到哪个文件；默认为当前文件夹中的“结果名.html”。",
        "File to write; by default RUN.html in the working folder.",
    ),
    "scenario": Text("查看情景。", "Look at scenarios."),
    "scenario list": Text("列出自带的情景。", "List the shipped scenarios."),
    "scenario show": Text(
        "列出一个情景的全部取值：单位、出处、依据及核实程度。",
        "Show every value of a scenario: unit, origin, legal basis and how far it is verified.",
    ),
    "version": Text("显示版本。", "Show the version."),
    "install_completion": Text(
        "为当前命令行安装自动补全。", "Install completion for the current shell."
    ),
    "show_completion": Text(
        "显示自动补全脚本。", "Show completion for the current shell, to copy or customise it."
    ),
    "help": Text("显示本说明。", "Show this message and exit."),
}

# Headings that the command library writes in English.
HEADINGS: tuple[tuple[str, str], ...] = (
    ("Usage: ", "用法："),
    ("Options:", "选项："),
    ("Arguments:", "参数："),
    ("Commands:", "命令："),
    ("[OPTIONS]", "[选项]"),
    ("COMMAND [ARGS]...", "命令 [参数]..."),
    ("[required]", "[必填]"),
    ("Show this message and exit.", "显示本说明并退出。"),
)

WRONG_USE = Text("命令用法有误：{what}", "the command cannot be read: {what}")
SEE_HELP = Text("加 --help 查看用法。", "Add --help to see how it is used.")
INTERNAL = Text(
    "程序内部出错（{what}）。请把 {path} 发给维护人员。",
    "the planner itself failed ({what}); please send {path} to its maintainers.",
)
DISK = Text("无法读写文件：{what}", "a file cannot be read or written: {what}")
STOPPED = Text("已中断，未写出任何结果。", "Stopped; nothing was written.")
MEMORY = Text(
    "内存不足；请关闭其他程序后重试。", "There is too little memory; close other programs."
)
COMPARE_LATER = Text(
    "两个结果的对比图尚未提供；请一次给出一个结果",
    "maps that compare two runs are not available yet; give one run at a time",
)
