"""What stands where on a list: told without drawing it."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridapp.domain.list_sheet import Row
from gridapp.domain.page_codes import read_page_code
from gridapp.paper.list_pages import list_pages
from gridapp.paper.shapes import Align, text_width
from tests.paper.conftest import EVENING, LETTERS, rows, sheet, stair

LANGUAGES = ("zh_CN", "en")
FLOORS = {1: 2, 12: 2, 18: 3, 33: 4}

stairs = st.lists(
    st.tuples(st.integers(1, 12), st.integers(1, 30), st.sampled_from(["3", "5"])),
    min_size=1,
    max_size=4,
)


def rooms(page):
    """The rooms of a page, from its top down: what is written largest in the table."""
    texts = [text for layer in page.layers for text in layer.texts]
    written = [t for t in texts if t.bold and t.y > 41 and t.y < 188 and 22 <= t.x <= 38]
    return [text.text for text in sorted(written, key=lambda text: text.y)]


def code(page):
    (square,) = [square for layer in page.layers for square in layer.squares]
    return read_page_code(square.payload)


def test_twelve_households_are_exactly_one_page_and_one_for_new_doors():
    pages = list_pages(sheet(), "zh_CN")
    assert [len(rooms(page)) for page in pages] == [12, 0]
    assert [code(page).template for page in pages] == ["A1", "B1"]
    assert "榆晴小区 3号楼  漏登／新增" in pages[1].texts


@settings(max_examples=50, deadline=None)
@given(stairs)
def test_every_household_stands_once_in_order_and_two_rows_stay_blank(built):
    listed = [
        stair(rows(range(1, floors + 1), doors), building=building, unit=str(number))
        for number, (floors, doors, building) in enumerate(built)
    ]
    pages = list_pages(sheet(*listed), "zh_CN")
    written = [room for page in pages for room in rooms(page)]
    assert written == [row.room for stair in listed for row in stair.rows]
    assert max(len(rooms(page)) for page in pages) <= 12
    assert [code(page).page for page in pages] == list(range(1, len(pages) + 1))
    extra = sum(code(page).template == "B1" for page in pages)
    assert extra == 1 + sum(a[2] != b[2] for a, b in pairwise(built))


@pytest.mark.parametrize(
    ("doors", "pages"), [(2, [12]), (3, [12, 6]), (4, [12, 12]), (5, [10] * 3)]
)
def test_a_page_ends_with_a_floor(doors, pages):
    listed = list_pages(sheet(stair(rows(range(1, 7), doors))), "zh_CN")[:-1]
    assert [len(rooms(page)) for page in listed] == pages
    for page in listed:
        assert len(rooms(page)) % doors == 0
        assert "榆晴小区 3号楼2单元" in page.texts, "the head is on every page"


def test_a_floor_longer_than_a_page_is_cut_where_the_page_ends():
    pages = list_pages(sheet(stair(rows((1,), 30))), "zh_CN")
    assert [len(rooms(page)) for page in pages] == [12, 12, 6, 0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_stands_outside_the_margins_or_its_column(language):
    long = rows(range(1, 7), 2, called="阿依古丽·买买提江大妈", care="ABCDEFGH", last=EVENING,
                tried=(EVENING, EVENING), issues=("0105", "0204"), follow_up=True)  # fmt: skip
    busy = sheet(stair(long), campaign="迎冬送暖入户走访安全排查" * 3, workers=("章晓岚",) * 2)
    for page in list_pages(replace(busy, copy_no=99), language):
        for layer in page.layers:
            for text in layer.texts:
                width = text_width(text.text, text.size)
                left = text.x - width * text.align.value
                assert left >= 9.9, text
                assert left + width <= 287.3, text
                assert 10 <= text.y <= 200, text
                if code(page).template == "A1" and text.align is Align.CENTRE and 35 < text.y < 188:
                    assert width <= 47, text
            for line in layer.lines:
                assert all(9.9 <= x <= 287.1 and 10 <= y <= 200 for x, y in line.points)


def test_who_asked_to_be_left_alone_is_a_room_and_the_words_not_to_knock():
    asked = Row(key="7K3QF", room="301", floor=3, do_not_knock=True)
    told = Row(key="7K3QG", room="302", floor=3, called="王**", residents=3, usage="10", care="AC")
    page = list_pages(sheet(stair([asked, told])), "zh_CN")[0]
    first = [text.text for layer in page.layers for text in layer.texts
             if 41 < text.y < 51.5 and text.x < 150]  # fmt: skip
    assert sorted(first) == ["1", "301", "不敲"]
    wash = [
        fill
        for layer in page.layers
        for fill in layer.fills
        if 41 < fill.y < 51 and fill.width > 200
    ]
    assert wash, "its boxes are covered"
    assert {"7K3QG", "302", "王**", "A C", "3 人", "自住"} <= set(page.texts)


def test_emptiness_is_told_by_no_word_and_no_number():
    empty = rows((1,), 1, usage="30", residents=2, last=EVENING, tried=(EVENING,))
    texts = list_pages(sheet(stair(empty)), "zh_CN")[0].texts
    assert "待核实" in texts
    assert not {"空置", "2 人", "没人住"} & set(texts)


def test_care_words_stand_on_no_page_of_the_list():
    cared = rows((1, 2), 2, care="".join(sorted(set(LETTERS.values()))))
    written = " ".join(t for page in list_pages(sheet(stair(cared)), "zh_CN") for t in page.texts)
    for word in ("独居", "低保", "残疾", "困境", "失独", "高龄"):
        assert word not in written


def test_troubles_in_a_household_are_counted_and_not_named():
    told = rows((1,), 1, issues=("0902", "1001"))
    texts = list_pages(sheet(stair(told)), "zh_CN")[0].texts
    assert "2 件" in texts
    assert not {"家庭纠纷", "低保/救助咨询申请"} & set(texts)


def test_knocks_already_made_are_ticked_beforehand_with_their_hour():
    page = list_pages(sheet(stair(rows((1,), 1, tried=(EVENING,), last=EVENING))), "zh_CN")[0]
    ticks = [
        line
        for layer in page.layers
        for line in layer.lines
        if line.width == 0.5 and len(line.points) == 3
    ]
    assert len(ticks) == 1
    assert all(154.8 < x < 159.7 and 41 < y < 46.3 for x, y in ticks[0].points), "box 2, first time"
    assert {"19", "11-08", "11-08 晚上", "没人"} <= set(page.texts)


def test_a_verdict_is_asked_only_where_one_is_due():
    asked, other = rows((1,), 1, follow_up=True), rows((1,), 1)
    for listed, expected in ((asked, {"满", "基", "不"}), (other, set())):
        texts = list_pages(sheet(stair(listed)), "zh_CN")[0].texts
        assert {"满", "基", "不"} & set(texts) == expected


def test_practice_data_say_so_across_every_page():
    for is_demo, words in ((True, "演示数据"), (False, "")):
        assert {page.across for page in list_pages(sheet(is_demo=is_demo), "zh_CN")} == {words}


def test_the_foot_tells_what_becomes_of_the_paper():
    for page in list_pages(sheet(copy_no=3), "zh_CN"):
        written = " ".join(page.texts)
        for words in (
            "内部资料",
            "当日交回",
            "集中销毁",
            "第 3 份",
            "领取人",
            "交回时间",
            "章晓岚",
        ):
            assert words in written
