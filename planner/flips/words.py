"""What is said of changes that turn a decision, and of those that do not."""

from __future__ import annotations

from planner.words import Text

TURNED = (
    Text("若{change}，该校即撤并", "with {change}, it would close"),
    Text("若{change}，该校即保留", "with {change}, it would stay"),
)
"""Of a school that stays, and of one that closes."""

LOOSENED = Text("【放宽规定】{said}", "[loosens a rule] {said}")

CLOSER = Text("精算到元（solver.gap = 0）", "the plan solved to the yuan (solver.gap = 0)")
FOR = Text("重新听证并获多数赞成", "a new hearing with more for than against")
AGAINST = Text("听证反对者多于赞成者", "more against than for at a hearing")
FREE = Text("将该校移出保留名单", "the school off the keep list")
KEEP = Text("将该校列入保留名单", "the school on the keep list")
UNPINNED = Text(
    "收回{year}年撤并该校的决定", "the decision taken back that closes the school in {year}"
)

SEATS = Text("自{year}年起{school}增加{n}个学位", "{n} more seats at {school} from {year}")
BEDS = Text("自{year}年起{school}增加{n}张床位", "{n} more beds at {school} from {year}")
SEAT = Text(SEATS.zh, "1 more seat at {school} from {year}")
BED = Text(BEDS.zh, "1 more bed at {school} from {year}")

WAY = Text(
    "{place}到{school}的校车线路提速，单程由{before}分钟缩短到{after}分钟",
    "a faster bus from {place} to {school}, {after} minutes instead of {before}",
)
ROAD = Text(
    "开通{place}到{school}的道路和校车（约{km}公里），单程不超过{after}分钟",
    "a road and a bus from {place} to {school} (about {km} km) of {after} minutes",
)
BUS = Text("全县开通校车", "school buses in the county")

BUDGET = Text(
    "{year}年工程预算由{before}元增至{after}元",
    "{after} yuan instead of {before} for works in {year}",
)

TARGET = Text(
    "{year}年撤并目标由{before}所改为{after}所",
    "a target of {after} in {year} instead of {before}",
)
OTHER_KEPT = Text("{school}改为保留", "{school} kept")
OTHER_CLOSED = Text("{year}年改为撤并{school}", "{school} closing in {year}")

DEARER = Text(
    "该校每年运行经费增加{n}元（由{before}元增至{after}元）",
    "{n} yuan a year more to run the school ({after} instead of {before})",
)
CHEAPER = Text(
    "该校每年运行经费减少{n}元（由{before}元减至{after}元）",
    "{n} yuan a year less to run the school ({after} instead of {before})",
)

MINUTES = Text(
    "{band}单程时限由{before}分钟放宽到{after}分钟",
    "{after} minutes one way allowed for {band} instead of {before}",
)
WALK = Text(
    "{band}步行距离由{before}公里放宽到{after}公里",
    "{after} km on foot allowed for {band} instead of {before}",
)

NO_SINGLE = (
    Text(
        "任何单项变更都不能使该校撤并。已重新测算：{tried}", "no single change closes it: {tried}"
    ),
    Text("任何单项变更都不能使该校保留。已重新测算：{tried}", "no single change keeps it: {tried}"),
)
"""Of a school that stays, and of one that closes."""

TRIED_FREE = Text(
    "解除对该校的保留后，仍以保留为宜",
    "with what keeps it taken back, it stays all the same",
)
TRIED_BOTH = Text(
    "听证和保留名单都使该校保留，只解除其一仍须保留",
    "its hearing and the keep list both keep it, and with one taken back the other still does",
)
TRIED_NEVER = Text(
    "在现有学校和路线下没有合法方案能撤并该校，目标、预算、运行经费或他校去留都改变不了",
    "with the schools and ways there are no lawful plan closes it, whatever the targets, budgets, "
    "running costs and other schools",
)
TRIED_OTHERWISE = Text(
    "各年目标提高到依规能撤并的最多数，工程预算放开，运行经费提到任意高，撤并的学校逐一改为保留，该校仍保留",
    "with every year's target raised to the most that is lawful, the works budgets lifted, its "
    "running cost raised without end, or any one of the closing schools kept, it stays",
)
TRIED_PLACES = Text(
    "可接收其学生的{n}所学校各增加足够全校学生的学位或床位，或到其中一所的路程缩短到0分钟，该校仍保留",
    "with the seats or the beds for all its pupils at any school that could take some ({n} of them), "
    "or the way to any one cut to 0 minutes, it stays",
)
