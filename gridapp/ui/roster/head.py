"""Above every step: where one is, what is said about it, and the way back and on."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gridapp.domain.words import N_
from gridapp.ui.buttons import Button
from gridapp.ui.here import Here


class Head(QWidget):
    """The last step has another word for going on."""

    def __init__(self, here: Here, back: Callable[[], None], on: Callable[[], None]) -> None:
        super().__init__()
        self._here = here
        self._where, self._told = QLabel(), QLabel()
        for name, part, label in (("step", "group", self._where), ("told", "warn", self._told)):
            label.setObjectName(f"roster-{name}")
            label.setProperty("part", part)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        make = here.words, here.look
        self._back = Button(*make, "back", N_("Step back"), back, icon="back")
        self.next = Button(*make, "next", N_("Next  Enter"), on, part="main")
        line = QHBoxLayout()
        line.addWidget(self._where, 1)
        line.addWidget(self._back)
        line.addWidget(self.next)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addLayout(line)
        around.addWidget(self._told)

    def show_place(self, number: int, count: int, title: str) -> None:
        """Say where one is: step `number` of `count`."""
        words = self._here.words
        text, named = N_("Step {number} of {count}: {title}"), words.shown(title)
        self._where.setText(words.shown(text, number=number, count=count, title=named))
        is_last = number == count
        words.put(self.next, "text", N_("Import now  Enter") if is_last else N_("Next  Enter"))

    def show_ways(self, *, shown: bool, enabled: bool) -> None:
        """Offer to go back and on."""
        for button in (self._back, self.next):
            button.setVisible(shown)
            button.setEnabled(enabled)

    def say(self, said: str) -> None:
        """Say what is going on or went wrong, "" for nothing."""
        self._told.setText(said)
        self._told.setVisible(bool(said))
