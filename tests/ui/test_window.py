"""The frame: rail, find box, bottom line, notices, and pages that follow what is written."""

from PySide6.QtCore import Qt

from gridapp.client.desk import NotYourGrid
from gridapp.domain.words import N_
from tests.ui.conftest import find


def test_the_bottom_line_says_what_waits_and_where_one_is(inside):
    assert "已存本机" in find(inside, "bottom-waiting").text()
    assert "演示第1网格" in find(inside, "bottom-who").text()


def test_the_language_changes_live(inside):
    inside.here.words.choose("en")
    assert find(inside, "bottom-waiting").text().startswith("Saved on this laptop")
    inside.here.words.choose("zh_CN")
    assert find(inside, "bottom-waiting").text().startswith("已存本机")


def test_letters_grow_by_key(inside, qtbot):
    before = inside.here.look.size
    inside.window.activateWindow()
    qtbot.keyClick(inside.window, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert inside.here.look.size > before


def refuse():
    raise NotYourGrid(N_("Which grid is it in? Give one of yours (--grid)."))


def press(qtbot, inside, keys, modifier=Qt.KeyboardModifier.ControlModifier):
    inside.window.activateWindow()
    qtbot.keyClick(inside.window, keys, modifier)


def test_what_was_done_is_taken_back_by_key_latest_first(inside, qtbot):
    undone = []
    inside.notices.done("{door}", back=lambda: undone.append(1), door="3-2-501")
    inside.notices.done("{door}", back=lambda: undone.append(2), door="3-2-502")
    assert find(inside, "undo").isVisible()
    press(qtbot, inside, Qt.Key.Key_Z)
    press(qtbot, inside, Qt.Key.Key_Z)
    press(qtbot, inside, Qt.Key.Key_Z)
    assert undone == [2, 1]
    assert "3-2-501" in find(inside, "notice-text").text()
    assert not inside.notices.can_undo


def test_a_refusal_stands_in_the_bar_until_it_is_closed(inside, qtbot):
    with inside.here.acting("visit"):
        refuse()
    assert find(inside, "notice-text").text()
    qtbot.mouseClick(find(inside, "close-notice"), Qt.MouseButton.LeftButton)
    assert not inside.notices.isVisible()


def test_a_question_is_answered_by_a_button_and_closes_itself(inside, qtbot):
    said = []
    answers = {N_("Light"): lambda: said.append("light"), N_("Dark"): lambda: said.append("dark")}
    inside.notices.ask(N_("Colours"), answers)
    assert inside.window.focusWidget().objectName() == "answer-1"
    qtbot.keyClick(inside.window.focusWidget(), Qt.Key.Key_Space)
    assert said == ["light"]
    assert not inside.notices.isVisible()


def test_work_beside_the_window_tells_its_refusal_in_the_bar(inside, qtbot):
    inside.here.start(refuse, lambda _: None)
    qtbot.waitUntil(inside.notices.isVisible)
    assert not inside.here.tasks.is_busy


def test_in_the_largest_letters_the_rail_shows_icons_and_the_word_of_the_open_page(inside):
    wide = find(inside, "rail").width()
    inside.here.look.choose(size=30)
    assert find(inside, "rail-settings").text() == ""
    assert find(inside, "rail").width() < wide * 2
    inside.here.look.choose(size=16)
    assert find(inside, "rail-settings").text() == "设置"


def test_pages_go_back_in_the_order_they_were_opened(inside):
    first = inside.workplace.page.name
    inside.go("settings")
    inside.back()
    assert inside.workplace.page.name == first
