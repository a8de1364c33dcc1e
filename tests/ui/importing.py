"""Walking through an import of a roster: what its tests share."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.client.conftest import row
from tests.ui import hands
from tests.ui.conftest import find

LISTED = [
    row("101", "雷怡诺", phone="10051908063", building="8号楼", remark="独居老人"),
    row("102", "蒋平晓", phone="1005190806", building="8号楼", remark="请勿打扰"),
    row("不清楚", "丁勇", building="8号楼"),
    row("101", "雷怡诺", building="8号楼"),
    row("101", "郝明", phone="10024742526", building="9号楼"),
]


@pytest.fixture
def page(inside):
    """The page at its first step."""
    inside.go("roster")
    return find(inside, "page-roster")


@pytest.fixture
def walk(inside, page, qtbot):
    """Goes on with Enter, and waits until the next step is in sight."""

    def on(times=1):
        for _ in range(times):
            before = said(inside, "roster-step")
            qtbot.keyClick(page, Qt.Key.Key_Return)
            qtbot.waitUntil(lambda before=before: said(inside, "roster-step") != before)

    return on


@pytest.fixture
def offer(inside, page, qtbot):
    """Drops a list on the page, and waits until its columns are in sight."""

    def dropped(path):
        assert hands.drop(page, hands.files(path))
        qtbot.waitUntil(lambda: "对一对列" in said(inside, "roster-step"))

    return dropped


def said(inside, name):
    return find(inside, name).text()


def shown(inside, name, kind=QLabel):
    return [w for w in inside.window.findChildren(kind, name) if w.isVisible()]


def press(inside, qtbot, name):
    qtbot.mouseClick(find(inside, name), Qt.MouseButton.LeftButton)


def rows_of(inside):
    model = find(inside, "roster-rows").model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def finish(inside, qtbot):
    """Presses the last button and waits until all is in."""
    press(inside, qtbot, "next")
    qtbot.waitUntil(lambda: bool(shown(inside, "undo-import", object)))


def choose(box, value):
    """As a person does in the list of a box."""
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())
