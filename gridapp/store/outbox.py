"""Changes not yet answered by the hub: closed when sent, settled by id, never forgotten.

A record the hub has not numbered is itself a change: it is there or not there with its
transaction, and needs no second row. The outbox table holds edits, and cards once closed.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnExpressionArgument,
    Connection,
    Row,
    bindparam,
    func,
    select,
    text,
    union,
)

from gridapp.domain.fields import Writing
from gridapp.domain.merge import blank, written
from gridapp.domain.records import KINDS
from gridapp.domain.records.header import Record
from gridapp.store import edits, leaving, rows
from gridapp.store.tables import UNSENT, on_desk, outbox, set_aside
from gridapp.wire.jsontext import packed
from gridapp.wire.messages import Change, Receipt

# Reference records come from the hub and always have a number. In this order they are sent.
_OURS = tuple(name for name, kind in KINDS.items() if kind.writing is not Writing.REFERENCE)


def add(connection: Connection, records: Sequence[Record]) -> None:
    """Write new records of one kind; without a number of the hub's they wait to be sent."""
    rows.insert(connection, records)


def edit(connection: Connection, before: Record, after: Record) -> bool:
    """Replace a card and note which fields changed; False where nothing did."""
    return edits.edit(connection, [(before, after)]) > 0


def note(connection: Connection, entry: Record, mask: Iterable[str]) -> None:
    """Note that the fields of `mask` of a record changed and wait to be sent."""
    connection.execute(outbox.insert(), edits.noted(entry, mask))


@dataclass(frozen=True)
class Closed:
    """A change that may leave the machine, and its place in the outbox, 0 where it has none."""

    seq: int
    change: Change


def close(connection: Connection, most: int) -> list[Closed]:
    """At most `most` changes, closed: what they say is final once this commits.

    An edit made later is a new change. Facts and commands never change, so only cards are sealed.
    """
    closed = _edits(connection, most)
    for kind in _OURS:
        room = most - len(closed)
        if room:
            closed += _new(connection, kind, room)
    leaving.mark(connection, [each.change for each in closed if not each.seq])
    return closed


def _edits(connection: Connection, most: int) -> list[Closed]:
    waiting = connection.execute(select(outbox).order_by(outbox.c.seq).limit(most)).all()
    bodies = {row.seq: row.body for row in waiting if row.body is not None}
    for kind in {row.kind for row in waiting}:
        open_ones = [row for row in waiting if row.kind == kind and row.body is None]
        held = _held(connection, kind, [row.record_id for row in open_ones])
        bodies |= {row.seq: _said(held[row.record_id], row.mask) for row in open_ones}
    sealing = [{"this": row.seq, "body": bodies[row.seq]} for row in waiting if row.body is None]
    if sealing:
        sealed = outbox.update().where(outbox.c.seq == bindparam("this"))
        connection.execute(sealed, sealing)
    return [Closed(row.seq, _change(row, bodies[row.seq])) for row in waiting]


def _change(row: Row[Any], body: Mapping[str, Any]) -> Change:
    return Change(
        change_id=row.change_id,
        kind=row.kind,
        id=row.record_id,
        fields=body,
        base_rev=row.base_rev,
        written_at=row.written_at,
        written_by=row.written_by,
    ).held()


def _new(connection: Connection, kind: str, most: int) -> list[Closed]:
    table = on_desk(kind)
    query = select(table).where(*unsent(kind)).order_by(text("rowid")).limit(most)
    found = [rows.values_of(kind, row) for row in connection.execute(query).mappings()]
    changes = [_creation(kind, values) for values in found]
    if KINDS[kind].writing is not Writing.CARD or not changes:
        return [Closed(0, change) for change in changes]
    last = connection.execute(select(func.coalesce(func.max(outbox.c.seq), 0))).scalar_one()
    sealed = [_sealed(last + at, change) for at, change in enumerate(changes, 1)]
    connection.execute(outbox.insert(), sealed)
    return [Closed(row["seq"], change) for row, change in zip(sealed, changes, strict=True)]


def unsent(kind: str) -> list[ColumnExpressionArgument[bool]]:
    """What of a kind is new and neither closed nor set aside."""
    table = on_desk(kind)
    closed = select(outbox.c.seq).where(outbox.c.record_id == table.c.id)
    aside = select(set_aside.c.change_id).where(set_aside.c.record_id == table.c.id)
    return [UNSENT, ~closed.exists(), ~aside.exists()]


def _creation(kind: str, values: Mapping[str, Any]) -> Change:
    """A new record as a change, named by what it says: the same again is answered the same."""
    body = written(KINDS[kind], values)
    said = packed([kind, values["id"], sorted(body.items())])
    return Change(
        change_id=hashlib.sha256(said.encode()).hexdigest()[:32],
        kind=kind,
        id=values["id"],
        fields=body,
        base_rev=0,
        written_at=values["written_at"],
        written_by=values["written_by"],
    )


def _sealed(seq: int, change: Change) -> dict[str, Any]:
    return {
        "seq": seq,
        "change_id": change.change_id,
        "kind": change.kind,
        "record_id": change.id,
        "mask": sorted(change.fields),
        "base_rev": 0,
        "written_at": change.written_at,
        "written_by": change.written_by,
        "body": dict(change.fields),
    }


