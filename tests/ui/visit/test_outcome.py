"""An outcome is a visit: digits say it, say it finer, take it back, and walk on to the next door."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from gridapp.client.actions.visits import record_visit
from gridapp.domain.records.people import Household
from gridapp.domain.records.visits import Visit
from tests.client.conftest import edit, held
from tests.ui.conftest import find
from tests.ui.visit.conftest import next_door, only

ROWS = ("outcome", "refine", "facts", "matters", "return", "when", "note")


def test_the_door_and_who_to_ask_for_stand_above(form):
    assert form.heading().startswith("3号楼 2单元 501 · ")


def test_nothing_is_written_down_before_an_outcome(form, desk):
    assert held(desk, Visit) == []
    assert "还没记" in form.text("saved-line")
    assert [name for name in ROWS if form.shows(f"row-{name}")] == ["outcome"]


def test_a_digit_is_a_visit_at_once(form, desk, door):
    form.type("2")
    visit = only(desk)
    assert (visit.household_id, visit.outcome, visit.typed_by) == (door, "20", "演示li")
    assert "已存本机 09:" in form.text("saved-line")
    assert find(form.inside, "outcome-2").isChecked()


def test_a_full_width_digit_is_one_too(form, desk):
    typed = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, "２")
    QApplication.sendEvent(form.focused(), typed)
    assert only(desk).outcome == "20"


def test_nobody_at_home_is_asked_hour_and_note_only(form):
    form.type("2")
    assert [name for name in ROWS if form.shows(f"row-{name}")] == ["outcome", "when", "note"]


def test_a_second_digit_refines(form, desk):
    form.type("11")
    assert only(desk).outcome == "10"
    assert find(form.inside, "refine-10").isChecked()
    form.type("5")
    assert only(desk).outcome == "14"


def test_after_backspace_digits_choose_the_outcome_again(form, desk):
    form.type("1")
    assert "退格键" in form.text("refine-hint")
    form.key(Qt.Key.Key_Backspace)
    assert "退格键" not in form.text("refine-hint")
    form.type("6")
    assert only(desk).outcome == "40"


def test_what_no_key_stands_for_is_behind_more(form, desk):
    form.click("outcome-more")
    assert held(desk, Visit) == []
    form.type("2")
    assert only(desk).outcome == "41"
    assert find(form.inside, "outcome-more").isChecked()


def test_the_outcome_pressed_elsewhere_is_recorded_once(inside, desk, door):
    inside.go("visit", household=door, outcome="11")
    assert only(desk).outcome == "11"
    inside.go("settings")
    inside.back()
    assert only(desk).outcome == "11"
    assert find(inside, "refine-11").isChecked()


def test_whoever_comes_back_finds_the_visit(form, desk):
    form.type("1")
    form.inside.go("settings")
    form.inside.back()
    form.type("1")
    assert only(desk).outcome == "10"


def test_another_outcome_at_the_same_door_is_another_knock(inside, desk, door):
    record_visit(desk, household=door, outcome="20")
    inside.go("visit", household=door, outcome="11")
    assert sorted(visit.outcome for visit in held(desk, Visit)) == ["11", "20"]


def test_undo_takes_the_visit_back(form, desk):
    form.type("2")
    form.click("undo-visit")
    assert held(desk, Visit) == []
    assert not find(form.inside, "outcome-2").isChecked()
    assert not find(form.inside, "undo-visit").isEnabled()


def test_undo_goes_back_one_step_after_the_other(form, desk):
    form.type("11")
    form.inside.undo()
    assert only(desk).outcome == "11"
    form.inside.undo()
    assert held(desk, Visit) == []


def test_a_visit_that_was_sent_is_corrected_under_its_new_id(form, desk, town):
    form.type("1")
    sent = only(desk)
    town.sync(desk)
    form.type("1")
    form.type("4")
    visit = only(desk)
    assert (visit.outcome, visit.replaces) == ("13", sent.id)
    form.inside.undo()
    form.inside.undo()
    assert only(desk).outcome == "11"


def test_never_again_is_asked_before_it_is_kept(form, desk, door):
    form.type("32")
    assert "以后所有清单都不再敲这家？" in form.text("notice-text")
    form.click("answer-1")
    assert only(desk).outcome == "30"
    assert find(form.inside, "refine-30").isChecked()
    assert not form.shows("left-alone")
    form.click("refine-31")
    form.click("answer-2")
    assert only(desk).outcome == "31"
    (household,) = held(desk, Household, id=door)
    assert household.refusal == "31"
    assert "以后别来" in form.text("left-alone")


def test_a_late_answer_is_about_the_door_that_was_asked_about(form, desk, door):
    form.type("32")
    form.inside.go("visit", household=next_door(desk))
    form.click("answer-2")
    assert only(desk).outcome == "31"
    assert only(desk).household_id == door
    assert form.heading().startswith("3号楼 2单元 501")


def test_the_button_beside_the_form_asks_too(form, desk):
    form.click("leave-alone")
    assert held(desk, Visit) == []
    form.click("answer-2")
    assert only(desk).outcome == "31"
    assert not form.shows("leave-alone")


def test_next_and_before_walk_the_doors(form):
    assert "502" in form.text("door-after")
    form.click("door-after")
    assert form.heading().startswith("3号楼 2单元 502")
    form.click("door-before")
    assert form.heading().startswith("3号楼 2单元 501")


def test_enter_walks_down_the_form_to_the_next_door(form):
    form.type("2")
    find(form.inside, "outcome-2").setFocus()
    form.key(Qt.Key.Key_Return)
    assert form.focused().objectName() == "change-time"
    form.key(Qt.Key.Key_Return)
    assert form.focused() is form.note()
    find(form.inside, "door-after").setFocus()
    form.key(Qt.Key.Key_Return)
    assert form.heading().startswith("3号楼 2单元 502")


def test_a_visit_of_before_is_opened_and_corrected(form, desk, door):
    before = record_visit(desk, household=door, outcome="20", visited_at="2026-11-20 10:00").visit
    form.inside.go("settings")
    form.inside.go("visit", household=door)
    assert "没人" in form.text("before-1-text")
    form.click("before-1")
    assert find(form.inside, "outcome-2").isChecked()
    form.type("1")
    assert (only(desk).id, only(desk).outcome) == (before.id, "11")


def test_a_household_that_is_gone_is_told(inside):
    inside.go("visit", household="nowhere")
    assert find(inside, "notice-text").text()
    assert not any(w.isVisible() for w in inside.window.findChildren(QObject, "row-outcome"))


def test_names_are_shown_as_typed(form, desk, door):
    (household,) = held(desk, Household, id=door)
    edit(desk, household, salutation="<b>王</b>&阿姨")
    form.inside.here.changed.emit(frozenset({"household"}))
    assert find(form.inside, "heading").textFormat() is Qt.TextFormat.PlainText
    assert form.heading().endswith("<b>王</b>&阿姨")
