"""The first reading of a reach: snapshots fetched piece by piece, each applied as a whole.

A cut costs the piece that was on its way; a kill costs no byte that has come.
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


def fetch(store: Store, remote: Remote, offers: Sequence[Offer], gone: set[str]) -> int:
    """Fetch and apply what is offered, going on where it was cut off; how many records came.

    What the hub has no more is noted as `gone`: the next answer offers a newer one. Raises
    NotWhole, what `remote` raises, and SnapshotGone where that is offered again.
    """
    count = 0
    for offer in offers:
        count += sum(_read(store, remote, etag, gone) for etag in offer.etags)
        if offer.then.epoch and gone.isdisjoint(offer.etags):
            with store.writing() as connection:
                read_to = settings.cursors(connection)
                here = {offer.then.reach: (offer.then.epoch, offer.then.rev)}
                settings.keep_cursors(connection, {**read_to, **here})
    return count


def _read(store: Store, remote: Remote, etag: str, gone: set[str]) -> int:
    with store.reading() as connection:
        if etag in landing.applied(connection):
            return 0
    try:
        _fetch(store, remote, etag)
    except SnapshotGone:
        _forget(store, etag)
        if etag in gone:
            raise
        gone.add(etag)
        return 0
    return _apply(store, etag)


def _fetch(store: Store, remote: Remote, etag: str) -> None:
    """Fetch what is missing of a snapshot; its name says when it is whole."""
    held, digest = 0, hashlib.sha256()
    with store.reading() as connection:
        for body in _held(connection, etag):
            held += len(body)
            digest.update(body)
    while digest.hexdigest() != etag:
        came = remote.snapshot_piece(etag, held)
        with store.writing() as connection:
            landing.append(connection, etag, held, came.body)
        held += len(came.body)
        digest.update(came.body)
        if held >= came.total and digest.hexdigest() != etag:
            _forget(store, etag)
            raise _not_whole()


def _held(connection: Transaction, etag: str) -> Iterator[bytes]:
    at = 0
    while body := landing.piece(connection, etag, at):
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


def _apply(store: Store, etag: str) -> int:
    """Apply a whole snapshot or nothing of it, a page in memory at a time."""
    with store.writing() as connection:
        count = sum(
            _lay_page(connection, codec.decode(packed, Rows))
            for packed in frames.split(_held(connection, etag))
        )
        landing.note_applied(connection, etag)
    return count


def _lay_page(connection: Transaction, page: Rows) -> int:
    standing.keep_sheets(connection, sheets_of(page.rows), page.seals)
    return sum(_lay(connection, kind, columns) for kind, columns in page.rows.items())


def _lay(connection: Transaction, kind: str, columns: Columns) -> int:
    if not landing.insert(connection, kind, columns):
        return lay(connection, {kind: _not_older(connection, kind, unpack(columns))})
    if not search.is_empty(connection):
        search.forget(connection, to_find(connection, kind, partial(column, columns)))
    return len(columns)


def _not_older(
    connection: Transaction, kind: str, arrived: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Without what is here as it was written later."""
    if kind not in KINDS:
        return list(arrived)
    here = tallies.numbered(connection, kind, [str(values["id"]) for values in arrived])
    revs = {this: rev for this, _, rev in here}
    return [values for values in arrived if values["rev"] >= revs.get(values["id"], 0)]
