"""The page of one household: amended field by field, its people, its past, and the way on."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from gridapp.client.actions.doors import list_doors
from gridapp.client.actions.households import amend_household
from gridapp.client.actions.issues import report_issue
from gridapp.client.actions.visits import record_visit
from gridapp.domain.records.issues import Conflict
from gridapp.domain.records.people import Household, Resident
from tests.client.conftest import held, told_by_hub
from tests.ui.conftest import find
from tests.ui.hands import say
from tests.ui.seen import settled


@pytest.fixture
def home(desk, inside):
    """The first household, with its page open."""
    home = list_doors(desk)[0].household_id
    inside.window.activateWindow()
    inside.go("household", id=home)
    return home


def the(desk, home):
    (found,) = held(desk, Household, id=home)
    return found


def press(qtbot, inside, name):
    settled()
    qtbot.mouseClick(find(inside, name), Qt.MouseButton.LeftButton)
    settled()


def write(qtbot, inside, name, text):
    line = find(inside, name)
    line.setFocus()
    line.selectAll()
    say(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def lines(inside, group):
    settled()
    return [
        label.text()
        for label in inside.window.findChildren(QLabel)
        if label.isVisible()
        and label.objectName().startswith(f"{group}-")
        and label.objectName().endswith("-text")
    ]


@pytest.mark.usefixtures("home")
def test_the_head_names_door_and_people(inside):
    assert "3号楼 1单元 101" in inside.workplace.page.heading()
    assert find(inside, "household-place").text() == "门牌 3-1-101 · 自住"
    assert find(inside, "field-phone").text() == "10000000000"


def test_a_field_is_saved_when_one_goes_on_and_undone_by_key(qtbot, inside, desk, home):
    write(qtbot, inside, "field-salutation", "雷阿姨")
    assert the(desk, home).salutation == "雷阿姨"
    assert "雷阿姨" in inside.workplace.page.heading()
    assert "已存本机" in find(inside, "notice-text").text()
    inside.undo()
    assert the(desk, home).salutation == ""
    assert find(inside, "field-salutation").text() == ""


def test_a_refusal_stands_below_the_field_and_the_text_stays(qtbot, inside, desk, home):
    before = the(desk, home)
    write(qtbot, inside, "field-phone", "儿子的")
    assert the(desk, home) == before
    assert "儿子的" in find(inside, "told-phone").text()
    write(qtbot, inside, "field-salutation", "雷阿姨")
    assert find(inside, "field-phone").text() == "儿子的"


def test_what_is_typed_is_saved_when_another_household_opens(inside, desk, home):
    line = find(inside, "field-salutation")
    line.setFocus()
    say(line, "雷阿姨")
    other = list_doors(desk)[1].household_id
    inside.go("household", id=other)
    assert the(desk, home).salutation == "雷阿姨"
    assert the(desk, other).salutation == ""
    assert find(inside, "field-salutation").text() == ""


def test_what_somebody_else_wrote_is_shown_without_losing_what_is_typed(inside, desk, home):
    line = find(inside, "field-salutation")
    line.setFocus()
    say(line, "雷")
    with inside.here.acting("household"):
        amend_household(desk, home, resident_count=5)
    assert find(inside, "field-resident_count").text() == "5"
    assert line.text() == "雷"


def test_a_person_is_added_amended_and_taken_out(qtbot, inside, desk, home):
    find(inside, "member-new-name").setFocus()
    say(find(inside, "member-new-name"), "雷小雨")
    press(qtbot, inside, "member-add")
    assert "雷小雨" in "".join(lines(inside, "member"))
    write(qtbot, inside, "field-birth_ym", "2015年3月")
    (child,) = held(desk, Resident, name="雷小雨")
    assert (child.birth_ym, child.household_id) == ("2015-03", home)
    assert "11岁" in "".join(lines(inside, "member"))
    press(qtbot, inside, "member-remove")
    assert "雷小雨" not in "".join(lines(inside, "member"))
    inside.undo()
    assert "雷小雨" in "".join(lines(inside, "member"))


def test_a_name_that_is_there_already_is_told_and_stays_typed(qtbot, inside, desk, home):
    people = len(held(desk, Resident, household_id=home))
    write(qtbot, inside, "member-new-name", "雷怡诺")
    assert "雷怡诺" in find(inside, "notice-text").text()
    assert find(inside, "member-new-name").text() == "雷怡诺"
    assert len(held(desk, Resident, household_id=home)) == people


def test_a_person_is_opened_and_closed(qtbot, inside, desk, home):
    (person,) = held(desk, Resident, household_id=home)
    press(qtbot, inside, "member-1")
    assert find(inside, "field-name").text() == person.name
    press(qtbot, inside, "member-close")
    shown = [w for w in inside.window.findChildren(QLabel, "told-name") if w.isVisible()]
    assert shown == []


def test_the_id_number_is_never_shown(inside, desk, home, qtbot):
    (person,) = held(desk, Resident, household_id=home)
    told_by_hub(desk, _with(person, id_number="990101199001011234"))
    inside.go("household", id=home)
    press(qtbot, inside, "member-1")
    texts = [w.text() for w in inside.window.findChildren(QLabel)]
    texts += [w.text() for w in inside.window.findChildren(type(find(inside, "field-name")))]
    assert not any("9901011990" in text for text in texts)


def _with(entry, **values):
    return type(entry)(**{**entry.__dict__, **values})


def test_visits_and_issues_are_a_press_away(qtbot, inside, desk, home):
    visit = record_visit(desk, household=home, outcome="20").visit
    issue = report_issue(desk, category="0205", text="厨房下水反水", household=home).issue
    inside.go("household", id=home)
    press(qtbot, inside, "household-issue-1")
    assert inside.workplace._open == ("issue", {"id": issue.id})
    inside.back()
    assert "没人" in lines(inside, "household-visited")[0]
    press(qtbot, inside, "household-visited-1")
    assert inside.workplace._open == ("visit", {"household": home, "visit": visit.id})


def test_one_goes_on_to_a_visit_or_a_report(qtbot, inside, home):
    press(qtbot, inside, "household-visit")
    assert inside.workplace._open == ("visit", {"household": home})
    inside.back()
    press(qtbot, inside, "household-report")
    assert inside.workplace._open == ("report", {"household": home})


def test_a_household_to_be_left_alone_asks_itself_to_be_visited_again(qtbot, inside, desk, home):
    record_visit(desk, household=home, outcome="32")
    inside.go("household", id=home)
    assert "不敲" in lines(inside, "household-attention")[0]
    press(qtbot, inside, "household-attention-1")
    press(qtbot, inside, "answer-2")
    assert the(desk, home).refusal == "32"
    press(qtbot, inside, "household-attention-1")
    press(qtbot, inside, "answer-1")
    assert the(desk, home).refusal == ""
    inside.undo()
    assert the(desk, home).refusal == "32"


def test_what_two_people_wrote_is_told_with_both_values(inside, desk, home):
    told: dict[str, Any] = {
        "id": "c1",
        "scope": the(desk, home).scope,
        "about_kind": "household",
        "about_id": home,
        "field": "resident_count",
        "found_at": "2026-11-21T12:00:00.000Z",
        "kept": {"value": 4, "by": "zhang", "at": "2026-11-21T10:00:00.000Z"},
        "offered": {"value": 3, "by": "li", "at": "2026-11-21T11:00:00.000Z"},
    }
    told_by_hub(desk, Conflict(**told))
    inside.go("household", id=home)
    (line,) = lines(inside, "household-attention")
    assert "您写 3" in line
    assert "4" in line


def test_more_is_folded_away_until_asked_for(qtbot, inside, desk, home):
    assert not inside.window.findChild(QWidget, "field-seasonal").isVisible()
    press(qtbot, inside, "household-more")
    write(qtbot, inside, "field-seasonal", "11月到3月")
    assert the(desk, home).seasonal == "11-03"
    write(qtbot, inside, "field-notice_given_at", "2026-11-20 19:05")
    assert the(desk, home).notice_given_at == "2026-11-20T11:05:00.000Z"


def test_the_page_speaks_the_language_in_force(inside, home):
    assert home
    inside.here.words.choose("en")
    assert find(inside, "household-place").text() == "Door 3-1-101 · Lived in by owner"
