"""What a page is handed: the desk, the words, the look, and how to act, speak and go elsewhere."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from gridapp.client.desk import Desk
from gridapp.client.tasks import Tasks
from gridapp.domain.errors import Expected
from gridapp.domain.office import Office
from gridapp.ui.look.look import Look
from gridapp.ui.notices import Notices
from gridapp.ui.words import Words

Made = TypeVar("Made")


class Go(Protocol):
    """Shows another page: `go("visit", household=…)`."""

    def __call__(self, page: str, /, **what: Any) -> None: ...


class Here(QObject):
    """`changed` carries the names of the kinds an action wrote; pages that show them refresh."""

    changed = Signal(object)

    def __init__(  # noqa: PLR0913 - all a page may use, and nothing else
        self,
        *,
        desk: Desk,
        words: Words,
        look: Look,
        tasks: Tasks,
        notices: Notices,
        go: Go,
        office: Callable[[], Office],
    ) -> None:
        super().__init__()
        self.desk, self.words, self.look = desk, words, look
        self.tasks, self.notices, self.go, self.office = tasks, notices, go, office

    @contextlib.contextmanager
    def acting(self, *kinds: str) -> Iterator[None]:
        """Around an action and what follows from it; a refusal is told and the rest left out."""
        try:
            yield
        except Expected as problem:
            self.notices.told(problem)
        else:
            self.changed.emit(frozenset(kinds))

    def start(self, work: Callable[[], Made], done: Callable[[Made], None], *kinds: str) -> None:
        """Run `work` beside the window; then `done` within it, or the refusal is told."""

        def ended(made: Made) -> None:
            done(made)
            self.changed.emit(frozenset(kinds))

        def failed(problem: BaseException) -> None:
            if not isinstance(problem, Expected):
                raise problem
            self.notices.told(problem)

        self.tasks.start(work, ended, failed)
