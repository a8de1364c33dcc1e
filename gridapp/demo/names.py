"""Names as people of each age have them, put together from single characters."""

from collections.abc import Mapping
from random import Random

from gridapp.demo.chance import drawn

MAN, WOMAN = "1", "2"  # GB/T 2261.1

# In per cent of all people where a share was published, else by rank.
_SURNAMES: Mapping[str, float] = {
    "王": 7.25,
    "李": 7.19,
    "张": 6.83,
    "刘": 5.4,
    "陈": 4.6,
    "杨": 3.1,
    **dict.fromkeys("黄赵吴周", 2.2),
    **dict.fromkeys("徐孙马朱胡郭何高林罗郑梁", 1.2),
    **dict.fromkeys("谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢", 0.5),
    **dict.fromkeys("姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史", 0.3),
    **dict.fromkeys("陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易", 0.2),
}
_COMPOUND = {"欧阳": 6, "上官": 2, "皇甫": 2, "司马": 1, "诸葛": 1, "慕容": 1}
_COMPOUND_SHARE = 0.003

_RARE = {MAN: "𬭎", WOMAN: "㛃"}  # many fonts lack them; the demonstration shows which
_RARE_SHARE = 0.005

# From which year of birth on: the characters by sex, and how many names have only one.
_COHORTS: Mapping[int, tuple[Mapping[str, str], float]] = {
    2000: (
        {
            MAN: "梓宇浩轩子涵泽睿皓博文俊奕晨辰煜昊天翊铭嘉瑞恒逸",
            WOMAN: "梓涵欣怡诗雨萱若思语桐可馨一诺妍彤瑶琪沐芷晗悦然",
        },
        0.12,
    ),
    1980: (
        {
            MAN: "磊杰浩超伟涛鑫宇俊凯飞亮龙博晨阳帅斌旭康宁健",
            WOMAN: "婷静娜雪莹倩丹颖慧琳璐佳蕾媛晶悦欣妍薇楠洁菲",
        },
        0.35,
    ),
    1960: (
        {
            MAN: "建军卫国勇伟志刚波涛峰辉斌东明海永新民平保红庆",
            WOMAN: "丽红艳敏霞燕萍玲娟静春梅芳琴秋英洁桂华兰惠莉",
        },
        0.25,
    ),
    0: (
        {
            MAN: "国建福贵荣华明文生根财宝庆祥忠义仁信山林海振兴德",
            WOMAN: "秀英兰芳桂珍玉梅凤莲淑贤素华香菊琴娥翠月娣巧银",
        },
        0.15,
    ),
}

# Names of two parts, one's own and the father's; the dot between them is part of the name.
_OWN = {
    MAN: ("艾尔肯", "玉素甫", "吐尔逊", "库尔班", "阿迪力", "木拉提", "塔依尔", "艾力"),
    WOMAN: (
        "古丽娜尔",
        "帕提古丽",
        "热依拉",
        "茹仙古丽",
        "阿孜古丽",
        "迪丽努尔",
        "祖力菲亚",
        "米娜",
    ),
}
_FATHERS = ("买买提", "依明", "阿不都拉", "热合曼", "托合提")
_DOT = "·"


def surname(rng: Random) -> str:
    """A surname as often as it is met."""
    return drawn(rng, _COMPOUND if rng.random() < _COMPOUND_SHARE else _SURNAMES)


def fathers_name(rng: Random) -> str:
    """What stands behind the dot, and takes the surname's place wherever one is asked for."""
    return rng.choice(_FATHERS)


def full_name(rng: Random, last: str, *, sex: str, year: int) -> str:
    """The name of somebody born in `year` with the surname, or the father's name, `last`."""
    if last in _FATHERS:
        return f"{rng.choice(_OWN[sex])}{_DOT}{last}"
    return last + _given(rng, sex, year)


def _given(rng: Random, sex: str, year: int) -> str:
    characters, single = next(each for since, each in _COHORTS.items() if year >= since)
    count = 1 if rng.random() < single else 2
    given = "".join(rng.sample(characters[sex], count))
    return given[:-1] + _RARE[sex] if rng.random() < _RARE_SHARE else given
