"""The form of an issue: five inputs at most, Enter goes on, nothing typed is lost."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from gridapp.client.actions.doors import list_doors
from gridapp.client.actions.issues import list_issues
from gridapp.client.actions.photos import photos_of
from gridapp.domain.records.issues import Issue, IssueStep
from tests.client.conftest import held
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


def said(inside):
    return find(inside, "notice-text").text()


def test_the_whole_form_is_done_with_letters_and_enter(form, qtbot, desk, home):
    assert form.window.focusWidget() is find(form, "category")
    qtbot.keyClicks(form.window.focusWidget(), "xsds")
    hands.enter(qtbot, form)
    hands.say(form.window.focusWidget(), WRONG)
    for _ in ("to the urgency", "to the end", "record"):
        hands.enter(qtbot, form)
    (issue,) = held(desk, Issue)
    assert (issue.category, issue.text) == ("0205", WRONG)
    assert issue.household_id == home.household_id
    assert issue.short_no in said(form)
    assert "已存本机" in said(form)


def test_ctrl_enter_records_from_within_the_words(form, qtbot, desk):
    hands.fill(qtbot, form)
    hands.press(qtbot, find(form, "what"), Qt.Key.Key_Return, CTRL)
    assert [line.state for line in list_issues(desk)] == ["registered"]
    assert find(form, "what").toPlainText() == ""
    assert find(form, "where").text().startswith("3-1-101")


def test_three_inputs_are_enough(inside, qtbot, desk):
    inside.go("report")
    assert inside.window.focusWidget() is find(inside, "where")
    hands.say(find(inside, "where"), "3号楼2单元楼道")
    hands.enter(qtbot, inside)
    hands.fill(qtbot, inside, letters="ldd", wrong="灯不亮了")
    find(inside, "record").click()
    (issue,) = held(desk, Issue)
    assert (issue.place, issue.household_id, issue.category) == ("3号楼2单元楼道", "", "0204")


def test_urgency_says_what_it_promises_and_follows_the_category(form, qtbot, desk):
    assert find(form, "urgency-n").text() == "8 一般 5个工作日内办"
    hands.fill(qtbot, form)
    assert find(form, "urgency-u").isChecked()
    find(form, "record").setFocus()
    qtbot.keyClicks(form.window.focusWidget(), "9")
    find(form, "record").click()
    assert held(desk, Issue)[0].urgency == "c"


def test_an_urgency_one_chose_stays_when_the_category_changes(form, qtbot):
    find(form, "urgency-c").click()
    hands.fill(qtbot, form)
    assert find(form, "urgency-c").isChecked()


@pytest.mark.parametrize(
    ("verdict", "state"), [("3", "closed"), ("2", "reported"), ("1", "reported")]
)
def test_settled_on_the_spot_with_the_verdict_in_the_same_form(form, qtbot, desk, verdict, state):
    hands.fill(qtbot, form)
    find(form, "settled").click()
    find(form, f"verdict-{verdict}").click()
    assert [line.state for line in list_issues(desk)] == [state]
    assert [s.verdict for s in held(desk, IssueStep) if s.step == "settle_on_spot"] == [verdict]
    assert not hands.shows(form, f"verdict-{verdict}")


def test_danger_says_whom_to_call_first_and_stops_nobody(form, qtbot, desk):
    assert not hands.shows(form, "danger")
    hands.fill(qtbot, form, letters="rqxl", wrong="有燃气味")
    assert "119" in find(form, "danger-first").text()
    calls = find(form, "danger-calls").text()
    assert calls.index("119") < calls.index("110") < calls.index("120")
    find(form, "record").click()
    assert held(desk, Issue)[0].urgency == "e"
    assert not hands.shows(form, "danger")


def test_fraud_says_110_first_and_an_emergency_of_any_kind_is_danger(form, qtbot):
    hands.fill(qtbot, form, letters="zp")
    assert "110" in find(form, "danger-first").text()
    find(form, "category").clear()
    hands.fill(qtbot, form, letters="ldd")
    assert not hands.shows(form, "danger")
    find(form, "urgency-e").click()
    assert hands.shows(form, "danger")


def test_what_is_missing_is_told_and_nothing_is_lost(form, qtbot, desk):
    hands.say(find(form, "what"), WRONG)
    find(form, "record").click()
    assert "哪一类" in find(form, "told").text()
    assert form.window.focusWidget() is find(form, "category")
    find(form, "what").clear()
    hands.fill(qtbot, form, wrong="坏了")
    find(form, "record").click()
    assert find(form, "what").toPlainText() == "坏了"
    assert held(desk, Issue) == []
    assert hands.shows(form, "notices")


def test_a_place_is_missing(inside, qtbot, desk):
    inside.go("report")
    hands.fill(qtbot, inside)
    find(inside, "record").click()
    assert hands.shows(inside, "notices")
    assert held(desk, Issue) == []


def test_unfinished_words_stay_when_one_looks_elsewhere_or_changes_the_language(form, qtbot, home):
    hands.fill(qtbot, form)
    form.go("issues")
    form.here.words.choose("en")
    form.go("report")
    assert find(form, "what").toPlainText() == WRONG
    assert find(form, "category").text().startswith("Blocked or backed-up drain")
    assert find(form, "where").text().startswith(home.label)
    assert find(form, "urgency-u").text() == "7 Urgent within 3 working days"


def test_another_household_asks_before_it_takes_the_place_of_unfinished_words(form, qtbot, desk):
    hands.fill(qtbot, form)
    other = list_doors(desk)[5]
    form.go("report", household=other.household_id)
    assert find(form, "what").toPlainText() == WRONG
    find(form, "answer-2").click()
    assert find(form, "what").toPlainText() == ""
    assert find(form, "where").text().startswith(other.label)


def test_back_from_the_visit_the_unfinished_words_stay_with_the_visit_as_it_is_now(
    inside, qtbot, desk, home
):
    inside.go("report", household=home.household_id, visit="visit-1")
    hands.fill(qtbot, inside)
    inside.go("report", household=home.household_id, visit="visit-2")
    find(inside, "record").click()
    (issue,) = held(desk, Issue)
    assert (issue.text, issue.visit_id) == (WRONG, "visit-2")


def test_undo_takes_the_issue_back(form, qtbot, desk):
    hands.fill(qtbot, form)
    find(form, "record").click()
    find(form, "undo").click()
    assert list_issues(desk) == []


def test_who_wants_no_name_recorded_has_none(form, qtbot, desk):
    hands.say(find(form, "told-by"), "雷女士")
    find(form, "anonymous").click()
    assert not find(form, "told-by").isEnabled()
    hands.fill(qtbot, form)
    find(form, "record").click()
    (issue,) = held(desk, Issue)
    assert (issue.anonymous, issue.told_by) == (True, "")


def test_visit_and_kind_of_request_go_with_the_issue(inside, qtbot, desk, home):
    inside.go("report", household=home.household_id, visit="visit-1", kind="help")
    hands.fill(qtbot, inside)
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
    hands.fill(qtbot, form, wrong=strange)
    find(form, "record").click()
    assert held(desk, Issue)[0].text == strange


def test_shift_enter_begins_a_line_and_tab_leaves_the_words(form, qtbot):
    box = find(form, "what")
    hands.say(box, WRONG)
    hands.press(qtbot, box, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    hands.say(box, "地漏也冒水")
    assert box.toPlainText().split() == [WRONG, "地漏也冒水"]
    hands.press(qtbot, box, Qt.Key.Key_Tab)
    assert not box.hasFocus()


def test_photos_go_with_the_issue_also_one_still_being_read(form, qtbot, desk, tmp_path):
    shot = tmp_path / "门口.jpg"
    shot.write_bytes(hands.jpeg())
    hands.fill(qtbot, form)
    assert hands.drop(find(form, "page-report"), hands.files(shot))
    find(form, "record").click()
    (issue,) = held(desk, Issue)
    qtbot.waitUntil(lambda: not form.here.tasks.is_busy)
    assert len(photos_of(desk, issue.id)) == 1


def test_at_most_five_inputs_are_required(form):
    boxes = [
        w for kind in (QLineEdit, QPlainTextEdit) for w in form.workplace.page.findChildren(kind)
    ]
    required = [box for box in boxes if box.placeholderText() != "可以不填"]
    assert len(required) <= 5
    assert {box.objectName() for box in required} == {"where", "category", "what"}
