import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from gridapp.domain.address import (
    Address,
    NoSuchDoor,
    building_no,
    door_label,
    door_words,
    read_address,
    room_no,
    unit_no,
)
from gridapp.domain.errors import Expected
from gridapp.domain.floors import floor_of
from gridapp.domain.numerals import chinese_number

ROSTERS = Path(__file__).parents[1] / "data" / "rosters"

SPELLINGS = {
    "/5/1/101": (
        "5-1-101|5#1-101|5＃1－101|5#1#101|5#楼1单元101|5号楼1单元101|"
        "５号楼１单元１０１|５－１－１０１| 5号楼 1单元 101 |5 1 101|5 - 1 - 101|"
        "5\n1\u3000101|5–1–101|5—1—101|5——1——101|5−1−101|5/1/101|"
        "5\\1\\101|5_1_101|5.1.101|5．1．101|5、1、101|5·1·101|05-01-0101|"
        "5-1-101室|5-1-101户|5栋1门101号|5幢1单元101号房|5号楼-1单元-101|"
        "5号楼、1单元、101|5号楼1-101|5楼1单元1层101|5号楼1单元1楼101室|第5号楼第1单元101|"
        "\ufeff5-1-101。|五号楼一单元101|五号楼一单元一〇一|五号楼一单元一零一室"
    ),
    "/11/2/602": "十一号楼二单元602",
    "/20/10/1102": "二十栋十门1102",
    "/21/2/602": "二十一号楼二单元602",
    "/3/2/501": "3号楼2单元501室",
    "/3//501": "3幢501|3-501|3#501室",
    "/5//101": "5号楼101",
    "/5//1101": "5号楼1101",
    "/5//601": "5号601室",
    "/12//12003": "12-12003",
    "/7甲/1/101": "7甲号楼1单元101|7甲-1-101|七甲号楼一单元101",
    "/A//1203": "A座1203|a座1203",
    "/A/2/1203": "Ａ座2单元1203",
    "/B12//1804": "B12栋1804",
    "/5B/1/101": "5B-1-101",
    "/3/东/201": "3号楼东单元201",
    "/3/B/201": "3号楼B单元201",
    "/5/1/101A": "5-1-101a",
    "/5/2/3": "5栋2门3号",
    "/5/1/B101": "5-1--101|5-1-B101|5号楼1单元负101|5号楼1单元负一层101",
    "/5/1/B102": "5号楼1单元半地下102",
    "榆晴小区/5/1/201": "榆晴小区5号楼1单元201室|榆晴小区 5-1-201|榆晴小区，5号楼，1单元，201",
    "榆晴小区/5/1/202": "榆晴小区第五栋1门202",
    "榆晴花园东区/12/3/1102": "榆晴花园东区12栋3-1102",
    "榆晴小区二期/5/1/201": "榆晴小区二期5号楼1单元201",
    "A区/5/1/201": "A区5-1-201",
    "听枫路1234弄/5//601": "听枫路1234弄5号601室",
    "听枫路18号院/3/2/501": "听枫路18号院3号楼2单元501",
    "听枫路18号/3//501": "听枫路18号3号楼501",
    "/听枫路18号//501": "听枫路18号501室",
    "/幸福巷//12": "幸福巷12号|幸福巷十二号",
    "/幸福巷//甲12": "幸福巷甲12号",
    "/幸福巷12号院//3": "幸福巷12号院3号",
    "/5号院//3": "5号院3号",
    "/平房5排//3": "平房5排3号",
    "榆晴小区/幸福巷//12": "榆晴小区幸福巷12号",
}

AREAS = {
    "听枫街道榆晴社区榆晴小区5栋1门202": ("听枫街道榆晴社区", "榆晴小区"),
    "听枫街道-榆晴社区-榆晴小区-5-1-202": ("听枫街道榆晴社区", "榆晴小区"),
    "青禾市云桥区听枫街道办事处榆晴社区居委会5-1-202": (
        "青禾市云桥区听枫街道办事处榆晴社区居委会",
        "",
    ),
    "榆晴社区5号楼1单元202": ("榆晴社区", ""),
    "望溪社区网格 1号楼1单元202": ("望溪社区网格", ""),
    "云桥区5-1-202": ("", "云桥区"),
    "幸福新村5-1-202": ("", "幸福新村"),
    "王家村小区5-1-202": ("", "王家村小区"),
    "城市花园5-1-202": ("", "城市花园"),
    "榆晴小镇5-1-202": ("", "榆晴小镇"),
    "一区5-1-202": ("", "一区"),
}

