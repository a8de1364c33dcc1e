"""A form over some fields of a record: each saves by itself, Enter goes on, a refusal stands below."""

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QHideEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from gridapp.domain.errors import Expected
from gridapp.domain.fields import Field, Form, Kind
from gridapp.ui.forms.editor import Editor, TooLongToPaste
from gridapp.ui.forms.editors import editor
from gridapp.ui.forms.rows import Rows
from gridapp.ui.here import Here

Save = Callable[[str, Any], None]
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class RecordForm(QWidget):
    """Calls `save` with the name and the value of each field when it was said.

    `save` checks the value and may raise Expected, which is shown below the field while what was typed stays.
    """

    def __init__(self, here: Here, kind: Kind, names: Iterable[str], save: Save) -> None:
        super().__init__()
        self._here, self._save = here, save
        self._editors: dict[str, Editor] = {}
        self._told: dict[str, QLabel] = {}
        self._entry: Any = None
        self._refused: set[str] = set()
        self._is_composing = False
        self._rows = Rows(here)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._rows)
        for name in names:
            self._add(kind.fields[name])
        here.words.changed.connect(self._reword)

    def _add(self, field: Field) -> None:
        made = editor(self._here, field)
        made.said.connect(lambda: self._said(field.name))
        told = QLabel()
        told.setObjectName(f"told-{field.name}")
        told.setProperty("part", "warn")
        told.setTextFormat(Qt.TextFormat.PlainText)
        told.setWordWrap(True)
        told.hide()
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(made)
        inside.addWidget(told)
        # A tick carries its own words.
        label, _ = self._rows.add("" if field.form is Form.FLAG else field.label, holder)
        assert isinstance(label, QLabel)
        label.setBuddy(made)
        self._editors[field.name], self._told[field.name] = made, told
        if held := made.focusProxy():
            held.installEventFilter(self)

    def show_record(self, entry: Any) -> None:
        """Show the fields of `entry`; of the same record what is being typed is left alone.

        So is what was refused, which stays with its sentence until it is put right.
        """
        if self._entry is None or entry.id != self._entry.id:
            self._take_up()
        self._entry = entry
        for name, made in self._editors.items():
            if name not in self._refused:
                made.show_value(getattr(entry, name))

    def _take_up(self) -> None:
        self._refused.clear()
        for told in self._told.values():
            told.hide()
        for made in self._editors.values():
            made.drop()

    def finish(self) -> None:
        """Save what was typed and not saved yet, as before another record is shown."""
        for name, made in self._editors.items():
            if name not in self._refused:
                made.finish()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Whatever closes or covers the form, what was typed is kept."""
        self.finish()
        super().hideEvent(event)

    def _said(self, name: str) -> None:
        told = self._told[name]
        try:
            value = self._editors[name].value()
            if value != getattr(self._entry, name):
                self._refused.discard(name)
                self._save(name, value)
            else:
                self._editors[name].show_value(value)  # ０４ is 4
        except TooLongToPaste as problem:
            self._tell(told, problem)  # what stood there before stands there still
        except Expected as problem:
            self._refused.add(name)
            self._tell(told, problem)
        else:
            self._refused.discard(name)
            told.hide()

    def _tell(self, told: QLabel, problem: Expected) -> None:
        told.setText(self._here.words.said(problem))
        told.show()

    def _reword(self) -> None:
        for made in self._editors.values():
            made.reword()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Enter in a line goes to the next field, as Tab does; never while composing."""
        if isinstance(event, QInputMethodEvent):
            self._is_composing = bool(event.preeditString())
        elif isinstance(event, QFocusEvent):
            self._is_composing = False
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if isinstance(watched, QLineEdit) and event.key() in _ENTER:
            if not self._is_composing:
                self.focusNextChild()
            return True
        return super().eventFilter(watched, event)
