"""What is where: counted, listed, sent, and never called sent before the hub has answered."""

import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from gridapp.client.actions.doors import list_doors
from gridapp.client.actions.issues import report_issue, take_step
from gridapp.client.actions.visits import record_visit
from gridapp.domain.records.people import Household
from gridapp.server.http import listen
from tests.client.conftest import edit, held
from tests.ui import one_visit
from tests.ui.conftest import find
from tests.ui.seen import settled

stairs, visit = one_visit.stairs, one_visit.visit

_ANSWER = 15_000  # ms


@pytest.fixture
def desk(desk, address):
    """The laptop of a worker whose hub is at `address`."""
    return replace(desk, me=replace(desk.me, address=address))


@pytest.fixture
def address():
    """Nobody listens there."""
    return "http://127.0.0.1:1"


@pytest.fixture
def open_page(inside):
    """The page, opened."""
    inside.go("waiting")
    settled()
    return inside


def press(inside, qtbot, name):
    qtbot.mouseClick(find(inside, name), Qt.MouseButton.LeftButton)
    settled()


def test_nothing_waits_and_the_page_says_only_that(open_page):
    assert find(open_page, "count").text() == "没有待上传的"
    assert "上次上传并更新：今天" in find(open_page, "where").text()


def test_one_visit_waits_and_is_told_in_words(visit, open_page):
    assert visit.rev == 0
    assert find(open_page, "count").text() == "待上传 1 条"
    assert find(open_page, "kinds").text() == "走访 1"
    assert find(open_page, "new-1-text").text() == "3-1-202 走访  无人应答  今天 09:00"
    assert "待上传 1 条" in find(open_page, "bottom-waiting").text()


def test_numbers_count_by_kind(visit, desk, open_page):
    with open_page.here.acting("household"):
        edit(desk, held(desk, Household, id=visit.household_id)[0], phone="10012345678")
    settled()
    assert find(open_page, "count").text() == "待上传 2 条"
    assert find(open_page, "kinds").text() == "户 1 · 走访 1"
    assert "改了 电话" in find(open_page, "new-1-text").text()


def test_a_line_opens_what_it_is_about(visit, open_page, qtbot):
    press(open_page, qtbot, "new-1")
    assert open_page.workplace.page.name == "household"
    assert visit.household_id


def test_a_failure_keeps_everything_and_says_so(visit, open_page, qtbot):
    assert visit.rev == 0
    press(open_page, qtbot, "send")
    told = "没传上去。1 条都存在本机，没丢。回办公室再点“上传并更新”。"
    qtbot.waitUntil(lambda: find(open_page, "notice-text").text() == told, timeout=_ANSWER)
    assert find(open_page, "count").text() == "待上传 1 条"


def test_nothing_is_tried_while_one_stays_offline(visit, open_page, qtbot):
    assert visit.rev == 0
    press(open_page, qtbot, "stay-offline")
    assert find(open_page, "where").text().startswith("先不连")
    press(open_page, qtbot, "send")
    told = open_page.notices.findChild(QLabel, "notice-text")
    qtbot.waitUntil(lambda: told.text().startswith("没有上传：您选了"), timeout=_ANSWER)
    open_page.go("today")
    open_page.go("waiting")
    assert find(open_page, "stay-offline").isChecked()
    press(open_page, qtbot, "stay-offline")
    assert not find(open_page, "where").text().startswith("先不连")


def test_what_the_hub_refused_is_told_with_its_words(town, desk, stairs, open_page, qtbot):
    assert stairs.households == 54
    door = list_doors(desk)[0].household_id
    issue = report_issue(desk, category="0204", text="灯不亮了", household=door).issue
    zhang = town.desk("zhang")
    town.sync(desk, zhang)
    take_step(zhang, issue=issue.short_no, step="void")
    take_step(desk, issue=issue.short_no, step="handle_here", text="已联系物业")
    with open_page.here.acting("issue_step"):
        town.sync(zhang, desk)
    settled()
    assert find(open_page, "count").text() == "没有待上传的 · 未收下 1 条"
    assert find(open_page, "aside-1-text").text().startswith("没办成：3-1-101 ")
    press(open_page, qtbot, "aside-1-b")
    assert "已联系物业" in QGuiApplication.clipboard().text()
    press(open_page, qtbot, "aside-1-c")
    assert open_page.workplace.page.findChildren(QPushButton, "aside-1-c") == []
    assert "未收下 1 条" in find(open_page, "count").text()
    press(open_page, qtbot, "aside-1")
    assert open_page.workplace.page.name == "issue"


# Of the hub's own framework; the hub is watched for it where it is started.
@pytest.mark.filterwarnings("ignore:.*Reserved kwarg")
class TestWithAHub:
    """The hub answers over HTTP."""

    @pytest.fixture
    def address(self, town):
        over = Event()
        with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor() as pool:
            serving = pool.submit(listen.run, town.hub, listener, is_over=over.is_set)
            yield "http://{}:{}".format(*listener.getsockname())
            over.set()
            serving.result()

    def test_what_was_sent_and_received_is_told(self, visit, open_page, qtbot):
        assert visit.rev == 0
        press(open_page, qtbot, "send")
        said = open_page.notices.findChild(QLabel, "notice-text")
        qtbot.waitUntil(lambda: said.text() == "送上 1 条，收下 0 条。", timeout=_ANSWER)
        settled()
        assert find(open_page, "count").text() == "没有待上传的"
        assert "待上传" not in find(open_page, "bottom-waiting").text()

    def test_what_is_written_meanwhile_waits(self, visit, open_page, qtbot):
        press(open_page, qtbot, "send")
        with open_page.here.acting("visit"):
            record_visit(open_page.here.desk, household=visit.household_id, outcome="11")
        said = open_page.notices.findChild(QLabel, "notice-text")
        qtbot.waitUntil(lambda: said.text().startswith("送上 "), timeout=_ANSWER)
        settled()
        sent = int(said.text().split()[1])
        left = f"待上传 {2 - sent} 条" if sent < 2 else "没有待上传的"
        assert find(open_page, "count").text() == left

    def test_what_was_not_taken_is_told_at_once(self, town, desk, stairs, open_page, qtbot):
        assert stairs.households == 54
        door = list_doors(desk)[0].household_id
        issue = report_issue(desk, category="0204", text="灯不亮了", household=door).issue
        zhang = town.desk("zhang")
        town.sync(desk, zhang)
        take_step(zhang, issue=issue.short_no, step="void")
        town.sync(zhang)
        take_step(desk, issue=issue.short_no, step="handle_here")
        press(open_page, qtbot, "send")
        said = open_page.notices.findChild(QLabel, "notice-text")
        qtbot.waitUntil(lambda: "有 1 条未收下" in said.text(), timeout=_ANSWER)
