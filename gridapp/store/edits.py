"""Edits of cards, any number at once: how the records stand now, and what of it is to be sent."""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from gridapp.domain.merge import BOOKKEEPING
from gridapp.domain.records.header import Record
from gridapp.store import rows
from gridapp.store.tables import outbox, set_aside
from gridapp.wire.jsontext import packed

_Changed = tuple[Record, set[str]]  # the record as it is now, and its fields that changed


def edit(connection: Connection, edits: Iterable[tuple[Record, Record]]) -> int:
    """Replace cards, each by another, and note which fields changed; how many cards did."""
    kinds: defaultdict[str, list[_Changed]] = defaultdict(list)
    for before, after in edits:
        held, new = before.__dict__, after.__dict__
        mask = {name for name in held if name not in BOOKKEEPING and held[name] != new[name]}
        if mask:
            kinds[after.kind.name].append((after, mask))
    for changed in kinds.values():
        rows.put(connection, [after for after, _ in changed])
        _note(connection, changed)
    return sum(map(len, kinds.values()))


def noted(entry: Record, mask: Iterable[str]) -> dict[str, Any]:
    """The row of an open change of these fields of a record."""
    return {
        "change_id": secrets.token_hex(16),
        "kind": entry.kind.name,
        "record_id": entry.id,
        "mask": sorted(mask),
        "base_rev": entry.rev,
        "written_at": entry.written_at,
        "written_by": entry.written_by,
    }


def _note(connection: Connection, changed: Sequence[_Changed]) -> None:
    last = _last(connection, [after.id for after, _ in changed])
    growing, new, again = [], [], []
    for after, mask in changed:
        waiting = last.get(after.id)
        if waiting is not None and waiting.is_open:
            # Nothing of the open change has left the machine: it grows.
            growing.append(_grown(waiting, after, mask))
        elif waiting is not None or after.rev:
            new.append(noted(after, mask))
        else:
            # The hub has no number for it: what was set aside and is now corrected is new again.
            again.append(after.id)
    if growing:
        connection.execute(outbox.update().where(outbox.c.seq == bindparam("this")), growing)
    if new:
        connection.execute(outbox.insert(), new)
    if again:
        corrected = set_aside.delete().where(set_aside.c.record_id.in_(rows.LISTED))
        connection.execute(corrected, {"listed": packed(again)})


def _grown(waiting: Row[Any], after: Record, mask: set[str]) -> dict[str, Any]:
    return {
        "this": waiting.seq,
        "mask": sorted(mask | set(waiting.mask)),
        "written_at": after.written_at,
        "written_by": after.written_by,
    }


def _last(connection: Connection, ids: Sequence[str]) -> Mapping[str, Row[Any]]:
    """Of each record the last change that waits."""
    is_open = outbox.c.body.is_(None).label("is_open")
    query = (
        select(outbox.c.record_id, outbox.c.seq, outbox.c.mask, is_open)
        .where(outbox.c.record_id.in_(rows.LISTED))
        .order_by(outbox.c.seq)
    )
    found = connection.execute(query, {"listed": packed(list(ids))})
    return {row.record_id: row for row in found}
