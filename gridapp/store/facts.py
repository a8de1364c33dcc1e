"""Corrections of facts: changed where they stand while nothing of them left, replaced ever after."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from gridapp.domain.records.header import Record
from gridapp.store import leaving, outbox, rows
from gridapp.store.rows import Kept
from gridapp.store.tables import on_desk, set_aside

# What a withdrawal says, where the fact says it: a hub that never got the fact keeps just this.
_SAID = ("deleted", "scope", "replaces")


def amend(connection: Connection, before: Kept, after: Kept, *, new_id: str) -> Kept:
    """The fact that stands now: `after`, or where `before` may have left, `after` under `new_id`.

    `after` carries the head of who corrects it.
    """
    if not leaving.has_left(connection, before):
        _put(connection, after, **after.__dict__)
        return after
    head = {"written_by": after.written_by, "written_at": after.written_at}
    withdraw(connection, before, head)
    fresh: dict[str, Any] = {"id": new_id, "rev": 0, "hub_at": "", "replaces": before.id}
    stands = replace(after, **fresh)
    outbox.add(connection, [stands])
    return stands


def withdraw(connection: Connection, fact: Record, head: Mapping[str, Any]) -> None:
    """Take a fact back: it goes without a trace, or where it may have left, the hub is told.

    `head` says who withdraws it and when. Twice is once.
    """
    held = rows.get(connection, type(fact), fact.id)
    if held is None or held.deleted or forget(connection, held):
        return
    _put(connection, held, deleted=True)
    gone = replace(held, deleted=True, **head)
    outbox.note(connection, held.__dict__, gone, [n for n in _SAID if getattr(gone, n, "")])


def forget(connection: Connection, fact: Record) -> bool:
    """Remove what nobody outside holds as a record; False where somebody may."""
    answers = set_aside.delete().where(set_aside.c.record_id == fact.id)
    was_aside = connection.execute(answers).rowcount > 0
    if leaving.has_left(connection, fact) and (fact.rev > 0 or not was_aside):
        return False
    table = on_desk(fact.kind.name)
    connection.execute(table.delete().where(table.c.id == fact.id))
    return True


def lineage(connection: Connection, kind: type[Record], record_id: str) -> list[str]:
    """The id of a fact and of all it replaced, newest first: what named those is about this."""
    ids: list[str] = []
    while record_id and record_id not in ids:
        ids.append(record_id)
        held = rows.get(connection, kind, record_id)
        record_id = getattr(held, "replaces", "")
    return ids


def _put(connection: Connection, fact: Record, **values: Any) -> None:
    # Never OR REPLACE: the rowid says whether the fact has left.
    table = on_desk(fact.kind.name)
    connection.execute(table.update().where(table.c.id == fact.id).values(**values))
