"""One editor for each form of value; each tells when a value is said, never while it is composed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from gridapp.domain.codes import code_list
from gridapp.domain.dates import read_date
from gridapp.domain.errors import Expected
from gridapp.domain.fields import Field, Form
from gridapp.domain.times import local_day
from gridapp.domain.words import N_
from gridapp.ui.buttons import Choice, Choices
from gridapp.ui.here import Here

_LONG = 200  # characters; from here on a text has lines
_PAUSE = 800  # ms after the last letter of a long text


class NotANumber(Expected):
    """Letters where digits belong."""


class Editor(QWidget):
    """`said` tells that `value` has a new value; `value` raises Expected where it makes no sense."""

    said = Signal()

    def __init__(self, here: Here, field: Field) -> None:
        super().__init__()
        self.here, self.field = here, field
        self._around = QVBoxLayout(self)
        self._around.setContentsMargins(0, 0, 0, 0)

    def _hold(self, widget: QWidget) -> None:
        widget.setObjectName(f"field-{self.field.name}")
        self.here.words.put(widget, "accessibleName", self.field.label)
        self._around.addWidget(widget)
        self.setFocusProxy(widget)

    def value(self) -> Any:
        """The value as the record holds it."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Show a value; nobody is told."""
        raise NotImplementedError

    def reword(self) -> None:
        """Put words in the language in force."""


class Line(Editor):
    """A line of text; also days and numbers, read forgivingly."""

    def __init__(self, here: Here, field: Field) -> None:
        super().__init__(here, field)
        self._line = QLineEdit()
        if field.form is Form.TEXT:
            self._line.setMaxLength(field.limit)
        self._shown = ""
        # Not fired while an input method composes: what is composed is no text yet.
        self._line.editingFinished.connect(self._ended)
        self._hold(self._line)

    def _ended(self) -> None:
        if self._line.text() != self._shown:
            self.said.emit()

    def value(self) -> Any:
        said = self._line.text().strip()
        match self.field.form:
            case Form.DAY:
                return _day(said, self.here.desk.clock())
            case Form.WHOLE:
                return _whole(said)
            case _:
                return said

    def show_value(self, value: Any) -> None:
        self._shown = "" if value is None else str(value)
        if not (self._line.hasFocus() and self._line.isModified()):
            self._line.setText(self._shown)


def _day(said: str, now: datetime) -> str:
    return read_date(said, today=local_day(now)).isoformat() if said else ""


def _whole(said: str) -> int | None:
    if not said:
        return None
    try:
        return int(said)  # full-width digits are digits too
    except ValueError:
        raise NotANumber(
            N_("“{value}” is not a number. It was not saved. Please write digits."), value=said
        ) from None


class _Text(QPlainTextEdit):
    """Tells when writing pauses or ends, and never in the middle of composing."""

    paused = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self._composing = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._tell)
        self.textChanged.connect(self._pause.start)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self._composing = False
        self._tell()

    def _tell(self) -> None:
        self._pause.stop()
        if not self._composing:
            self.paused.emit()


class Lines(Editor):
    """A text of several lines."""

    def __init__(self, here: Here, field: Field) -> None:
        super().__init__(here, field)
        self._text = _Text()
        self._shown = ""
        self._text.paused.connect(self._ended)
        self._hold(self._text)
        self._text.setFixedHeight(self._text.fontMetrics().lineSpacing() * 4)

    def _ended(self) -> None:
        if self._text.toPlainText() != self._shown:
            self.said.emit()

    def value(self) -> Any:
        self._shown = self._text.toPlainText()
        return self._shown.strip()

    def show_value(self, value: Any) -> None:
        if not self._text.hasFocus() and value != self._text.toPlainText():
            self._shown = value
            self._text.setPlainText(value)


class Code(Editor):
    """One code of a list."""

    def __init__(self, here: Here, field: Field) -> None:
        super().__init__(here, field)
        self._box = QComboBox()
        self._box.activated.connect(lambda _: self.said.emit())
        self._hold(self._box)
        self.reword()

    def reword(self) -> None:
        chosen = self.value()
        self._box.clear()
        self._box.addItem("", "")
        for code in code_list(self.field.codes):
            self._box.addItem(code.label(self.here.words.language), code.code)
        self.show_value(chosen)

    def value(self) -> Any:
        return self._box.currentData() or ""

    def show_value(self, value: Any) -> None:
        at = self._box.findData(value)
        if at < 0:  # a code of a newer hub is shown as it is
            self._box.addItem(value, value)
            at = self._box.count() - 1
        self._box.setCurrentIndex(at)


class Several(Editor):
    """Any of a list of codes."""

    def __init__(self, here: Here, field: Field) -> None:
        super().__init__(here, field)
        self._choices = Choices(here.look, f"field-{field.name}", several=True)
        self._choices.chosen.connect(lambda _: self.said.emit())
        here.words.put(self._choices, "accessibleName", field.label)
        self._around.addWidget(self._choices)
        self.reword()

    def reword(self) -> None:
        spoken = self.here.words.language
        listed = code_list(self.field.codes)
        self._choices.offer([Choice(code.code, code.label(spoken)) for code in listed])

    def value(self) -> Any:
        return self._choices.values()

    def show_value(self, value: Any) -> None:
        self._choices.choose(value)


class Tick(Editor):
    """Yes or no."""

    def __init__(self, here: Here, field: Field) -> None:
        super().__init__(here, field)
        self._box = QCheckBox()
        here.words.put(self._box, "text", field.label)
        self._box.clicked.connect(lambda _: self.said.emit())
        self._hold(self._box)

    def value(self) -> Any:
        return self._box.isChecked()

    def show_value(self, value: Any) -> None:
        self._box.setChecked(value)


_EDITORS: Mapping[Form, Callable[[Here, Field], Editor]] = {
    Form.TEXT: Line,
    Form.DAY: Line,
    Form.WHOLE: Line,
    Form.CODE: Code,
    Form.SEVERAL: Several,
    Form.FLAG: Tick,
}


def editor(here: Here, field: Field) -> Editor:
    """The editor for a field, as its declaration says."""
    if field.form is Form.TEXT and field.limit > _LONG:
        return Lines(here, field)
    return _EDITORS[field.form](here, field)