REFUSED = {
    "names no door": "|同上",
    "names no building": "501|501室|45723|2单元501",
    "names no room": "5号楼|5号楼1单元|幸福巷12号院",
    "letter": "2-1-3O2|2-1-3o2|2-l-302|2-1-30I",
    "is a date": ("2101-05-01|2010/5/1|2010-05-01 00:00:00|5月1日|2010年5月1日|1-May-01"),
    "two ways": (
        "5-1-2|2-1|3.501|101、102|101-102|一、101|号楼5-101|A栋5号楼101|5-1-101、102|5-1-101/102|5-1-101-102|"
        "1-101-102|1、2号楼501|5号楼3号楼101|5号1-1-101|3楼301|5号楼1单元3层501|"
        "5号楼1单元12户|5号楼3号|5-1--501|5一1一101|5-0-101|0-1-101|5-1-000|"
        "12345-1-101|A1203|幸福巷0号|听枫街道12号"
    ),
    "below ground": "5号楼1单元-101|5#-101",
}


@pytest.mark.parametrize(
    ("text", "door"),
    [(text, door) for door, texts in SPELLINGS.items() for text in texts.split("|")],
)
def test_every_spelling_names_its_door(text, door):
    assert read_address(text) == Address("", *door.split("/"))


@pytest.mark.parametrize(("text", "place"), AREAS.items())
def test_words_before_the_building_are_area_and_compound(text, place):
    address = read_address(text)
    assert (address.area, address.compound) == place


def test_a_village_is_the_lane_of_its_houses():
    assert read_address("听枫镇王家村12号") == Address("听枫镇", "", "王家村", "", "12")
    assert read_address("王家村3组12号") == Address("王家村", "", "3组", "", "12")


@pytest.mark.parametrize(
    ("text", "reason"),
    [(text, reason) for reason, texts in REFUSED.items() for text in texts.split("|")],
)
def test_what_is_no_single_door_is_refused_with_a_sentence(text, reason):
    with pytest.raises(NoSuchDoor, match=reason) as refused:
        read_address(text)
    assert text in str(refused.value)
    assert isinstance(refused.value, Expected)


def test_a_tale_is_not_cut_down_to_a_door():
    with pytest.raises(NoSuchDoor, match="…"):
        read_address("榆晴" * 40 + "5-1-101")


def test_one_column_each_reads_building_unit_and_room():
    buildings = {"1号楼": "1", "7甲号楼": "7甲", "十一栋": "11", "A座": "A", "3#": "3", "05": "5"}
    assert {cell: building_no(cell) for cell in buildings} == buildings
    assert building_no(3.0) == "3"
    assert building_no("幸福巷12号院") == "幸福巷12号院"
    units = {"1单元": "1", "一单元": "1", "2门": "2", "1号": "1", "东单元": "东", "": "", "无": ""}
    units |= {"2单元501": "2", "1-101": "1", "—": "", "无单元": ""}
    assert {cell: unit_no(cell) for cell in units} == units
    assert (unit_no(None), unit_no(2.0)) == ("", "2")
    rooms = {"101室": "101", "0101": "101", "五〇一": "501", "2单元501": "501", "1-101": "101"}
    rooms |= {"-101": "B101", "负101": "B101", "3层301": "301", "3": "3", "甲12": "甲12"}
    assert {cell: room_no(cell) for cell in rooms} == rooms
    assert [room_no(cell) for cell in (101.0, 1804, -101.0)] == ["101", "1804", "B101"]


@pytest.mark.parametrize("cell", ["", "合计", "36户", "1、2号楼", 0.0, True, 1.5, "1O号楼"])
def test_a_building_cell_with_something_else_is_refused(cell):
    with pytest.raises(NoSuchDoor):
        building_no(cell)


@pytest.mark.parametrize("cell", ["101", 0.0, "两个", date(2025, 1, 2), 1.5])
def test_a_unit_cell_with_something_else_is_refused(cell):
    with pytest.raises(NoSuchDoor):
        unit_no(cell)


@pytest.mark.parametrize(
    "cell",
    ["", None, 0.0, "2层301", "1-3", "-501", "1单元-101", "101,102", date(2025, 1, 2), "1O1", 1.5],
)
def test_a_room_cell_with_something_else_is_refused(cell):
    with pytest.raises(NoSuchDoor):
        room_no(cell)


@pytest.mark.parametrize(
    ("room", "floor"),
    {"501": 5, "1804": 18, "12003": 120, "101A": 1, "B101": -1, "-101": -1, "负101": -1}.items(),
)
def test_the_floor_is_what_stands_before_the_last_two_digits(room, floor):
    assert floor_of(room) == floor


def test_a_floor_below_ground_may_be_said_in_words():
    assert [floor_of(room) for room in ("负一层", "半地下", "负二层", "B201")] == [-1, -1, -2, -2]


@pytest.mark.parametrize("room", ["12", "甲12", "", "001"])
def test_a_house_number_tells_no_floor(room):
    assert floor_of(room) is None


