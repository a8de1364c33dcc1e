"""Ctrl+Z first takes back what is being typed, then what was done."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget


class UndoKey(QObject):
    """Lets the key through to the menu where the box it is pressed in has nothing to take back.

    A box of text keeps Ctrl+Z for itself, also when that does nothing.
    """

    def __init__(self, menu: QObject, app: QApplication) -> None:
        super().__init__(menu)
        app.focusChanged.connect(self._moved)

    def _moved(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None:
            before.removeEventFilter(self)
        if isinstance(now, QLineEdit | QPlainTextEdit):
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """For the box that has the keyboard."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        return event.matches(QKeySequence.StandardKey.Undo) and _has_nothing(watched)


def _has_nothing(box: QObject) -> bool:
    if isinstance(box, QLineEdit):
        return not box.isUndoAvailable()
    return isinstance(box, QPlainTextEdit) and not box.document().isUndoAvailable()
