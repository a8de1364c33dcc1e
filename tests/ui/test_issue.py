"""The page of one issue: where it stands, its way, and the next step."""

import pytest
from PySide6.QtCore import Qt

from gridapp.client.actions.doors import list_doors
from gridapp.client.actions.issues import list_issues, report_issue, take_step
from gridapp.domain.records.issues import Dispatch
from tests.client.conftest import told_by_hub
from tests.ui import hands, seen
from tests.ui.conftest import find

WRONG = "厨房下水反水 <b>&"


@pytest.fixture
def issue(desk, stairs):
    """An issue of the first household."""
    assert stairs.households
    home = list_doors(desk)[0].household_id
    return report_issue(desk, category="0205", text=WRONG, household=home).issue


@pytest.fixture
def page(inside, issue):
    """The page of that issue."""
    inside.go("issue", id=issue.id)
    return inside


def shows(inside, name):
    return any(w.isVisible() for w in inside.window.findChildren(object, name))


def text(inside, name):
    seen.settled()
    return find(inside, f"issue-{name}").text()


def test_what_was_told_stands_as_typed_with_where_and_by_whom_masked(page, issue):
    assert text(page, "told") == WRONG
    assert find(page, "issue-told").textFormat() == Qt.TextFormat.PlainText
    assert text(page, "place") == "3-1-101"
    assert text(page, "by").startswith("雷**  今天")
    assert text(page, "kind") == "下水堵塞/反水 · 房屋与公共设施"
    assert text(page, "promise") == "紧急 3个工作日内办"
    assert issue.short_no in find(page, "heading").text()


def test_steps_wait_to_be_confirmed_until_the_hub_has_them(page, town, desk):
    assert text(page, "state") == "已登记"
    assert text(page, "saved") == "已存本机，待上传"
    assert "登记" in text(page, "step-1")
    assert "待确认" in text(page, "step-1")
    town.sync(desk)
    page.here.changed.emit(frozenset({"issue"}))
    assert text(page, "saved") == "总台已收到"
    assert "待确认" not in text(page, "step-1")


def test_the_next_step_asks_for_words_and_is_taken(page, desk):
    assert not shows(page, "step-words")
    find(page, "step-pass_up").click()
    find(page, "take-step").click()
    assert [line.state for line in list_issues(desk)] == ["registered"]
    hands.say(find(page, "step-words"), "物业修不了")
    find(page, "take-step").click()
    assert [line.state for line in list_issues(desk)] == ["triage"]
    assert text(page, "state") == "待研判"
    assert "物业修不了" in text(page, "step-2")
    assert not shows(page, "step-words")


def test_settling_needs_the_verdict(page, desk):
    find(page, "step-settle_on_spot").click()
    find(page, "take-step").click()
    assert text(page, "state") == "已登记"
    find(page, "step-verdict-3").click()
    find(page, "take-step").click()
    assert text(page, "state") == "已销号"
    assert "满意" in text(page, "step-2")
    assert [line.state for line in list_issues(desk)] == ["closed"]


def test_only_steps_that_follow_are_offered(page, desk, issue):
    offered = {"handle_here", "pass_up", "settle_on_spot", "void"}
    assert all(shows(page, f"step-{step}") for step in offered)
    assert not shows(page, "step-report_done")
    take_step(desk, issue=issue.id, step="handle_here")
    page.here.changed.emit(frozenset({"issue_step"}))
    assert shows(page, "step-report_done")
    assert not shows(page, "step-handle_here")


def test_a_step_somebody_else_was_faster_with_is_refused_and_the_words_stay(page, desk, issue):
    find(page, "step-void").click()
    hands.say(find(page, "step-words"), "记重了")
    take_step(desk, issue=issue.id, step="handle_here")
    find(page, "take-step").click()
    assert shows(page, "notices")
    assert find(page, "step-words").toPlainText() == "记重了"


def test_who_wants_no_name_has_none_on_the_page(inside, desk, stairs):
    assert stairs.households
    home = list_doors(desk)[0].household_id
    told = report_issue(desk, category="0205", text=WRONG, household=home, anonymous=True)
    inside.go("issue", id=told.issue.id)
    assert text(inside, "by").startswith("不留")
    assert "雷" not in text(inside, "by")


def test_an_issue_of_a_place_names_it_and_opens_no_household(page, desk):
    assert shows(page, "go-door")
    told = report_issue(desk, category="0204", text=WRONG, place="小区南门")
    page.go("issue", id=told.issue.id)
    assert text(page, "place") == "小区南门"
    assert not shows(page, "go-door")


def test_the_department_sees_its_copy_and_no_steps_to_take(page, desk, issue):
    copy = Dispatch(
        id="copy-1",
        deleted=False,
        extra={},
        scope="990101/unit:unit-1",
        written_by="centre",
        written_at=issue.written_at,
        rev=1,
        issue_id="elsewhere",
        short_no="I-9ZZ-1122-1",
        unit_id="unit-1",
        category="0602",
        text="飞线充电很危险",
        place="小区南门",
        urgency="u",
        dispatched_at=issue.written_at,
    )
    told_by_hub(desk, copy)
    page.go("issue", id="elsewhere")
    assert text(page, "told") == "飞线充电很危险"
    assert text(page, "state") == "已派单"
    assert text(page, "by").startswith("没留名")
    assert not shows(page, "step")


def test_an_issue_that_is_gone_is_told(page):
    page.go("issue", id="nothing")
    assert shows(page, "notices")
    assert not shows(page, "issue-told")


def test_the_language_changes_the_words_but_not_what_was_told(page):
    page.here.words.choose("en")
    assert text(page, "state") == "Registered"
    assert text(page, "told") == WRONG
