"""Keys of `[travel]`, `[boarding]` and `[schools]`."""

from __future__ import annotations

from planner.words import Text
from scenarios.parameters.basis import (
    BUS_RULES,
    BUS_SPEED,
    CLASS_SIZES,
    DETOUR,
    FORTY_MINUTES,
    HALF_HOUR,
    MODEL,
    NO_FORCE,
    RADIUS,
    SIZE_CAPS,
    SPEEDS,
    YOUNG_DAY_PUPILS,
)
from scenarios.parameters.closing import KINDS, NO_UNIT, PUPILS
from scenarios.parameters.parameter import Parameter
from scenarios.shapes import (
    AMOUNT,
    COUNT,
    LIMIT,
    POSITIVE,
    ListOf,
    Number,
    Switch,
    TableOf,
    Words,
)

MINUTES = Text("分钟（单程）", "minutes, one way")
KM = Text("公里", "km")
KMH = Text("公里/小时", "km/h")

SERVICE = (
    Parameter(
        "travel.max_minutes",
        TableOf(LIMIT),
        Text("上学路途时间上限", "longest way to school"),
        MINUTES,
        FORTY_MINUTES,
        by="band",
        hard=True,
        parts={"lower": HALF_HOUR},
    ),
    Parameter(
        "travel.walk_kmh",
        TableOf(POSITIVE),
        Text("步行速度", "walking speed"),
        KMH,
        SPEEDS,
        by="band",
    ),
    Parameter(
        "travel.max_walk_km",
        TableOf(LIMIT),
        Text("步行距离上限", "longest walk"),
        KM,
        MODEL,
        by="band",
        hard=True,
        parts={"lower": RADIUS},
    ),
    Parameter("travel.bus", Switch(), Text("可乘校车", "school buses run"), NO_UNIT, BUS_RULES),
    Parameter(
        "travel.bus_kmh",
        POSITIVE,
        Text("校车速度", "bus speed"),
        KMH,
        BUS_SPEED,
        Text("路段限速更低时按路段", "a slower road counts as it is"),
        hard=True,
    ),
    Parameter(
        "travel.bus_wait_minutes",
        AMOUNT,
        Text("候车时间", "wait for the bus"),
        Text("分钟", "minutes"),
        MODEL,
    ),
    Parameter(
        "travel.detour",
        Number(low=1),
        Text("绕行系数", "road km per straight km"),
        NO_UNIT,
        DETOUR,
        Text("仅在没有路网时使用", "used only where there is no road network"),
    ),
    Parameter(
        "boarding.bands",
        ListOf(Words()),
        Text("可寄宿的年级段", "bands that may board"),
        NO_UNIT,
        YOUNG_DAY_PUPILS,
        hard=True,
    ),
    Parameter(
        "boarding.max_minutes",
        LIMIT,
        Text("寄宿生每周路途时间上限", "longest weekly journey of a boarder"),
        MINUTES,
        MODEL,
        Text("按乘车计算", "reckoned as a bus journey"),
        hard=True,
    ),
    Parameter(
        "schools.size_cap",
        TableOf(LIMIT, KINDS),
        Text("办学规模上限", "largest school"),
        PUPILS,
        SIZE_CAPS,
        Text("已超的不得再接收学生", "a school already over it receives nobody"),
        by="kind",
        hard=True,
    ),
    Parameter(
        "schools.class_size",
        TableOf(Number(above=True, unlimited=True)),
        Text("班额", "class size"),
        Text("人/班", "pupils a class"),
        CLASS_SIZES,
        Text("只报告，不作限制", "reported, not a rule"),
        by="band",
    ),
    Parameter(
        "schools.split_places",
        Switch(),
        Text("同村同年级段可分到不同学校", "a group may be divided among schools"),
        NO_UNIT,
        MODEL,
        hard=True,
    ),
    Parameter(
        "schools.moves_per_pupil",
        COUNT,
        Text("每名学生最多转学次数", "moves of one pupil"),
        Text("次", "times"),
        MODEL,
        hard=True,
    ),
    Parameter(
        "schools.build_before_close",
        Switch(),
        Text("先建后撤", "build before close"),
        NO_UNIT,
        NO_FORCE,
        hard=True,
    ),
)
