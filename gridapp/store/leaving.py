"""What may have left this machine, and what becomes of it where the hub does not take it.

A new fact is sent as it stands in its row, so it may change there as long as none of its bytes
left. Rows leave in the order of their rowids: one number a kind says how far.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select, text

from gridapp.domain.fields import Writing
from gridapp.domain.records import KINDS
from gridapp.domain.records.header import Record
from gridapp.store import settings
from gridapp.store.tables import on_desk, set_aside
from gridapp.wire.messages import Change, Receipt

_LEFT = "left"  # the setting: the last row that was closed, by kind


def mark(connection: Connection, new: Sequence[Change]) -> None:
    """Note that these new facts and commands may leave; in the transaction that closes them."""
    if not new:
        return
    last = {change.kind: change.id for change in new}  # each kind in the order of its rows
    left = dict(_left(connection))
    for kind, record_id in last.items():
        left[kind] = max(left.get(kind, 0), _row(connection, kind, record_id))
    settings.keep(connection, **{_LEFT: left})


def has_left(connection: Connection, fact: Record) -> bool:
    """True where bytes of a fact or command may be outside, whether or not anybody answered."""
    kind = fact.kind.name
    return fact.rev > 0 or _row(connection, kind, fact.id) <= _left(connection).get(kind, 0)


def _left(connection: Connection) -> Mapping[str, int]:
    found: Mapping[str, int] = settings.read(connection, _LEFT, {})
    return found


def _row(connection: Connection, kind: str, record_id: str) -> int:
    table = on_desk(kind)
    query = select(text("rowid")).select_from(table).where(table.c.id == record_id)
    return int(connection.execute(query).scalar_one())


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
