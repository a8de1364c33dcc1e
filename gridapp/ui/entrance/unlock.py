"""Unlock: the records on this laptop open with their password."""

from collections.abc import Callable

from gridapp.domain.words import N_
from gridapp.ui.entrance.card import Card
from gridapp.ui.look.look import Look
from gridapp.ui.words import Words


class Unlock(Card):
    """`unlock` is called with the password, "" where the computer's key store has the key."""

    def __init__(
        self, words: Words, look: Look, *, asks: bool, unlock: Callable[[str], None]
    ) -> None:
        super().__init__(words, look, N_("Locked"))
        self.label(N_("Your work is saved on this laptop."), part="dim")
        self._password = (
            self.line("unlock-password", N_("Unlock password of this laptop"), secret=True)
            if asks
            else None
        )
        button = self.button(
            "unlock", N_("Unlock"), lambda: unlock(self._said()), icon="unlock", part="main"
        )
        if self._password is None:
            self.setFocusProxy(button)
        else:
            self._password.returnPressed.connect(button.click)
            self.setFocusProxy(self._password)

    def _said(self) -> str:
        return self._password.text() if self._password else ""
