"""Invented names. None is that of a township, village or school of Xi County."""

from __future__ import annotations

from maker.plane import stream

COUNTY = "息县（虚构示例）"

STREETS = ("文瀛街道", "迎澄街道", "东皋街道")
TOWNSHIPS = (
    "柳汀镇", "青坪镇", "桃林埠镇", "石梁镇", "鹤泉镇", "白鹿镇", "枫桥口镇", "南陂镇", "云岗镇",
    "双榆乡", "高台乡", "芦汀乡", "鹭洲乡", "松岗乡", "竹溪乡", "荷塘乡", "雁落乡", "枣园乡",
    "泽口乡",
)  # fmt: skip

_FIRST = (
    "青桐", "白果", "乌桕", "杏花", "芦花", "柳荫", "槐荫", "榆钱", "桑枣", "石榴", "银杏", "皂角",
    "香椿", "楝树", "菱角", "莲蓬", "苇塘", "白鹭", "黄鹂", "喜鹊", "斑鸠", "青牛", "白羊", "红土",
    "黑土", "砂礓", "石磙", "磨盘", "犁铧", "水车", "风车", "染坊", "铁炉", "瓦窑", "双井", "甘泉",
    "长堤", "古渡", "望月", "朝阳",
)  # fmt: skip
_LAST = ("湾", "庄", "寨", "楼", "岗", "洼", "台", "营", "坡", "畈")

ESTATE_NAMES = (
    "文瀛", "澄波", "东皋", "映月", "兰亭", "翠微", "锦绣", "春晖", "崇文", "弘远", "望江", "清和",
    "永安", "长乐", "嘉禾", "丰泽", "紫薇", "玉兰", "海棠", "芙蓉", "丁香", "金桂", "梧桐", "银河",
    "星光", "晨曦", "晚晴", "和风", "惠民", "祥瑞", "康宁", "福寿", "同心", "友谊", "建设", "新园",
    "花园路", "学院路", "滨江路", "体育场", "车站", "园艺场",
)  # fmt: skip

URBAN_PRIMARIES = (
    "文瀛小学", "澄波小学", "东皋小学", "映月小学", "兰亭小学", "翠微小学", "崇文小学", "弘远小学",
    "春晖小学", "望江小学", "清和小学", "嘉禾小学", "丰泽小学", "学院路小学",
)  # fmt: skip
URBAN_JUNIORS = ("文瀛中学", "澄波中学", "东皋中学", "崇文中学", "弘远中学", "望江中学", "清和中学")
PRIVATE = ("星光实验学校", "梧桐实验学校", "青坪育英学校", "海棠小学")
ISLAND_VILLAGE = "河心沙"


def villages(count: int) -> list[str]:
    """Return `count` different village names in an order that looks like chance."""
    every = [first + last + "村" for last in _LAST for first in _FIRST]
    order = stream(1).random(len(every)).argsort(kind="stable")
    return [every[i] for i in order[:count]]
