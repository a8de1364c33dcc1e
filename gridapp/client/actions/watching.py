"""Looking on while desk and hub talk: how much of how much has moved, and ending it in between."""

from collections.abc import Callable, Iterator
from threading import Event
from typing import NamedTuple

from gridapp.client.actions.send import safety
from gridapp.client.actions.send_photos import send_photos
from gridapp.client.desk import Desk
from gridapp.domain.errors import Expected
from gridapp.domain.words import N_
from gridapp.wire.messages import Answer, Ask, Enrolment, Remote, SignIn, SnapshotPiece, Spent
from gridapp.wire.pictures import PictureRemote


class Stopped(Expected):
    """Somebody ended it; what was answered is kept."""


class Moved(NamedTuple):
    """How far a talk is: `sent` of the `to_send` changes are answered, `received` records came.

    Of a first reading the `file` of `files` that is being fetched, 0 for none. `done` of `total`
    bytes of that file, or of photos, have come over.
    """

    to_send: int = 0
    sent: int = 0
    received: int = 0
    file: int = 0
    files: int = 0
    done: int = 0
    total: int = 0


class Watched:
    """A hub as a desk sees it, with somebody looking on. It is a `Remote`.

    `told` hears after each answer, in the thread that talks. Once `stop` is set, what is asked
    next raises Stopped, as if the line were cut there.
    """

    def __init__(
        self, desk: Desk, remote: Remote, told: Callable[[Moved], None], stop: Event
    ) -> None:
        self._remote, self._told, self._stop = remote, told, stop
        self._moved = Moved(to_send=safety(desk).waiting)
        self._files: list[str] = []

    @property
    def spent(self) -> Spent:
        """What talking has cost."""
        return self._remote.spent

    def sign_in(self, ask: SignIn) -> Enrolment:
        """Register this laptop."""
        return self._remote.sign_in(ask)

    def exchange(self, ask: Ask) -> Answer:
        """One round trip; raises Stopped."""
        self._go_on()
        answer = self._remote.exchange(ask)
        self._files = [etag for offer in answer.offers for etag in offer.etags]
        asked = len(ask.changes) + sum(len(columns) for columns in ask.made.values())
        sent = self._moved.sent + (0 if answer.unsure else asked)
        received = self._moved.received + sum(map(len, answer.records.values()))
        # What is written meanwhile goes too.
        to_send = max(sent, self._moved.to_send)
        self._tell(Moved(to_send=to_send, sent=sent, received=received))
        return answer

    def snapshot_piece(self, etag: str, offset: int) -> SnapshotPiece:
        """A piece of a snapshot; raises Stopped."""
        self._go_on()
        came = self._remote.snapshot_piece(etag, offset)
        at = {"file": self._files.index(etag) + 1, "files": len(self._files)}
        self._tell(self._moved._replace(**at, done=offset + len(came.body), total=came.total))
        return came

    def _tell(self, moved: Moved) -> None:
        self._moved = moved
        self._told(moved)

    def _go_on(self) -> None:
        if self._stop.is_set():
            raise Stopped(
                N_(
                    "Stopped. What has gone and come is kept, the rest waits and is saved on this "
                    "laptop. Press “Send and update” to go on."
                )
            )


def watched_photos(desk: Desk, remote: PictureRemote) -> Iterator[Moved]:
    """As send_photos; who looks on asks for no further piece to end it."""
    for progress in send_photos(desk, remote):
        yield Moved(done=progress.moved, total=progress.total)
