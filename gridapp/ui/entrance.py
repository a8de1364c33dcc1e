"""What stands in the window while no desk is open: unlock, or begin."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from gridapp.domain.words import N_
from gridapp.ui.buttons import Button
from gridapp.ui.look.look import Look
from gridapp.ui.words import Words

_WIDE = 520


class Entrance(QWidget):
    """A card in the middle of the window; `card` changes with what there is to do."""

    def __init__(self, words: Words, look: Look) -> None:
        super().__init__()
        self._words, self._look = words, look
        self._around = QVBoxLayout(self)
        self._around.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._card = QWidget()
        self.opening()

    def _show(self, card: QWidget) -> None:
        self._around.removeWidget(self._card)
        self._card.deleteLater()
        self._card = card
        self._around.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)

    def _new_card(self, title: str) -> tuple[QFrame, QVBoxLayout]:
        card = QFrame()
        card.setProperty("part", "panel")
        card.setMinimumWidth(_WIDE)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(28, 24, 28, 24)
        inside.setSpacing(12)
        heading = QLabel()
        heading.setProperty("part", "heading")
        heading.setWordWrap(True)
        self._words.put(heading, "text", title)
        inside.addWidget(heading)
        return card, inside

    def opening(self) -> None:
        """The records are being opened."""
        card, _ = self._new_card(N_("Opening your records…"))
        self._show(card)

    def locked(self, person: str, unlock: Callable[[str], None], told: str = "") -> None:
        """Ask for the unlock password; `told` is why again."""
        card, inside = self._new_card(N_("Unlock"))
        who = QLabel(person)
        label = QLabel()
        self._words.put(label, "text", N_("Unlock password of this laptop"))
        password = QLineEdit()
        password.setObjectName("unlock-password")
        password.setEchoMode(QLineEdit.EchoMode.Password)
        label.setBuddy(password)
        self._words.put(password, "accessibleName", N_("Unlock password of this laptop"))
        again = QLabel(told)
        again.setObjectName("unlock-told")
        again.setProperty("part", "warn")
        again.setWordWrap(True)
        button = Button(
            *(self._words, self._look, "unlock", N_("Unlock")),
            lambda: unlock(password.text()),
            icon="unlock",
            part="main",
        )
        password.returnPressed.connect(button.click)
        for part in (who, label, password, again, button):
            inside.addWidget(part)
        again.setVisible(bool(told))
        who.setVisible(bool(person))
        self._show(card)
        password.setFocus()


def place_of(home: Path) -> str:
    """The name of the data folder, for people who have several."""
    return home.name
