"""A form over some fields of a record: each saves by itself, Enter goes on, a refusal stands below."""

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from gridapp.domain.errors import Expected
from gridapp.domain.fields import Field, Form, Kind
from gridapp.ui.forms.editors import Editor, editor
from gridapp.ui.here import Here

Save = Callable[[str, Any], None]
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class RecordForm(QWidget):
    """Calls `save` with the name and the value of each field when it was said.

    `save` may raise Expected, which is shown below the field while what was typed stays.
    """

    def __init__(self, here: Here, kind: Kind, names: Iterable[str], save: Save) -> None:
        super().__init__()
        self._here, self._kind, self._save = here, kind, save
        self._editors: dict[str, Editor] = {}
        self._told: dict[str, QLabel] = {}
        self._rows = QFormLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name in names:
            self._add(kind.fields[name])
        here.words.changed.connect(self._reword)

    def _add(self, field: Field) -> None:
        made = editor(self._here, field)
        made.said.connect(lambda: self._said(field.name))
        told = QLabel()
        told.setObjectName(f"told-{field.name}")
        told.setProperty("part", "warn")
        told.setWordWrap(True)
        told.hide()
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(made)
        inside.addWidget(told)
        label = QLabel()
        if field.form is not Form.FLAG:  # a tick carries its own words
            self._here.words.put(label, "text", field.label)
        label.setBuddy(made)
        self._rows.addRow(label, holder)
        self._editors[field.name], self._told[field.name] = made, told
        if held := made.focusProxy():
            held.installEventFilter(self)

    def show_record(self, entry: Any) -> None:
        """Show the fields of `entry`; what is being typed is left alone."""
        for name, made in self._editors.items():
            made.show_value(getattr(entry, name))

    def _said(self, name: str) -> None:
        told = self._told[name]
        try:
            value = self._editors[name].value()
            self._kind.check(name, value)
            self._save(name, value)
        except Expected as problem:
            told.setText(self._here.words.said(problem))
            told.show()
        else:
            told.hide()

    def _reword(self) -> None:
        for made in self._editors.values():
            made.reword()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Enter in a line goes to the next field, as Tab does."""
        enters = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if enters and isinstance(watched, QLineEdit) and event.key() in _ENTER:  # type: ignore[attr-defined]
            self.focusNextChild()
            return True
        return super().eventFilter(watched, event)