def test_a_door_is_said_in_short_and_in_words():
    door = read_address("听枫街道榆晴社区榆晴小区5栋1门101")
    assert (door_label(door), door_words(door)) == ("5-1-101", "榆晴小区5号楼1单元101")
    lane = read_address("幸福巷12号院3号")
    assert (door_label(lane), door_words(lane)) == ("幸福巷12号院3号", "幸福巷12号院3号")
    tower = read_address("A座1203")
    assert (door_label(tower), door_words(tower)) == ("A-1203", "A座1203")
    assert door_words(read_address("听枫路18号501室")) == "听枫路18号501室"
    assert door_words(read_address("5栋2门3号")) == "5号楼2单元3号"


def test_chinese_numbers_are_counted_or_spelt_out():
    said = {"三": 3, "十": 10, "十一": 11, "二十": 20, "九十九": 99, "五〇一": 501, "一零二": 102}
    assert {words: chinese_number(words) for words in said} == said


def _hanzi(number: int) -> str:
    ones = "零一二三四五六七八九"
    tens, rest = divmod(number, 10)
    if not tens:
        return ones[rest]
    return f"{ones[tens] if tens > 1 else ''}十{ones[rest] if rest else ''}"


def _wide(text: str) -> str:
    return text.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789-#"})


numbers = st.integers(1, 99)
rooms = st.builds(lambda floor, stack: floor * 100 + stack, st.integers(1, 120), numbers)


@given(numbers, st.sampled_from(["", "甲", "乙", "A"]), st.integers(1, 20), rooms)
def test_all_spellings_of_a_door_read_back_to_it(building, suffix, unit, room):
    door = Address("", "", f"{building}{suffix}", str(unit), str(room))
    hanzi_room = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(room))
    spellings = [
        *(f"{building}{suffix}{dash}{unit}{dash}{room}" for dash in "-－—/、. "),
        *(f"{building}{suffix}{word}{unit}-{room}" for word in ("号楼", "栋", "幢", "#")),
        *(f"{building}{suffix}{word}{unit}单元{room}" for word in ("号楼", "座", "楼", "#楼")),
        *(f"{building}{suffix}号楼{unit}{word}{room}室" for word in ("单元", "门", "#", "梯")),
        f"{building:02}{suffix}-{unit:02}-{room:04}",
        f"{building}{suffix} 号楼 {unit} 单元 {room} 室",
        f"{building}{suffix}号楼-{unit}单元-{room}户",
    ]
    if suffix != "A":
        spellings.append(f"{_hanzi(building)}{suffix}号楼{_hanzi(unit)}单元{room}")
    if room < 10_000:
        spellings.append(f"{building}{suffix}号楼{_hanzi(unit)}单元{hanzi_room}")
    wide = [_wide(spelling) for spelling in spellings]
    assert {read_address(spelling) for spelling in spellings + wide} == {door}
    estate = [f"榆晴小区{spelling}" for spelling in spellings]
    assert {read_address(spelling) for spelling in estate} == {
        Address("", "榆晴小区", door.building, door.unit, door.room)
    }


@given(numbers, st.sampled_from(["", "甲"]), st.sampled_from(["", "1", "12", "东"]), rooms)
def test_what_is_shown_can_be_typed_back(building, suffix, unit, room):
    door = Address("", "榆晴小区", f"{building}{suffix}", unit, str(room))
    assert read_address(door_words(door)) == door
    assert read_address(f"榆晴小区{door_label(door)}") == door


@given(st.text(max_size=30) | st.text("一二十5012-#.、号楼单元室巷村区甲BO负 /", max_size=14))
def test_any_words_are_a_door_or_refused(text):
    for read in (read_address, building_no, unit_no, room_no):
        try:
            read(text)
        except NoSuchDoor:
            continue


def test_every_door_of_the_messy_rosters_is_read():
    with (ROSTERS / "榆晴小区网格户表_gbk.csv").open(encoding="gb18030", newline="") as file:
        doors = [read_address(row["详细地址"]) for row in csv.DictReader(file)]
    assert {door.building for door in doors} == {"5", "6", "7甲"}
    assert {door.compound for door in doors} == {"", "榆晴小区"}
    assert len({door_label(door) for door in doors}) == 72
    assert len(doors) == 75


def test_every_door_of_the_messy_workbooks_is_read():
    book = CalamineWorkbook.from_path(str(ROSTERS / "望溪社区分楼栋.xlsx"))
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python()[2:-2]
        doors = [read_address(str(row[0])) for row in rows]
        assert {door.building for door in doors} == {building_no(name)}
        assert len(doors) == 44
    book = CalamineWorkbook.from_path(str(ROSTERS / "榆晴社区住户台账.xlsx"))
    houses = [row for row in book.get_sheet_by_index(0).to_python() if isinstance(row[0], float)]
    assert len(houses) == 108
    assert all(floor_of(room_no(row[4])) == row[3] and unit_no(row[2]) in "123" for row in houses)
    assert {building_no(row[1]) for row in houses if row[1]} == {"1", "2", "3"}
