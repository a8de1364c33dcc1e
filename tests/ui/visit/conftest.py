"""The form of one household, and what a person does with it."""

import pytest
from PySide6.QtCore import QObject, Qt

from gridapp.client.actions.doors import list_doors
from gridapp.domain.records.visits import Visit
from tests.client.conftest import held
from tests.ui.conftest import find

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def door(desk, stairs):
    """The household behind 3-2-501, whose next door is 502."""
    assert stairs.households
    (found,) = [door for door in list_doors(desk) if door.label == "3-2-501"]
    return found.household_id


@pytest.fixture
def form(inside, qtbot, door):
    """The form of that household, and hands to press keys on it."""
    inside.window.activateWindow()
    inside.go("visit", household=door)
    return Form(inside, qtbot)


class Form:
    """What a person sees and does."""

    def __init__(self, inside, qtbot):
        self.inside, self._qtbot = inside, qtbot

    def focused(self):
        return self.inside.window.focusWidget() or self.inside.workplace.page

    def type(self, keys):
        self._qtbot.keyClicks(self.focused(), keys)

    def key(self, key, how=Qt.KeyboardModifier.NoModifier):
        self._qtbot.keyClick(self.focused(), key, how)

    def click(self, name):
        self._qtbot.mouseClick(find(self.inside, name), Qt.MouseButton.LeftButton)

    def text(self, name):
        return find(self.inside, name).text()

    def note(self):
        return find(self.inside, "field-note")

    def shows(self, name):
        return any(w.isVisible() for w in self.inside.window.findChildren(QObject, name))

    def heading(self):
        return self.text("heading")


def next_door(desk):
    (found,) = [door for door in list_doors(desk) if door.label == "3-2-502"]
    return found.household_id


def only(desk, **equal):
    (visit,) = held(desk, Visit, **equal)
    return visit
