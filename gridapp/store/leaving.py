"""What may have left this machine, and what becomes of it where the hub does not take it.

A new record is sent as it stands in its row, so it may change there as long as none of its bytes
left. Rows leave in the order of their rowids: one number a kind says how far.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select, text

from gridapp.domain.fields import Writing
from gridapp.domain.records import KINDS
from gridapp.domain.records.header import Record
from gridapp.store import settings
from gridapp.store.rows import LISTED
from gridapp.store.tables import on_desk, set_aside
from gridapp.wire.jsontext import packed
from gridapp.wire.messages import Change, Receipt

_LEFT = "left"  # the setting: the last row that was closed, by kind


def mark(connection: Connection, rows: Mapping[str, int]) -> None:
    """Note up to which row of each kind new records may leave; where they are closed."""
    left = dict(_left(connection))
    further = {kind: row for kind, row in rows.items() if row > left.get(kind, 0)}
    if further:
        settings.keep(connection, **{_LEFT: left | further})


def has_left(connection: Connection, entry: Record) -> bool:
    """True where bytes of a record may be outside, whether or not anybody answered."""
    return entry.rev > 0 or bool(among(connection, entry.kind.name, [entry.id]))


def among(connection: Connection, kind: str, ids: Iterable[str]) -> set[str]:
    """Those of these records that may have left by the order of their rows."""
    table, row = on_desk(kind), text("rowid <= :left")
    query = select(table.c.id).where(table.c.id.in_(LISTED), row)
    told = {"listed": packed(list(ids)), "left": _left(connection).get(kind, 0)}
    return set(connection.execute(query, told).scalars())


def _left(connection: Connection) -> Mapping[str, int]:
    found: Mapping[str, int] = settings.read(connection, _LEFT, {})
    return found


def put_aside(connection: Connection, change: Change, receipt: Receipt, hub_at: str) -> None:
    """Keep what the hub did not take with its reason, for a person to look at.

    A withdrawal that was not taken leaves the fact standing; what was withdrawn here meanwhile
    is nobody's worry any more.
    """
    table = on_desk(change.kind)
    if KINDS[change.kind].writing is Writing.FACT:
        here = table.c.id == change.id
        if change.fields.get("deleted"):
            connection.execute(table.update().where(here).values(deleted=False))
        elif connection.execute(select(table.c.deleted).where(here)).scalar():
            return
    connection.execute(
        set_aside.insert().prefix_with("OR REPLACE"),
        {
            "change_id": change.change_id,
            "kind": change.kind,
            "record_id": change.id,
            "verdict": receipt.verdict,
            "reason": receipt.reason,
            "reason_values": dict(receipt.values),
            "body": dict(change.fields),
            "answered_at": hub_at,
        },
    )
