"""The frame: rail, find box, bottom line, notices, and pages that follow what is written."""

from PySide6.QtCore import Qt

from tests.ui.conftest import find


def test_the_bottom_line_says_what_waits_and_where_one_is(inside):
    assert "已存本机" in find(inside, "bottom-waiting").text()
    assert "演示第1网格" in find(inside, "bottom-who").text()


def test_the_language_changes_live(inside, qtbot):
    inside.here.words.choose("en")
    assert find(inside, "bottom-waiting").text().startswith("Saved on this laptop")
    inside.here.words.choose("zh_CN")
    assert find(inside, "bottom-waiting").text().startswith("已存本机")


def test_letters_grow_by_key(inside, qtbot):
    before = inside.here.look.size
    inside.window.activateWindow()
    qtbot.keyClick(inside.window, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert inside.here.look.size > before
