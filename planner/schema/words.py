"""Units and words that several tables share."""

from __future__ import annotations

from planner.schema.column import Choice
from planner.school_kinds import ACTION_NAMES, KIND_NAMES
from planner.words import Text

PUPILS = Text("人", "pupils")
PLACES = Text("个学位", "places")
BEDS = Text("张床位", "beds")
POSTS = Text("人", "posts")
ROOMS = Text("间", "rooms")
YUAN = Text("元", "yuan")
YUAN_A_YEAR = Text("元/年", "yuan per year")
KM = Text("公里", "km")
MINUTES = Text("分钟（单程）", "minutes, one way")
KMH = Text("公里/小时", "km/h")
DEGREES = Text("度（EPSG 坐标系为其自身单位）", "degrees (under an EPSG code: its own unit)")

KINDS = (
    Choice("teaching_point", KIND_NAMES["teaching_point"], ("学点", "小学教学点")),
    Choice("primary", KIND_NAMES["primary"], ("完全小学", "完小", "小学学校")),
    Choice("junior", KIND_NAMES["junior"], ("初级中学",)),
    Choice("nine_year", KIND_NAMES["nine_year"], ("九年一贯制学校",)),
    Choice("twelve_year", KIND_NAMES["twelve_year"], ("十二年一贯制学校",)),
)
AREAS = (
    Choice("urban", Text("城区", "urban")),
    Choice("town", Text("镇区", "town")),
    Choice("rural", Text("乡村", "rural")),
)
OWNERSHIP = (
    Choice("public", Text("公办", "public")),
    Choice("private", Text("民办", "private")),
)
DECISIONS = (
    Choice("keep", Text("保留", "keep")),
    Choice("close", Text("撤并", "close")),
)
UNITS = (
    Choice("teaching_point", Text("教学点", "teaching point"), ("学点",)),
    Choice("small_school", Text("小规模学校", "small school"), ("乡村小规模学校",)),
)
STAGES = (
    Choice("primary", Text("小学", "primary")),
    Choice("junior", Text("初中", "junior")),
)
DUTY = (
    Choice("on", Text("在岗", "on duty"), ("在编在岗",)),
    Choice("off", Text("不在岗", "off duty"), ("在编不在岗",)),
)
ACTIONS = tuple(
    Choice(code, name, {"merge_form": ("合并组建",), "downgrade": ("降格",)}.get(code, ()))
    for code, name in ACTION_NAMES.items()
)
STATUSES = (
    Choice("surveyed", Text("摸排调研", "field survey"), ("摸底",)),
    Choice("consulted", Text("征求意见", "consultation")),
    Choice("appraised", Text("论证", "appraisal"), ("专家论证",)),
    Choice(
        "risk_assessed", Text("社会稳定风险评估", "social-stability risk assessment"), ("稳评",)
    ),
    Choice("heard", Text("听证会", "hearing"), ("听证",)),
    Choice("noticed", Text("公示", "public notice")),
    Choice("legal_reviewed", Text("合法性审查", "legality review")),
    Choice("decided", Text("集体讨论决定", "collective decision")),
    Choice("approved", Text("报批", "submit for approval")),
    Choice("filed", Text("备案", "file")),
    Choice("executed", Text("实施", "execute"), ("完成",)),
    Choice("looked_back", Text("回头看", "look-back inspection")),
    Choice("refused", Text("未获批准", "refused"), ("不予批准",)),
)
FLAGS = (
    Choice("1", Text("是", "yes"), ("true", "1.0")),
    Choice("0", Text("否", "no"), ("false", "0.0")),
)
CONVERTS = (Choice("nine_year", KIND_NAMES["nine_year"], ("九年一贯制学校",)),)
