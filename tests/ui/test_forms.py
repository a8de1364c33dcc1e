"""Every field saves by itself, never while it is composed, and loses nothing that was typed."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit

from gridapp.domain.records.visits import VisitList
from gridapp.ui.forms.form import RecordForm
from tests.ui.hands import compose, say
from tests.ui.one_form import HOME, SCOPE, form, write

__all__ = ["form"]

STRANGE = ["a\u202eb\u200fc", "<b>x</b>", "=1+1", "&amp; O'Brien", "𠮷田 👩‍👧"]


def test_enter_saves_and_goes_on(qtbot, form):
    write(qtbot, form, "head", "Li")
    assert form.saved == [("head", "Li")]
    assert form.focusWidget() is form.field("phone")


def test_what_did_not_change_is_not_saved(qtbot, form):
    write(qtbot, form, "head", HOME.head)
    form.field("phone").setFocus()
    form.field("head").setFocus()
    assert form.saved == []


def test_the_same_in_other_signs_is_no_change_and_shown_as_it_is_kept(qtbot, form):
    write(qtbot, form, "resident_count", "4")
    write(qtbot, form, "resident_count", "０４")
    assert form.saved == [("resident_count", 4)]
    assert form.field("resident_count").text() == "4"


def test_nothing_is_saved_while_it_is_composed(qtbot, form):
    line = form.field("phone")
    compose(line, "zhangsan")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert form.saved == []
    assert form.focusWidget() is line
    say(line, "张三")
    assert form.saved == []
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert form.saved == [("phone", "张三")]


def test_a_long_text_is_not_saved_while_it_is_composed(qtbot, form):
    text = form.field("remark")
    qtbot.keyClicks(text, "a")
    compose(text, "zhangsan")
    text._tell()  # the pause ends
    assert form.saved == []
    say(text, "张三")
    qtbot.waitUntil(lambda: form.saved == [("remark", "a张三")])
    assert text.toPlainText() == "a张三"


def test_a_long_text_is_saved_when_one_goes_on(qtbot, form):
    form.field("remark").setFocus()
    qtbot.keyClicks(form.field("remark"), "two")
    qtbot.keyClick(form.field("remark"), Qt.Key.Key_Return)
    qtbot.keyClicks(form.field("remark"), "lines")
    form.field("head").setFocus()
    assert form.saved == [("remark", "two\nlines")]


def test_a_refusal_stands_below_and_what_was_typed_stays(qtbot, form):
    write(qtbot, form, "resident_count", "many")
    assert form.saved == []
    assert "many" in form.told("resident_count")
    write(qtbot, form, "head", "Li")
    assert form.field("resident_count").text() == "many"
    write(qtbot, form, "resident_count", "３")
    assert form.saved[-1] == ("resident_count", 3)
    assert form.told("resident_count") == ""
    assert form.field("resident_count").text() == "3"


def test_a_refused_text_put_back_to_what_it_was_is_no_longer_told(qtbot, form):
    write(qtbot, form, "resident_count", "many")
    write(qtbot, form, "resident_count", "")
    assert form.told("resident_count") == ""
    assert form.saved == []


@pytest.mark.parametrize(
    ("name", "typed", "kept", "shown"),
    [
        ("moved_out_on", "2026.3.7", "2026-03-07", "2026-03-07"),
        ("notice_given_at", "2026-11-22 19:05", "2026-11-22T11:05:00.000Z", "2026-11-22 19:05"),
        ("notice_given_at", "2026-11-22", "2026-11-21T16:00:00.000Z", "2026-11-22 00:00"),
        ("resident_count", " 4 ", 4, "4"),
    ],
)
def test_days_hours_and_numbers_are_read_forgivingly(qtbot, form, name, typed, kept, shown):
    write(qtbot, form, name, typed)
    assert form.saved == [(name, kept)]
    assert form.field(name).text() == shown


@pytest.mark.parametrize("name", ["moved_out_on", "notice_given_at"])
def test_what_is_no_day_is_refused(qtbot, form, name):
    write(qtbot, form, name, "soon")
    assert form.saved == []
    assert "soon" in form.told(name)


@pytest.mark.parametrize("text", STRANGE)
@pytest.mark.parametrize("name", ["head", "remark"])
def test_text_is_kept_and_shown_as_it_was_typed(form, name, text):
    widget = form.field(name)
    widget.setFocus()
    widget.selectAll()
    say(widget, text)
    form.field("phone").setFocus()
    assert form.saved == [(name, text)]
    shown = widget.text() if isinstance(widget, QLineEdit) else widget.toPlainText()
    assert shown == text


def test_the_language_changes_in_the_middle_of_a_word(qtbot, form, inside):
    line, text = form.field("head"), form.field("remark")
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "half a na")
    inside.here.words.choose("en")
    form.show_record(form.home)
    assert line.text() == "half a na"
    qtbot.keyClicks(line, "me")
    text.setFocus()
    qtbot.keyClicks(text, "half")
    inside.here.words.choose("zh_CN")
    form.show_record(form.home)
    assert text.toPlainText() == "half"
    line.setFocus()
    assert form.saved == [("head", "half a name"), ("remark", "half")]


def test_the_language_changes_while_something_is_composed(form, inside):
    line = form.field("phone")
    compose(line, "zhangsan")
    inside.here.words.choose("en")
    form.show_record(form.home)
    say(line, "张三")
    assert line.text() == "张三"


def test_choices_are_saved_when_made_and_keep_in_every_language(qtbot, form, inside):
    box = form.field("residence_match")
    assert isinstance(box, QComboBox)
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.mouseClick(form.field("care_tags-E1"), Qt.MouseButton.LeftButton)
    qtbot.keyClick(form.field("two_persons"), Qt.Key.Key_Space)
    assert form.saved == [
        ("residence_match", "01"),
        ("care_tags", ("E1",)),
        ("two_persons", True),
    ]
    inside.here.words.choose("en")
    assert box.currentText() == "Same"
    assert form.field("care_tags-E1").isChecked()


def test_the_wheel_changes_no_choice(form):
    box = form.field("residence_match")
    down = QWheelEvent(
        *(QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120)),
        *(Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier),
        *(Qt.ScrollPhase.NoScrollPhase, False),
    )
    QApplication.sendEvent(box, down)
    assert form.saved == []
    assert box.currentIndex() == 0


def test_a_code_of_a_newer_hub_is_shown_as_it_is_and_stays(form):
    form.show_record(replace(form.home, residence_match="99"))
    assert form.field("residence_match").currentText() == "99"


def test_another_record_begins_clean_and_what_was_typed_is_saved_before(qtbot, form):
    write(qtbot, form, "resident_count", "many")
    line = form.field("head")
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "Li")
    form.finish()
    assert form.saved == [("head", "Li")]
    form.home = replace(HOME, id="h2", head="Wu", resident_count=2)
    form.show_record(form.home)
    assert line.text() == "Wu"
    assert form.field("resident_count").text() == "2"
    assert form.told("resident_count") == ""


def test_what_is_hidden_was_saved_before(qtbot, form):
    line = form.field("head")
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "Li")
    form.hide()
    assert form.saved == [("head", "Li")]


def test_several_texts_without_a_list_are_written_one_a_line(inside, qtbot):
    saved = []
    form = RecordForm(inside.here, VisitList.kind, ["workers"], lambda *said: saved.append(said))
    qtbot.addWidget(form)
    told: dict[str, Any] = {"id": "l", "scope": SCOPE, "short_no": "L-1", "workers": ("李桂芬",)}
    form.show_record(VisitList(**told))
    (text,) = form.findChildren(QPlainTextEdit)
    assert text.toPlainText() == "李桂芬"
    text.setPlainText("李桂芬\n\n 赵海 ")
    text.document().setModified(True)
    form.finish()
    assert saved == [("workers", ("李桂芬", "赵海"))]


def test_a_copied_file_is_no_text(qtbot, form):
    """A paste without text leaves the field alone."""
    QGuiApplication.clipboard().setMimeData(QMimeData())
    qtbot.keyClick(form.field("remark"), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert form.field("remark").toPlainText() == ""
