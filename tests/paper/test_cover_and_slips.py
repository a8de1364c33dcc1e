"""The worker's cover, and the slip for where nobody was at home."""

import pytest

from gridapp.domain.page_codes import read_page_code
from gridapp.paper.cover import cover
from gridapp.paper.shapes import text_width
from gridapp.paper.slips import Office, slips
from tests.paper.conftest import LETTERS, rows, sheet, stair

LANGUAGES = ("zh_CN", "en")


def written(page):
    return " ".join(page.texts)


def inside(page):
    """Nothing stands nearer to the edge than a printer can print."""
    for layer in page.layers:
        for text in layer.texts:
            left = text.x - text_width(text.text, text.size) * text.align.value
            assert left >= 5, text
            assert left + text_width(text.text, text.size) <= page.width - 5, text
            assert 5 <= text.y <= page.height - 5, text
    return True


def test_the_cover_alone_says_what_the_letters_of_this_list_mean():
    cared = rows((1,), 2, care=LETTERS["E1"]) + rows((2,), 1, care=LETTERS["W2"], follow_up=True)
    page = cover(sheet(stair(cared)), "zh_CN")
    assert f"{LETTERS['E1']}  独居老人" in page.texts
    assert f"{LETTERS['W2']}  特困、低保、低保边缘" in page.texts
    assert "空巢老人" not in written(page), "no letter that is not on the list"
    assert "要回访的门" in written(page)
    assert any("201" in text and "第 1 页" in text for text in page.texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cover_of_any_list_keeps_to_its_page(language):
    assert inside(cover(sheet(), language))
    many = [
        stair(rows(range(1, 7), 2, care="A", follow_up=True), building=str(number))
        for number in range(60)
    ]
    page = cover(sheet(*many), language)
    assert inside(page)
    assert ("……其余见各页" in page.texts) == (language == "zh_CN")


def test_the_cover_says_what_to_say_whom_to_call_and_who_signed():
    page = cover(sheet(), "zh_CN")
    for words in ("入户走访", "110", "12345", "1 见到人", "6 进不去", "发放人", "收回人", "12 户"):
        assert words in written(page)
    (square,) = [square for layer in page.layers for square in layer.squares]
    assert read_page_code(square.payload) == ("L-7K3-1122-4", 0, "C1")


@pytest.mark.parametrize("language", LANGUAGES)
def test_four_slips_say_who_came_and_nothing_of_who_lives_there(language):
    listed = sheet(stair(rows((1,), 2, called="王阿姨")))
    page = slips(listed, Office("10012345678", "周一至周五"), language)
    assert inside(page)
    assert page.texts.count("章晓岚") == page.texts.count("10012345678") == 4
    assert not {"王阿姨", "101", listed.short_no, "榆晴小区 3号楼2单元"} & set(page.texts)
    payloads = {square.payload for layer in page.layers for square in layer.squares}
    assert payloads == {"TEL:10012345678"}


def test_a_slip_of_an_unknown_office_leaves_room_to_write():
    told, blank = (slips(sheet(), office, "zh_CN") for office in (Office("1", "2", "3"), Office()))
    lines = [sum(len(layer.lines) for layer in page.layers) for page in (told, blank)]
    assert lines[1] == lines[0] + 8
    assert not any(layer.squares for layer in blank.layers)
    assert told.texts.count("3") == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_a_slip_runs_into_a_box_or_a_line(language):
    strokes = 0
    for layer in slips(sheet(), Office("1", "2", "3"), language).layers[1:]:
        for text in layer.texts:
            left = text.x - text_width(text.text, text.size) * text.align.value
            right = left + text_width(text.text, text.size)
            for (x, y), *more in (line.points for line in layer.lines):
                foot = max([y, *(point[1] for point in more)])
                strokes += 1
                assert not (left < x < right and y - 3 <= text.y <= foot + 1), text.text
    assert strokes > 0
