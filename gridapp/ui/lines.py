"""A group of lines on a page: what there is to do, one a line, each with its button."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from gridapp.domain.words import N_
from gridapp.ui.buttons import Button
from gridapp.ui.here import AtHand

_FEW = 6


def plain(name: str, part: str = "") -> QLabel:
    """A text shown as it was typed, which goes on in the next line where it must."""
    label = QLabel()
    label.setObjectName(name)
    label.setProperty("part", part)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


class Act(NamedTuple):
    """A button of a line: its marked text, and what pressing it does."""

    text: str
    press: Callable[[], None]


class Line(NamedTuple):
    """One line in the language in force; `part` as in look.sheet."""

    text: str
    acts: Sequence[Act] = ()
    part: str = ""


class Lines(QWidget):
    """Gone while it has no lines. Of many it shows a few, and the rest when asked.

    The buttons of line 2 are called `<name>-2`, `<name>-2-b` …, and are read with their line.
    """

    def __init__(self, here: AtHand, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._here, self._few = here, _FEW
        self._lines: Sequence[Line] = ()
        self._rows: list[QWidget] = []
        heading = plain(f"{name}-heading", "group")
        here.words.put(heading, "text", title)
        self._more = Button(here.words, here.look, f"{name}-more", N_("Show all"), self._show_all)
        self._around = QVBoxLayout(self)
        self._around.setContentsMargins(0, 0, 0, 6)
        self._around.setSpacing(0)
        self._around.addWidget(heading)
        self._around.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def offer(self, lines: Sequence[Line]) -> None:
        """Show these; the button that had the focus has it again, where it is still there."""
        self._lines = lines
        self.setVisible(bool(lines))
        self._fill()

    def _show_all(self) -> None:
        first, self._few = len(self._rows), len(self._lines)
        self._fill()
        for button in self._rows[first].findChildren(QPushButton)[:1]:
            button.setFocus()

    def _fill(self) -> None:
        buttons = (button for row in self._rows for button in row.findChildren(QPushButton))
        had = next((button.objectName() for button in buttons if button.hasFocus()), "")
        for row in self._rows:
            row.hide()
            row.setParent(None)  # at once: its button may be the one just pressed
            row.deleteLater()
        self._rows = [
            self._row(number, line) for number, line in enumerate(self._lines[: self._few], 1)
        ]
        for at, row in enumerate(self._rows, 1):
            self._around.insertWidget(at, row)
        more = len(self._lines) - len(self._rows)
        self._more.setVisible(more > 0)
        self._here.words.put(self._more, "text", N_("Show {count} more"), count=more)
        for button in self.findChildren(QPushButton, had) if had else ():
            button.setFocus()

    def _row(self, number: int, line: Line) -> QWidget:
        row = QWidget()
        text = plain(f"{self.objectName()}-{number}-text", line.part)
        text.setText(line.text)
        text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        around = QHBoxLayout(row)
        around.setContentsMargins(16, 0, 0, 0)
        around.addWidget(text, 1)
        for at, act in enumerate(line.acts):
            name = f"{self.objectName()}-{number}" + ("" if not at else f"-{'abc'[at]}")
            button = Button(self._here.words, self._here.look, name, act.text, act.press)
            button.setAccessibleDescription(line.text)
            around.addWidget(button)
        return row
