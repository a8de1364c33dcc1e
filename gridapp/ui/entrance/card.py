"""A card in the middle of the window, with lines to fill in and one main button."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from gridapp.ui.buttons import Button
from gridapp.ui.look.look import Look
from gridapp.ui.words import Words

_WIDE = 26  # letters


class Card(QScrollArea):
    """Scrolls where the window is small or the letters are large."""

    def __init__(self, words: Words, look: Look, title: str) -> None:
        super().__init__()
        self.words, self.look = words, look
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        around = QWidget()
        middle = QVBoxLayout(around)
        middle.setAlignment(Qt.AlignmentFlag.AlignCenter)
        frame = QFrame()
        frame.setProperty("part", "panel")
        self.lines = QVBoxLayout(frame)
        self.lines.setContentsMargins(28, 24, 28, 24)
        self.lines.setSpacing(10)
        middle.addWidget(frame)
        self.setWidget(around)
        self._frame = frame
        self.label(title, part="heading")
        self._told = self.label("", part="warn")
        self._told.setObjectName("entrance-told")
        self._told.hide()
        look.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        width = self._frame.fontMetrics().height() * _WIDE
        self._frame.setMinimumWidth(min(width, 640))
        self._frame.setMaximumWidth(max(width, 640))

    def label(self, text: str, *, part: str = "") -> QLabel:
        """A line of marked words."""
        made = QLabel()
        made.setWordWrap(True)
        made.setProperty("part", part)
        if text:
            self.words.put(made, "text", text)
        self.lines.addWidget(made)
        return made

    def line(self, name: str, text: str, *, secret: bool = False) -> QLineEdit:
        """A line to fill in, below its marked label."""
        label = self.label(text)
        made = QLineEdit()
        made.setObjectName(name)
        if secret:
            made.setEchoMode(QLineEdit.EchoMode.Password)
        made.returnPressed.connect(self.focusNextChild)
        self.words.put(made, "accessibleName", text)
        label.setBuddy(made)
        self.lines.addWidget(made)
        return made

    def button(
        self, name: str, text: str, act: Callable[[], None], *, icon: str = "", part: str = ""
    ) -> Button:
        """A button below what stands there already."""
        made = Button(self.words, self.look, name, text, act, icon=icon, part=part)
        self.lines.addWidget(made)
        return made

    def tell(self, sentence: str) -> None:
        """Say why it did not work; nothing typed is lost."""
        self._told.setText(sentence)
        self._told.setVisible(bool(sentence))
        self.setEnabled(True)
