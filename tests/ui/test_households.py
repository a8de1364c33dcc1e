"""The page of all households: sorted, filtered, masked, copied and opened as people expect."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication

from gridapp.client.actions.households import amend_household
from gridapp.client.actions.listing import Households
from gridapp.client.actions.visits import record_visit
from gridapp.domain.records.people import Household
from gridapp.ui.lists.record_list import RecordList
from gridapp.ui.lists.table import Table
from tests.client.conftest import held
from tests.ui.conftest import find
from tests.ui.hands import say

DOOR, CALLED, HEAD, PHONE, RESIDENTS, USE, AT, OUTCOME = range(1, 9)


@pytest.fixture
def table(inside):
    """The list on the page as it opens."""
    inside.window.activateWindow()
    inside.go("households")
    return find(inside, "households-table")


def column(table, at):
    model = table.model()
    return [model.index(row, at).data() for row in range(model.rowCount())]


def press_head(qtbot, table, at):
    heads = table.horizontalHeader()
    where = QPoint(heads.sectionViewportPosition(at) + 20, heads.height() // 2)
    qtbot.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=where)


def only(qtbot, inside, text):
    """Type into the box and let the pause pass."""
    box = find(inside, "households-filter")
    box.setFocus()
    qtbot.keyClicks(box, text)
    qtbot.waitUntil(lambda: not page_pause(inside).isActive())


def page_pause(inside):
    return find(inside, "list-households")._pause


def test_more_than_a_thousand_rows_are_not_copied(qtbot, inside, table):
    QGuiApplication.clipboard().setText("before")
    long_list = find(inside, "list-households")
    long_list._model._keys = long_list._model._keys * 20
    long_list._model.layoutChanged.emit()
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "before"
    assert "1000" in find(inside, "notice-text").text()


def test_the_list_opens_in_the_order_one_walks(inside, table):
    assert column(table, DOOR)[:4] == ["3-1-101", "3-1-102", "3-1-103", "3-1-201"]
    assert table.model().rowCount() == 54
    assert find(inside, "households-count").text().startswith("54 户，数据截至 ")


def test_a_press_on_a_head_sorts_and_another_turns_it_round(qtbot, table):
    press_head(qtbot, table, PHONE)
    up = column(table, DOOR)
    press_head(qtbot, table, PHONE)
    assert column(table, DOOR) == up[::-1]
    assert table.horizontalHeader().sortIndicatorSection() == PHONE


def test_a_head_that_sorts_by_nothing_leaves_the_usual_order(qtbot, table):
    press_head(qtbot, table, PHONE)
    press_head(qtbot, table, OUTCOME)
    assert column(table, DOOR)[:2] == ["3-1-101", "3-1-102"]
    assert table.horizontalHeader().sortIndicatorSection() == -1


def test_the_box_filters_when_typing_pauses(qtbot, inside, table):
    only(qtbot, inside, "3-2-6")
    assert column(table, DOOR) == ["3-2-601", "3-2-602", "3-2-603"]
    assert find(inside, "households-count").text().startswith("3 户")
    qtbot.keyClick(find(inside, "households-filter"), Qt.Key.Key_Escape)
    assert table.model().rowCount() == 54


def test_what_an_input_method_composes_filters_nothing(qtbot, inside, table):
    box = find(inside, "households-filter")
    box.setFocus()
    QApplication.sendEvent(box, QInputMethodEvent("wang", []))
    assert not page_pause(inside).isActive()
    say(box, "王秀兰")
    qtbot.waitUntil(lambda: table.model().rowCount() < 54)
    assert set(column(table, HEAD)) == {"王**"}


def test_nothing_that_fits_is_said(qtbot, inside, table):
    only(qtbot, inside, "nobody")
    assert table.model().rowCount() == 0
    assert find(inside, "households-count").text() == "没有找到“nobody”。"


@pytest.mark.parametrize("box", ["households-filter", "find"])
def test_megabytes_in_a_box_find_nothing_and_break_nothing(qtbot, inside, table, box):
    QGuiApplication.clipboard().setText("好" * 3_500_000)
    find(inside, box).setFocus()
    qtbot.keyClick(find(inside, box), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(find(inside, box), Qt.Key.Key_Return)
    assert table.model().rowCount() == (0 if box == "households-filter" else 54)
    assert inside.workplace.page.name == "households"


def test_names_and_phones_are_masked_until_asked_for(qtbot, inside, table):
    assert column(table, HEAD)[0] == "雷**"
    assert column(table, PHONE)[0] == "100****0000"
    qtbot.mouseClick(find(inside, "households-names"), Qt.MouseButton.LeftButton)
    assert column(table, HEAD)[0] == "雷怡诺"
    assert column(table, PHONE)[0] == "10000000000"
    qtbot.mouseClick(find(inside, "households-names"), Qt.MouseButton.LeftButton)
    assert column(table, HEAD)[0] == "雷**"


def test_parts_of_the_list_are_seen_alone(qtbot, inside, table, desk):
    first, second, *_ = (table.model().key(row) for row in range(2))
    with inside.here.acting("visit", "household"):
        record_visit(desk, household=first, outcome="32")
        record_visit(desk, household=second, outcome="20")
    assert column(table, OUTCOME)[:2] == ["不敲", "没人"]
    assert column(table, HEAD)[0] == ""
    qtbot.mouseClick(find(inside, "households-part-left_alone"), Qt.MouseButton.LeftButton)
    assert column(table, DOOR) == ["3-1-101"]
    qtbot.mouseClick(find(inside, "households-part-untried"), Qt.MouseButton.LeftButton)
    assert table.model().rowCount() == 52


def test_enter_and_double_click_open_the_household(qtbot, inside, table):
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert inside.workplace.page.name == "household"
    assert "102" in inside.workplace.page.heading()
    inside.back()
    where = table.visualRect(table.model().index(2, DOOR)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert "103" in inside.workplace.page.heading()


def test_the_row_one_stood_on_stays_when_something_is_written(inside, table, desk):
    table.setCurrentIndex(table.model().index(7, CALLED))
    key = table.model().key(7)
    with inside.here.acting("household"):
        amend_household(desk, key, salutation="雷阿姨")
    assert (table.currentIndex().row(), table.currentIndex().column()) == (7, CALLED)
    assert table.currentIndex().data() == "雷阿姨"


def test_selected_cells_are_copied_as_they_are_shown(qtbot, table):
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, DOOR))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right):
        qtbot.keyClick(table, key, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().mimeData()
    lines = [line.split("\t") for line in copied.text().splitlines()]
    assert [line[0] for line in lines] == ["3-1-101", "3-1-102"]
    assert "3-1-101" in copied.html()
    assert "门牌" in copied.html()


def test_everything_is_copied_masked_as_it_is_shown(qtbot, table):
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    assert len(text.splitlines()) == 54
    assert "10000000000" not in text  # masked on screen, masked in the copy


def test_widths_and_order_are_remembered(qtbot, inside, table, desk):
    press_head(qtbot, table, RESIDENTS)
    heads = table.horizontalHeader()
    heads.resizeSection(DOOR, 321)
    heads.moveSection(heads.visualIndex(PHONE), 1)
    size = inside.here.look.size
    inside.here.look.choose(size=22)
    assert heads.sectionSize(DOOR) != 321
    inside.here.look.choose(size=size)
    assert heads.sectionSize(DOOR) == 321
    assert heads.visualIndex(PHONE) == 1
    assert heads.sortIndicatorSection() == RESIDENTS
    again = RecordList(inside.here, Households(desk), parts={}, counted="{count} {time}")
    qtbot.addWidget(again)
    (other,) = again.findChildren(Table)
    assert other.horizontalHeader().sectionSize(DOOR) == 321


def test_letters_do_not_jump_about_in_the_list(qtbot, table):
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, DOOR))
    qtbot.keyClicks(table, "3-3")
    assert table.currentIndex().row() == 0


def test_the_list_speaks_the_language_in_force(inside, table):
    heads = table.model()
    assert heads.headerData(DOOR, Qt.Orientation.Horizontal) == "门牌"
    inside.here.words.choose("en")
    assert heads.headerData(DOOR, Qt.Orientation.Horizontal) == "Door"
    assert column(table, USE)[0] == "Lived in by owner"
    assert find(inside, "households-count").text().startswith("54 households")


def test_strange_names_are_shown_as_typed(inside, table, desk):
    key = table.model().key(0)
    with inside.here.acting("household"):
        amend_household(desk, key, salutation="<b>=1+1\u202e</b>")
    assert column(table, CALLED)[0] == "<b>=1+1\u202e</b>"
    assert [each.salutation for each in held(desk, Household, id=key)] == ["<b>=1+1\u202e</b>"]
