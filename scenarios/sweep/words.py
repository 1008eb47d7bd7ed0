"""Every word of the sweep's page and table, in Chinese and English side by side."""

from __future__ import annotations

from planner import presentation
from planner.words import Text

HEADING = Text(
    "{county}：设定变动时的学校布局调整方案", "{county}: school layout plans as settings vary"
)

WORDS: dict[str, Text] = {
    "scenario": Text("情景", "Scenario"),
    "varied": Text("变动的设定", "What varies"),
    "values": Text("取值", "Values"),
    "charts": Text("各项指标随设定的变化", "How the figures vary"),
    "across": Text("横轴：{name}", "Right: {name}"),
    "broken": Text(
        "×：这一取值没有方案，原因见下表。",
        "×: there is no plan with this value; the table says why.",
    ),
    "nothing": Text("没有一种取值有方案。", "No combination has a plan."),
    "table": Text("全部组合", "Every combination"),
    "number": Text("序号", "No."),
    "status": Text("结果", "Result"),
    "closures": Text("{year}年规划/目标", "{year} planned/asked"),
    "money": Text("资金（万元，不含人员工资）", "Money (yuan, without staff pay)"),
    "saved": Text("比不撤并节省（万元）", "Saved against closing nothing (yuan)"),
    "seconds": Text("用时（秒）", "Seconds"),
    "report": Text("报告", "report"),
    "planned": presentation.PLANNED,
    "colon": Text("：", ": "),
}
