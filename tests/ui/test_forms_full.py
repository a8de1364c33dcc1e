"""More than a field holds is refused in one sentence and never cut off."""

import pytest
from PySide6.QtWidgets import QPlainTextEdit

from tests.ui.one_form import form, paste

__all__ = ["form"]

FLOOD = "好" * 3_500_000  # more than ten megabytes


@pytest.mark.parametrize(("name", "most"), [("head", 60), ("resident_count", 40), ("remark", 500)])
def test_megabytes_are_refused_in_one_sentence(qtbot, form, name, most):
    widget = form.field(name)
    qtbot.keyClicks(widget, "12")
    before = _text(widget)
    paste(qtbot, widget, FLOOD)
    assert _text(widget) == before
    assert "粘贴" in form.told(name)
    assert str(most) in form.told(name)
    form.field("phone").setFocus()
    assert form.saved[-1][0] == name
    assert form.told(name) == ""


def _text(widget):
    return widget.toPlainText() if isinstance(widget, QPlainTextEdit) else widget.text()


def test_one_letter_too_many_is_refused_not_cut_off(qtbot, form):
    line = form.field("head")
    line.clear()
    paste(qtbot, line, "好" * 60)
    assert line.text() == "好" * 60
    qtbot.keyClicks(line, "x")
    assert line.text() == "好" * 60
    assert "60" in form.told("head")


def test_a_text_that_grew_too_long_stays_and_says_so(qtbot, form):
    text = form.field("remark")
    paste(qtbot, text, "好" * 400)
    paste(qtbot, text, "好" * 400)
    form.field("head").setFocus()
    assert form.saved == []
    assert form.told("remark")
    assert len(text.toPlainText()) == 800
