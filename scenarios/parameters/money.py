"""Keys of `[merge]`, `[relief]`, `[staff]`, `[demand]`, `[money]` and `[solver]`."""

from __future__ import annotations

from planner.words import Text
from scenarios.parameters.basis import (
    CLASS_TEACHERS,
    COST,
    JUNIOR_STAFF,
    MODEL,
    NINE_YEAR,
    PRIMARY_STAFF,
    SIZE_CAPS,
)
from scenarios.parameters.closing import NO_UNIT, PUPILS
from scenarios.parameters.parameter import Parameter
from scenarios.parameters.service import KM
from scenarios.shapes import (
    AMOUNT,
    INDEX,
    LIMIT,
    POSITIVE,
    Choice,
    Number,
    Switch,
    TableOf,
    Words,
)

YUAN_YEAR = Text("元/年", "yuan a year")
PER_YEAR = Text("每年", "a year")
SEED = Number(high=INDEX.high, whole=True)
VARIANTS = ("low", "middle", "high")

MERGE = (
    Parameter(
        "merge.enabled",
        Switch(),
        Text("合并组建九年一贯制", "merge into nine-year schools"),
        NO_UNIT,
        NINE_YEAR,
    ),
    Parameter(
        "merge.max_junior_pupils",
        LIMIT,
        Text("参与合并的初中人数上限", "largest junior school that merges"),
        PUPILS,
        NINE_YEAR,
    ),
    Parameter(
        "merge.max_km",
        LIMIT,
        Text("合并两校最远距离", "farthest apart by road"),
        KM,
        NINE_YEAR,
    ),
    Parameter(
        "merge.count",
        Switch(),
        Text("合并计入目标", "merges count toward the target"),
        NO_UNIT,
        MODEL,
    ),
)

RELIEF = (
    Parameter(
        "relief.enabled",
        Switch(),
        Text("超大规模学校新生分流", "redirect entrants of oversize schools"),
        NO_UNIT,
        SIZE_CAPS,
    ),
)

STAFF = (
    Parameter(
        "staff.pupils_per_teacher",
        TableOf(POSITIVE, ("primary", "junior")),
        Text("生师比", "pupils per teacher"),
        Text("学生/教职工", "pupils per member of staff"),
        JUNIOR_STAFF,
        Text("只报告", "reported only"),
        by="names",
        parts={"primary": PRIMARY_STAFF},
    ),
    Parameter(
        "staff.teachers_per_class",
        AMOUNT,
        Text("班师比下限", "fewest teachers per class"),
        Text("教职工/班", "staff a class"),
        CLASS_TEACHERS,
        Text("小规模学校的底线，只报告", "floor for small schools; reported only"),
    ),
    Parameter(
        "staff.max_move_km",
        LIMIT,
        Text("教职工调动最远距离", "farthest move of staff"),
        KM,
        MODEL,
    ),
)

DEMAND = (
    Parameter(
        "demand.variant",
        Choice(VARIANTS),
        Text("生源方案", "variant of demand"),
        NO_UNIT,
        MODEL,
    ),
    Parameter(
        "demand.variant_factor",
        TableOf(AMOUNT, VARIANTS),
        Text("各方案新生系数", "factor on entrants by variant"),
        NO_UNIT,
        MODEL,
        by="names",
    ),
    Parameter(
        "demand.survival",
        AMOUNT,
        Text("升级留存率", "share that goes on to the next grade"),
        PER_YEAR,
        MODEL,
    ),
    Parameter(
        "demand.entrants_change",
        Number(low=-1),
        Text("新生年变化率", "yearly change of entrants"),
        PER_YEAR,
        MODEL,
        Text("没有 births.csv 时使用", "used where births.csv is absent"),
    ),
)


def _cost(name: str, title: Text, unit: Text, about: Text = NO_UNIT) -> Parameter:
    return Parameter(f"money.{name}", AMOUNT, title, unit, COST, about)


MONEY = (
    _cost(
        "pupil_km",
        Text("学生路程", "a pupil's way"),
        Text("元/（人·公里·学年）", "yuan per pupil, km and school year"),
        Text("按单程公里；寄宿生按五分之一", "one-way km; a boarder counts one fifth"),
    ),
    _cost("bus_pupil", Text("校车", "bus"), Text("元/（人·年）", "yuan per pupil and year")),
    _cost("boarder", Text("寄宿", "boarding"), Text("元/（人·年）", "yuan per boarder and year")),
    _cost(
        "boarding_upper",
        Text("4–6年级寄宿附加", "extra weight on a boarder of the band upper"),
        Text("元/（人·年）", "yuan per boarder and year"),
    ),
    _cost(
        "running_fixed",
        Text("学校运行经费", "running a school"),
        YUAN_YEAR,
        Text(
            "仅用于 schools.csv 未填运行经费的学校；不含人员工资",
            "where schools.csv gives no running_cost; without staff pay",
        ),
    ),
    _cost(
        "running_downgraded",
        Text("降格后运行经费比例", "share of running cost after a downgrade"),
        NO_UNIT,
    ),
    _cost(
        "move", Text("学生转学", "a pupil's move"), Text("元/人（一次）", "yuan per pupil, once")
    ),
    Parameter(
        "money.works_years",
        POSITIVE,
        Text("工程分摊年限", "years over which works are spread"),
        Text("年", "years"),
        COST,
    ),
    Parameter(
        "money.works_budget",
        TableOf(LIMIT, years=True),
        Text("工程年度预算", "works budget by year of first use"),
        Text("元", "yuan"),
        COST,
        Text("未写的年度不限；整表替换", "a year not named is unlimited; replaces the table whole"),
        by="year",
        whole=True,
    ),
)

SOLVER = (
    Parameter("solver.name", Words(), Text("求解器", "solver"), NO_UNIT, MODEL),
    Parameter(
        "solver.gap",
        AMOUNT,
        Text("允许差距", "gap at which the search may stop"),
        NO_UNIT,
        MODEL,
        Text("与已证明的最好结果相差的比例", "share of the money that is left unproven"),
    ),
    Parameter(
        "solver.seconds",
        Number(above=True, unlimited=True),
        Text("求解时限", "time limit"),
        Text("秒", "seconds"),
        MODEL,
    ),
    Parameter(
        "solver.threads",
        INDEX,
        Text("线程数", "threads"),
        NO_UNIT,
        MODEL,
    ),
    Parameter("solver.seed", SEED, Text("随机种子", "seed"), NO_UNIT, MODEL),
)
