"""Snapshots of what a new laptop reads first: made once, fetched by every laptop of the grid."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from filelock import FileLock

from gridapp.domain.scopes import Reach, reach_named, shard_of
from gridapp.domain.snapshots import PIECE, NoSuchPart, SnapshotGone
from gridapp.domain.words import N_
from gridapp.server.accounts import Device
from gridapp.server.reach import person_of
from gridapp.store import settings, snapshots
from gridapp.store.engine import Store
from gridapp.store.hub_log import last_of
from gridapp.wire.columns import Columns
from gridapp.wire.frames import framed
from gridapp.wire.messages import Cursor, Offer, Rows, SnapshotPiece
from gridapp.wire.sheets import sheets_of, tag

_MOST = 100_000  # records packed within one request: a laptop waits some seconds, not minutes


def offers(
    store: Store, reaches: Iterable[str], secret: bytes, *, most: int = _MOST
) -> tuple[Offer, ...]:
    """What is to be fetched of these reaches; what is missing or old is made first.

    At least one is made, and of `most` records: a laptop asks again for the others.
    """
    wanted = [reach_named(key) for key in reaches]
    # Laptops that begin at the same hour wait for one to be made, whichever program they call.
    with FileLock(store.path.with_name("snapshots.lock")):
        _prepare(store, wanted, secret, most)
    with store.reading() as connection:
        epoch = str(settings.read(connection, "epoch"))
        found = [(reach, snapshots.ready(connection, reach)) for reach in wanted]
    return tuple(
        Offer(Cursor(reach.key, *((epoch, ready.rev) if ready.whole else ("", 0))), ready.etags)
        for reach, ready in found
    )


def _prepare(store: Store, reaches: Iterable[Reach], secret: bytes, most: int) -> None:
    """Make what is missing, as much as one request may take."""
    packed = 0
    for reach in reaches:
        with store.reading() as connection:
            wanted = snapshots.wanted(connection, reach)
        for scope, count in wanted.items():
            if packed and packed + count > most:
                return
            make(store, scope, secret)
            packed += count


def make(store: Store, scope: str, secret: bytes) -> None:
    """Make the snapshot of a scope; nobody who hands in waits for it."""
    with store.reading() as connection:
        rev = last_of(connection, shard_of(scope)) or 0
        pages = snapshots.pages(connection, scope, rev)
        body = b"".join(framed(_sealed(rows, secret)) for rows in pages)
    with store.writing() as connection:
        snapshots.keep(connection, scope, rev, body)


def _sealed(rows: Mapping[str, Columns], secret: bytes) -> Rows:
    return Rows(rows, tuple(tag(secret, body) for body in sheets_of(rows)))


def piece(store: Store, device: Device, etag: str, offset: int, now: datetime) -> SnapshotPiece:
    """A piece of a snapshot for whoever sees its scope; raises SnapshotGone or NoSuchPart."""
    with store.reading() as connection:
        person = person_of(connection, device.account, now)
        scope, body, total = snapshots.piece(connection, etag, offset, PIECE)
    if not any(reach.holds(scope) for reach in person.reaches):
        raise SnapshotGone(
            N_(
                "What this laptop was fetching has been replaced at the office hub. Nothing is "
                "lost. Please press “Send and update” again."
            )
        )
    if not body:
        raise NoSuchPart(
            N_("The office hub could not read which part of the records was asked for.")
        )
    return SnapshotPiece(body, total)
