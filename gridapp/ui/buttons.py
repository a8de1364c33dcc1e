"""Buttons as this window has them: a word, an icon, a name; and rows of choices by digits."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from gridapp.ui.flow import FlowLayout
from gridapp.ui.look.look import Look
from gridapp.ui.words import Words


class Button(QPushButton):
    """A button with a marked text; `part` is main, quiet, rail or chip (see look.sheet)."""

    def __init__(  # noqa: PLR0913 - each names one thing seen
        self,
        words: Words,
        look: Look,
        name: str,
        text: str,
        act: Callable[[], None] | None = None,
        *,
        icon: str = "",
        part: str = "",
    ) -> None:
        super().__init__()
        self._look, self._icon, self._part = look, icon, part
        self.setObjectName(name)
        self.setProperty("part", part)
        self.setAutoDefault(False)
        words.put(self, "text", text)
        if act is not None:
            self.clicked.connect(lambda *_: act())
        if icon:
            look.changed.connect(self.draw)
            self.draw()

    def draw(self) -> None:
        """Its icon in the colours in force."""
        scheme = self._look.scheme
        colour = scheme.on_accent if self._part == "main" else scheme.text
        if not self.isEnabled():
            colour = scheme.dim
        tall = round(self._look.pixels * 1.2)
        self.setIcon(self._look.icon(self._icon, colour=colour, pixels=tall))
        self.setIconSize(QSize(tall, tall))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Grey out the icon with the word."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange and self._icon:
            self.draw()


class Choice(NamedTuple):
    """One of several: its value, its words in the language in force, and its digit, "" for none."""

    value: str
    text: str
    digit: str = ""


class Choices(QWidget):
    """A row of buttons of which one, or with `several` any number, is chosen."""

    chosen = Signal(str)

    def __init__(self, look: Look, name: str, *, several: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self._look, self._several = look, several
        self._buttons: dict[str, QPushButton] = {}
        self._digits: dict[str, str] = {}
        self._row = FlowLayout(self)

    def offer(self, choices: Sequence[Choice]) -> None:
        """Show these; what was chosen and is still offered stays chosen and keeps the focus."""
        if list(self._buttons) != [each.value for each in choices]:
            self._begin_anew(choices)
        self._digits = {each.digit: each.value for each in choices if each.digit}
        for each in choices:
            said = f"{each.digit} {each.text}".strip()
            self._buttons[each.value].setText(said.replace("&", "&&"))

    def _begin_anew(self, choices: Sequence[Choice]) -> None:
        before = set(self.values())
        kept = {each.value for each in choices}
        for value in [value for value in self._buttons if value not in kept]:
            gone = self._buttons.pop(value)
            self._row.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for button in self._buttons.values():
            self._row.removeWidget(button)
        self._buttons = {
            each.value: self._buttons.get(each.value) or self._button(each) for each in choices
        }
        for one, following in pairwise(self._buttons.values()):
            QWidget.setTabOrder(one, following)
        for button in self._buttons.values():
            self._row.addWidget(button)
            button.setVisible(True)
        self.choose(before)

    def _button(self, choice: Choice) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(f"{self.objectName()}-{choice.value}")
        button.setProperty("part", "chip")
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._clicked(choice.value))
        return button

    def _clicked(self, value: str) -> None:
        if not self._several:
            self.choose({value})
        self.chosen.emit(value)

    def choose(self, values: Sequence[str] | set[str]) -> None:
        """Mark these as chosen and nothing else; nobody is told."""
        for value, button in self._buttons.items():
            button.setChecked(value in values)

    def values(self) -> tuple[str, ...]:
        """What is chosen, in the order offered."""
        return tuple(value for value, b in self._buttons.items() if b.isChecked())

    def press(self, digit: str) -> bool:
        """Choose by digit; False where no choice has it."""
        value = self._digits.get(digit)
        if value is None or not self.isVisible() or not self._buttons[value].isEnabled():
            return False
        self._buttons[value].click()
        return True
