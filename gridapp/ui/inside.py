"""An open desk in the window: the pages, and what the menu does with them."""

from collections.abc import Callable, Iterator
from functools import partial

from gridapp.client.actions.send import hub_of, keep_copy, not_sent, send
from gridapp.client.actions.send_photos import send_photos
from gridapp.client.desk import Desk
from gridapp.client.tasks import Tasks
from gridapp.domain.errors import Expected
from gridapp.domain.office import Office
from gridapp.domain.records import KINDS
from gridapp.domain.words import N_
from gridapp.ui.here import Here
from gridapp.ui.look.look import Look
from gridapp.ui.notices import Notices
from gridapp.ui.pages import PAGES
from gridapp.ui.returning import Returning
from gridapp.ui.words import Words
from gridapp.ui.workplace import Workplace

_LOOK = N_("Sent {sent}, received {received}. {aside} were not taken: see “Waiting to send”.")
_DOUBLE = N_(
    "Sent {sent}, received {received}. This laptop was put back to an older copy, or its records "
    "are on a second computer too. Nothing is lost. Please tell the office."
)


class Inside:
    """From unlock to lock."""

    def __init__(
        self,
        *,
        desk: Desk,
        words: Words,
        look: Look,
        tasks: Tasks,
        office: Callable[[], Office],
        lock: Callable[[], None],
    ) -> None:
        self.notices = Notices(words, look)
        self.lock = lock
        self.here = Here(
            desk=desk,
            words=words,
            look=look,
            tasks=tasks,
            notices=self.notices,
            go=self.go,
            office=_once(office),
            send=self.send,
            lock=lock,
        )
        self.notices.undone.connect(partial(self.here.changed.emit, frozenset(KINDS)))
        self.workplace = Workplace(self.here, PAGES)
        self.returning = Returning(self.here)
        self.go(PAGES[0].name)

    def rail(self) -> list[tuple[str, str]]:
        """The main pages in order."""
        return [(page.name, page.title) for page in PAGES if page.rail == page.name]

    def go(self, page: str, /, **what: object) -> None:
        """Show a page."""
        self.workplace.go(page, **what)

    def back(self) -> None:
        """Show the page before."""
        self.workplace.back()

    def find(self) -> None:
        """Go to the box that finds anything."""
        self.workplace.finder.setFocus()
        self.workplace.finder.selectAll()

    def print(self) -> None:
        """Print what the open page shows."""
        if not self.workplace.page.print():
            self.notices.done(
                N_("There is nothing to print on this page. Open a building or a list.")
            )

    def undo(self) -> None:
        """Take back the last thing done."""
        self.notices.undo()

    def send(self) -> None:
        """Send what waits and read what is new, beside the window."""
        desk = self.here.desk
        self.notices.done(N_("Sending… You can go on working."))

        def work() -> tuple[int, int, int, bool]:
            tally = send(desk, hub_of(desk))
            keep_copy(desk)
            return tally.sent, tally.received, tally.not_taken, tally.is_double

        def done(moved: tuple[int, int, int, bool]) -> None:
            sent, received, aside, is_double = moved
            self.returning.sent()
            text = _LOOK if aside else N_("Sent {sent}, received {received}.")
            text = _DOUBLE if is_double else text
            self.notices.done(text, sent=sent, received=received, aside=aside)
            self._move_photos(send_photos(desk, hub_of(desk)))

        def refused(problem: Expected) -> None:
            self.notices.told(not_sent(desk, problem))
            self.here.changed.emit(frozenset(KINDS))  # a part may have gone

        self.here.start(work, done, *KINDS, refused=refused)

    def _move_photos(self, photos: Iterator[object]) -> None:
        """Move one piece after the other; whatever else is asked for comes in between."""

        def moved(progress: object) -> None:
            if progress is not None:
                self._move_photos(photos)

        self.here.start(lambda: next(photos, None), moved, "photo")

    def close(self) -> None:
        """Give the files back once the work under way is done."""
        self.leave()
        self.workplace.hide()  # pages keep what is being typed as long as they can
        self.here.tasks.start(self.give_back, lambda _: None, _fly)

    def leave(self) -> None:
        """Begin nothing more; what is under way is not told."""
        self.here.leave()
        self.returning.end()

    def give_back(self) -> None:
        """Close the files once nobody works on them; may take seconds."""
        self.returning.close()
        self.here.desk.close()


def _fly(problem: BaseException) -> None:
    raise problem


def _once(office: Callable[[], Office]) -> Callable[[], Office]:
    """Opened when first asked for: most who sit here never do."""
    held: list[Office] = []

    def opened() -> Office:
        if not held:
            held.append(office())
        return held[0]

    return opened
