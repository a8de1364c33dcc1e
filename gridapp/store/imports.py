"""What each import of a roster wrote, and how records it added go again."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Table, func, select

from gridapp.domain.fields import Form
from gridapp.domain.records import KINDS
from gridapp.store import edits, rows
from gridapp.store.rows import LISTED
from gridapp.store.tables import imported, on_desk, outbox, set_aside
from gridapp.wire.jsontext import packed

_ABOUT = "about_id"  # the field that names a record of any kind


class Changed(NamedTuple):
    """A record an import changed: of each field the value before and after."""

    kind: str
    id: str
    values: Mapping[str, Sequence[Any]]


class Import(NamedTuple):
    """One import: `added` are the ids by kind, `households` counts those among them."""

    id: str
    file: str
    written_by: str
    written_at: str
    households: int
    added: Mapping[str, Sequence[str]] = {}
    changed: Sequence[Changed] = ()


def keep(connection: Connection, done: Import) -> None:
    """Remember what an import wrote; in the transaction that writes it."""
    *told, added, changed = done
    row = {"id": done.id, "told": told, "wrote": [added, changed]}
    connection.execute(imported.insert(), row)


def listed(connection: Connection) -> list[Import]:
    """The imports that can be taken back, newest first, without what they wrote."""
    newest_first = select(imported.c.told).order_by(imported.c.id.desc())
    return [Import(*told) for told in connection.execute(newest_first).scalars()]


def get(connection: Connection, import_id: str) -> Import | None:
    """An import with all it wrote, or None where it was taken back."""
    found = connection.execute(select(imported).where(imported.c.id == import_id)).first()
    if found is None:
        return None
    added, changed = found.wrote
    changes = [Changed(*each) for each in changed]
    return Import(*found.told)._replace(added=added, changed=changes)


def forget(connection: Connection, import_id: str) -> None:
    """Forget an import that was taken back."""
    connection.execute(imported.delete().where(imported.c.id == import_id))


def standing(connection: Connection, kind: str, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Who wrote those of `ids` that stand, and when."""
    table = on_desk(kind)
    query = select(table.c.id, table.c.written_by, table.c.written_at).where(
        table.c.id.in_(LISTED), table.c.deleted.is_(False)
    )
    found = connection.execute(query, {"listed": packed(list(ids))})
    return {this: (by, at) for this, by, at in found}


def spoken_of(
    connection: Connection, kind: str, ids: Collection[str], *, besides: Collection[str]
) -> set[str]:
    """Those of `ids` that a standing record refers to; the records `besides` do not count."""
    found: set[str] = set()
    for table, column, several in _references(kind):
        names = (
            func.json_each(column).table_valued("value", joins_implicitly=True).c.value
            if several
            else column
        )
        query = select(table.c.id, names).where(names.in_(LISTED), table.c.deleted.is_(False))
        said = connection.execute(query, {"listed": packed(list(ids))})
        found |= {this for by, this in said if by not in besides}
    return found


def _references(kind: str) -> Iterator[tuple[Table, Column[Any], bool]]:
    for name, other in KINDS.items():
        for field in other.fields.values():
            if field.kind == kind or field.name == _ABOUT:
                table = on_desk(name)
                yield table, table.c[field.name], field.form is Form.SEVERAL


def people_of(connection: Connection, households: Iterable[str]) -> set[str]:
    """The residents of these households."""
    found = rows.rows_by(connection, on_desk("resident"), "household_id", households)
    return {row["id"] for row in found}


def remove(
    connection: Connection, kind: str, ids: Collection[str], head: Mapping[str, Any]
) -> None:
    """Take cards away: without a trace, or where one may have left, the hub is told."""
    table, these = on_desk(kind), {"listed": packed(list(ids))}
    connection.execute(set_aside.delete().where(set_aside.c.record_id.in_(LISTED)), these)
    closed = select(outbox.c.record_id).where(outbox.c.record_id == table.c.id).exists()
    never_left = table.c.id.in_(LISTED), table.c.rev == 0, ~closed
    connection.execute(table.delete().where(*never_left), these)
    held = rows.by_id(connection, KINDS[kind].record, ids).values()
    edits.edit(connection, [(each, replace(each, deleted=True, **head)) for each in held])
