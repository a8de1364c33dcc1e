"""Edits of cards, any number at once: how the records stand now, and what of it is to be sent."""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from gridapp.domain.merge import BOOKKEEPING, said, written
from gridapp.domain.records import KINDS
from gridapp.domain.records.header import Record
from gridapp.store import leaving, rows
from gridapp.store.tables import on_desk, outbox, set_aside
from gridapp.wire.jsontext import packed
from gridapp.wire.sheets import fingerprint

_Changed = tuple[Record, Record, set[str]]  # a record before, as it is now, and what changed


def edit(connection: Connection, edits: Iterable[tuple[Record, Record]]) -> int:
    """Replace cards, each by another, and note which fields changed; how many cards did."""
    kinds: defaultdict[str, list[_Changed]] = defaultdict(list)
    for before, after in edits:
        held, new = before.__dict__, after.__dict__
        mask = {name for name in held if name not in BOOKKEEPING and held[name] != new[name]}
        if mask:
            kinds[after.kind.name].append((before, after, mask))
    for kind, changed in kinds.items():
        seal(connection, kind, [after.id for _, after, _ in changed if not after.rev])
        rows.put(connection, [after for _, after, _ in changed])
        _note(connection, changed)
    return sum(map(len, kinds.values()))


def noted(
    before: Mapping[str, Any], entry: Record, mask: Iterable[str], after: Sequence[str] = ()
) -> dict[str, Any]:
    """The row of an open change of these fields of a record, which stood as `before`.

    `after` are its changes that wait.
    """
    return {
        "was": was(before, mask),
        "change_id": secrets.token_hex(16),
        "kind": entry.kind.name,
        "record_id": entry.id,
        "mask": sorted(mask),
        "base_rev": entry.rev,
        "after": after,
        "written_at": entry.written_at,
        "written_by": entry.written_by,
    }


def was(before: Mapping[str, Any], mask: Iterable[str]) -> dict[str, Any]:
    """What an edit of these fields covers, with who wrote it and when."""
    return {name: before[name] for name in {*mask, "written_by", "written_at"}}


def seal(connection: Connection, kind: str, ids: Sequence[str]) -> None:
    """Keep new records that may have left as they left, before they change here."""
    if not ids:
        return
    # What was set aside is not sent again until it is another.
    aside = select(set_aside.c.record_id).where(set_aside.c.record_id.in_(rows.LISTED))
    known = set(connection.execute(aside, {"listed": packed(list(ids))}).scalars())
    gone = leaving.among(connection, kind, ids) - known - _waiting(connection, ids).keys()
    table = on_desk(kind)
    held = [rows.values_of(kind, row) for row in rows.rows_by(connection, table, "id", gone)]
    sealed = [_sealed(kind, values) for values in held if not values["rev"]]
    if sealed:
        connection.execute(outbox.insert(), sealed)


def keep_as_it_is(connection: Connection, kind: str, values: Mapping[str, Any]) -> None:
    """Keep a new record as a change that is sent as it stands now."""
    connection.execute(outbox.insert(), _sealed(kind, values))


def _sealed(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    body = written(KINDS[kind], values)
    return {
        "change_id": fingerprint(kind, said(kind, values)).hex(),
        "kind": kind,
        "record_id": values["id"],
        "mask": sorted(body),
        "base_rev": 0,
        "written_at": values["written_at"],
        "written_by": values["written_by"],
        "body": body,
    }


def _note(connection: Connection, changed: Sequence[_Changed]) -> None:
    waits = _waiting(connection, [after.id for _, after, _ in changed])
    growing, new, again = [], [], []
    for before, after, mask in changed:
        last = waits.get(after.id, [])
        if last and last[-1].is_open:
            # Nothing of the open change has left the machine: it grows.
            growing.append(_grown(last[-1], before, after, mask))
        elif last or after.rev:
            ids = [row.change_id for row in last]
            new.append(noted(before.__dict__, after, mask, ids))
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


def _grown(waiting: Any, before: Record, after: Record, mask: set[str]) -> dict[str, Any]:
    return {
        "this": waiting.seq,
        "was": was(before.__dict__, mask) | waiting.was,
        "mask": sorted(mask | set(waiting.mask)),
        "written_at": after.written_at,
        "written_by": after.written_by,
    }


def _waiting(connection: Connection, ids: Sequence[str]) -> Mapping[str, list[Any]]:
    """Of each record the changes that wait, in order."""
    is_open = outbox.c.body.is_(None).label("is_open")
    query = (
        select(outbox, is_open).where(outbox.c.record_id.in_(rows.LISTED)).order_by(outbox.c.seq)
    )
    found: dict[str, list[Any]] = {}
    for row in connection.execute(query, {"listed": packed(list(ids))}):
        found.setdefault(row.record_id, []).append(row)
    return found
