"""A form over a household that lives in memory, and hands that write into it."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget

from gridapp.domain.records.people import Household
from gridapp.ui.forms.form import RecordForm
from tests.ui.hands import say

NAMES = (
    *("head", "phone", "resident_count", "two_persons", "residence_match"),
    *("care_tags", "moved_out_on", "notice_given_at", "remark"),
)
SCOPE = "990101001001001/place"
_HOME: dict[str, Any] = {"id": "h1", "scope": SCOPE, "house_id": "house-1", "head": "雷怡诺"}
HOME = Household(**_HOME)


class Form(RecordForm):
    """A form over a household that lives in memory."""

    def __init__(self, here, names=NAMES):
        super().__init__(here, Household.kind, names, self.save)
        self.saved = []
        self.home = HOME
        self.show_record(HOME)

    def save(self, name, value):
        Household.kind.check(name, value)
        self.saved.append((name, value))
        self.home = replace(self.home, **{name: value})
        self.show_record(self.home)

    def field(self, name):
        return self.findChild(QWidget, f"field-{name}")

    def told(self, name):
        (label,) = self.findChildren(QLabel, f"told-{name}")
        return label.text() if label.isVisible() else ""


@pytest.fixture
def form(inside, qtbot):
    made = Form(inside.here)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def write(qtbot, form, name, text):
    """Replace what a line says and press Enter."""
    line = form.field(name)
    line.setFocus()
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    say(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def paste(qtbot, widget, text):
    QGuiApplication.clipboard().setText(text)
    widget.setFocus()
    qtbot.keyClick(widget, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
