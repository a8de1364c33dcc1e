"""A box for what somebody says: Enter goes on, too long a paste is refused, pictures go elsewhere."""

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_
from gridapp.ui.here import Here

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_ROWS = 2


class TooLong(Expected):
    """More was pasted than fits."""


class Wording(QPlainTextEdit):
    """At most `limit` characters. Shift+Enter begins a new line."""

    went_on = Signal()
    offered = Signal(QMimeData)  # something pasted or dropped that is not text

    def __init__(self, here: Here, name: str, *, limit: int) -> None:
        super().__init__()
        self._here, self._limit = here, limit
        self.setObjectName(name)
        self.setTabChangesFocus(True)
        here.look.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(round(self._here.look.pixels * 1.5 * _ROWS) + 24)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter goes on; with Ctrl it is the page's."""
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        elif event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.went_on.emit()
        else:
            super().keyPressEvent(event)

    def canInsertFromMimeData(self, offered: QMimeData) -> bool:  # noqa: N802
        """Pictures too: they are handed on."""
        return offered.hasImage() or offered.hasUrls() or super().canInsertFromMimeData(offered)

    def insertFromMimeData(self, offered: QMimeData) -> None:  # noqa: N802
        """Insert text that fits."""
        # Word processors add a picture of the text they copy: text wins.
        if offered.hasUrls() or not offered.hasText():
            self.offered.emit(offered)
            return
        count = len(offered.text())
        if count + len(self.toPlainText()) > self._limit:
            said = N_(
                "That is {count} characters, and at most {limit} fit. Nothing was pasted. "
                "Paste the part that says what is wrong."
            )
            self._here.notices.told(TooLong(said, count=count, limit=self._limit))
        else:
            super().insertFromMimeData(offered)