def _held(connection: Connection, kind: str, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    found = rows.rows_by(connection, on_desk(kind), "id", ids)
    return {row["id"]: rows.values_of(kind, row) for row in found}


def _said(held: Mapping[str, Any], mask: Sequence[str]) -> dict[str, Any]:
    return {name: held[name] for name in mask}


def settle(
    connection: Connection, closed: Sequence[Closed], receipts: Sequence[Receipt], hub_at: str
) -> None:
    """Number what the hub took; what it did not take is set aside with why."""
    sent = {each.change.change_id: each for each in closed}
    answered = [receipt for receipt in receipts if receipt.change_id in sent]
    numbers: dict[str, list[dict[str, Any]]] = {}
    for receipt in answered:
        each = sent[receipt.change_id]
        if receipt.rev:
            # Of a merged card the page brings number and content together; until then it is
            # known to the hub (1) and nothing of its later numbers has been seen.
            number = receipt.rev if receipt.verdict == "stored" else 1
            numbers.setdefault(each.change.kind, []).append(
                {"this": each.change.id, "number": number}
            )
        if receipt.verdict in {"refused", "set_aside"}:
            leaving.put_aside(connection, each.change, receipt, hub_at)
    for kind, numbered in numbers.items():
        table = on_desk(kind)
        older = table.c.id == bindparam("this"), table.c.rev < bindparam("number")
        numbering = table.update().where(*older).values(rev=bindparam("number"), hub_at=hub_at)
        connection.execute(numbering, numbered)
    done = [(sent[receipt.change_id].seq,) for receipt in answered]
    if done:
        connection.exec_driver_sql("DELETE FROM outbox WHERE seq = ?", done)


def overlay(
    connection: Connection, kind: type[rows.Kept], arrived: Sequence[Mapping[str, Any]]
) -> list[rows.Kept]:
    """Records as the hub has them, with this desk's unsent edits laid over them.

    A new record of ours that the hub knows from elsewhere is sent as far as it differs.
    """
    name, ids = kind.kind.name, [str(values["id"]) for values in arrived]
    # What a fact says is never mixed with another's; only that it was withdrawn holds.
    ours = kind.kind.fields.keys() if kind.kind.writing is Writing.CARD else {"deleted"}
    new = {row["id"] for row in _new_among(connection, name, ids)}
    noted: dict[str, set[str]] = {this: set() for this in new}
    for row in rows.rows_by(connection, outbox, "record_id", ids):
        noted.setdefault(row["record_id"], set()).update(row["mask"])
    held = _held(connection, name, noted)
    laid = []
    for values in arrived:
        this = str(values["id"])
        mask = noted.get(this, set()) & ours
        if this in new:
            mask = _kept_apart(connection, kind, held[this], values)
        mine = _said(held[this], sorted(mask)) if mask else {}
        laid.append(kind(**{**values, **mine}))
    return laid


def _kept_apart(
    connection: Connection, kind: type[Record], ours: Mapping[str, Any], theirs: Mapping[str, Any]
) -> set[str]:
    """Note what a new record of ours says other than the hub's of that id; the fields to lay over.

    A card goes on as an edit. A fact that says something else is another fact: it is sent whole
    as it is, and the hub keeps it for a person.
    """
    differing = _differing(kind, ours, theirs)
    if not differing:
        return set()
    if kind.kind.writing is Writing.CARD:
        note(connection, kind(**{**ours, "rev": 0}), differing)
        return differing
    last = connection.execute(select(func.coalesce(func.max(outbox.c.seq), 0))).scalar_one()
    connection.execute(outbox.insert(), _sealed(last + 1, _creation(kind.kind.name, ours)))
    return set()


def _new_among(connection: Connection, kind: str, ids: Sequence[str]) -> Iterable[Any]:
    table = on_desk(kind)
    query = select(table.c.id).where(table.c.id.in_(rows.LISTED), *unsent(kind))
    return connection.execute(query, {"listed": packed(ids)}).mappings()


def _differing(kind: type[Record], ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> set[str]:
    said = written(kind.kind, ours)
    return {
        name for name, value in said.items() if theirs.get(name, blank(kind.kind, name)) != value
    }


def waiting(connection: Connection) -> dict[str, int]:
    """How many changes wait, by kind."""
    noted = select(outbox.c.kind, func.count()).group_by(outbox.c.kind)
    counts: dict[str, int] = dict(connection.execute(noted).all())
    # Subtracted rather than looked for at each new record: after an import these are many.
    dealt_with = union(select(outbox.c.record_id), select(set_aside.c.record_id))
    for kind in _OURS:
        table = on_desk(kind)
        new = select(func.count()).select_from(table).where(UNSENT)
        closed = new.where(table.c.id.in_(dealt_with))
        count = connection.execute(new).scalar_one() - connection.execute(closed).scalar_one()
        if count:
            counts[kind] = counts.get(kind, 0) + count
    return counts


def aside(connection: Connection) -> list[dict[str, Any]]:
    """What the hub did not take, with its reason, oldest first."""
    listed = select(set_aside).order_by(set_aside.c.answered_at, set_aside.c.change_id)
    return [dict(row) for row in connection.execute(listed).mappings()]
