"""Changes not yet answered by the hub: noted with the record, closed when sent, settled by id."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from gridapp.domain.fields import Writing
from gridapp.domain.merge import BOOKKEEPING, written
from gridapp.domain.records import KINDS
from gridapp.domain.records.header import Record
from gridapp.store import rows
from gridapp.store.tables import on_desk, outbox, set_aside
from gridapp.wire.jsontext import packed
from gridapp.wire.messages import Change, Receipt

_NOTE = (
    "INSERT INTO outbox (change_id, kind, record_id, mask, base_rev, written_at, written_by)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)


def add(connection: Connection, records: Sequence[Record]) -> None:
    """Write new records of one kind and note each to be sent."""
    if not records:
        return
    rows.insert(connection, records)
    connection.exec_driver_sql(_NOTE, [_noted(entry, "[]") for entry in records])


def edit(connection: Connection, before: Record, after: Record) -> bool:
    """Replace a card and note which fields changed; False where nothing did."""
    held, new = before.__dict__, after.__dict__
    mask = {name for name in held if name not in BOOKKEEPING and held[name] != new[name]}
    if not mask:
        return False
    rows.put(connection, [after])
    open_change = connection.execute(
        select(outbox.c.change_id, outbox.c.mask).where(
            outbox.c.record_id == after.id, outbox.c.body.is_(None)
        )
    ).first()
    if open_change is None:
        connection.exec_driver_sql(_NOTE, [_noted(after, packed(sorted(mask)))])
    elif open_change.mask:
        # Nothing of the open change has left the machine: it grows. One for a new record
        # (an empty mask) says everything already.
        connection.execute(
            outbox.update().where(outbox.c.change_id == open_change.change_id),
            {"mask": sorted(mask | set(open_change.mask))},
        )
    return True


def _noted(entry: Record, mask: str) -> tuple[Any, ...]:
    change_id = secrets.token_hex(16)
    by, at = entry.written_by, entry.written_at
    return change_id, entry.kind.name, entry.id, mask, entry.rev, at, by


def close(connection: Connection, most: int) -> list[Change]:
    """The oldest `most` changes, closed: what they say is final once this commits.

    Facts and commands never change, so only cards are sealed; an edit made later is a new change.
    """
    waiting = connection.execute(select(outbox).order_by(outbox.c.seq).limit(most)).all()
    values = {id(row): row.body or {} for row in waiting}
    for kind in {row.kind for row in waiting}:
        unsealed = [row for row in waiting if row.kind == kind and row.body is None]
        held = _held(connection, kind, [row.record_id for row in unsealed])
        for row in unsealed:
            values[id(row)] = _said(kind, held[row.record_id], row.mask)
        if KINDS[kind].writing is Writing.CARD and unsealed:
            connection.execute(
                outbox.update().where(outbox.c.change_id == bindparam("this")),
                [{"this": row.change_id, "body": values[id(row)]} for row in unsealed],
            )
    return [
        Change(
            change_id=row.change_id,
            kind=row.kind,
            id=row.record_id,
            fields=values[id(row)],
            base_rev=row.base_rev,
            written_at=row.written_at,
            written_by=row.written_by,
        )
        for row in waiting
    ]


def _held(connection: Connection, kind: str, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    found = rows.rows_by(connection, on_desk(kind), "id", ids)
    return {row["id"]: rows.values_of(kind, row) for row in found}


def _said(kind: str, held: Mapping[str, Any], mask: Sequence[str]) -> dict[str, Any]:
    return {name: held[name] for name in mask} if mask else written(KINDS[kind], held)


def settle(
    connection: Connection, changes: Sequence[Change], receipts: Sequence[Receipt], hub_at: str
) -> None:
    """Take the answered changes out of the outbox; what was not taken is set aside with why."""
    sent = {change.change_id: change for change in changes}
    answered = [receipt for receipt in receipts if receipt.change_id in sent]
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for receipt in answered:
        change = sent[receipt.change_id]
        if receipt.rev:
            by_kind.setdefault(change.kind, []).append({"this": change.id, "number": receipt.rev})
    for kind, numbered in by_kind.items():
        table = on_desk(kind)
        older = table.c.id == bindparam("this"), table.c.rev < bindparam("number")
        numbering = table.update().where(*older).values(rev=bindparam("number"), hub_at=hub_at)
        connection.execute(numbering, numbered)
    for receipt in answered:
        if receipt.verdict in {"refused", "set_aside"}:
            _put_aside(connection, sent[receipt.change_id], receipt, hub_at)
    if answered:
        connection.exec_driver_sql(
            "DELETE FROM outbox WHERE change_id = ?", [(r.change_id,) for r in answered]
        )


def _put_aside(connection: Connection, change: Change, receipt: Receipt, hub_at: str) -> None:
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


def overlay(
    connection: Connection, kind: type[rows.Kept], arrived: Sequence[Mapping[str, Any]]
) -> list[rows.Kept]:
    """Records as the hub has them, with this desk's unsent edits laid over them."""
    name, ids = kind.kind.name, [str(values["id"]) for values in arrived]
    masks: dict[str, list[Sequence[str]]] = {}
    for row in rows.rows_by(connection, outbox, "record_id", ids):
        if row["kind"] == name:
            masks.setdefault(row["record_id"], []).append(row["mask"])
    held = _held(connection, name, masks)
    laid = []
    for values in arrived:
        mine: dict[str, Any] = {}
        for mask in masks.get(str(values["id"]), ()):
            mine.update(_said(name, held[str(values["id"])], mask))
        laid.append(kind(**{**values, **mine}))
    return laid


def waiting(connection: Connection) -> dict[str, int]:
    """How many changes wait, by kind."""
    counted = select(outbox.c.kind, func.count()).group_by(outbox.c.kind)
    return dict(connection.execute(counted).tuples().all())


def aside(connection: Connection) -> list[dict[str, Any]]:
    """What the hub did not take, with its reason, oldest first."""
    listed = select(set_aside).order_by(set_aside.c.answered_at, set_aside.c.change_id)
    return [dict(row) for row in connection.execute(listed).mappings()]
