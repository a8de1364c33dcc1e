"""Rows of a form: what is asked on the left, and on the right what one does about it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gridapp.ui.flow import FlowLayout
from gridapp.ui.here import Here


class Rows(QWidget):
    """The labels are as wide as the longest and stand beside the first line of their row."""

    def __init__(self, here: Here) -> None:
        super().__init__()
        self._here = here
        self._rows = QGridLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setHorizontalSpacing(12)
        self._rows.setColumnStretch(1, 1)
        self._beside_buttons: list[QLabel] = []
        here.look.changed.connect(self._fit)

    def add(self, text: str, *widgets: QWidget) -> list[QWidget]:
        """Add a row called by a marked text, and return all of it.

        Several widgets stand beside each other; a label alone is as high as its letters.
        """
        label = QLabel()
        self._here.words.put(label, "text", text)
        label.setBuddy(widgets[0])
        at = self._rows.rowCount()
        self._rows.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
        held = widgets[0] if len(widgets) == 1 else _beside(widgets)
        self._rows.addWidget(held, at, 1)
        if not isinstance(held, QLabel):
            said = [widget for widget in widgets if isinstance(widget, QLabel)]
            self._beside_buttons += [label, *said]
        self._fit()
        return [label, held]

    def _fit(self) -> None:
        for label in self._beside_buttons:
            label.setMinimumHeight(max(self._here.look.target, self._here.look.pixels * 2))


def _beside(widgets: tuple[QWidget, ...]) -> QWidget:
    holder = QWidget()
    line = FlowLayout(holder)
    for widget in widgets:
        line.addWidget(widget)
    return holder
