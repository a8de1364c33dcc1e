"""What the remark column of a roster proposes; a person confirms it before it counts."""

import re
import unicodedata
from dataclasses import dataclass

from gridapp.domain.numerals import chinese_number

_SEPARATORS = "，,;；、/。\n"
# A dog to beware of is one remark, though it is written with a comma.
_PIECES = re.compile(
    f"([^{_SEPARATORS}]*[狗犬][，,、 ]*请?(?:小心|注意|当心)(?=[{_SEPARATORS}]|$)"
    f"|[^{_SEPARATORS}]+)([{_SEPARATORS}]*)"
)
_DITTO = frozenset(["同上", "同前", "同上户", '"', "''", "″", "〃", "”", "“", "--"])

_BEWARE = "(?:小心|注意|当心)"
_DOG = "(?:恶|烈|凶|大|大型)?[狗犬]"
_GRADE = r"\(?[1-4一二三四]级\)?"
_PHRASES = (
    ("refusal", "31", "(?:不愿意?|拒绝|不肯|不同意|不配合)(?:登记|走访|入户)|拒访"),
    (
        "refusal",
        "32",
        "(?:请|要求)?(?:请?勿|别|不要|免)(?:敲门|打扰|上门)|勿扰|谢绝(?:敲门|来访|上门)",
    ),
    ("hearing_help", "hearing", "聋哑|耳?聋|耳背|听障|重听|听不[见清]|听力(?:不好|差|障碍)"),
    (
        "two_persons",
        "dog",
        f"[有养]?{_DOG}[,、]?请?{_BEWARE}|{_BEWARE}有?{_DOG}|[有养]{_DOG}|[恶烈][狗犬]",
    ),
    ("preferred_time", "evening", "白天(?:要?上班|不在家?|[没无]人)"),
    ("care_tag", "E1", "独居老年?人|老人独居"),
    ("care_tag", "E2", "空巢(?:老人)?"),
    ("care_tag", "E3", "留守老人"),
    ("care_tag", "E4", "半?失能(?:老人)?"),
    ("care_tag", "E5", "重残老人"),
    ("care_tag", "E6", "高龄(?:老人)?"),
    ("care_tag", "W1", "特困(?:供养)?"),
    ("care_tag", "W3", "低保边缘|低边"),
    ("care_tag", "W2", "低保"),
    (
        "care_tag",
        "W4",
        f"(?:肢体|视力|听力|言语|智力|精神|多重|重度)?残疾人?(?:{_GRADE})?|{_GRADE}残疾人?",
    ),
    ("care_tag", "K1", "困境儿童"),
    ("care_tag", "K2", "留守儿童"),
    ("care_tag", "K3", "孤儿"),
    ("care_tag", "F1", "失独|计生特[殊扶]|特扶"),
    ("care_tag", "F2", "孕产?妇|产妇|婴幼儿"),
    ("care_tag", "M1", "(?:退役|退伍|复员|转业)军人|军?烈属|军属|优抚"),
    ("care_tag", "J1", "失业|(?:灵活)?就业困难"),
    ("care_tag", "J2", "外卖(?:骑手|小?[哥员])|快递(?:小?[哥员])|网约车(?:司机)?"),
    ("care_tag", "H1", "群租|出租[房屋户]|租户|租客"),
    ("care_tag", "H2", "季节性居住"),
)
_PHRASE = re.compile("|".join(f"({pattern})" for _, _, pattern in _PHRASES))
_FILLER = re.compile(
    "(?:户主|本人|家里|家中|家有|属于|该户|本户|老年?人|家庭|人员|对象|[0-9]+岁|[0-9一]?[户人名位]"
    "|[有为是系属的且和()])*"
)

