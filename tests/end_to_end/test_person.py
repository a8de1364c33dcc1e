"""One evening in the window, by keys and clicks, in Chinese and in large letters."""

import shutil
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from gridapp.ui.app import App
from tests.end_to_end.office import PASSPHRASE
from tests.end_to_end.person import Person, slowness

pytestmark = pytest.mark.end_to_end
K = Qt.Key
LONGEST = 100  # ms of processor time the window's thread may work without a break


@pytest.fixture
def person(qapp, qtbot, li, monkeypatch):
    """Li at the laptop with the three rosters, before the locked window."""
    monkeypatch.delenv("GRIDAPP_PASSPHRASE", raising=False)
    monkeypatch.setenv("GRIDAPP_HOME", str(li.home))
    qapp.setStyle("Fusion")
    hook = sys.excepthook  # a bug of the window fails the test
    app = App(li.home, "zh_CN", lambda: None)
    sys.excepthook = hook
    qtbot.addWidget(app.window)
    app.window.resize(1366, 690)
    app.show()
    app.window.activateWindow()
    qtbot.waitUntil(app.window.isActiveWindow)
    made = Person(app, qtbot)
    made.wait_for("unlock-password")
    return made


def photo(colour):
    image = QImage(2400, 1800, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


def unlock(person):
    person.types(PASSPHRASE)
    person.key(K.Key_Return)
    person.wait_for("bottom-waiting")


def waiting(person):
    return person.part("bottom-waiting").text()


def records(li, kind):
    return li.status()["records"][kind]


def test_an_evening_by_keys_and_clicks(person, town, li, tmp_path):
    unlock(person)
    larger_letters(person)
    print_a_stairwell(person, tmp_path)
    knock_at_thirty_doors(person, li)
    three_problems_with_photos(person, li)
    undo_the_last(person, li)
    send_without_and_with_the_hub(person, town, li)
    speak_english_and_lock(person)
    assert person.watchdog.longest < LONGEST * slowness(), person.watchdog.doing


def larger_letters(person):
    person.ctrl(K.Key_Equal)
    assert person.app.look.size == 18


def print_a_stairwell(person, tmp_path):
    person.alt(K.Key_2)
    person.wait_for("chart")
    person.ctrl(K.Key_P)
    person.wait_for("save-pdf")
    person.rested()
    person.click("save-pdf")
    person.part("save-as").selectAll()
    person.types(str(tmp_path / "list.pdf"))
    person.key(K.Key_Return)
    person.until((tmp_path / "list.pdf").exists)
    person.rested()
    reader = [shutil.which("pdftotext"), "-layout", tmp_path / "list.pdf", "-"]
    said = subprocess.run(reader, capture_output=True, check=True).stdout.decode()
    assert "入户" in said
    assert "户主" in said
    person.alt(K.Key_Left)
    person.wait_for("chart")


def knock_at_thirty_doors(person, li):
    before, keys = records(li, "visit"), person.keys
    person.digits("2223")
    for _ in range(8):
        person.digits("222")
    person.digits("56")
    assert person.keys - keys == 30
    assert records(li, "visit") == before + 30
    assert "撤销" in person.part("undo").text()


def three_problems_with_photos(person, li):
    before = records(li, "issue")
    for number, (letters, words) in enumerate(
        (("xsds", "厨房下水反水"), ("ldd", "三楼的灯不亮"), ("fxcd", "门口拉线充电"))
    ):
        person.alt(K.Key_2)
        person.wait_for("chart")
        person.digits("7")
        person.wait_for("category")
        person.types(letters)
        person.key(K.Key_Return)
        person.says("what", words)
        person.pastes(photo(("red", "green", "blue")[number]))
        person.rested()
        person.ctrl(K.Key_Return)
        person.rested()
        assert "已存本机" in person.notice()
    assert records(li, "issue") == before + 3


def undo_the_last(person, li):
    issues, visits = records(li, "issue"), records(li, "visit")
    person.ctrl(K.Key_Z)
    person.rested()
    assert "已撤销" in person.notice()
    assert records(li, "issue") == issues - 1
    person.alt(K.Key_2)
    person.wait_for("chart")
    for _ in range(3):
        person.ctrl(K.Key_Z)
        person.rested()
    assert records(li, "issue") == issues - 3
    assert records(li, "visit") == visits - 1


def send_without_and_with_the_hub(person, town, li):
    assert "待上传" in waiting(person)
    town.shut()
    person.ctrl(K.Key_U)
    person.rested()
    assert "没传上去" in person.notice()
    assert "待上传" in waiting(person)
    town.open()
    person.ctrl(K.Key_U)
    person.rested()
    assert "送上" in person.notice()
    person.until(lambda: "待上传" not in waiting(person))
    assert li.status()["waiting"] == {}


def speak_english_and_lock(person):
    person.chooses_language("en")
    assert waiting(person).startswith("Saved on this laptop")
    person.chooses_language("zh_CN")
    person.key(K.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    person.wait_for("unlock-password")
    assert not person.sees("bottom-waiting")
