"""An open desk in the window: the pages, and what the menu does with them."""

from collections.abc import Callable
from functools import partial

from gridapp.client.desk import Desk
from gridapp.client.tasks import Tasks
from gridapp.domain.office import Office
from gridapp.domain.records import KINDS
from gridapp.domain.words import N_
from gridapp.ui.here import Here
from gridapp.ui.look.look import Look
from gridapp.ui.notices import Notices
from gridapp.ui.pages import PAGES
from gridapp.ui.returning import Returning
from gridapp.ui.sending import Sending
from gridapp.ui.words import Words
from gridapp.ui.workplace import Workplace


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
        self.returning = Returning(self.here)
        self.sending = Sending(self.here, self.returning.sent)
        self.workplace = Workplace(self.here, PAGES, self.sending)
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
        self.sending.begin()

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
