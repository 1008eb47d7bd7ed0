"""What the commands say of themselves, in both languages; keys are command or command.parameter."""

from __future__ import annotations

import errno

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
    "check.every": Text(
        "同类问题逐条全部列出；不写则每类只列前几条并计数。",
        "Print every problem; without it, the first of each kind and a count of the rest.",
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
    "scenario show.name": Text(
        "自带情景的名称，或情景文件（.toml）。", "Name of a shipped scenario, or a file (.toml)."
    ),
    "solve.settings": Text(
        "临时改一项设定，如 --set travel.max_minutes.lower=25；可重复。",
        "Set one value for this run, such as --set travel.max_minutes.lower=25; repeatable.",
    ),
    "solve.solver": Text("求解器名称（PuLP 所认）。", "A solver that PuLP knows."),
    "solve.strict": Text(
        "目标未全部达到时以退出码 1 结束。", "Exit with 1 if a target is not reached."
    ),
    "explaining": Text(
        "说明每校理由最多用多少秒，默认180；到时未问到的学校不写怎样才会改变。0：只要方案，不写理由。",
        "Seconds for the reasons of every school, 180 if not given; of schools not asked about by "
        "then it is not said what would change their decision. 0: only the plan, no reasons.",
    ),
    "out": Text(
        "写到哪个文件夹；默认 runs/名称，已有则加序号。",
        "Folder to write; by default runs/NAME, with the next free number if it exists.",
    ),
    "overwrite": Text(
        "若已有同名的规划结果，整个替换。", "Replace an earlier run of that name as a whole."
    ),
    "map.overwrite": Text("若已有同名文件，予以替换。", "Replace a file of that name."),
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
    "compare": Text(
        "对比两个或更多结果：主要数字、决定不同的学校、每处差别的资金和分钟；一个断网可看的网页，另有 JSON。",
        "Put two runs or more side by side: key figures, schools whose decision differs, and what "
        "each difference costs in money and minutes; a page that opens offline, and JSON.",
    ),
    "compare.runs": Text(
        "结果文件夹，两个或更多，须为同一个县；差额都与第一个相比。",
        "Folders of two runs or more of one county; differences are to the first.",
    ),
    "compare.out": Text(
        "写到哪个文件夹；默认 runs/compare，已有则加序号。",
        "Folder to write; by default runs/compare, with the next free number if it exists.",
    ),
    "explain": Text(
        "说明一所学校为什么撤并或保留，什么情况下可以改变；不写学校时，列出应留必留的学校和各类决定的数目。",
        "Say why a school closes or stays, and what would change it; without a school, which "
        "schools must be kept and how many are decided how.",
    ),
    "explain.school": Text(
        "学校编码，或不与他校重复的学校名称。",
        "The school's id, or its name if no other school has it.",
    ),
    "template": Text(
        "写出一套空表供填写：CSV 文件、带说明和输入检查的工作簿、county.toml 和情景文件。",
        "Write empty tables to fill in: CSV files, a workbook with notes and checks of what is "
        "typed, county.toml and a scenario.",
    ),
    "template.folder": Text("新的或空的文件夹。", "A folder that does not exist yet, or is empty."),
    "sweep": Text(
        "一个情景，让一项或几项设定取多个值：每种组合各做一个方案并复核，结果列成一张表和一个断网可看的网页。",
        "Plan one scenario with several values of one setting or more: every combination planned "
        "and checked, in one table and a page that opens offline.",
    ),
    "sweep.scenario": Text(
        "情景文件（.toml），或自带情景的名称（见 planner scenario list）。",
        "A scenario file (.toml), or the name of a shipped one (see planner scenario list).",
    ),
    "sweep.values": Text(
        "一项设定和它的各个取值，如 --set travel.max_minutes.lower=25,30,35；可重复，各项的取值全部组合。",
        "One setting and its values, such as --set travel.max_minutes.lower=25,30,35; repeatable, "
        "every value of one with every value of the others.",
    ),
    "sweep.out": Text(
        "写到哪个文件夹；默认 runs/名称-sweep，已有则加序号。",
        "Folder to write; by default runs/NAME-sweep, with the next free number if it exists.",
    ),
    "batch": Text(
        "规划一个文件夹中的多个县：同时进行，各县分别复核和证明；有 province.toml 时，把共同目标分到各县。"
        "中断后再次运行即从未完成的县继续。",
        "Plan all counties in a folder, side by side, each checked and proven on its own; with "
        "province.toml, share out what they owe together. After a stop, the same command goes on "
        "with what is missing.",
    ),
    "batch.folder": Text(
        "存放各县情景的文件夹：每县一个“县名.toml”，或一个含 scenario.toml 的子文件夹。",
        "Folder of the counties: for each a scenario NAME.toml, or a folder with scenario.toml.",
    ),
    "batch.scheduler": Text(
        "在 Dask 集群上进行：调度程序的地址，如 tcp://10.0.0.5:8786；不写则用本机。",
        "Work on a Dask cluster: its scheduler's address, such as tcp://10.0.0.5:8786; without it, "
        "on this machine.",
    ),
    "batch.out": Text(
        "写到哪个文件夹；默认 runs/文件夹名，其中已有的同一批结果会继续使用。",
        "Folder to write; by default runs/FOLDER, where the same batch goes on.",
    ),
    "batch.workers": Text(
        "本机同时规划几个县；默认与处理器个数相同。",
        "Counties planned at a time on this machine; by default as many as it has processors.",
    ),
    "batch.strict": Text(
        "有目标未达到时以退出码 1 结束。", "Exit with 1 if a target is not reached."
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
    ("Show this message and exit.", "显示本说明。"),
)

WRONG_USE = Text(
    "{what}。加 --help 查看用法。", "The command cannot be read: {what}. Add --help to see its use."
)
INTERNAL = Text(
    "程序内部出错（{what}）。请把 {path} 发给维护人员。",
    "The planner itself failed ({what}); please send {path} to its maintainers.",
)
DISK = Text("无法读写文件：{what}", "A file cannot be read or written: {what}")
DISK_TROUBLE: dict[int, Text] = {
    errno.EACCES: Text(
        "没有权限，或文件正被其他程序（如 Excel）打开",
        "no permission, or another program such as Excel holds it open",
    ),
    errno.EPERM: Text("没有权限", "no permission"),
    errno.ENOENT: Text("没有这个文件", "there is no such file"),
    errno.EISDIR: Text("这是文件夹，不是文件", "it is a folder, not a file"),
    errno.ENOTDIR: Text("这是文件，不是文件夹", "it is a file, not a folder"),
    errno.ENOSPC: Text("磁盘已满", "the disk is full"),
    errno.EROFS: Text("磁盘是只读的", "the disk is read-only"),
    errno.ENAMETOOLONG: Text("名称过长", "the name is too long"),
    errno.EEXIST: Text("已有同名文件", "something of that name exists"),
}
STOPPED = Text("已中断，未写出任何结果", "Stopped; nothing was written")
UNEXPLAINED = Text(
    "已停止说明理由；方案照常写出，不附各校理由",
    "reasons were interrupted; the plan is written without them",
)
WRITING = Text(
    "正在写出方案，请稍候；再按一次 Ctrl-C 则放弃",
    "Writing the plan; press Ctrl-C again to give it up",
)
MEMORY = Text("内存不足；请关闭其他程序后重试", "There is too little memory; close other programs")
NOT_DRAWN = Text("此结果未通过复核，不予绘图", "the run does not pass its check and is not drawn")
NOT_COMPARED = Text(
    "{folder} 未通过复核，不予对比", "{folder} does not pass its check and is not compared"
)
COMPARE_LATER = Text(
    "两个结果的对比图尚未提供；请一次给出一个结果",
    "maps that compare two runs are not available yet; give one run at a time",
)
