"""The way into the window: register by network or by file, lock, unlock; one window a folder."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gridapp.ui.app import App
from gridapp.ui.single import called
from tests.end_to_end.office import PASSPHRASE, PASSWORD

pytestmark = pytest.mark.end_to_end


@pytest.fixture
def app(qapp, qtbot, tmp_path, monkeypatch):
    """A started window over a new folder."""
    monkeypatch.delenv("GRIDAPP_PASSPHRASE", raising=False)
    qapp.setStyle("Fusion")
    made = App(tmp_path / "laptop", "zh_CN", lambda: None)
    qtbot.addWidget(made.window)
    made.show()
    qtbot.waitUntil(lambda: part(made, "way-sign-in") is not None)
    qtbot.waitUntil(lambda: not made._tasks.is_busy)
    return made


def part(app, name):
    found = [w for w in app.window.findChildren(QWidget, name) if w.isVisible()]
    return found[0] if found else None


def say(qtbot, app, **lines):
    for name, words in lines.items():
        qtbot.keyClicks(part(app, name.replace("_", "-")), words)


def press(qtbot, app, name):
    qtbot.mouseClick(part(app, name), Qt.MouseButton.LeftButton)


def is_in(app):
    return part(app, "bottom-waiting") is not None


def test_a_worker_registers_locks_and_unlocks(app, town, qtbot):
    _, address = town.office.serve()
    press(qtbot, app, "way-sign-in")
    say(qtbot, app, sign_in_address=address, sign_in_account="li", sign_in_password="wrong one")
    say(qtbot, app, new_unlock=PASSPHRASE)
    press(qtbot, app, "sign-in")
    qtbot.waitUntil(lambda: part(app, "entrance-told") is not None)
    assert "登录密码不对" in part(app, "entrance-told").text()
    part(app, "sign-in-password").clear()
    say(qtbot, app, sign_in_password=PASSWORD)
    press(qtbot, app, "sign-in")
    qtbot.waitUntil(lambda: is_in(app))
    app.lock()
    qtbot.waitUntil(lambda: part(app, "unlock-password") is not None)
    say(qtbot, app, unlock_password="not this")
    press(qtbot, app, "unlock")
    qtbot.waitUntil(lambda: part(app, "entrance-told") is not None)
    part(app, "unlock-password").clear()
    say(qtbot, app, unlock_password=PASSPHRASE)
    qtbot.keyClick(part(app, "unlock-password"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: is_in(app))


def test_a_laptop_begins_from_the_offices_file(app, town, qtbot):
    file, code = town.office.laptop_file("zhang", "http://127.0.0.1:9")
    press(qtbot, app, "way-enrol")
    say(qtbot, app, enrol_file=str(file), enrol_code=code, new_unlock=PASSPHRASE)
    press(qtbot, app, "enrol")
    qtbot.waitUntil(lambda: is_in(app))


def test_a_second_copy_calls_the_first_to_the_front(app, qtbot):
    app.window.showMinimized()
    assert called(app.home)
    qtbot.waitUntil(lambda: not app.window.isMinimized())
