"""Two parts of a page: side by side where there is room, else one below the other."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget


class Beside(QWidget):
    """`side` keeps the width it wishes; `main` takes the rest, at least `least` times as much."""

    def __init__(self, main: QWidget, side: QWidget, *, least: float = 1.5) -> None:
        super().__init__()
        self._least = least
        self._side = side
        self._around = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._around.setContentsMargins(0, 0, 0, 0)
        self._around.setSpacing(16)
        self._around.addWidget(main, 1)
        self._around.addWidget(side)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Decide again."""
        super().resizeEvent(event)
        fits = self.width() >= self._side.sizeHint().width() * (1 + self._least)
        way = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        if way is not self._around.direction():
            self._around.setDirection(way)
