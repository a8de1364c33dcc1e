"""One editor for each form of value, as the declaration of a field says."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox

from gridapp.domain.codes import code_list
from gridapp.domain.fields import Field, Form
from gridapp.ui.buttons import Choice, Choices
from gridapp.ui.forms.editor import Editor
from gridapp.ui.forms.texts import LONG, Items, Line, Lines
from gridapp.ui.here import Here


class _Box(QComboBox):
    """The wheel scrolls the page: nobody changes a record by rolling past it."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        event.ignore()


class Code(Editor):
    """One code of a list."""

    def __init__(self, here: Here, field: Field) -> None:
        super().__init__(here, field)
        self._box = _Box()
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
    Form.MOMENT: Line,
    Form.WHOLE: Line,
    Form.CODE: Code,
    Form.SEVERAL: Several,
    Form.FLAG: Tick,
}


def editor(here: Here, field: Field) -> Editor:
    """The editor for a field, as its declaration says."""
    if field.form is Form.TEXT and field.limit > LONG:
        return Lines(here, field)
    if field.form is Form.SEVERAL and not field.codes:
        return Items(here, field)
    return _EDITORS[field.form](here, field)
