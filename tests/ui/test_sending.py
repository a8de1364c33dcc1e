"""Sending is seen on every page while it goes on, lets people work, and can be stopped."""

import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from gridapp.client.actions.doors import list_doors
from gridapp.client.actions.import_roster import import_roster
from gridapp.client.actions.photos import keep_photo
from gridapp.client.actions.send import safety
from gridapp.client.actions.visits import record_visit
from gridapp.client.roster.planning import Dealing
from gridapp.domain.records.people import Household
from gridapp.domain.records.visits import Visit
from gridapp.server.http import listen
from gridapp.store import settings
from tests.client.conftest import _signed_in, held, row
from tests.client.test_photos import picture
from tests.end_to_end.faulty import Line, passed
from tests.ui import seen
from tests.ui.conftest import building, find
from tests.ui.seen import settled

# Of the hub's own framework; the hub is watched for it where it is started.
pytestmark = pytest.mark.filterwarnings("ignore:.*Reserved kwarg")
_ANSWER = 15_000  # ms
_WAIT = 15.0  # seconds


class Gate:
    """Lets so many requests pass, and the next when it is opened."""

    def __init__(self, free):
        self._free, self.reached, self.opened = free, Event(), Event()

    def __call__(self, call):
        self._free -= 1
        if self._free < 0:
            self.reached.set()
            self.opened.wait(_WAIT)
        passed(call)


@pytest.fixture
def line(town):
    """The network, with the hub behind it."""
    over = Event()
    with (
        Line().running() as line,
        socket.create_server(("127.0.0.1", 0)) as listener,
        ThreadPoolExecutor() as pool,
    ):
        serving = pool.submit(listen.run, town.hub, listener, is_over=over.is_set)
        line.lead_to("http://{}:{}".format(*listener.getsockname()))
        yield line
        over.set()
        serving.result()


@pytest.fixture
def gate(line):
    """After two requests the line stands still until it is opened."""
    line.fault = Gate(2)
    yield line.fault
    line.fault.opened.set()


@pytest.fixture
def desk(desk, line):
    """A laptop that sends twenty changes at once, as on a bad line."""
    with desk.store.writing() as connection:
        settings.keep(connection, pace=(1.0, 1000.0))
    return replace(desk, me=replace(desk.me, address=line.address))


def begin(inside, qtbot, gate):
    """Send, until the line stands still."""
    inside.here.send()
    qtbot.waitUntil(gate.reached.is_set, timeout=_ANSWER)
    settled()


def text(inside):
    return find(inside, "sending-text").text()


def ended(inside, qtbot):
    qtbot.waitUntil(lambda: not inside.here.tasks.is_busy, timeout=_ANSWER)
    settled()
    assert not inside.sending.isVisible()
    return inside.notices.findChild(QLabel, "notice-text").text()


def test_how_much_of_how_much_is_seen_on_every_page(inside, desk, gate, qtbot):
    waits = safety(desk).waiting
    assert not inside.sending.isVisible()
    begin(inside, qtbot, gate)
    told = f"正在上传：40 / {waits} 条；收下 "
    qtbot.waitUntil(lambda: text(inside).startswith(told), timeout=_ANSWER)
    inside.go("buildings")
    settled()
    assert text(inside).startswith(told)
    inside.here.words.choose("en")
    assert text(inside).startswith(f"Sent 40 of {waits}, received ")
    gate.opened.set()
    assert ended(inside, qtbot).startswith(f"Sent {waits}, received ")


def test_one_goes_on_working_meanwhile(inside, desk, gate, qtbot):
    waits = safety(desk).waiting
    begin(inside, qtbot, gate)
    with inside.here.acting("visit"):
        record_visit(desk, household=list_doors(desk)[0].household_id, outcome="20")
    gate.opened.set()
    assert ended(inside, qtbot).startswith(f"送上 {waits + 1} 条")


