"""Sends by itself once the hub is back: nobody has to think of it, and nobody waits for it."""

import random
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from gridapp.client.actions.hub_link import probe_hub
from gridapp.client.actions.send import hub_of, keep_copy, safety, send, stays_offline
from gridapp.domain.errors import Expected
from gridapp.domain.pauses import pause
from gridapp.domain.records import KINDS
from gridapp.ui.here import Here


class Returning(QObject):
    """Tries the hub now and then while something waits, longer apart the longer it is away.

    Its work stands in a line of its own, so that a silent network holds up nothing a person began.
    """

    def __init__(self, here: Here, chance: Callable[[], float] = random.random) -> None:
        super().__init__()
        self._here, self._chance = here, chance
        self._tasks = here.tasks.beside()
        self._failures, self._is_over = 0, False
        self._until = QTimer(self, singleShot=True)
        self._until.timeout.connect(self.look)
        self._rest()

    def look(self) -> None:
        """Send what waits if the hub is there."""
        desk = self._here.desk
        if not safety(desk).waiting or stays_offline(desk):
            self._rest()
            return

        def work() -> None:
            probe_hub(desk)
            send(desk, hub_of(desk))
            keep_copy(desk)

        self._tasks.start(work, self._sent, self._failed)

    def sent(self) -> None:
        """The hub was there a moment ago."""
        self._failures = 0

    def _sent(self, _: None) -> None:
        self.sent()
        self._rest()
        if not self._is_over:
            self._here.changed.emit(frozenset(KINDS))

    def _failed(self, problem: BaseException) -> None:
        if not isinstance(problem, Expected):
            raise problem
        self._failures += 1
        self._rest(getattr(problem, "seconds", 0.0))

    def _rest(self, told: float = 0.0) -> None:
        """Wait; `told` are the seconds the hub asked for."""
        if self._is_over:
            return
        wait = pause(self._failures, self._chance(), told=told)
        self._until.start(round(wait * 1000))

    def end(self) -> None:
        """Try no more."""
        self._is_over = True
        self._until.stop()

    def close(self) -> None:
        """Wait until what was under way has ended too."""
        self._tasks.close()
