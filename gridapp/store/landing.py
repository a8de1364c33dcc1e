"""Snapshots as they come to a desk: their pieces, which were applied, and new records in sets."""

from sqlalchemy import Connection, select

from gridapp.domain.records import KINDS
from gridapp.store import bulk, dialect, settings, tallies
from gridapp.store.tables import on_desk
from gridapp.store.tables import piece as pieces
from gridapp.wire.columns import Columns, column
from gridapp.wire.jsontext import packed

_APPLIED = "snapshots_applied"  # the setting


def append(connection: Connection, etag: str, at: int, body: bytes) -> None:
    """Keep a piece."""
    connection.execute(pieces.insert(), {"etag": etag, "at": at, "body": body})


def piece(connection: Connection, etag: str, at: int) -> bytes:
    """The piece that begins there; empty where none does."""
    query = select(pieces.c.body).where(pieces.c.etag == etag, pieces.c.at == at)
    return connection.execute(query).scalar() or b""


def applied(connection: Connection) -> list[str]:
    """The snapshots that were applied of what is still offered."""
    return list(settings.read(connection, _APPLIED, ()))


def note_applied(connection: Connection, etag: str) -> None:
    """Note that a snapshot was applied; its pieces go."""
    settings.keep(connection, **{_APPLIED: [*applied(connection), etag]})
    forget(connection, etag)


def forget(connection: Connection, etag: str) -> None:
    """Remove what came of a snapshot."""
    connection.execute(pieces.delete().where(pieces.c.etag == etag))


def forget_others(connection: Connection, offered: set[str]) -> None:
    """Forget the snapshots that are offered no more."""
    told = applied(connection)
    if not offered >= set(told):
        settings.keep(connection, **{_APPLIED: [etag for etag in told if etag in offered]})
    others = "DELETE FROM piece WHERE etag NOT IN (SELECT value FROM json_each(?))"
    connection.exec_driver_sql(others, (packed(sorted(offered)),))


def insert(connection: Connection, kind: str, columns: Columns) -> bool:
    """Write records that are new here, no object a row; False, and nothing written, where not all.

    What waits here to be sent is of a record that is here, so none of it is covered.
    """
    if kind not in KINDS or not KINDS[kind].fields.keys() >= set(columns.names):
        return False
    names, rows = bulk.told_rows(kind, columns)
    try:
        with connection.begin_nested():
            dialect.copy_in(connection, on_desk(kind), names, rows)
    except dialect.ThereAlready:
        return False
    here = (column(columns, name) for name in ("id", "scope", "rev"))
    tallies.change(connection, kind, [], list(zip(*here, strict=True)))
    return True
