"""The first reading of a reach: snapshots fetched piece by piece and applied page by page.

A cut costs the piece that was on its way, a kill the page that was being applied.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from gridapp.domain.errors import Expected
from gridapp.domain.records import KINDS
from gridapp.domain.snapshots import SnapshotGone
from gridapp.domain.words import N_
from gridapp.store import landing, search, settings, standing, tallies
from gridapp.store.engine import Store, Transaction
from gridapp.sync.applying import lay, to_find
from gridapp.wire import codec, frames
from gridapp.wire.columns import Columns, column, unpack
from gridapp.wire.messages import Offer, Remote, Rows
from gridapp.wire.sheets import sheets_of


class NotWhole(Expected):
    """What came is not what was offered."""


def fetch(store: Store, remote: Remote, offer: Offer) -> int:
    """Fetch and apply what is offered, going on where it was cut off; how many records came.

    Raises SnapshotGone, NotWhole and what `remote` raises.
    """
    count = 0
    for etag in offer.etags:
        with store.reading() as connection:
            applied = landing.applied(connection, etag)
        if applied != landing.WHOLE:
            _fetch(store, remote, etag)
            count += _apply(store, etag, applied)
    if offer.then.epoch:
        with store.writing() as connection:
            read_to = settings.cursors(connection)
            here = {offer.then.reach: (offer.then.epoch, offer.then.rev)}
            settings.keep_cursors(connection, {**read_to, **here})
    return count


def _fetch(store: Store, remote: Remote, etag: str) -> None:
    held, digest = 0, hashlib.sha256()
    for body in _held(store, etag):
        held += len(body)
        digest.update(body)
    while digest.hexdigest() != etag:
        try:
            came = remote.snapshot_piece(etag, held)
        except SnapshotGone:
            _forget(store, etag)
            raise
        with store.writing() as connection:
            landing.append(connection, etag, held, came.body)
        held += len(came.body)
        digest.update(came.body)
        if held >= came.total and digest.hexdigest() != etag:
            _forget(store, etag)
            raise _not_whole()


def _held(store: Store, etag: str) -> Iterator[bytes]:
    at = 0
    while True:
        # One transaction each: a longer one would keep the file growing beside it.
        with store.reading() as connection:
            body = landing.piece(connection, etag, at)
        if not body:
            return
        yield body
        at += len(body)


def _forget(store: Store, etag: str) -> None:
    with store.writing() as connection:
        landing.forget(connection, etag)


def _not_whole() -> NotWhole:
    return NotWhole(
        N_(
            "What came from the office hub was changed on its way and was not kept. Everything "
            "you wrote is still here. Please press “Send and update” again."
        )
    )


def _apply(store: Store, etag: str, applied: int) -> int:
    count = 0
    for number, packed in enumerate(frames.split(_held(store, etag))):
        if number < applied:
            continue
        page = codec.decode(packed, Rows)
        with store.writing() as connection:
            count += sum(_land(connection, kind, rows) for kind, rows in page.rows.items())
            standing.keep_sheets(connection, sheets_of(page.rows), page.seals)
            landing.note_applied(connection, etag, number + 1)
    with store.writing() as connection:
        landing.note_applied(connection, etag, landing.WHOLE)
    return count


def _land(connection: Transaction, kind: str, columns: Columns) -> int:
    if landing.insert(connection, kind, columns):
        if not search.is_empty(connection):
            search.forget(connection, to_find(connection, kind, partial(column, columns)))
        return len(columns)
    return lay(connection, {kind: _not_older(connection, kind, unpack(columns))})


def _not_older(
    connection: Transaction, kind: str, arrived: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Without what is here as it was written later."""
    if kind not in KINDS:
        return list(arrived)
    here = tallies.numbered(connection, kind, [str(values["id"]) for values in arrived])
    revs = {this: rev for this, _, rev in here}
    return [values for values in arrived if values["rev"] >= revs.get(values["id"], 0)]
