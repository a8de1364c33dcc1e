"""Changes not yet answered by the hub: closed when sent, settled by id, never forgotten.

A record the hub has not numbered is itself a change: it is there or not there with its
transaction, and needs no second row. The outbox table holds edits, and what was made once it is
edited again before the hub answered.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import ColumnExpressionArgument, Connection, bindparam, select

from gridapp.domain.fields import Writing
from gridapp.domain.records import KINDS
from gridapp.domain.records.header import Record
from gridapp.store import bulk, edits, leaving, rows
from gridapp.store.tables import UNSENT, on_desk, outbox, set_aside
from gridapp.wire.columns import Columns
from gridapp.wire.jsontext import packed
from gridapp.wire.messages import Change

# What the office waits for first; reference records come from the hub.
_FIRST = ("visit", "issue", "appointment", "note")
_OURS = tuple(name for name, kind in KINDS.items() if kind.writing is not Writing.REFERENCE)
# After the edits: a command is judged by what they made of its subject.
_THEN = ("issue_step", *(n for n in _OURS if n not in {*_FIRST, "issue_step", "photo"}), "photo")

# What of a table `made` is new and neither closed nor set aside.
UNSENT_HERE = """rev = 0
  AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.record_id = made.id)
  AND NOT EXISTS (SELECT 1 FROM set_aside WHERE set_aside.record_id = made.id)"""


def add(connection: Connection, records: Sequence[Record]) -> None:
    """Write new records of one kind; without a number of the hub's they wait to be sent."""
    rows.insert(connection, records)


def edit(connection: Connection, before: Record, after: Record) -> bool:
    """Replace a card and note which fields changed; False where nothing did."""
    return edits.edit(connection, [(before, after)]) > 0


def note(
    connection: Connection, before: Mapping[str, Any], entry: Record, mask: Iterable[str]
) -> None:
    """Note that the fields of `mask` of a record, which stood as `before`, wait to be sent."""
    connection.execute(outbox.insert(), edits.noted(before, entry, mask))


@dataclass(frozen=True)
class Parcel:
    """Changes closed to leave together: new records by kind, and edits."""

    made: Mapping[str, Columns] = field(default_factory=dict)
    changes: Sequence[Change] = ()

    @property
    def count(self) -> int:
        """How many changes."""
        return len(self.changes) + sum(map(len, self.made.values()))


def close(connection: Connection, most: int, *, keep: bool = True) -> Parcel:
    """At most `most` changes, closed: what they say is final once this commits.

    An edit made later is a new change. Without `keep` nothing is closed: to see what it would be.
    """
    new = set(connection.exec_driver_sql(_new_kinds()).scalars())
    made, last = _made(connection, [kind for kind in _FIRST if kind in new], most)
    room = most - sum(map(len, made.values()))
    changes = _edits(connection, room, keep=keep) if room else []
    more, further = _made(connection, [kind for kind in _THEN if kind in new], room - len(changes))
    if keep:
        leaving.mark(connection, last | further)
    return Parcel(made | more, changes)


def _made(
    connection: Connection, kinds: Iterable[str], room: int
) -> tuple[dict[str, Columns], dict[str, int]]:
    """New records of these kinds, and the last row of each."""
    made, last = {}, {}
    for kind in kinds:
        found = _new(connection, kind, room) if room else []
        if found:
            made[kind] = bulk.columns_of(kind, [row[1:] for row in found])
            last[kind] = found[-1][0]
            room -= len(found)
    return made, last


def _new(connection: Connection, kind: str, most: int) -> list[tuple[Any, ...]]:
    # The driver's own rows: ten thousand of any other kind take as long as all the rest.
    raw: Any = connection.connection.dbapi_connection
    found: list[tuple[Any, ...]] = raw.execute(_select_new(kind), (most,)).fetchall()
    return found


@cache
def _select_new(kind: str) -> str:
    names = bulk.field_names(kind, on_desk(kind))
    return f'SELECT rowid, {names} FROM "{kind}" AS made WHERE {UNSENT_HERE} ORDER BY rowid LIMIT ?'  # noqa: S608


