"""A person before the window: keys and clicks only, widgets by the names they carry."""

import time

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tests.ui import hands, seen

_NO_KEY = Qt.KeyboardModifier.NoModifier
_LONG = 30_000  # ms until a person gives up


_BARE = 30  # ms a loop of a million squares takes where the bound was set


def slowness():
    """How much slower than that machine this one is at the moment, at least 1."""
    took = []
    for _ in range(3):
        before = time.thread_time()
        sum(number * number for number in range(1_000_000))
        took.append((time.thread_time() - before) * 1e3)
    return max(1.0, min(took) / _BARE)


class Watchdog:
    """Counts how long the window's own thread works without a break, in ms of its processor time.

    Processor time, since others share the machine the tests run on, and told as on the machine
    the bound was set for: what a person waits for is judged by the benches.
    """

    def __init__(self):
        self.longest, self.doing = 0.0, ""

    def around(self, act, doing):
        before = time.thread_time()
        answer = act()
        took = (time.thread_time() - before) * 1e3
        if took > self.longest:
            self.longest, self.doing = took, doing
        return answer


class Person:
    """Sees what is visible, presses keys where the keyboard is, and clicks on what has a name."""

    def __init__(self, app, qtbot):
        self.app, self.qtbot = app, qtbot
        self.keys = 0
        self.watchdog = Watchdog()

    @property
    def window(self):
        return self.app.window

    def sees(self, name):
        return any(w.isVisible() for w in self.window.findChildren(QWidget, name))

    def part(self, name):
        found = [w for w in self.window.findChildren(QWidget, name) if w.isVisible()]
        assert found, f"nothing in view is called {name}; in view: {self.texts()}"
        return found[0]

    def texts(self):
        return "\n".join(label.text() for label in seen.shown(self.window, QLabel))

    def wait_for(self, name):
        self.until(lambda: self.sees(name))

    def until(self, is_so):
        self.qtbot.waitUntil(lambda: bool(is_so()), timeout=_LONG)

    def rested(self):
        """Let the window come to rest, and work beside it end."""
        self.until(lambda: not self.app._tasks.is_busy)
        seen.settled(2)

    def key(self, key, modifier=_NO_KEY):
        """Press a key where the keyboard is."""
        self.keys += 1
        at = self.window.focusWidget() or self.window
        press = lambda: (QTest.keyClick(at, key, modifier), seen.settled(2))  # noqa: E731
        self.watchdog.around(press, f"key {key} in {at.objectName()}")

    def digits(self, said):
        for each in said:
            self.key(getattr(Qt.Key, f"Key_{each}"))

    def ctrl(self, key):
        self.key(key, Qt.KeyboardModifier.ControlModifier)

    def alt(self, key):
        self.key(key, Qt.KeyboardModifier.AltModifier)

    def click(self, name):
        part = self.part(name)
        click = lambda: (QTest.mouseClick(part, Qt.MouseButton.LeftButton), seen.settled(2))  # noqa: E731
        self.watchdog.around(click, f"click {name}")

    def types(self, words):
        """Letters and digits, one key each."""
        for letter in words:
            at = self.window.focusWidget()
            self.watchdog.around(lambda at=at, x=letter: QTest.keyClicks(at, x), f"letter {letter}")
        self.keys += len(words)

    def says(self, name, words):
        """Chinese, as an input method commits it."""
        self.watchdog.around(lambda: hands.say(self.part(name), words), f"says {words}")

    def pastes(self, picture):
        """A picture from the clipboard."""
        QGuiApplication.clipboard().setImage(picture)
        self.ctrl(Qt.Key.Key_V)

    def notice(self):
        return self.part("notice-text").text()

    def chooses_language(self, code):
        """By the menu."""
        action = self.window.findChild(QObject, f"language-{code}")
        self.watchdog.around(
            lambda: (
                action.trigger(),
                QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest),
            ),
            "language",
        )
        self.rested()
