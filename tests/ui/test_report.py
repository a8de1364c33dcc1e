"""The form of an issue: five inputs at most, Enter goes on, nothing typed is lost."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton

from gridapp.client.actions.doors import list_doors
from gridapp.client.actions.issues import list_issues, report_issue
from gridapp.client.actions.photos import photos_of
from gridapp.domain.categories import leaves
from gridapp.domain.records.issues import Issue, IssueStep
from gridapp.domain.records.people import Post
from tests.client.conftest import NEXT_GRID, held, told_by_hub
from tests.ui import hands
from tests.ui.conftest import find

WRONG = "厨房下水反水"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def home(desk, stairs):
    """The household behind 3-1-101."""
    first = list_doors(desk)[0]
    assert stairs.households
    return first


@pytest.fixture
def form(inside, home):
    """The form opened for that household."""
    inside.go("report", household=home.household_id)
    return inside


@pytest.fixture
def two_grids(desk):
    """The codes of the worker's grids."""
    (post,) = held(desk, Post, account=desk.me.account)
    told_by_hub(desk, replace(post, id="second", place=NEXT_GRID))
    return post.place, NEXT_GRID


def shows(inside, name):
    return any(w.isVisible() for w in inside.window.findChildren(object, name))


def press(qtbot, widget, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(widget, key, modifier)


def enter(qtbot, inside):
    press(qtbot, inside.window.focusWidget(), Qt.Key.Key_Return)


def fill(qtbot, inside, letters="xsds", wrong=WRONG):
    """Category and words."""
    qtbot.keyClicks(find(inside, "category"), letters)
    press(qtbot, find(inside, "category"), Qt.Key.Key_Return)
    hands.say(find(inside, "what"), wrong)


def said(inside):
    return find(inside, "notice-text").text()


def test_the_whole_form_is_done_with_letters_and_enter(form, qtbot, desk, home):
    assert form.window.focusWidget() is find(form, "category")
    qtbot.keyClicks(form.window.focusWidget(), "xsds")
    enter(qtbot, form)
    hands.say(form.window.focusWidget(), WRONG)
    for _ in ("to the urgency", "to the end", "record"):
        enter(qtbot, form)
    (issue,) = held(desk, Issue)
    assert (issue.category, issue.text) == ("0205", WRONG)
    assert issue.household_id == home.household_id
    assert issue.short_no in said(form)
    assert "已存本机" in said(form)


def test_ctrl_enter_records_from_within_the_words(form, qtbot, desk):
    fill(qtbot, form)
    press(qtbot, find(form, "what"), Qt.Key.Key_Return, CTRL)
    assert [line.state for line in list_issues(desk)] == ["registered"]
    assert find(form, "what").toPlainText() == ""
    assert find(form, "where").text().startswith("3-1-101")


def test_three_inputs_are_enough(inside, qtbot, desk):
    inside.go("report")
    assert inside.window.focusWidget() is find(inside, "where")
    hands.say(find(inside, "where"), "3号楼2单元楼道")
    enter(qtbot, inside)
    fill(qtbot, inside, letters="ldd", wrong="灯不亮了")
    find(inside, "record").click()
    (issue,) = held(desk, Issue)
    assert (issue.place, issue.household_id, issue.category) == ("3号楼2单元楼道", "", "0204")


def test_a_door_typed_is_that_household(inside, qtbot, desk, home):
    inside.go("report")
    qtbot.keyClicks(find(inside, "where"), "3-1-101")
    enter(qtbot, inside)
    assert find(inside, "where").text() == "3-1-101 雷**"
    fill(qtbot, inside)
    find(inside, "record").click()
    assert held(desk, Issue)[0].household_id == home.household_id


def test_a_name_finds_doors_and_shows_no_whole_name(inside, qtbot):
    inside.go("report")
    hands.say(find(inside, "where"), "王秀兰")
    qtbot.waitUntil(lambda: shows(inside, "where-found"))
    offered = [chip.text() for chip in find(inside, "where-found").findChildren(QPushButton)]
    assert "3-1-103 王**" in offered
    assert not [text for text in offered[1:] if "王秀兰" in text]


def test_letters_being_composed_search_nothing(form, qtbot):
    box = find(form, "category")
    hands.compose(box, "xia shui")
    enter(qtbot, form)
    assert not shows(form, "category-found")
    hands.say(box, "下水")
    qtbot.waitUntil(lambda: shows(form, "category-found"))


def test_a_group_opens_to_its_categories(form):
    find(form, "group-06").click()
    offered = find(form, "category-found").findChildren(QPushButton)
    under = {leaf.code for leaf in leaves() if leaf.parent == "06"}
    assert {f"category-found-{code}" for code in under} <= {chip.objectName() for chip in offered}
    find(form, "category-found-0602").click()
    assert find(form, "category").text().startswith("飞线充电")


def test_recent_categories_have_digits(inside, qtbot, desk, home):
    for category in ("0204", "0602", "0204"):
        report_issue(desk, category=category, text=WRONG, household=home.household_id)
    inside.go("report", household=home.household_id)
    assert find(inside, "recent-0204").text() == "1 楼道灯/门禁"
    find(inside, "record").setFocus()
    qtbot.keyClicks(inside.window.focusWidget(), "2")
    assert find(inside, "category").text().startswith("飞线充电")


def test_urgency_says_what_it_promises_and_follows_the_category(form, qtbot, desk):
    assert find(form, "urgency-n").text() == "8 一般 5个工作日内办"
    fill(qtbot, form)
    assert find(form, "urgency-u").isChecked()
    find(form, "record").setFocus()
    qtbot.keyClicks(form.window.focusWidget(), "9")
    find(form, "record").click()
    assert held(desk, Issue)[0].urgency == "c"


def test_an_urgency_one_chose_stays_when_the_category_changes(form, qtbot):
    find(form, "urgency-c").click()
    fill(qtbot, form)
    assert find(form, "urgency-c").isChecked()


@pytest.mark.parametrize(
    ("verdict", "state"), [("3", "closed"), ("2", "reported"), ("1", "reported")]
)
def test_settled_on_the_spot_with_the_verdict_in_the_same_form(form, qtbot, desk, verdict, state):
    fill(qtbot, form)
    find(form, "settled").click()
    find(form, f"verdict-{verdict}").click()
    assert [line.state for line in list_issues(desk)] == [state]
    assert [s.verdict for s in held(desk, IssueStep) if s.step == "settle_on_spot"] == [verdict]
    assert not shows(form, f"verdict-{verdict}")


def test_danger_says_whom_to_call_first_and_stops_nobody(form, qtbot, desk):
    assert not shows(form, "danger")
    fill(qtbot, form, letters="rqxl", wrong="有燃气味")
    assert "119" in find(form, "danger-first").text()
    calls = find(form, "danger-calls").text()
    assert calls.index("119") < calls.index("110") < calls.index("120")
    find(form, "record").click()
    assert held(desk, Issue)[0].urgency == "e"
    assert not shows(form, "danger")


def test_fraud_says_110_first_and_an_emergency_of_any_kind_is_danger(form, qtbot):
    fill(qtbot, form, letters="zp")
    assert "110" in find(form, "danger-first").text()
    find(form, "category").clear()
    fill(qtbot, form, letters="ldd")
    assert not shows(form, "danger")
    find(form, "urgency-e").click()
    assert shows(form, "danger")


def test_what_is_missing_is_told_and_nothing_is_lost(form, qtbot, desk):
    hands.say(find(form, "what"), WRONG)
    find(form, "record").click()
    assert "哪一类" in find(form, "told").text()
    assert form.window.focusWidget() is find(form, "category")
    find(form, "what").clear()
    fill(qtbot, form, wrong="坏了")
    find(form, "record").click()
    assert find(form, "what").toPlainText() == "坏了"
    assert held(desk, Issue) == []
    assert shows(form, "notices")


def test_a_place_is_missing(inside, qtbot, desk):
    inside.go("report")
    fill(qtbot, inside)
    find(inside, "record").click()
    assert shows(inside, "notices")
    assert held(desk, Issue) == []


def test_unfinished_words_stay_when_one_looks_elsewhere_or_changes_the_language(form, qtbot, home):
    fill(qtbot, form)
    form.go("issues")
    form.here.words.choose("en")
    form.go("report")
    assert find(form, "what").toPlainText() == WRONG
    assert find(form, "category").text().startswith("Blocked or backed-up drain")
    assert find(form, "where").text().startswith(home.label)
    assert find(form, "urgency-u").text() == "7 Urgent within 3 working days"


def test_another_household_asks_before_it_takes_the_place_of_unfinished_words(form, qtbot, desk):
    fill(qtbot, form)
    other = list_doors(desk)[5]
    form.go("report", household=other.household_id)
    assert find(form, "what").toPlainText() == WRONG
    find(form, "answer-2").click()
    assert find(form, "what").toPlainText() == ""
    assert find(form, "where").text().startswith(other.label)


def test_undo_takes_the_issue_back(form, qtbot, desk):
    fill(qtbot, form)
    find(form, "record").click()
    find(form, "undo").click()
    assert list_issues(desk) == []


def test_who_wants_no_name_recorded_has_none(form, qtbot, desk):
    hands.say(find(form, "told-by"), "雷女士")
    find(form, "anonymous").click()
    assert not find(form, "told-by").isEnabled()
    fill(qtbot, form)
    find(form, "record").click()
    (issue,) = held(desk, Issue)
    assert (issue.anonymous, issue.told_by) == (True, "")


def test_visit_and_kind_of_request_go_with_the_issue(inside, qtbot, desk, home):
    inside.go("report", household=home.household_id, visit="visit-1", kind="help")
    fill(qtbot, inside)
    find(inside, "record").click()
    (issue,) = held(desk, Issue)
    assert (issue.visit_id, issue.request_kind) == ("visit-1", "help")


def test_ten_megabytes_pasted_are_refused_in_a_sentence(form):
    pasted = QMimeData()
    pasted.setText("水" * (10 << 20))
    hands.copied(pasted)
    find(form, "what").paste()
    assert find(form, "what").toPlainText() == ""
    assert "2000" in said(form)
    find(form, "category").paste()
    assert len(find(form, "category").text()) <= 120


def test_strange_words_are_recorded_as_typed(form, qtbot, desk):
    strange = "<b>水</b> & =1+1 \u202eabc 😀"
    fill(qtbot, form, wrong=strange)
    find(form, "record").click()
    assert held(desk, Issue)[0].text == strange


def test_shift_enter_begins_a_line_and_tab_leaves_the_words(form, qtbot):
    box = find(form, "what")
    hands.say(box, WRONG)
    press(qtbot, box, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    hands.say(box, "地漏也冒水")
    assert box.toPlainText().split() == [WRONG, "地漏也冒水"]
    press(qtbot, box, Qt.Key.Key_Tab)
    assert not box.hasFocus()


def test_photos_go_with_the_issue_also_one_still_being_read(form, qtbot, desk, tmp_path):
    shot = tmp_path / "门口.jpg"
    shot.write_bytes(hands.jpeg())
    fill(qtbot, form)
    assert hands.drop(find(form, "page-report"), hands.files(shot))
    find(form, "record").click()
    (issue,) = held(desk, Issue)
    qtbot.waitUntil(lambda: len(photos_of(desk, issue.id)) == 1)
    assert not form.here.tasks.is_busy


def test_at_most_five_inputs_are_required(form):
    boxes = [
        w for kind in (QLineEdit, QPlainTextEdit) for w in form.workplace.page.findChildren(kind)
    ]
    required = [box for box in boxes if box.placeholderText() != "可以不填"]
    assert len(required) <= 5
    assert {box.objectName() for box in required} == {"where", "category", "what"}


def test_a_worker_with_two_grids_says_in_which_the_place_is(inside, qtbot, desk, two_grids):
    inside.go("report")
    assert not shows(inside, "grid")
    hands.say(find(inside, "where"), "小区南门")
    enter(qtbot, inside)
    fill(qtbot, inside)
    find(inside, "record").click()
    assert held(desk, Issue) == []
    find(inside, f"grid-{two_grids[1]}").click()
    find(inside, "record").click()
    assert held(desk, Issue)[0].scope == f"{two_grids[1]}/place"
