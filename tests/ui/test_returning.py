"""The hub comes back, and what waits goes there by itself; nobody is disturbed."""

import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import pytest

from gridapp.client.actions import send
from gridapp.server.http import listen
from tests.end_to_end.faulty import Line, says
from tests.ui import one_visit
from tests.ui.conftest import find
from tests.ui.seen import settled

stairs, visit = one_visit.stairs, one_visit.visit

_ANSWER = 15_000  # ms


@pytest.fixture
def line():
    """The network: it leads nowhere at first."""
    with Line().running() as line:
        line.lead_to("http://127.0.0.1:1")
        yield line


@pytest.fixture
def back(line, town):
    """Let the hub be there again."""
    over = Event()
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor() as pool:
        serving = pool.submit(listen.run, town.hub, listener, is_over=over.is_set)
        yield lambda: line.lead_to("http://{}:{}".format(*listener.getsockname()))
        over.set()
        serving.result()


@pytest.fixture
def desk(desk, line):
    return replace(desk, me=replace(desk.me, address=line.address))


def looked(inside, qtbot):
    """The time to look has come; it has looked."""
    inside.returning.look()
    qtbot.waitUntil(lambda: not inside.returning._tasks.is_busy, timeout=_ANSWER)
    settled()


def waiting(inside):
    return "待上传" in find(inside, "bottom-waiting").text()


def test_what_waits_goes_by_itself_once_the_hub_is_back(visit, inside, back, qtbot):
    assert visit.rev == 0
    looked(inside, qtbot)
    assert waiting(inside)
    back()
    looked(inside, qtbot)
    assert not waiting(inside)
    assert send.safety(inside.here.desk).waiting == 0


def test_nobody_is_disturbed_by_it(visit, inside, back, line, qtbot):
    assert visit.rev == 0
    line.fault = says("200 OK", b"<html>", content_type="text/html")
    looked(inside, qtbot)
    assert not inside.notices.isVisible()
    back()
    looked(inside, qtbot)
    assert not inside.notices.isVisible()


def test_a_portal_gets_a_question_without_a_word_of_anybody(visit, inside, line, qtbot):
    assert visit.rev == 0
    line.fault = says("200 OK", b"<html>", content_type="text/html")
    looked(inside, qtbot)
    assert [request.split()[:1] for request in line.requests] == [[b"GET"]]
    assert waiting(inside)


def test_who_stays_offline_is_left_alone(visit, inside, back, line, qtbot):
    assert visit.rev == 0
    back()
    send.stay_offline(inside.here.desk, chosen=True)
    looked(inside, qtbot)
    assert waiting(inside)
    assert line.requests == []


def test_while_nothing_waits_nobody_is_asked(inside, back, line, qtbot):
    back()
    looked(inside, qtbot)
    assert line.requests == []


def test_it_looks_again_later_the_longer_the_hub_is_away(visit, inside, line, qtbot):
    assert visit.rev == 0
    spread = inside.returning
    spread._chance = lambda: 0.0
    waits = []
    for _ in range(4):
        looked(inside, qtbot)
        waits.append(spread._until.interval())
    assert waits == [30_000, 60_000, 120_000, 240_000]
    line.fault = says("429 Too Many Requests", retry_after="1800")
    looked(inside, qtbot)
    assert spread._until.interval() == 1_800_000


def test_after_the_lock_no_other_look_is_planned(visit, inside, qtbot):
    assert visit.rev == 0
    assert inside.returning._until.isActive()
    inside.returning.look()
    inside.leave()
    qtbot.waitUntil(lambda: not inside.returning._tasks.is_busy, timeout=_ANSWER)
    assert not inside.returning._until.isActive()
