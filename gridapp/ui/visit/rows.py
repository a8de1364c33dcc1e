"""The rows of a form: a word at the left, what is chosen at the right, a refusal below."""

import contextlib
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QVBoxLayout, QWidget

from gridapp.domain.errors import Expected
from gridapp.ui.flow import FlowLayout
from gridapp.ui.here import Here


class Row(QWidget):
    """A refusal of what was done in it stands below it."""

    def __init__(self, here: Here, name: str) -> None:
        super().__init__()
        self.setObjectName(f"row-{name}")
        self._here = here
        self.label = QLabel()
        self.label.setObjectName(f"row-{name}-label")
        self.label.setProperty("part", "group")
        self.label.setWordWrap(True)
        self._told = plain_label(f"told-{name}", "warn")
        self._told.hide()
        self._around = QVBoxLayout(self)
        self._around.setContentsMargins(0, 0, 0, 0)
        self._around.setSpacing(2)
        self._around.addWidget(self._told)

    def hold(self, *parts: QWidget) -> None:
        """Put these side by side, going on in the next line; one alone takes the width."""
        if len(parts) == 1:
            self._around.insertWidget(0, parts[0])
            return
        flow = FlowLayout()
        for part in parts:
            flow.addWidget(part)
        self._around.insertLayout(0, flow)

    def offer(self, *, when: bool) -> None:
        """Show this row and its word, or neither."""
        self.setVisible(when)
        self.label.setVisible(when)

    @contextlib.contextmanager
    def telling(self) -> Iterator[None]:
        """A refusal of what is done within stands below the row until it is done right."""
        try:
            yield
        except Expected as problem:
            self._told.setText(self._here.words.said(problem))
            self._told.show()
        else:
            self._told.hide()

    @property
    def is_refused(self) -> bool:
        """True where what was done last could not be."""
        return not self._told.isHidden()

    def forget(self) -> None:
        """Refuse nothing any more."""
        self._told.hide()

    def first(self) -> QWidget | None:
        """What Enter from the row above comes to."""
        return next((w for w in self.findChildren(QWidget) if _takes_focus(w)), None)


def _takes_focus(widget: QWidget) -> bool:
    tabs = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(tabs) and widget.isVisible() and widget.isEnabled()


class Rows(QWidget):
    """Rows below each other, their words in one column."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)

    def add(self, row: Row) -> Row:
        """Put a row below the others."""
        at = len(self._rows)
        self._grid.addWidget(row.label, at, 0)
        self._grid.addWidget(row, at, 1)
        self._rows.append(row)
        return row

    def forget(self) -> None:
        """No refusal of before stands below any row."""
        for row in self._rows:
            row.forget()

    def go_on(self) -> bool:
        """Put the keyboard into the next row that takes it; False behind the last.

        It stays where something was refused.
        """
        now = QApplication.focusWidget()
        at = next((n for n, row in enumerate(self._rows) if now and row.isAncestorOf(now)), -1)
        if at >= 0 and self._rows[at].is_refused:
            return True
        following = (row.first() for row in self._rows[at + 1 :] if row.isVisible())
        wanted = next((widget for widget in following if widget is not None), None)
        if wanted is not None:
            wanted.setFocus(Qt.FocusReason.TabFocusReason)
        return wanted is not None


def plain_label(name: str, part: str = "") -> QLabel:
    """A label that shows what records say as it was typed, in as many lines as it needs."""
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("part", part)
    return label


def short_label(name: str, part: str = "") -> QLabel:
    """The same for a few words among buttons."""
    label = plain_label(name, part)
    label.setWordWrap(False)
    return label
