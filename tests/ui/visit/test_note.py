"""A note saves by itself, and nothing typed is lost."""

from PySide6.QtCore import QMimeData, Qt

from gridapp.domain.records.people import Household
from gridapp.domain.records.visits import Visit
from tests.client.conftest import edit, held
from tests.ui.conftest import find
from tests.ui.hands import compose, copied, say
from tests.ui.visit.conftest import CTRL, only


def test_a_note_is_kept_when_one_looks_away(form, desk):
    form.type("1")
    say(form.note(), "儿子十二月接老人去外地过冬")
    form.inside.go("settings")
    assert only(desk).note == "儿子十二月接老人去外地过冬"


def test_a_note_is_kept_when_writing_pauses(form, desk, qtbot):
    form.type("1")
    say(form.note(), "狗")
    qtbot.waitUntil(lambda: only(desk).note == "狗")


def test_a_note_is_kept_by_locking(form, desk, door):
    form.type("1")
    say(form.note(), "没说完")
    form.inside.workplace.hide()
    assert only(desk, household_id=door).note == "没说完"


def test_what_is_being_composed_is_no_note_yet(form, desk):
    form.type("1")
    say(form.note(), "有狗")
    compose(form.note(), "xiao")
    form.inside.workplace.hide()
    assert only(desk).note == "有狗"


def test_changing_the_language_in_the_middle_loses_nothing(form, desk):
    form.type("1")
    say(form.note(), "写到一半")
    form.inside.here.words.choose("en")
    assert form.note().toPlainText() == "写到一半"
    assert form.text("outcome-1") == "1 Met"
    assert find(form.inside, "outcome-1").isChecked()
    say(form.note(), "，接着写")
    form.inside.here.words.choose("zh_CN")
    form.inside.go("settings")
    assert only(desk).note == "写到一半，接着写"


def test_what_others_write_meanwhile_disturbs_no_note(form, desk, door):
    form.type("1")
    say(form.note(), "写到一半")
    (household,) = held(desk, Household, id=door)
    edit(desk, household, salutation="王阿姨")
    form.inside.here.changed.emit(frozenset({"household"}))
    assert form.heading().endswith("王阿姨")
    assert form.note().toPlainText() == "写到一半"


def test_pasting_far_too_much_leaves_what_was_typed(form, desk):
    form.type("1")
    say(form.note(), "原来写的")
    offered = QMimeData()
    offered.setText("字" * 3_500_000)
    copied(offered)
    form.note().paste()
    assert "2000" in form.text("told-note")
    assert form.note().toPlainText() == "原来写的"
    form.inside.go("settings")
    assert only(desk).note == "原来写的"


def test_a_note_that_is_too_long_stays_in_view_and_is_not_left(form, desk, door):
    form.type("1")
    for _ in range(2):
        say(form.note(), "很长的话" * 300)
    form.key(Qt.Key.Key_Return, CTRL)
    assert form.text("told-note")
    assert len(form.note().toPlainText()) == 2400
    assert only(desk, household_id=door).note == ""
    assert form.heading().startswith("3号楼 2单元 501")
    form.inside.go("settings")
    form.inside.back()
    assert form.text("told-note")
    assert len(form.note().toPlainText()) == 2400


def test_a_note_belongs_to_its_own_door(form, desk):
    form.type("1")
    say(form.note(), "只说这家")
    form.key(Qt.Key.Key_Return, CTRL)
    assert form.heading().startswith("3号楼 2单元 502")
    form.type("1")
    assert form.note().toPlainText() == ""
    assert sorted(visit.note for visit in held(desk, Visit)) == ["", "只说这家"]