def test_stopping_leaves_all_whole_and_the_next_time_goes_on(inside, desk, town, gate, qtbot):
    waits = safety(desk).waiting
    begin(inside, qtbot, gate)
    qtbot.mouseClick(find(inside, "sending-stop"), Qt.MouseButton.LeftButton)
    assert text(inside).startswith("正在停")
    assert not find(inside, "sending-stop").isEnabled()
    gate.opened.set()
    assert ended(inside, qtbot).startswith("停了。送上的、收下的都算数")
    assert safety(desk).waiting == waits - 60
    assert f"待上传 {waits - 60} 条" in find(inside, "bottom-waiting").text()
    inside.here.send()
    settled()
    assert find(inside, "sending-stop").isEnabled()
    assert ended(inside, qtbot).startswith(f"送上 {waits - 60} 条")
    zhang = town.desk("zhang")
    town.sync(zhang)
    assert len(held(zhang, Household)) == 54


def test_the_stop_leaves_the_keyboard_to_who_types(inside, gate, qtbot):
    inside.find()
    begin(inside, qtbot, gate)
    qtbot.mouseClick(find(inside, "sending-stop"), Qt.MouseButton.LeftButton)
    assert inside.workplace.finder.hasFocus()
    gate.opened.set()
    ended(inside, qtbot)


def test_pressed_twice_it_sends_once(inside, desk, gate, qtbot):
    waits = safety(desk).waiting
    begin(inside, qtbot, gate)
    inside.here.send()
    gate.opened.set()
    assert ended(inside, qtbot).startswith(f"送上 {waits} 条")


def test_photos_are_told_too_and_stop_between_two_pieces(inside, desk, line, tmp_path, qtbot):
    inside.here.send()
    ended(inside, qtbot)
    visit = record_visit(desk, household=list_doors(desk)[0].household_id, outcome="20").visit
    for number in range(3):
        path = tmp_path / f"{number}.png"
        path.write_bytes(picture(color=(number, 20, 20)))
        keep_photo(desk, "visit", visit.id, path)
    line.requests.clear()
    inside.here.send()
    qtbot.waitUntil(
        lambda: inside.sending.isVisible() and text(inside).startswith("正在传照片"),
        timeout=_ANSWER,
    )
    qtbot.mouseClick(find(inside, "sending-stop"), Qt.MouseButton.LeftButton)
    ended(inside, qtbot)
    assert "照片" in find(inside, "bottom-photos").text()
    assert held(desk, Visit, id=visit.id)[0].rev > 0
    inside.here.send()
    ended(inside, qtbot)
    assert not inside.workplace.findChild(QLabel, "bottom-photos").isVisible()


@pytest.mark.parametrize("size", [16, 30])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_nothing_of_it_is_cut(inside, gate, qtbot, language, size):
    begin(inside, qtbot, gate)
    inside.here.words.choose(language)
    inside.here.look.choose(size=size)
    settled()
    for complaint in (seen.cut, seen.overlapping, seen.outside, seen.nameless, seen.unreached):
        assert complaint(inside.window) == []


class TestFirstReading:
    """A laptop that signed in a moment ago, in a grid of more records than a page holds."""

    @pytest.fixture
    def stairs(self, town, sheet):
        """The households of the grid, which the hub has from another laptop."""
        zhang, dealing = town.desk("zhang"), Dealing(compound="榆晴小区")
        rooms = (row(f"{n}", f"演示{n}", building="9号楼") for n in range(1000, 1700))
        import_roster(zhang, sheet(*rooms, name="9.xlsx"), dealing=dealing)
        done = import_roster(zhang, sheet(*building(), name="3.xlsx"), dealing=dealing)
        town.sync(zhang)
        return done

    @pytest.fixture
    def desk(self, town, line, stairs):
        assert stairs.households == 54
        town.keys["new"] = _signed_in(town.hub, town.folder / "new", "li", town.clock)
        desk = town.desk("new")
        return replace(desk, me=replace(desk.me, address=line.address))

    def test_it_says_what_is_being_fetched(self, inside, desk, gate, qtbot):
        begin(inside, qtbot, gate)
        told = "第 1 份（共 1 份）收齐了，正在存进本机…"
        qtbot.waitUntil(lambda: text(inside) == told, timeout=_ANSWER)
        assert len(held(desk, Household)) == 754
        gate.opened.set()
        ended(inside, qtbot)
