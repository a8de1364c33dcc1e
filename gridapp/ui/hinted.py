"""A line to fill in that is wide enough for the words that say what belongs there."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLineEdit

from gridapp.ui.words import Words

_AROUND = 40  # pixels of frame and padding


class HintedLine(QLineEdit):
    """Its least width follows the hint, in every language and size of letters."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        words.changed.connect(self.updateGeometry)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        words = self.fontMetrics().horizontalAdvance(self.placeholderText())
        return super().minimumSizeHint().expandedTo(QSize(words + _AROUND, 0))

    def sizeHint(self) -> QSize:  # noqa: N802
        return super().sizeHint().expandedTo(self.minimumSizeHint())
