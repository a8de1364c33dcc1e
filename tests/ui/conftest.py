"""A window over a real desk: one building of three stairs, six floors, three doors each."""

from typing import Any

import pytest
from PySide6.QtCore import QObject, QSettings, Qt, Signal

from gridapp.client.tasks import Tasks
from gridapp.ui.inside import Inside
from gridapp.ui.look.look import Look
from gridapp.ui.window import Window
from gridapp.ui.words import Words
from tests.client.conftest import built, desk, row, sheet, take, town
from tests.server.offices import COMMUNITY, PASSPHRASE, office_in
from tests.server.offices import NAMES as NAMES_DOWN
from tests.ui.seen import settled

__all__ = ["built", "desk", "sheet", "take", "town"]

STAIRS, FLOORS, DOORS = 3, 6, 3
NAMES = ["雷怡诺", "蒋平晓", "王秀兰", "赵建国", "李桂芬", "陈志强", "刘晓燕", "杨文博", "周玉梅"]


class Post(QObject):
    """Carries calls into the window's thread."""

    arrived = Signal(object)

    def __init__(self):
        super().__init__()
        self.arrived.connect(lambda call: call(), Qt.ConnectionType.QueuedConnection)


def building(no="3号楼", stairs=STAIRS, floors=FLOORS, doors=DOORS):
    """The rows of one building, every door with a household."""
    places = [
        (stair, floor, door)
        for stair in range(1, stairs + 1)
        for floor in range(1, floors + 1)
        for door in range(1, doors + 1)
    ]
    return [
        row(
            f"{floor}{door:02}",
            NAMES[number % len(NAMES)],
            building=no,
            unit=f"{stair}单元",
            phone=f"100{number:08}",
            count="3",
            usage="自住",
        )
        for number, (stair, floor, door) in enumerate(places)
    ]


@pytest.fixture(autouse=True)
def _nothing_copied(qapp):
    """What a test copied goes while Qt is there to let go of it."""
    yield
    qapp.clipboard().clear()


@pytest.fixture
def stairs(take):
    """54 households of 榆晴小区 3号楼 on the laptop."""
    return take(*building())


def _kept(folder):
    return QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def words(qapp, tmp_path):
    """Chinese, as most people have it."""
    assert qapp is not None
    spoken = Words(_kept(tmp_path), "zh_CN")
    spoken.apply()
    return spoken


@pytest.fixture
def look(qapp, tmp_path):
    """Fusion in light colours at 16 points."""
    qapp.setStyle("Fusion")
    made = Look(_kept(tmp_path))
    made.apply()
    return made


@pytest.fixture
def inside(qtbot, desk, stairs, words, look, tmp_path):
    """The open desk of a grid worker in a shown window of 1366×690; `inside.window` is it."""
    assert stairs.households == STAIRS * FLOORS * DOORS
    post, office = Post(), office_in(tmp_path / "hub", tmp_path)
    made: Any = Inside(  # a test finds its window on it
        desk=desk,
        words=words,
        look=look,
        tasks=Tasks(post.arrived.emit),
        office=lambda: _begun(office),
        lock=lambda: None,
    )
    made.window = Window(words, look, look._kept)
    made.window.dress()
    made.window.enter(made, made.workplace, made.rail())
    made.window.resize(1366, 690)
    qtbot.addWidget(made.window)
    made.window.show()
    made.post = post
    yield made
    made.here.leave()
    qtbot.waitUntil(lambda: not made.here.tasks.is_busy)
    made.here.tasks.close()
    office.close()


def _begun(office):
    """The hub of this computer, begun with one grid."""
    if not office.state().begun:
        office.begin(code=COMMUNITY, names=NAMES_DOWN, passphrase=PASSPHRASE)
        office.add_grid(community=COMMUNITY, name="第一网格")
    return office


@pytest.fixture
def buildings(inside):
    """The open page; 1-101 of 3号楼 is the current door."""
    inside.go("buildings")
    settled()
    return inside.workplace.page


@pytest.fixture
def view(inside, buildings):
    assert buildings.isVisible()
    return find(inside, "chart")


def find(inside, name):
    """The shown widget of that objectName."""
    found = [w for w in inside.window.findChildren(QObject, name) if w.isVisible()]
    assert found, f"nothing shown is called {name}"
    return found[0]