_TIME = re.compile(
    "(?:要求|只能|只有|希望|请|在)*(早上|上午|下午|傍晚|晚上|晚间|晚|周末|双休日|节假日)?"
    "(?:([0-9]{1,2}|十[一二]?|[一二三四五六七八九])[点时:](钟|整|00|半|[0-9]{2})?(以?[前后]|之[前后])?)?"
    "([再才]?(?:来|在家|有人|方便|上门|入户|联系))?"
)
_HOURS = {
    "morning": range(5, 12),
    "afternoon": range(12, 18),
    "evening": range(17, 24),
    "weekend": range(0),
}
_PART_OF_DAY = {
    **dict.fromkeys(["早上", "上午"], "morning"),
    "下午": "afternoon",
    **dict.fromkeys(["傍晚", "晚上", "晚间", "晚"], "evening"),
    **dict.fromkeys(["周末", "双休日", "节假日"], "weekend"),
}
_NOON = 12
_ON_THE_HOUR = frozenset([None, "钟", "整", "00"])

_AWAY = "(?:[进回去]城|不在家?|不住|外出|回老家|[去住](?:子女|儿子|女儿|孩子)家|[没无]人住?)"
_SEASON = re.compile(f"(?:每年)?(?:(冬[季天]|[供采取]暖[季期])|夏[季天]){_AWAY}")
_MONTHS = re.compile(f"([0-9]{{1,2}})月?[-至到~](?:次年|来年|第二年)?([0-9]{{1,2}})月份?{_AWAY}")
_WINTER, _SUMMER = "11-03", "06-08"  # the heating months of the north; the school holidays
_LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing the `words` may mean for a household.

    kind: value
    refusal: "31" will not be registered or visited, "32" asks not to be disturbed
    preferred_time: morning, afternoon, evening or weekend, and the hour from which on: "evening 19"
    two_persons: "dog"
    hearing_help: "hearing"
    care_tag: a code of the care tags, such as "E1" for an old person living alone
    seasonal: the months away, from and to: "11-03"
    """

    kind: str
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What was understood and, word for word, what was not."""

    proposals: tuple[Proposal, ...]
    rest: str


def read_remark(text: str) -> Remark:
    """Every part of a remark as proposals or, where a single word is not understood, as rest."""
    proposals: list[Proposal] = []
    rest = ""
    for piece, separator in _PIECES.findall(text):
        found = _meanings("".join(unicodedata.normalize("NFKC", piece).split()))
        proposals += [Proposal(kind, value, piece.strip()) for kind, value in found]
        rest += "" if found else piece + separator
    return Remark(tuple(proposals), rest.strip().strip(_SEPARATORS).strip())


def is_ditto(text: str) -> bool:
    """Whether the remark stands for the one in the row above."""
    return text.strip().rstrip("。.") in _DITTO


def _meanings(said: str) -> list[tuple[str, str]]:
    if time := _preferred_time(said):
        return [("preferred_time", time)]
    if months := _months_away(said):
        return [("seasonal", months)]
    if not _FILLER.fullmatch(_PHRASE.sub("", said)):
        return []  # "非低保" and "原低保户" are not "低保"
    known = [_PHRASES[(found.lastindex or 1) - 1] for found in _PHRASE.finditer(said)]
    return [(kind, value) for kind, value, _ in known]


def _preferred_time(said: str) -> str:
    found = _TIME.fullmatch(said)
    if not found or not (found[2] or (found[1] and found[5])):
        return ""
    if not found[2]:
        return _PART_OF_DAY[found[1]]
    hour = int(found[2]) if found[2].isdecimal() else chinese_number(found[2])
    part = _PART_OF_DAY.get(found[1]) or ("evening" if hour in _HOURS["evening"] else "afternoon")
    if found[1] and part != "morning" and hour < _NOON:
        hour += _NOON
    if hour not in _HOURS[part]:
        return ""
    exact = found[3] in _ON_THE_HOUR and not (found[4] or "").endswith("前")
    return f"{part} {hour}" if exact else part


def _months_away(said: str) -> str:
    if season := _SEASON.fullmatch(said):
        return _WINTER if season[1] else _SUMMER
    months = _MONTHS.fullmatch(said)
    if not months or not all(1 <= int(month) <= _LAST_MONTH for month in months.groups()):
        return ""
    return "-".join(f"{int(month):02}" for month in months.groups())
