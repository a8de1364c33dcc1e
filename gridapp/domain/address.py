"""Doors: reads the many ways a roster names one, so that one door has one name on every laptop."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from gridapp.domain.errors import Expected
from gridapp.domain.floors import floor_of
from gridapp.domain.numerals import chinese_number
from gridapp.domain.words import N_

_NO_NUMBER = N_("“{door}” names no door. Write building, unit and room, such as 5-1-101.")
_NO_BUILDING = N_("“{door}” names no building. Write building, unit and room, such as 5-1-101.")
_NO_UNIT = N_("“{door}” is not a unit. Write its number alone, or leave the cell empty.")
_NO_ROOM = N_("“{door}” names no room. Write building, unit and room, such as 5-1-101.")
_UNCLEAR = N_(
    "“{door}” is not one door, or can be read in two ways. "
    "Write building, unit and room, such as 5-1-101."
)
_BELOW_OR_NOT = N_(
    "“{door}” may be on the first floor or below ground. "
    "Write it as 5-1-101, or as 5-1-B101 if it is below ground."
)
_LETTER = N_("“{door}” has the letter I, L or O where a digit belongs. Type 1 or 0 instead.")
_DATE = N_(
    "“{door}” is a date which the spreadsheet made of a door number. "
    "Set the column to text and type the door again."
)

_NUMERAL = "(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_STEM = "[甲乙丙丁戊]"
_LETTERS = "A-HJKMNP-Z"  # I, L and O are more often a digit typed wrongly than a letter
_LETTER_OR_STEM = f"[甲乙丙丁戊{_LETTERS}]"
_BUILDING = (
    f"(?:{_LETTER_OR_STEM}?[0-9]{{1,3}}{_LETTER_OR_STEM}?|{_NUMERAL}{_STEM}?|{_LETTER_OR_STEM})"
)
_BUILDING_WORD = "(?:号?[楼栋幢座]|#楼?|号)"
_UNIT = f"(?:[0-9]{{1,2}}|{_NUMERAL}|[甲乙丙丁东西南北中{_LETTERS}])"
_UNIT_WORD = "(?:号?(?:单元|门洞?|梯)|单)"
_SAID_UNIT = f"第?(?P<unit>{_UNIT})(?:(?P<unit_word>{_UNIT_WORD})(?P<unit_gap>-?)|#?-|#)"
_ROOM = (
    f"(?:(?P<floor>[0-9]{{1,2}}|{_NUMERAL})[层楼]-?)?"
    "(?P<room>(?:-|B|负|负[一1]层|半?地下室?)(?=[1-3][0-9]{2}(?![0-9]))[0-9]{3}"
    f"|[0-9]{{1,5}}{_LETTER_OR_STEM}?|[一二三四五六七八九〇零○]{{3,4}})"
    "(?P<room_word>号?[室房]间?|[号户])?"
)
_DOOR = re.compile(
    "(?P<words>|.*?[一-鿿)](?<![一二三四五六七八九十甲乙丙丁戊第]))-?第?"
    f"(?P<building>{_BUILDING})(?:(?P<word>{_BUILDING_WORD})(?P<gap>-?)|-)(?:{_SAID_UNIT})?{_ROOM}"
)
_BUILDING_CELL = re.compile(f"第?(?P<building>{_BUILDING}){_BUILDING_WORD}?")
_UNIT_CELL = re.compile(
    f"-?|无(?:单元)?|第?(?P<alone>{_UNIT})(?:{_UNIT_WORD}|号)?|{_SAID_UNIT}{_ROOM}"
)
_ROOM_CELL = re.compile(f"(?:{_SAID_UNIT})?{_ROOM}|(?P<alone>{_STEM}[0-9]{{1,4}}|{_NUMERAL})号?")

_PLAIN_ROOM = re.compile("(.*[^0-9])([1-9][0-9]{2,3})(室?)")
_ANY_ROOMS = ("101", "302", "903", "1101", "3304")

_LANE = "(?:[巷条路街屯庄坊组队排]|(?<!街)道|胡同|(?<!新)村|[0-9]号院)"
_LANE_END = re.compile(f"{_LANE}$")
_LANE_DOOR = re.compile(
    f"(?P<lane>.+?{_LANE}|[0-9]号院)(?P<room>{_STEM}?[0-9]{{1,4}}{_STEM}?|{_NUMERAL})号"
)
# Any rung of the ladder may be missing; 小区, 新村, 东区 and their like belong to a compound's name.
_AREA = re.compile(
    "(?P<above>(?:[一-鿿]{2,8}?(?:省|自治区))?(?:[一-鿿]{2,8}?(?:(?<![城都])市|自治州|盟))?"
    "(?:[一-鿿]{1,8}?(?<![小社东西南北中新老园厂校活宅属一二三四五六七八九十])[区县旗])?"
    "(?:[一-鿿]{1,8}?(?:街道(?:办事处)?|(?<![小水])[镇乡])(?!小区|花园|家园))?)"
    "(?P<community>(?:-?[一-鿿]{1,8}?(?:社区(?:居委会)?|(?<!新)村(?:委会)?)(?!小区|花园|家园))?"
    "(?:第?[0-9一二三四五六七八九十]{0,3}网格)?)(?P<compound>.*)"
)

_SIGNS = str.maketrans(
    dict.fromkeys("‐‑‒–—―−ー─_/\\|", "-") | dict.fromkeys("\u200b\ufeff。")  # None: dropped
)
_SPACED = re.compile("(?<=[0-9A-Z甲乙丙丁戊])\\s+(?=[0-9A-Z])")
_UNTIDY = re.compile("[\\s.、,·:;]")
_THREE_PARTS = re.compile("[.、,·]([0-9A-Z]{1,2})[.、,·](?=[0-9]{3})")
_COMMA = re.compile("(?<=[一-鿿#])(?<![一二三四五六七八九十])[.、,:;]")
_ZEROS = re.compile("(?<![0-9])0+(?=[0-9])")
_CHINESE = re.compile("[一二三四五六七八九十〇零○]+")
_FIRST_FLOOR = re.compile("1[0-9]{2}")
_OTHER_DOOR = re.compile(
    "(?:^|[-0-9A-Z一二三四五六七八九十甲乙丙丁])(?:号?[楼栋幢座]|#|单元|室|层)|(?:^|-)[0-9]+号$"
)
_BASEMENT = frozenset("-B负半地")
_LONGEST = 80


class NoSuchDoor(Expected):
    """The words name no door, or could name two."""


@dataclass(frozen=True, slots=True)
class Address:
    """One door in its normal form; "" where nothing was said.

    `area` holds the words down to the community. `building` is "5", "7甲", "A" or, for houses along
    a lane, "幸福巷" or "幸福巷12号院"; `unit` is "" where the building has none; `room` is "501",
    "B101" below ground, "12" along a lane.
    """

    area: str
    compound: str
    building: str
    unit: str
    room: str


def read_address(text: str) -> Address:
    """The door that `text` names, by its building, unit and room; NoSuchDoor tells why not."""
    plain = _PLAIN_ROOM.fullmatch(text)
    stair = _stair(plain[1], plain[3]) if plain else None
    return Address(*stair, plain[2]) if plain and stair else _read(text)


@lru_cache(maxsize=4096)  # behind one stair entrance there are dozens of doors
def _stair(before: str, after: str) -> tuple[str, str, str, str] | None:
    """What stands before a room, if every plain room reads alike there."""
    try:
        doors = [_read(f"{before}{room}{after}") for room in _ANY_ROOMS]
    except NoSuchDoor:
        return None
    stairs = {(door.area, door.compound, door.building, door.unit) for door in doors}
    same = len(stairs) == 1 and [door.room for door in doors] == list(_ANY_ROOMS)
    return stairs.pop() if same and doors[0].unit else None


def _read(text: str) -> Address:
    said = _clean(text)
    found = _DOOR.fullmatch(said)
    if found is None:
        return _lane_address(text, said)
    building, unit, room = (_number(found[part] or "") for part in ("building", "unit", "room"))
    doubt = _doubt(found, building, unit, room)
    if doubt:
        raise NoSuchDoor(doubt, door=text)
    words = found["words"]
    if found["word"] == "号" and _LANE_END.search(words):
        area, compound, lane = _lane(text, words)
        return Address(area, compound, f"{lane}{building}号", unit, room)
    return Address(*_place(words), building, unit, room)


def building_no(value: object) -> str:
    """The building of a cell that holds only that: "1号楼" is "1", "7甲号楼" is "7甲"."""
    said = _clean(value)
    found = _BUILDING_CELL.fullmatch(said)
    building = _number(found["building"]) if found else said
    if building == "0" or not (found or _LANE_END.search(said)):
        raise _refusal(value, said, _NO_BUILDING)
    return building


def unit_no(value: object) -> str:
    """The unit of a cell such as "一单元" or "2单元501"; "" for an empty cell."""
    said = _clean(value)
    found = _UNIT_CELL.fullmatch(said)
    unit = _number(found["alone"] or found["unit"] or "") if found else "0"
    if unit == "0":
        raise _refusal(value, said, _NO_UNIT)
    return unit


def room_no(value: object) -> str:
    """The room of a cell such as 101.0, "101室" or "2单元501"; "B101" for "-101" and "负101"."""
    said = _clean(value)
    found = _ROOM_CELL.fullmatch(said)
    if not found:
        raise _refusal(value, said, _NO_ROOM)
    room = _number(found["alone"] or found["room"])
    if room == "0" or _wrong_floor(found, room) or (found["unit"] and not floor_of(room)):
        raise NoSuchDoor(_NO_ROOM, door=value)
    if found["unit_gap"] and _FIRST_FLOOR.fullmatch(room):
        raise NoSuchDoor(_BELOW_OR_NOT, door=value)
    return room


def door_label(address: Address) -> str:
    """The short name, the same in every language: "5-1-101", "3-501" or "幸福巷12号"."""
    if _is_lane(address.building):
        return _lane_label(address)
    return "-".join(part for part in (address.building, address.unit, address.room) if part)


def door_words(address: Address) -> str:
    """The name as it is said and written in Chinese: "榆晴小区5号楼1单元101"."""
    if _is_lane(address.building):
        return address.compound + _lane_label(address)
    word = "座" if address.building.isascii() and address.building.isalpha() else "号楼"
    unit = f"{address.unit}单元" if address.unit else ""
    room = address.room if floor_of(address.room) else f"{address.room}号"
    return f"{address.compound}{address.building}{word}{unit}{room}"


def _clean(value: object) -> str:
    if isinstance(value, date):
        raise NoSuchDoor(_DATE, door=value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # calamine reads every number as a float
    said = "" if value is None else unicodedata.normalize("NFKC", str(value).strip())
    if len(said) > _LONGEST:
        raise NoSuchDoor(_UNCLEAR, door=f"{said[:_LONGEST]}…")
    said = said.upper().replace("——", "-").translate(_SIGNS)
    if _UNTIDY.search(said):
        said = "".join(_SPACED.sub("-", said).split())
        said = _COMMA.sub("-", _THREE_PARTS.sub(r"-\1-", said))
    return said


def _number(said: str) -> str:
    if said.isdecimal() and said[0] != "0":
        return said
    if said[:1] in _BASEMENT and len(said) > len("B10"):
        return f"B{said[-3:]}"
    said = _CHINESE.sub(lambda words: str(chinese_number(words[0])), said)
    return _ZEROS.sub("", said)


def _doubt(found: re.Match[str], building: str, unit: str, room: str) -> str:
    word, words, floor = found["word"], found["words"], floor_of(room)
    told = floor or (found["unit_word"] and found["room_word"] not in {None, "户"})
    if (
        "0" in {building, unit, room}
        or (words and _OTHER_DOOR.search(words))
        or not told  # 5-1-2 may be a floor, 12户 is a count of households
        or (not unit and not word and floor_of(building))  # 101-102
        or (word == "楼" and not unit and str(floor) == building)  # 3楼301: third floor?
        or _wrong_floor(found, room)
    ):
        return _UNCLEAR
    dashes = found["gap"] or not word
    lone_dash = found["unit_gap"] and not dashes if unit else found["gap"]
    return _BELOW_OR_NOT if lone_dash and _FIRST_FLOOR.fullmatch(room) else ""


def _wrong_floor(found: re.Match[str], room: str) -> bool:
    return bool(found["floor"]) and _number(found["floor"]) != str(floor_of(room))


@lru_cache(maxsize=256)  # a roster names the same few compounds on every row
def _place(words: str) -> tuple[str, str]:
    above, community, compound = _AREA.findall(words)[0]
    if not (community or compound) and above.endswith(("区", "县", "旗", "市")):
        return "", words
    return f"{above}{community}".replace("-", ""), compound.strip("-")


def _lane_address(text: str, said: str) -> Address:
    found = _LANE_DOOR.fullmatch(said)
    if not found or found["room"].strip("0") == "" or _OTHER_DOOR.search(found["lane"]):
        raise _refusal(text, said, _UNCLEAR)
    return Address(*_lane(text, found["lane"]), "", _number(found["room"]))


def _lane(text: str, words: str) -> tuple[str, str, str]:
    area, lane = _place(words)
    if area and not lane:  # the houses of a village stand along the village
        area, lane, _ = (part.strip("-") for part in _AREA.findall(words)[0])
    if not lane:
        raise NoSuchDoor(_NO_BUILDING, door=text)
    compound, estate, within = lane.rpartition("小区")
    return area, compound + estate, within


@lru_cache(maxsize=1024)
def _is_lane(building: str) -> bool:
    return building.endswith("号") or _LANE_END.search(building) is not None


def _lane_label(address: Address) -> str:
    return f"{address.building}{address.room}{'室' if address.building.endswith('号') else '号'}"


_REASONS = (
    (
        re.compile(
            "[12][0-9]{3}[-年.][01]?[0-9][-月.][0-3]?[0-9]日?(?:[-T ]?00:00:00)?"
            "|[01]?[0-9]月[0-3]?[0-9]日|[0-3]?[0-9]-[A-Z]{3}(?:-[0-9]+)?|[A-Z]{3}-[0-9]+"
        ),
        _DATE,
    ),
    (re.compile(".*(?:(?<![A-Z])[ILO](?=[0-9])|(?<=[0-9-])[ILO](?![A-Z])).*"), _LETTER),
    (re.compile(f"[0-9]+{_STEM}?(?:室|号|户|房)?|{_UNIT}{_UNIT_WORD}.*"), _NO_BUILDING),
    (re.compile(f".*(?:[楼栋幢座院#]|{_UNIT_WORD}|{_LANE})"), _NO_ROOM),
    (re.compile("[^0-9一二三四五六七八九十]*"), _NO_NUMBER),
)


def _refusal(value: object, said: str, otherwise: str) -> NoSuchDoor:
    sentences = (sentence for sign, sentence in _REASONS if sign.fullmatch(said))
    return NoSuchDoor(next(sentences, otherwise), door="" if value is None else value)
