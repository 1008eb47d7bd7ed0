"""The rules of a clash in words, each with its numbers."""

from __future__ import annotations

from planner.words import Text, listed

PINNED = Text("{school}定于{year}年撤并", "{school} is to close in {year}")
PINNED_WITH = Text(
    "{school}定于{year}年撤并，其{who}须有学校就读",
    "{school} is to close in {year}, and its {who} need a school",
)
PINNED_WHOLE = Text(
    "{school}定于{year}年撤并，其{who}须整体就读一所学校",
    "{school} is to close in {year}, and its {who} must go to one school together",
)
FROM = Text("{who}（{homes}）", "{who} ({homes})")
HOME = Text("{home}{n}名", "{home} {n}")
SOME_OF_HOMES = Text("{some}等{n}处", "{some} and others, {n} places in all")
SOME_OF_SCHOOLS = Text("{some}等{n}所学校", "{some} and others, {n} schools in all")
SEATS_OF_MANY = Text(
    "其中{n}所学校在{year}年合计只余{room}个学位（{most}）",
    "of these, {n} schools have {room} seats left in {year} altogether ({most})",
)
OVERLOADS = Text(
    "其中{n}所学校在{year}年本校学生已超过可容纳人数，不得再接收学生",
    "of these, {n} schools have more pupils of their own in {year} than they may have: "
    "they may take no others",
)
BEDS_OF_MANY = Text(
    "其中{n}所学校合计只余{room}张床位（{most}）",
    "of these, {n} schools have {room} beds left altogether ({most})",
)
LEFT_AT = Text("{school}余{n}", "{school} {n}")
ROOM_AT_MOST = Text("{some}，其余各校更少", "{some}; the others fewer")
ONLY_TO = Text(
    "按上学路程的规定，{who}只能去{to}",
    "by the rules on the way to school, {who} can only go to {to}",
)
ONLY_TAUGHT_AT = Text(
    "全县可接收{who}的其他公办学校只有{to}",
    "no public schools but these could take {who}: {to}",
)
CLOSES_TOO = Text("{school}（也定于撤并）", "{school} (to close as well)")
PUPILS_AT = Text("{school}的{grades}学生", "pupils of {grades} at {school}")
SEATS = Text(
    "{school}在{year}年可容纳{limit}名（{basis}），本校学生{own}名，只余{room}个学位{works}",
    "{school} may have {limit} pupils in {year} ({basis}) and has {own} of its own: "
    "{room} seats are left{works}",
)
OVERLOAD = Text(
    "{school}在{year}年本校学生{own}名，已超过{limit}名（{basis}），不得再接收学生{works}",
    "{school} has {own} pupils of its own in {year}, more than the {limit} it may have ({basis}): "
    "it may take no others{works}",
)
BY_SEATS = Text("核定学位", "approved seats")
BY_CAP = Text("规模上限", "size cap")
BEDS = Text(
    "{school}有床位{beds}张，现有寄宿生{boarders}名，只余{room}张{works}",
    "{school} has {beds} beds and {boarders} boarders now: {room} are left{works}",
)
WITH_WORKS = Text("（另有{works}）", " (and {works})")
WORK_FROM = Text(
    "工程{id}：{adds}，最早{first}年启用", "works {id}: {adds}, in use from {first} at the earliest"
)
BUDGET = Text(
    "{year}年工程预算（money.works_budget）为{budget}元，而{works}",
    "the works budget of {year} (money.works_budget) is {budget} yuan, and {works}",
)
WORK = Text(
    "工程{id}（{school}{adds}）需{cost}元", "works {id} ({school}: {adds}) costs {cost} yuan"
)
ADDS_SEATS = Text("增加{n}个学位", "{n} more seats")
ADDS_BEDS = Text("增加{n}张床位", "{n} more beds")
CONVERTS = Text("改为九年一贯制", "becomes a nine-year school")
JUNIOR = Text(
    "{township}须保留一所设有7—9年级的公办学校（现有{schools}）",
    "{township} must keep a public school with grades 7–9 (now: {schools})",
)
EMPTY = Text(
    "{school}没有学生，应在{year}年以前撤并（closures.empty_by）",
    "{school} has no pupils and is due to close by {year} (closures.empty_by)",
)
KEPT = Text("{school}在保留名单中", "{school} is on the keep list")
HEARD = Text(
    "{school}最近一次听证反对者多于赞成者，不得变动",
    "more were against than for at the latest hearing of {school}: it may not be changed",
)
OTHER = Text("其他规定合在一起不允许这样撤并", "the other rules together do not allow it")


def together(parts: list[Text]) -> Text:
    """Return several things as one list in a sentence."""
    return Text(
        *(listed(part.say(language) for part in parts).say(language) for language in ("zh", "en"))
    )
