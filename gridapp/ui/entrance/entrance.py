"""The way in: which card stands in the window, and what its buttons do."""

import platform
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QStackedWidget, QWidget

from gridapp.client import clock
from gridapp.client.actions.sign_in import certificate_at, enrol, hub_at, sign_in
from gridapp.client.desk import Desk, custody, has_key_store, open_desk
from gridapp.client.tasks import Tasks
from gridapp.domain.errors import Expected
from gridapp.domain.office import Office
from gridapp.domain.words import N_
from gridapp.ui.entrance.begin import Begin, Enrol, SignIn
from gridapp.ui.entrance.card import Card
from gridapp.ui.entrance.unlock import Unlock
from gridapp.ui.look.look import Look
from gridapp.ui.words import Words

Made = TypeVar("Made")
_WAYS = {
    "sign-in": (N_("A worker's laptop: register with the office hub"), "person"),
    "enrol": (N_("A worker's laptop: I have a file from the office"), "file"),
    "office": (N_("The office's computer: it receives what the laptops send"), "office"),
}


class Entrance(QStackedWidget):
    """`enter` is called with the open desk."""

    def __init__(
        self,
        home: Path,
        words: Words,
        look: Look,
        *,
        tasks: Tasks,
        office: Callable[[], Office],
        enter: Callable[[Desk], None],
    ) -> None:
        super().__init__()
        self._home, self._words, self._look = home, words, look
        self._tasks, self._office, self._enter = tasks, office, enter
        self._asks_unlock = False
        self._card: QWidget | None = None

    def ask(self) -> None:
        """Show the card that fits this folder."""
        kept = custody(self._home, None)
        if kept.is_made:
            self._show(Unlock(self._words, self._look, asks=kept.asks, unlock=self.unlock))
        else:
            self._begin()
            self._run(has_key_store, self._note_key_store)

    def tell(self, sentence: str) -> None:
        """Say on the card in view why it did not work."""
        if isinstance(self._card, Card):
            self._card.tell(sentence)

    def _note_key_store(self, has: bool) -> None:  # noqa: FBT001 - an answer, not an option
        self._asks_unlock = not has

    def _show(self, card: QWidget) -> None:
        if self._card is not None:
            self.removeWidget(self._card)
            self._card.deleteLater()
        self._card = card
        self.addWidget(card)
        card.setFocus()

    def _begin(self) -> None:
        self._show(Begin(self._words, self._look, _WAYS, self._chosen))

    def _chosen(self, way: str) -> None:
        if way == "office":
            from gridapp.ui.entrance.office_way import OfficeWay  # noqa: PLC0415 - few come here

            parts = self._words, self._look, self._tasks, self._office
            self._show(OfficeWay(*parts, self._begin))
            return
        cards = {"sign-in": (SignIn, self._sign_in), "enrol": (Enrol, self._enrol)}
        card, act = cards[way]
        self._show(card(self._words, self._look, self._asks_unlock, act, self._begin))

    def unlock(self, passphrase: str) -> None:
        """Open the desk here; a wrong password is told on the card."""
        self._run(lambda: open_desk(self._home, passphrase or None), self._enter)

    def _sign_in(self, said: dict[str, str]) -> None:
        kept = custody(self._home, said.get("unlock") or None)

        def work() -> Desk:
            fingerprint = certificate_at(said["address"], said["digits"])
            return sign_in(
                kept,
                hub_at(said["address"], fingerprint),
                account=said["account"],
                password=said["password"],
                label=platform.node(),
                address=said["address"],
                demo=False,
                clock=clock.now,
                fingerprint=fingerprint,
            )

        self._run(work, self._enter)

    def _enrol(self, said: dict[str, str]) -> None:
        kept = custody(self._home, said.get("unlock") or None)
        self._run(
            lambda: enrol(kept, Path(said["file"]), said["code"], clock=clock.now), self._enter
        )

    def _run(self, work: Callable[[], Made], done: Callable[[Made], None]) -> None:
        card = self._card
        assert isinstance(card, Card)
        card.setEnabled(False)

        def ended(made: Made) -> None:
            card.setEnabled(True)
            done(made)

        def failed(problem: BaseException) -> None:
            if not isinstance(problem, Expected):
                raise problem
            card.tell(self._words.said(problem))

        self._tasks.start(work, ended, failed)
