"""Type a little, choose what is meant: a line, and below it what fits as buttons."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from gridapp.ui.buttons import Choice, Choices
from gridapp.ui.here import Here

_PAUSE = 150  # ms after the last letter
_LIMIT = 120  # letters
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class _Line(QLineEdit):
    """Down goes to what was found; Enter is told and not passed on."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in _ENTER and not ctrl:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() in _ENTER:
            event.ignore()
        else:
            super().keyPressEvent(event)


class Picker(QWidget):
    """Enter takes the first that fits. Letters still being composed count for nothing."""

    chosen = Signal(str)
    sought = Signal(str)  # the letters changed; nothing is chosen any more

    def __init__(self, here: Here, name: str, look_up: Callable[[str], Sequence[Choice]]) -> None:
        super().__init__()
        self._look_up, self._value = look_up, ""
        self._offered: list[Choice] = []
        self.line = _Line()
        self.line.setObjectName(name)
        self.line.setMaxLength(_LIMIT)
        self._found = Choices(here.look, f"{name}-found")
        self._found.chosen.connect(self.pick)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.look_up)
        self.line.textEdited.connect(self._edited)
        self.line.entered.connect(self._entered)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.line)
        around.addWidget(self._found)
        self.setFocusProxy(self.line)
        self._found.hide()

    def value(self) -> str:
        """What is chosen, "" for nothing."""
        return self._value

    def text(self) -> str:
        """What stands in the line."""
        return self.line.text().strip()

    def show_value(self, value: str, text: str) -> None:
        """Show something as chosen; nobody is told."""
        self._value = value
        self._pause.stop()
        self.line.setText(text)
        self._offer([])

    def seek(self, text: str) -> None:
        """Look for this as if it had been typed."""
        self.line.setText(text)
        self._edited(text)
        self.look_up()

    def look_up(self) -> None:
        """Find what fits the letters now."""
        self._pause.stop()
        self._offer(self._look_up(self.text()) if self.text() and not self._value else [])

    def pick(self, value: str) -> None:
        """Choose one of those found."""
        self._value = value
        self.chosen.emit(value)

    def _offer(self, found: Sequence[Choice]) -> None:
        self._offered = list(found)
        self._found.offer(found)
        self._found.setVisible(bool(found))

    def _edited(self, text: str) -> None:
        self._value = ""
        self._pause.start()
        self.sought.emit(text)

    def _entered(self) -> None:
        self.look_up()
        if self._value or self._offered:
            self.pick(self._value or self._offered[0].value)
