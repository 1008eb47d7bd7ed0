"""The documents and choices behind the shipped values."""

from __future__ import annotations

from planner.words import Text
from scenarios.parameters.parameter import Basis

COUNTY = Basis(Text("由本县填写", "set by the county"), "given")
MODEL = Basis(Text("模型设定", "modelling choice"), "assumed")
COST = Basis(
    Text("模型设定，请换成本县决算数", "modelling choice; replace by the county's accounts"),
    "assumed",
)
NOTICE = Basis(Text("县级公开通报第4、6项", "published county notice, items 4 and 6"), "checked")
SMALL_SCHOOLS = Basis(
    Text(
        "国办发〔2018〕27号：不足100人的村小学和教学点",
        "Guobanfa [2018] 27: village primaries and teaching points under 100 pupils",
    ),
    "second_hand",
)
YOUNG_DAY_PUPILS = Basis(
    Text(
        "国办发〔2018〕27号：小学1–3年级原则上不寄宿，就近走读上学",
        "Guobanfa [2018] 27: in principle no boarding in grades 1-3",
    ),
    "checked",
)
HALF_HOUR = Basis(
    Text(
        "国办发〔2018〕27号：小学1–3年级路途时间一般不超过半小时",
        "Guobanfa [2018] 27: as a rule at most half an hour in grades 1-3",
    ),
    "checked",
)
FORTY_MINUTES = Basis(
    Text(
        "40分钟：转引“国家规定”，出处存疑", "40 minutes: quoted as a national rule, origin doubtful"
    ),
    "second_hand",
)
RADIUS = Basis(
    Text(
        "河南省2011年、河北省2012年：小学服务半径2公里（不含寄宿制）",
        "Henan 2011, Hebei 2012: primaries within 2 km (boarding schools apart)",
    ),
    "checked",
)
SPEEDS = Basis(
    Text(
        "模型设定：步行3.5–4.5，校车25–30公里/小时", "modelling choice: 3.5-4.5 on foot, bus 25-30"
    ),
    "assumed",
)
BUS_RULES = Basis(
    Text(
        "《校车安全管理条例》第2、3条：就近入学，其次公共交通，再次寄宿或校车",
        "School Bus Safety Regulations, arts 2 and 3: near school, then public transport, "
        "then boarding or bus",
    ),
    "checked",
)
BUS_SPEED = Basis(
    Text(
        "模型设定25–30；《校车安全管理条例》第35条限速60（凭记忆）",
        "modelling choice, 25-30; School Bus Safety Regulations art. 35, at most 60 (recalled)",
    ),
    "assumed",
)
DETOUR = Basis(
    Text("模型设定：无路网时1.3–1.4", "modelling choice: 1.3-1.4 where there is no road network"),
    "assumed",
)
SIZE_CAPS = Basis(
    Text(
        "县级公开通报第7项；优质均衡指标：小学、初中2000人，九年、十二年一贯制2500人",
        "published county notice, item 7; balanced-development indicators: 2000 pupils, "
        "nine- and twelve-year schools 2500",
    ),
    "checked",
)
CLASS_SIZES = Basis(
    Text(
        "县级公开通报第7项；GB50099-2011第3.0.1条：小学45人、初中50人",
        "published county notice, item 7; GB50099-2011, 3.0.1: primary 45, junior 50",
    ),
    "checked",
)
NO_FORCE = Basis(
    Text(
        "教育部2016年11月通报；国办发〔2018〕27号：先建后撤",
        "Ministry of Education, notice of November 2016; Guobanfa [2018] 27: build before closing",
    ),
    "checked",
)
TOWNSHIP_JUNIOR = Basis(
    Text(
        "国办发〔2012〕48号：原则上每个乡镇都应设置初中",
        "Guobanfa [2012] 48: in principle a junior school in every township",
    ),
    "recalled",
)
NECESSARY_SCHOOLS = Basis(
    Text(
        "国办发〔2018〕27号：应留必留；2026年一号文件：保留并办好必要的小规模学校（转引）",
        "Guobanfa [2018] 27: keep what must be kept; Document No. 1 of 2026: keep the necessary "
        "small schools (second-hand)",
    ),
    "checked",
)
NINE_YEAR = Basis(
    Text(
        "县级公开通报第6、26项：300人左右的农村初中与中心校合并为九年一贯制；限值为模型设定",
        "published county notice, items 6 and 26: rural juniors of about 300 pupils merge with "
        "the central school; the limits are a modelling choice",
    ),
    "assumed",
)
PRIMARY_STAFF = Basis(
    Text("中央编办发〔2014〕72号：小学1:19", "Zhongyangbianbanfa [2014] 72: primary 1:19"),
    "checked",
)
JUNIOR_STAFF = Basis(
    Text("中央编办发〔2014〕72号：初中1:13.5", "Zhongyangbianbanfa [2014] 72: junior 1:13.5"),
    "recalled",
)
CLASS_TEACHERS = Basis(
    Text(
        "国办发〔2018〕27号提出生师比与班师比结合；取值由地方定",
        "Guobanfa [2018] 27 names both ratios; the value is local",
    ),
    "assumed",
)
