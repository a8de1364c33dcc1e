"""Editors one writes in; each tells when a value is said, never while it is composed."""

import unicodedata
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QMimeData, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QValidator
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from gridapp.domain.dates import read_date
from gridapp.domain.errors import Expected
from gridapp.domain.fields import Field, Form
from gridapp.domain.times import LOCAL, local_day, moment, read_moment
from gridapp.domain.words import N_
from gridapp.ui.forms.editor import Editor
from gridapp.ui.here import Here

LONG = 200  # characters; from here on a text has lines
_SHORT = 40  # characters of a number, a day or a code
_PAUSE = 800  # ms after the last letter of a long text


class NotANumber(Expected):
    """Letters where digits belong."""


class NotATime(Expected):
    """A day and an hour cannot be read."""


class Fits(QValidator):
    """Refuses what is too long as a whole; QLineEdit alone would cut it off and say nothing."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def validate(self, text: str, _: int) -> QValidator.State:
        """Acceptable or not at all."""
        fits = len(text) <= self._limit
        return QValidator.State.Acceptable if fits else QValidator.State.Invalid


class Line(Editor):
    """A line of text; also days, times and numbers, read forgivingly."""

    def __init__(self, here: Here, field: Field) -> None:
        super().__init__(here, field)
        self._line = QLineEdit()
        # What is kept short may be written longer: 2015年03月 is 2015-03.
        self._most = max(field.limit, _SHORT) if field.form is Form.TEXT else _SHORT
        self._fits = Fits(self._most)
        self._line.setValidator(self._fits)
        self._line.inputRejected.connect(self._flood)
        # Not fired while an input method composes: what is composed is no text yet.
        self._line.editingFinished.connect(self.finish)
        self._hold(self._line)

    def finish(self) -> None:
        if self._line.isModified():
            self.said.emit()

    def drop(self) -> None:
        self._line.setModified(False)

    def value(self) -> Any:
        self._check_flood()
        said = self._line.text().strip()
        match self.field.form:
            case Form.DAY:
                return _day(said, self.here.desk.clock())
            case Form.MOMENT:
                return _moment(said)
            case Form.WHOLE:
                return _whole(said)
            case _:
                return said

    def show_value(self, value: Any) -> None:
        if self._line.isModified() and self._line.hasFocus():
            return
        self._line.setText(_local(value) if self.field.form is Form.MOMENT else _plain(value))
        self._line.setCursorPosition(0)  # of what is longer than the box the beginning is seen


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _local(value: str) -> str:
    return f"{read_moment(value).astimezone(LOCAL):%Y-%m-%d %H:%M}" if value else ""


def _moment(said: str) -> str:
    try:
        return moment(read_moment(unicodedata.normalize("NFKC", said))) if said else ""
    except ValueError:
        raise NotATime(
            N_("“{value}” is not a day and an hour. Write it as 2026-11-22 19:05."), value=said
        ) from None


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
    flooded = Signal()

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit
        self.setTabChangesFocus(True)
        self._composing = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._tell)
        self.textChanged.connect(self._pause.start)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        """Paste what may fit; to lay out megabytes in one line would stop the window for seconds."""
        if len(source.text()) > self._limit:
            self.flooded.emit()
        else:
            super().insertFromMimeData(source)

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
        self._text = _Text(field.limit)
        self._text.paused.connect(self.finish)
        self._text.flooded.connect(self._flood)
        self._hold(self._text)
        self._text.setFixedHeight(self._text.fontMetrics().lineSpacing() * 4)

    def finish(self) -> None:
        if self._text.document().isModified():
            self.said.emit()

    def drop(self) -> None:
        self._text.document().setModified(False)

    def value(self) -> Any:
        self._check_flood()
        return self._text.toPlainText().strip()

    def show_value(self, value: Any) -> None:
        if self._text.document().isModified() and self._text.hasFocus():
            return
        if value != self._text.toPlainText():
            self._text.setPlainText(value)
        self.drop()


class Items(Lines):
    """Any number of short texts, one a line."""

    def __init__(self, here: Here, field: Field) -> None:
        super().__init__(here, replace(field, limit=field.limit * LONG))

    def value(self) -> Any:
        items = (line.strip() for line in super().value().splitlines())
        return tuple(item for item in items if item)

    def show_value(self, value: Any) -> None:
        super().show_value("\n".join(value))
