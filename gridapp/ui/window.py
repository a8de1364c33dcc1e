"""The window: drawn at once, dressed with its menu after the first paint."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QSettings, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from gridapp.domain.words import N_
from gridapp.ui.look.look import Look
from gridapp.ui.words import Words

SMALLEST = (1024, 500)
_FIRST = (1366, 690)


class Window(QMainWindow):
    """Holds the entrance, or the workplace of an open desk. `painted` tells of the first paint."""

    painted = Signal()

    def __init__(self, words: Words, look: Look, kept: QSettings) -> None:
        super().__init__()
        self._words, self._look, self._kept = words, look, kept
        self._menu: Any = None
        self._is_painted = False
        self.setMinimumSize(*SMALLEST)
        self.resize(*_FIRST)
        words.put(self, "windowTitle", N_("gridapp"))
        if place := kept.value("place"):
            self.restoreGeometry(place)

    def dress(self) -> None:
        """Give it its menu and its icon."""
        # Slow to import, and the first paint does without.
        from PySide6.QtGui import QIcon  # noqa: PLC0415

        from gridapp.domain.resources import resource  # noqa: PLC0415
        from gridapp.ui.menu import Menu  # noqa: PLC0415

        self.setWindowIcon(QIcon(str(resource("icons", "gridapp.png"))))
        self._menu = Menu(self, self._words, self._look)
        self._menu.admit(None)

    def enter(self, inside: Any, widget: QWidget, rail: Iterable[tuple[str, str]]) -> None:
        """Show the workplace of `inside` (see menu.Inside); `rail` names its main pages."""
        self.setCentralWidget(widget)
        self._menu.admit(inside, rail)

    def leave(self, widget: QWidget) -> None:
        """Show the entrance."""
        if self._menu is not None:
            self._menu.admit(None)
        self.setCentralWidget(widget)

    def to_front(self) -> None:
        """Come up from behind other windows."""
        self.showNormal() if self.isMinimized() else self.show()
        self.raise_()
        self.activateWindow()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Tell once that something can be seen."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Remember where the window stood."""
        self._kept.setValue("place", self.saveGeometry())
        super().closeEvent(event)
