"""Records from the hub, laid over what is here: nothing written here and not answered is covered."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam

from gridapp.domain.fields import Writing
from gridapp.domain.merge import blank, blanks, written
from gridapp.domain.records.header import Record
from gridapp.store import edits, leaving, outbox, rows, tallies
from gridapp.store.rows import Kept
from gridapp.store.tables import on_desk
from gridapp.store.tables import outbox as changes
from gridapp.wire.jsontext import packed


def put(
    connection: Connection, kind: type[Kept], arrived: Sequence[Mapping[str, Any]]
) -> list[Kept]:
    """Write records as the hub has them, this desk's unsent edits laid over; as they stand now."""
    name = kind.kind.name
    laid = overlay(connection, kind, arrived)
    ids = [entry.id for entry in laid]
    before = tallies.numbered(connection, name, ids)
    rows.put(connection, laid)
    tallies.change(connection, name, before, [(e.id, e.scope, e.rev) for e in laid])
    return laid


def overlay(
    connection: Connection, kind: type[Kept], arrived: Sequence[Mapping[str, Any]]
) -> list[Kept]:
    """Records as the hub has them, with this desk's unsent edits laid over them.

    A new record of ours that the hub knows from elsewhere is sent as far as it differs.
    """
    name, ids = kind.kind.name, [str(values["id"]) for values in arrived]
    # What a fact says is never mixed with another's; only that it was withdrawn holds.
    ours = kind.kind.fields.keys() if kind.kind.writing is Writing.CARD else {"deleted"}
    new = _new_among(connection, name, ids)
    noted: dict[str, set[str]] = {this: set() for this in new}
    covered = []
    empty = blanks(name)
    theirs = {str(values["id"]): {**empty, **values} for values in arrived}
    waiting = rows.rows_by(connection, changes, "record_id", ids)
    for row in (row for row in waiting if row["kind"] == name):
        noted.setdefault(row["record_id"], set()).update(row["mask"])
        was = edits.was(theirs[row["record_id"]], row["was"])
        covered.append({"this": row["seq"], "was": was})
    if covered:
        connection.execute(changes.update().where(changes.c.seq == bindparam("this")), covered)
    held = {
        row["id"]: rows.values_of(name, row)
        for row in rows.rows_by(connection, on_desk(name), "id", noted)
    }
    left = leaving.among(connection, name, new) if new else set()
    laid = []
    for this, values in theirs.items():
        mask = noted.get(this, set()) & ours
        if this in new:
            mask = _kept_apart(connection, kind, held[this], values, has_left=this in left)
        laid.append(kind(**{**values, **{one: held[this][one] for one in mask}}))
    return laid


def _kept_apart(
    connection: Connection,
    kind: type[Record],
    ours: Mapping[str, Any],
    theirs: Mapping[str, Any],
    *,
    has_left: bool,
) -> set[str]:
    """Note what a new record of ours says other than the hub's of that id; the fields to lay over.

    A card goes on as an edit. A fact that says something else is another fact: it is sent whole
    as it is, and the hub keeps it for a person. What may have left is sent again as it left.
    """
    differing = _differing(kind, ours, theirs)
    if not differing:
        return set()
    if kind.kind.writing is Writing.CARD and not has_left:
        outbox.note(connection, theirs, kind(**{**ours, "rev": 0}), differing)
        return differing
    edits.keep_as_it_is(connection, kind.kind.name, ours)
    return differing if kind.kind.writing is Writing.CARD else set()


def _new_among(connection: Connection, kind: str, ids: Iterable[str]) -> set[str]:
    among = "id IN (SELECT value FROM json_each(?))"
    query = f'SELECT id FROM "{kind}" AS made WHERE {among} AND {outbox.UNSENT_HERE}'  # noqa: S608 - our own names
    return set(connection.exec_driver_sql(query, (packed(list(ids)),)).scalars())


def _differing(kind: type[Record], ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> set[str]:
    said = written(kind.kind, ours)
    return {
        name for name, value in said.items() if theirs.get(name, blank(kind.kind, name)) != value
    }
