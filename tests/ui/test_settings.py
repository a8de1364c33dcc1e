"""Settings: chosen by a press, seen at once, and kept."""

from PySide6.QtCore import Qt

from gridapp import __version__
from gridapp.client.actions.send import is_metered
from gridapp.ui.look.look import Look
from gridapp.ui.words import Words
from tests.ui.conftest import find


def press(inside, qtbot, name):
    inside.go("settings")
    qtbot.mouseClick(find(inside, name), Qt.MouseButton.LeftButton)


def test_letters_grow_at_once_and_stay_so(inside, qtbot):
    before = inside.window.fontMetrics().height()
    press(inside, qtbot, "size-22")
    assert inside.window.fontMetrics().height() > before
    assert Look(inside.here.look._kept).size == 22
    assert [
        size for size in (14, 16, 18, 22, 26, 30) if find(inside, f"size-{size}").isChecked()
    ] == [22]


def test_letters_changed_by_key_are_marked_too(inside, qtbot):
    inside.go("settings")
    inside.window.activateWindow()
    qtbot.keyClick(inside.window, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: find(inside, "size-18").isChecked())


def test_each_size_is_shown_in_its_own(inside):
    inside.go("settings")
    heights = [find(inside, f"size-{size}").fontMetrics().height() for size in (14, 18, 30)]
    assert heights == sorted(set(heights))


def test_the_preset_for_older_people_is_one_press_and_one_back(inside, qtbot):
    press(inside, qtbot, "elder")
    look = inside.here.look
    assert (look.size, look.target) == (18, 60)
    assert find(inside, "lock").height() >= 60
    press(inside, qtbot, "elder")
    assert (look.size, look.target) == (16, 44)


def test_colours_change_at_once(inside, qtbot):
    press(inside, qtbot, "scheme-contrast")
    assert Look(inside.here.look._kept).scheme.name == "contrast"


def test_each_language_stands_in_its_own_words(inside, qtbot):
    inside.go("settings")
    assert find(inside, "spoken-zh_CN").text() == "简体中文"
    press(inside, qtbot, "spoken-en")
    assert find(inside, "heading").text() == "Settings"
    assert find(inside, "spoken-zh_CN").text() == "简体中文"
    assert Words(inside.here.words._kept, "zh_CN").language == "en"
    press(inside, qtbot, "spoken-zh_CN")
    assert find(inside, "heading").text() == "设置"


def test_it_says_who_works_here_and_where_the_records_are(inside, desk):
    inside.go("settings")
    told = find(inside, "who").text()
    assert "姓名  演示li" in told
    assert "账号  li" in told
    assert desk.me.tag in told
    assert find(inside, "folder").text() == str(desk.store.path.parent)
    assert f"gridapp {__version__}" in find(inside, "program").text()
    assert "Apache-2.0" in find(inside, "program").text()


def test_locking_is_one_press(inside, qtbot):
    locked = []
    inside.here.lock = lambda: locked.append(True)
    press(inside, qtbot, "lock")
    assert locked == [True]


def test_a_network_that_costs_by_amount_is_one_press_and_kept(inside, desk, qtbot):
    assert not is_metered(desk)
    press(inside, qtbot, "metered")
    assert is_metered(desk)
    inside.go("today")
    inside.go("settings")
    assert find(inside, "metered").isChecked()
    press(inside, qtbot, "metered")
    assert not is_metered(desk)
