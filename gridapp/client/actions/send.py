"""Send and update: the evening's conversation with the hub; and what is safe where."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from gridapp.client.actions import hub_link
from gridapp.client.desk import Desk
from gridapp.domain.errors import Expected
from gridapp.domain.words import N_
from gridapp.store import backup, outbox, photos, pictures, queries, settings
from gridapp.sync.converse import Tally, converse, pace_of, size_of_waiting
from gridapp.wire.messages import Remote
from gridapp.wire.pictures import PictureRemote

_OFFLINE, _METERED = "stays_offline", "metered"


class SendingAlready(Expected):
    """Another window or command is sending."""


class StaysOffline(Expected):
    """Somebody chose not to connect for now."""


class NotSent(Expected):
    """The hub did not answer; everything is still here."""


def send(desk: Desk, remote: Remote, *, most_bytes: int | None = None) -> Tally:
    """Hand in what waits, at most so many bytes of it, and read what is new.

    Visits and issues go first. Raises StaysOffline and what `remote` raises.
    """
    if stays_offline(desk):
        raise StaysOffline(
            N_(
                "Nothing was sent: you chose to stay offline. Everything is saved on this laptop. "
                "To send, switch “Stay offline” off."
            )
        )
    with sending(desk):
        return converse(desk.store, remote, desk.clock, most_bytes=most_bytes)


class Cost(NamedTuple):
    """What sending would carry: changes with their bytes, photos with theirs.

    `seconds` at the rate of the last time, None where that is not known.
    """

    changes: int
    text_bytes: int
    photos: int
    photo_bytes: int
    seconds: float | None


def cost(desk: Desk) -> Cost:
    """What sending now would carry; nothing is sent and nothing changes."""
    changes, size = size_of_waiting(desk.store, desk.clock())
    with desk.store.reading() as connection:
        unsent, pace = pictures.waiting(connection), pace_of(connection)
    return Cost(changes, size, *unsent, pace.seconds_for(size + unsent.bytes))


@contextlib.contextmanager
def sending(desk: Desk) -> Iterator[None]:
    """Be the only one who talks with the hub for this desk; raises SendingAlready."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - slow to import: it brings asyncio

    lock = FileLock(desk.store.path.with_suffix(".sync.lock"))
    try:
        with lock.acquire(timeout=0):
            yield
    except Timeout:
        raise SendingAlready(
            N_("This laptop is sending already. Please wait until that is done.")
        ) from None


def keep_copy(desk: Desk, second_place: Path | None = None) -> None:
    """The rolling encrypted copy, at most once a day; raises StoreFull where it cannot be put.

    Photos that are not there yet are copied beside it every time.
    """
    folder = second_place or desk.store.path.with_name("backup")
    backup.roll(desk.store, folder, now=desk.clock())
    photos.copy_new(desk.store, folder / "photos")


def hub_of(desk: Desk) -> PictureRemote:
    """The hub over HTTP, as this laptop sees it; where it has moved to, that is remembered."""
    # Slow to import, and only sending needs the network.
    from gridapp.sync.http_pictures import HttpPictures  # noqa: PLC0415

    me = desk.me
    private = bytes.fromhex(me.private_key)
    with desk.store.reading() as connection:
        pace = pace_of(connection)
    return HttpPictures(
        hub_link.address_of(desk),
        device_id=me.device_id,
        private_key=private,
        fingerprint=hub_link.fingerprint_of(desk),
        others=me.addresses,
        moved=partial(hub_link.remember, desk),
        thrifty=pace.is_slow,
    )


def not_sent(desk: Desk, problem: Expected) -> Expected:
    """What to tell when sending failed: how much waits, where it is, and what to do."""
    # Slow to import, and by now it is.
    from gridapp.sync.link import HubAway  # noqa: PLC0415

    count = sum(status(desk).waiting.values())
    if not count or not isinstance(problem, HubAway):
        return problem
    return NotSent(
        N_(
            "Not sent. All {count} are saved on this laptop, nothing is lost. "
            "Back at the office, press “Send and update” again."
        ),
        count=count,
    )


def stays_offline(desk: Desk) -> bool:
    """True where this person chose not to connect for now."""
    with desk.store.reading() as connection:
        return bool(settings.read(connection, _OFFLINE))


def stay_offline(desk: Desk, *, chosen: bool) -> None:
    """Send nothing from now on, or send again; kept until chosen otherwise."""
    with desk.store.writing() as connection:
        settings.keep(connection, **{_OFFLINE: chosen})


def is_metered(desk: Desk) -> bool:
    """True where this person pays for what the network carries: photos wait."""
    with desk.store.reading() as connection:
        return bool(settings.read(connection, _METERED))


def metered(desk: Desk, *, chosen: bool) -> None:
    """Let photos wait from now on, or send them again; kept until chosen otherwise."""
    with desk.store.writing() as connection:
        settings.keep(connection, **{_METERED: chosen})


@dataclass(frozen=True)
class Status:
    """What is where: `waiting` changes by kind, what the hub did not take, and how fresh."""

    waiting: dict[str, int]
    aside: list[dict[str, Any]]
    records: dict[str, int]
    as_of: str


class Safety(NamedTuple):
    """How many changes wait, how many the hub did not take, and the hub's time of the last update."""

    waiting: int
    aside: int
    as_of: str


def safety(desk: Desk) -> Safety:
    """What stands on every page: its cost does not grow with what is here."""
    with desk.store.reading() as connection:
        return Safety(
            waiting=sum(outbox.waiting(connection).values()),
            aside=len(outbox.aside(connection)),
            as_of=settings.read(connection, "synced_at", ""),
        )


def status(desk: Desk) -> Status:
    """What waits, what was not taken, what is here, and the hub's time of the last update."""
    with desk.store.reading() as connection:
        return Status(
            waiting=outbox.waiting(connection),
            aside=outbox.aside(connection),
            records=queries.counts(connection),
            as_of=settings.read(connection, "synced_at", ""),
        )
