"""The first start: register this laptop, or make this computer the office's hub."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit

from gridapp.domain.words import N_
from gridapp.ui.entrance.card import Card
from gridapp.ui.look.look import Look
from gridapp.ui.words import Words


class Begin(Card):
    """Each way to begin is a button that leads to its own card."""

    def __init__(
        self,
        words: Words,
        look: Look,
        ways: dict[str, tuple[str, str]],
        chosen: Callable[[str], None],
    ) -> None:
        super().__init__(words, look, N_("Welcome. What is this computer for?"))
        for name, (text, icon) in ways.items():
            self.button(f"way-{name}", text, partial(chosen, name), icon=icon)


class SignIn(Card):
    """Account and password from the office, over the network.

    `asks_unlock` where this computer has no key store: then a password of one's own is made up.
    """

    def __init__(
        self,
        words: Words,
        look: Look,
        asks_unlock: bool,  # noqa: FBT001 - its three cards are made alike
        sign_in: Callable[[dict[str, str]], None],
        back: Callable[[], None],
    ) -> None:
        super().__init__(words, look, N_("Register this laptop"))
        self.label(N_("The office has given you these."), part="dim")
        self._lines: dict[str, QLineEdit] = {
            "address": self.line("sign-in-address", N_("Address of the office hub")),
            "digits": self.line("sign-in-digits", N_("Digits of its certificate, if it has some")),
            "account": self.line("sign-in-account", N_("Account")),
            "password": self.line("sign-in-password", N_("Sign-in password"), secret=True),
        }
        if asks_unlock:
            self._lines["unlock"] = _new_password(self)
        self.button("sign-in", N_("Register"), lambda: sign_in(self._said()), part="main")
        self.button("back", N_("Back"), back, part="quiet")
        self.setFocusProxy(self._lines["address"])

    def _said(self) -> dict[str, str]:
        return {name: line.text().strip() for name, line in self._lines.items()}


class Enrol(Card):
    """An enrolment file on a stick, and the code from the slip of paper."""

    def __init__(
        self,
        words: Words,
        look: Look,
        asks_unlock: bool,  # noqa: FBT001 - as above
        enrol: Callable[[dict[str, str]], None],
        back: Callable[[], None],
    ) -> None:
        super().__init__(words, look, N_("Register with the office's file"))
        self._lines = {"file": self.line("enrol-file", N_("File from the office"))}
        self.button("enrol-choose", N_("Choose the file…"), self._choose, icon="folder")
        self._lines["code"] = self.line("enrol-code", N_("Code on the slip of paper"))
        if asks_unlock:
            self._lines["unlock"] = _new_password(self)
        self.button("enrol", N_("Register"), lambda: enrol(self._said()), part="main")
        self.button("back", N_("Back"), back, part="quiet")
        self.setFocusProxy(self._lines["file"])

    def _choose(self) -> None:
        title = self.words.shown(N_("File from the office"))
        chosen, _ = QFileDialog.getOpenFileName(self, title, str(Path.home()), "*.json")
        if chosen:
            self._lines["file"].setText(chosen)

    def _said(self) -> dict[str, str]:
        return {name: line.text().strip() for name, line in self._lines.items()}


def _new_password(card: Card) -> QLineEdit:
    card.label(
        N_("This computer keeps no keys. Make up a password that opens your records here."),
        part="dim",
    )
    return card.line("new-unlock", N_("Unlock password of this laptop"), secret=True)
