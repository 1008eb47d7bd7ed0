"""The headings and labels of the report, in both languages."""

from __future__ import annotations

from planner import presentation
from planner.words import Text

WORDS: dict[str, Text] = {
    "loosened": Text(
        "本方案放宽了以下硬性规则：", "This plan was made with these hard rules loosened:"
    ),
    "figures": Text("主要数字", "Key figures"),
    "tile_moved": Text("转学学生（人）", "pupils change school"),
    "tile_longest": Text(
        "转学走读学生单程最长（分钟）", "minutes, the longest daily way of those pupils"
    ),
    "tile_bus": Text("乘校车学生（人）", "pupils come by bus"),
    "tile_young": Text("1—3年级新增寄宿（人）", "new boarders of grades 1–3"),
    "targets": Text("撤并目标与规划", "Closures asked for and planned"),
    "roadmap": Text("分年度路线图", "Roadmap by year"),
    "year": Text("年", ""),
    "none_this_year": Text("本年度没有调整。", "No change this year."),
    "school": Text("学校", "School"),
    "township": Text("乡镇", "Township"),
    "kind": Text("类型", "Kind"),
    "roll": Text("学生数", "Pupils"),
    "action": Text("调整方式", "Change"),
    "receivers": Text("接收学校", "Receiving schools"),
    "pupils": Text("涉及学生", "Pupils affected"),
    "km": Text("最远公里", "Longest km"),
    "longest_minutes": Text("最长分钟", "Longest minutes"),
    "modes": Text("上学方式", "Mode"),
    "total": Text("合计", "Total"),
    "obstacles": Text("未能撤并的学校及原因", "What could not be closed, and why"),
    "no_obstacles": Text(
        "没有因规则而未能完成目标的学校。",
        "No target was missed because of a school that must stay.",
    ),
    "why": Text("原因", "Why"),
    "change": Text("什么情况下可以改变", "What would change it"),
    "ways": Text("上学路途（单程，分钟）", "Way to school (one way, minutes)"),
    "way_moved": Text("转学走读学生", "Day pupils who change school"),
    "way_all": Text("全部走读学生", "All day pupils"),
    "mean": Text("平均", "Mean"),
    "p90": Text("90%的学生不超过", "Nine in ten within"),
    "max": Text("最长", "Longest"),
    "grades": Text("年级", "Grades"),
    "moved_pupils": Text("转学学生（人）", "Pupils who change school"),
    "limit": Text("每日单程上限", "Daily limit"),
    "daily": Text("转学走读生最长", "Longest of day pupils who change"),
    "weekly": Text("转学寄宿生最长（每周）", "Longest of boarders who change (weekly)"),
    "money": Text("资金", "Money"),
    "account": Text("项目", "Account"),
    "unit_in_heading": Text("（万元，不含人员工资）", " (yuan, without staff pay)"),
    "nothing": Text("不撤并任何学校时", "If nothing were closed"),
    "saved": Text("本方案节省", "The plan saves"),
    "more_spent": Text("本方案多支出", "The plan spends more, by"),
    "whole_plan": Text("全期", "Whole plan"),
    "rounded": presentation.ROUNDED,
    "warnings": Text("提示", "Warnings"),
    "no_warnings": Text("没有提示。", "There are none."),
    "colon": Text("：", ": "),
    "stop": Text("。", "."),
    "basis": Text("数据与依据", "Data and what the plan rests on"),
    "run": Text("方案编号", "Run"),
    "planned": presentation.PLANNED,
}
