"""The one place where the window speaks up: what was done, what went wrong, what it asks."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_
from gridapp.ui.flow import FlowLayout
from gridapp.ui.look.look import Look
from gridapp.ui.words import Words

_MOST_UNDONE = 50
Back = Callable[[], None]


@dataclass(frozen=True)
class Done:
    """Something that can be taken back."""

    text: str
    values: dict[str, Any]
    back: Back


class Notices(QFrame):
    """A bar that stays until the next entry; never a window of its own, never a timer.

    Several lines at most: what happened, whether the work is safe, what to do. `undone` tells
    that something was taken back.
    """

    undone = Signal()

    def __init__(self, words: Words, look: Look) -> None:
        super().__init__()
        self.setObjectName("notices")
        self.setProperty("part", "bar")
        self._words, self._look = words, look
        self._undoing: list[Done] = []
        self._details = ""
        self._answers: list[QPushButton] = []
        self._sign = QLabel()
        self._text = QLabel()
        self._text.setObjectName("notice-text")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._undo = self._button("undo", N_("Undo  Ctrl+Z"), self.undo)
        self._copy = self._button("copy-details", N_("Copy details"), self._copy_details)
        self._close = self._button("close-notice", N_("Close"), self.clear)
        self._lay_out()
        self.clear()

    def _button(self, name: str, text: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton()
        button.setObjectName(name)
        button.clicked.connect(lambda *_: act())
        self._words.put(button, "text", text)
        return button

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self._sign)
        line.addWidget(self._text, 1)
        self._buttons = FlowLayout()
        for button in (self._undo, self._copy, self._close):
            self._buttons.addWidget(button)
        line.addLayout(self._buttons)
        around = QVBoxLayout(self)
        around.setContentsMargins(12, 4, 12, 4)
        around.addLayout(line)

    def done(self, text: str, back: Back | None = None, **values: Any) -> None:
        """Say what was done; with `back` it can be undone, also later by Ctrl+Z."""
        if back is not None:
            self._undoing = [*self._undoing[1 - _MOST_UNDONE :], Done(text, values, back)]
        self._show("check", "good", self._words.shown(text, **values), undo=back is not None)

    def told(self, problem: Expected) -> None:
        """Say what the person can do something about."""
        self._show("warning", "warn", self._words.said(problem))

    def broke(self, text: str, details: str, **values: Any) -> None:
        """Say that the program made a mistake; `details` can be copied and name nobody."""
        self._details = details
        self._show("warning", "bad", self._words.shown(text, **values), copy=True)

    def ask(self, text: str, answers: dict[str, Back], **values: Any) -> None:
        """Ask one question; each marked text of `answers` is a button, the first has the focus."""
        self._show("help", "warn", self._words.shown(text, **values))
        self._close.hide()
        for number, (answer, act) in enumerate(answers.items(), 1):
            button = self._button(f"answer-{number}", answer, partial(self._answered, act))
            self._buttons.addWidget(button)
            button.show()
            self._answers.append(button)
        self._answers[0].setFocus()

    def _answered(self, act: Back) -> None:
        self.clear()
        act()

    def undo(self) -> None:
        """Take back the last thing that can be."""
        if not self._undoing:
            return
        last = self._undoing.pop()
        try:
            last.back()
        except Expected as problem:
            self.told(problem)
            return
        said = self._words.shown(last.text, **last.values)
        self._show(
            "undo", "good", self._words.shown(N_("Undone: {what}"), what=said), undo=self.can_undo
        )
        self.undone.emit()

    @property
    def can_undo(self) -> bool:
        """True where something can be taken back."""
        return bool(self._undoing)

    def forget(self) -> None:
        """Nothing that was done before can be undone from here on."""
        self._undoing.clear()
        self.clear()

    def clear(self) -> None:
        """Say nothing."""
        self._fill("", "", "")
        self.hide()

    def _show(self, sign: str, part: str, text: str, **buttons: bool) -> None:
        self._fill(sign, part, text, **buttons)
        self.show()

    def _fill(
        self, sign: str, part: str, text: str, *, undo: bool = False, copy: bool = False
    ) -> None:
        for button in self._answers:
            button.hide()
            button.deleteLater()
        self._answers.clear()
        colour = getattr(self._look.scheme, part, self._look.scheme.text)
        self._sign.setHidden(not sign)
        if sign:
            self._sign.setPixmap(self._look.picture(sign, colour=colour))
        self._text.setText(text)
        self._undo.setVisible(undo)
        self._copy.setVisible(copy)
        self._close.setHidden(not text)

    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText(f"{self._text.text()}\n{self._details}")
