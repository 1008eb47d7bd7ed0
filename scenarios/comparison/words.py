"""The headings, labels and sentences of the comparison, in both languages."""

from __future__ import annotations

from planner import presentation
from planner.words import Text

WORDS: dict[str, Text] = {
    "plan": Text("方案", "Plan "),
    "folder": Text("结果文件夹", "Folder"),
    "run": Text("方案编号", "Run"),
    "years": Text("年度", "Years"),
    "proof": Text("复核", "Proof"),
    "labels": Text("性质", "Nature"),
    "loosened": Text("放宽的硬性规则：", "Hard rules loosened: "),
    "warnings": Text("对比前请注意", "Before comparing"),
    "settings": Text("设定不同之处", "What the scenarios set differently"),
    "setting": Text("设定", "Setting"),
    "no_settings": Text("设定都相同。", "All settings agree."),
    "figures": Text("主要数字", "Key figures"),
    "figure": Text("项目", "Figure"),
    "less_first": Text("比方案1", "vs plan 1"),
    "targets": Text("撤并目标与规划", "Closures asked for and planned"),
    "decisions": Text("对学校的调整", "What is done with schools"),
    "pupils": Text("学校与学生（全期）", "Schools and pupils, whole plan"),
    "minutes_moved": Text(
        "转学走读学生单程（分钟）", "Day pupils who change school, minutes one way"
    ),
    "minutes_all": Text("全部走读学生单程（分钟）", "All day pupils, minutes one way"),
    "over_cap": Text("超学位或规模", "Over seats or cap"),
    "money": Text("资金（万元，不含人员工资）", "Money (yuan, without staff pay)"),
    "closures": Text("各年目标与规划", "What counts toward the target, by year"),
    "year": Text("年", ""),
    "scatter": Text("节省与路途", "Saving and way to school"),
    "axes": Text(
        "竖轴：每年比不撤并节省（万元，不含人员工资）；横轴：转学走读学生90%不超过的单程分钟数。",
        "Up: yuan saved a year against closing nothing, without staff pay. Right: minutes one way "
        "that nine in ten day pupils who change school do not exceed.",
    ),
    "no_scatter": Text("各方案都没有学生转学。", "No pupil changes school in any plan."),
    "schools": Text("决定不同的学校", "Schools about which the plans differ"),
    "same_all": Text("各方案对每一所学校的决定都相同。", "The plans agree about every school."),
    "school": Text("学校", "School"),
    "roll": Text("现有学生", "Pupils now"),
    "before_note": Text(
        "分钟为该校学生在各方案共有的最后一年走读单程的平均数和最长数，“现在”指到现在学校的路途；"
        "各方案都在首年转学的，结果中没有现在的分钟数，不列。",
        "Minutes are the mean and the longest one way of the school's day pupils in the last "
        "year that all plans share; 'now' is their way to the present school, left out where every plan moves them in "
        "its first year, since the runs then hold no such minutes.",
    ),
    "costs": Text("差别的代价", "What each difference costs"),
    "cost_note": Text(
        "一所学校的资金，包括它自己的运行和工程，以及现在在该校的学生的路程、校车、寄宿和转学，"
        "不论他们转到哪里。金额单位为万元，是{years}年之和；差额为比方案1多（+）或少（−）的数。",
        "A school's money is its own running and works, and the ways, buses, boarding and moves of "
        "the pupils now there, wherever they go. Amounts are yuan, summed over {years}; differences are more (+) or less "
        "(−) than in plan 1.",
    ),
    "difference": Text("差额", "Difference"),
    "by_account": Text("其中", "Of which"),
    "minutes": Text("平均分钟差", "Mean minutes, difference"),
    "rest": Text("其余学校（决定相同）", "All other schools (same decision)"),
    "other_years": Text("不是各方案都有的年度", "Years that not all plans cover"),
    "total": Text("合计", "Total"),
    "shared": Text("各方案相同的决定", "What all plans share"),
    "kept": Text("各方案都保留的学校：{n}所", "Schools that every plan keeps: {n}"),
    "colon": Text("：", ": "),
    "rounded": presentation.ROUNDED,
    "planned": presentation.PLANNED,
}

HEADING = Text("{county}学校布局调整方案对比", "{county}: school layout plans compared")
PLAN = Text("方案{n}", "Plan {n}")
KINDS: dict[str, Text] = {
    "decision": Text("调整方式不同（{n}所）", "Different decision ({n})"),
    "year": Text("年度不同（{n}所）", "Another year ({n})"),
    "receivers": Text("接收学校或去向不同（{n}所）", "Pupils go elsewhere ({n})"),
}
STEP = Text("{year}年{action}", "{year}: {action}")
TO = Text("{said}，并入{schools}", "{said}, to {schools}")
REDIRECTED = Text("{said}，到{schools}", "{said}, to {schools}")
REDUCED = Text("{said}，高年级学生到{schools}", "{said}, upper grades to {schools}")
WORKS = Text("{said}：{what}，投资{cost}（{detail}）", "{said}: {what}; {cost} ({detail})")
WORKS_ID = Text("{said}（{detail}）", "{said} ({detail})")
TAKES_IN = Text("{year}年与{schools}合并为九年一贯制", "{year}: becomes nine-year with {schools}")
KEEPS = Text("保留", "stays")
WAY = Text("平均{mean}分钟，最长{longest}", "mean {mean} min, longest {longest}")
WAY_NOW = Text(
    "平均{mean}分钟（现在{before}），最长{longest}",
    "mean {mean} min (now {before}), longest {longest}",
)
BOARDERS = Text("寄宿{n}人", "{n} board")
DONE = Text(
    "各方案都{action}的学校：{n}所，其中年度也相同的{same}所",
    "In every plan, {action}: {n} schools, {same} of them in the same year",
)
UNPROVEN = Text(
    "方案{n}与方案1的资金差额，不大于尚未证明的部分（{gap}），不宜据此分高下。",
    "The money of plan {n} differs from that of plan 1 by no more than what is left unproven "
    "({gap}); it should not decide between them.",
)

SHORT_ACCOUNTS: dict[str, Text] = {
    "pupil_km": Text("路程", "ways"),
    "bus_pupil": Text("校车", "buses"),
    "boarder": Text("寄宿", "boarding"),
    "boarding_upper": Text("小学高年级寄宿", "upper-grade boarding"),
    "running": Text("运行", "running"),
    "move": Text("转学", "moves"),
    "works": Text("改扩建", "works"),
}
