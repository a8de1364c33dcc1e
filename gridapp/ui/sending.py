"""Send and update, seen on every page while it goes on: how much of how much, and a way to stop it."""

from collections.abc import Callable, Iterator
from functools import partial
from threading import Event

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from gridapp.client.actions.send import hub_of, keep_copy, not_sent, send
from gridapp.client.actions.watching import Moved, Watched, watched_photos
from gridapp.domain.errors import Expected
from gridapp.domain.records import KINDS
from gridapp.domain.words import N_
from gridapp.ui.buttons import Button
from gridapp.ui.here import Here
from gridapp.ui.lines import plain

_MEGABYTE = 10**6
_LOOK = N_("Sent {sent}, received {received}. {aside} were not taken: see “Waiting to send”.")
_DOUBLE = N_(
    "Sent {sent}, received {received}. This laptop was put back to an older copy, or its records "
    "are on a second computer too. Nothing is lost. Please tell the office."
)


class Sending(QFrame):
    """Gone while nothing moves. Stopped, it ends after the piece that is under way."""

    def __init__(self, here: Here, sent: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("sending")
        self.setProperty("part", "bar")
        self._here, self._heard = here, sent
        self._is_talking, self._stop = False, Event()
        self._text = plain("sending-text")
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._end = Button(
            here.words, here.look, "sending-stop", N_("Stop"), self._stopped, icon="stop"
        )
        self._end.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # who types goes on typing
        around = QHBoxLayout(self)
        around.setContentsMargins(12, 4, 12, 4)
        around.addWidget(self._text, 1)
        around.addWidget(self._end)
        self.hide()

    def begin(self) -> None:
        """Send what waits and read what is new, beside the window; photos follow."""
        if self._is_talking:
            return
        self._stop.set()  # photos of the time before wait for these
        self._is_talking, self._stop = True, Event()
        self._here.notices.clear()
        self._say(N_("Sending… You can go on working."))
        here, desk, stop = self._here, self._here.desk, self._stop
        show, over = here.telling(partial(self._show, stop)), here.telling(self._over)

        def work() -> tuple[int, int, int, bool]:
            try:
                tally = send(desk, Watched(desk, hub_of(desk), show, stop))
                keep_copy(desk)
            finally:
                over(None)
            return tally.sent, tally.received, tally.not_taken, tally.is_double

        here.start(work, self._done, *KINDS, refused=self._refused)

    def _stopped(self) -> None:
        self._stop.set()
        self._end.setEnabled(False)
        self._put(N_("Stopping after what is just under way…"))

    def _show(self, stop: Event, moved: Moved) -> None:
        if stop.is_set():
            return
        if moved.file:
            text = N_("Getting your area's records: part {file} of {files}, {done} of {total} MB")
            if moved.done >= moved.total:
                text = N_("Part {file} of {files} has come, it is being put in place…")
        elif moved.to_send:
            text = N_("Sent {sent} of {to_send}, received {received}")
        else:
            text = N_("Received {received} so far")
        sizes = {"done": _megabytes(moved.done), "total": _megabytes(moved.total)}
        self._put(text, **moved._asdict() | sizes)

    def _over(self, _: None) -> None:
        self._is_talking = False
        self.hide()

    def _done(self, moved: tuple[int, int, int, bool]) -> None:
        sent, received, aside, is_double = moved
        self._heard()
        text = _LOOK if aside else N_("Sent {sent}, received {received}.")
        text = _DOUBLE if is_double else text
        self._here.notices.done(text, sent=sent, received=received, aside=aside)
        desk = self._here.desk
        self._move_photos(self._stop, watched_photos(desk, hub_of(desk)))

    def _refused(self, problem: Expected) -> None:
        self._here.notices.told(not_sent(self._here.desk, problem))
        self._here.changed.emit(frozenset(KINDS))  # a part may have gone

    def _move_photos(self, stop: Event, photos: Iterator[Moved]) -> None:
        """Move one piece after the other; whatever else is asked for comes in between."""

        def moved(progress: Moved | None) -> None:
            if stop is not self._stop:
                return  # a later sending has its own
            if progress is None or stop.is_set():
                self.hide()
                return
            self._say(
                N_("Photos: {done} of {total} MB"),
                done=_megabytes(progress.done),
                total=_megabytes(progress.total),
            )
            self._move_photos(stop, photos)

        self._here.start(lambda: next(photos, None), moved, "photo", refused=self._photos_refused)

    def _photos_refused(self, problem: Expected) -> None:
        if not self._is_talking:
            self.hide()
        self._here.notices.told(problem)

    def _say(self, text: str, **values: object) -> None:
        self._put(text, **values)
        self._end.setEnabled(True)
        self.show()

    def _put(self, text: str, **values: object) -> None:
        self._here.words.put(self._text, "text", text, **values)


def _megabytes(size: int) -> str:
    return f"{size / _MEGABYTE:.1f}"
