"""What the hub's answer does to what was sent: numbers, what was not taken, and what waits no more."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from gridapp.domain.merge import written
from gridapp.domain.records import KINDS
from gridapp.store import leaving, tallies
from gridapp.store.outbox import Parcel
from gridapp.wire.columns import column, unpack
from gridapp.wire.messages import Change, Receipt

# Of what was merged the page brings number and content together; until then it is known to the
# hub, and nothing of its later numbers has been seen.
_KNOWN_THERE = 1


def settle(
    connection: Connection,
    parcel: Parcel,
    numbers: Mapping[str, Sequence[int]],
    receipts: Sequence[Receipt],
    hub_at: str,
) -> None:
    """Number what the hub took; what it did not take is set aside with why."""
    told = {receipt.change_id: receipt for receipt in receipts}
    for kind, made in parcel.made.items():
        ids = column(made, "id")
        given = numbers.get(kind, ())
        taken = [each for each in zip(given, ids, column(made, "scope"), strict=True) if each[0]]
        _number_new(connection, kind, taken, hub_at)
        if len(taken) < len(ids):
            for values, rev in zip(unpack(made), given, strict=True):
                if not rev:
                    one = creation(kind, values)
                    _answered(connection, one, told[one.id], hub_at)
    for change in parcel.changes:
        receipt = told.get(change.change_id)
        if receipt is not None:
            _answered(connection, change, receipt, hub_at)
            done = (change.change_id,)
            connection.exec_driver_sql("DELETE FROM outbox WHERE change_id = ?", done)


def creation(kind: str, values: Mapping[str, Any]) -> Change:
    """A new record as a change of its own, under its id."""
    return Change(
        change_id=values["id"],
        kind=kind,
        id=values["id"],
        fields=written(KINDS[kind], values),
        base_rev=0,
        written_at=values.get("written_at", ""),
        written_by=values.get("written_by", ""),
    )


def _answered(connection: Connection, change: Change, receipt: Receipt, hub_at: str) -> None:
    if receipt.rev:
        number = receipt.rev if receipt.verdict == "stored" else _KNOWN_THERE
        _number(connection, change.kind, [(number, change.id)], hub_at)
    if receipt.verdict in {"refused", "set_aside"}:
        leaving.put_aside(connection, change, receipt, hub_at)


def _number_new(
    connection: Connection, kind: str, taken: Sequence[tuple[int, str, str]], hub_at: str
) -> None:
    if not taken:
        return
    at = _side_by_side(connection, kind, taken)
    if at is None:
        _number(connection, kind, [(rev, this) for rev, this, _ in taken], hub_at)
        return
    # One statement takes a third of the time of thousands.
    update = f"""UPDATE "{kind}" SET rev = ? + rowid - ?, hub_at = ?
        WHERE rowid BETWEEN ? AND ? AND rev = 0"""  # noqa: S608 - our own names
    told = (taken[0][0], at, hub_at, at, at + len(taken) - 1)
    connection.exec_driver_sql(update, told)
    tallies.change(connection, kind, [], [(this, scope, rev) for rev, this, scope in taken])


def _side_by_side(
    connection: Connection, kind: str, taken: Sequence[tuple[int, str, str]]
) -> int | None:
    """The first row of these, where rows and numbers both follow each other and none is numbered."""
    first, count = taken[0][0], len(taken)
    if [rev for rev, _, _ in taken] != list(range(first, first + count)):
        return None
    begin = f'SELECT rowid FROM "{kind}" WHERE id = ?'  # noqa: S608 - our own names
    at: int | None = connection.exec_driver_sql(begin, (taken[0][1],)).scalar()
    if at is None:
        return None
    here = f'SELECT id FROM "{kind}" WHERE rowid BETWEEN ? AND ? AND rev = 0 ORDER BY rowid'  # noqa: S608
    found = connection.exec_driver_sql(here, (at, at + count - 1)).scalars().all()
    return at if found == [this for _, this, _ in taken] else None


def _number(
    connection: Connection, kind: str, taken: Sequence[tuple[int, str]], hub_at: str
) -> None:
    update = f'UPDATE "{kind}" SET rev = ?, hub_at = ? WHERE id = ? AND rev < ?'  # noqa: S608
    ids = [this for _, this in taken]
    before = tallies.numbered(connection, kind, ids)
    connection.exec_driver_sql(update, [(rev, hub_at, this, rev) for rev, this in taken])
    tallies.change(connection, kind, before, tallies.numbered(connection, kind, ids))