def _edits(connection: Connection, most: int, *, keep: bool) -> list[Change]:
    waiting = [*rows.asked(connection, outbox, "ORDER BY seq LIMIT ?", most)]
    changes, sealing = {}, []
    for kind in {row["kind"] for row in waiting}:
        ours = [row for row in waiting if row["kind"] == kind]
        opened = [row["record_id"] for row in ours if row["body"] is None]
        found = rows.rows_by(connection, on_desk(kind), "id", opened)
        held = {each["id"]: each for each in found}
        for row in ours:
            body, name = row["body"], row["change_id"]
            if body is None:
                body = {field: held[row["record_id"]][field] for field in row["mask"]}
                # Named by what it says: a laptop put back to before this moment names another so.
                name = _name(row, body)
                sealing.append({"this": row["seq"], "name": name, "sealed": body})
            changes[row["seq"]] = _change(row, name, body)
    if sealing and keep:
        sealed = outbox.update().where(outbox.c.seq == bindparam("this"))
        sealed = sealed.values(change_id=bindparam("name"), body=bindparam("sealed"))
        connection.execute(sealed, sealing)
    return [changes[seq] for seq in sorted(changes)]


def _name(row: Mapping[str, Any], body: Mapping[str, Any]) -> str:
    said = packed([row["change_id"], row["kind"], row["record_id"], sorted(body.items())])
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _change(row: Mapping[str, Any], name: str, body: Mapping[str, Any]) -> Change:
    return Change(
        change_id=name,
        kind=row["kind"],
        id=row["record_id"],
        fields=body,
        base_rev=row["base_rev"],
        written_at=row["written_at"],
        written_by=row["written_by"],
        after=tuple(row["after"]),
    ).held()


def unsent(kind: str) -> list[ColumnExpressionArgument[bool]]:
    """What of a kind is new and neither closed nor set aside."""
    table = on_desk(kind)
    closed = select(outbox.c.seq).where(outbox.c.record_id == table.c.id)
    aside = select(set_aside.c.change_id).where(set_aside.c.record_id == table.c.id)
    return [UNSENT, ~closed.exists(), ~aside.exists()]


def waiting(connection: Connection) -> dict[str, int]:
    """How many changes wait, by kind."""
    noted = "SELECT kind, count(*) FROM outbox GROUP BY kind"
    counts: dict[str, int] = dict(connection.exec_driver_sql(noted).all())
    for kind, count in connection.exec_driver_sql(_count_new()):
        if count:
            counts[kind] = counts.get(kind, 0) + count
    return counts


@cache
def _count_new() -> str:
    # Subtracted rather than looked for at each new record: after an import these are many.
    new = (
        f"SELECT '{kind}', (SELECT count(*) FROM \"{kind}\" WHERE rev = 0)"  # noqa: S608
        f' - (SELECT count(*) FROM "{kind}" WHERE rev = 0 AND id IN dealt)'
        for kind in _OURS
    )
    dealt = "SELECT record_id FROM outbox UNION SELECT record_id FROM set_aside"
    return f"WITH dealt AS MATERIALIZED ({dealt}) {' UNION ALL '.join(new)}"


def is_empty(connection: Connection) -> bool:
    """True where nothing waits; asked often, so nothing is counted."""
    waits = f"SELECT EXISTS (SELECT 1 FROM outbox) OR EXISTS ({_new_kinds()})"  # noqa: S608
    return not connection.exec_driver_sql(waits).scalar()


@cache
def _new_kinds() -> str:
    return " UNION ALL ".join(
        f"SELECT '{kind}' WHERE EXISTS (SELECT 1 FROM \"{kind}\" AS made WHERE {UNSENT_HERE})"  # noqa: S608
        for kind in _OURS
    )


def aside(connection: Connection) -> list[dict[str, Any]]:
    """What the hub did not take, with its reason, oldest first."""
    listed = select(set_aside).order_by(set_aside.c.answered_at, set_aside.c.change_id)
    return [dict(row) for row in connection.execute(listed).mappings()]
