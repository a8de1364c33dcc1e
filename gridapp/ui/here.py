"""What a page is handed: words, look, how to act and speak; with an open desk also that."""

import contextlib
from collections.abc import Callable, Iterator
from functools import partial
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


class AtHand(QObject):
    """What there is before a desk is open too.

    `changed` carries the names of the kinds an action wrote; pages that show them refresh.
    """

    changed = Signal(object)

    def __init__(
        self,
        *,
        words: Words,
        look: Look,
        tasks: Tasks,
        notices: Notices,
        office: Callable[[], Office],
    ) -> None:
        super().__init__()
        self.words, self.look = words, look
        self.tasks, self.notices, self.office = tasks, notices, office
        self._left = False

    def leave(self) -> None:
        """The widgets that were handed this are about to go."""
        self._left = True

    @contextlib.contextmanager
    def acting(self, *kinds: str) -> Iterator[None]:
        """Around an action and what follows from it; a refusal is told and the rest left out."""
        try:
            yield
        except Expected as problem:
            self.notices.told(problem)
        else:
            self.changed.emit(frozenset(kinds))

    def start(
        self,
        work: Callable[[], Made],
        done: Callable[[Made], None],
        *kinds: str,
        refused: Callable[[Expected], None] | None = None,
    ) -> None:
        """Run `work` beside the window; then `done` within it, or the refusal is told.

        Who has left in the meantime hears nothing: the pages are gone.
        """

        def ended(made: Made) -> None:
            if not self._left:
                done(made)
                self.changed.emit(frozenset(kinds))

        def failed(problem: BaseException) -> None:
            if not isinstance(problem, Expected):
                raise problem
            if not self._left:
                (refused or self.notices.told)(problem)

        self.tasks.start(work, ended, failed)

    def telling(self, show: Callable[[Made], None]) -> Callable[[Made], None]:
        """`show` as work under way may call it: it happens within the window, while that is there."""

        def showing(made: Made) -> None:
            if not self._left:
                show(made)

        return lambda made: self.tasks.tell(partial(showing, made))


class Here(AtHand):
    """With an open desk: what an action needs, and the ways from page to page."""

    def __init__(
        self,
        *,
        desk: Desk,
        go: Go,
        send: Callable[[], None],
        lock: Callable[[], None],
        **at_hand: Any,
    ) -> None:
        super().__init__(**at_hand)
        self.desk, self.go, self.send, self.lock = desk, go, send, lock
