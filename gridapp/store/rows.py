"""Records into rows and back, for any kind, many at a time."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import Connection, RowMapping, Table, select, text

from gridapp.domain.fields import Form
from gridapp.domain.merge import blank
from gridapp.domain.records import KINDS
from gridapp.domain.records.header import Record
from gridapp.store.tables import on_desk
from gridapp.wire.jsontext import packed

Kept = TypeVar("Kept", bound=Record)

# Any number of values as one parameter: a list of thousands of marks is slow to make and capped.
LISTED = text("SELECT value FROM json_each(:listed)")


def insert(connection: Connection, records: Sequence[Record]) -> None:
    """Write new records of one kind, in one statement; raises where one is there already."""
    _write(connection, records, "INSERT")


def put(connection: Connection, records: Sequence[Record]) -> None:
    """Write records of one kind, replacing those that are there."""
    _write(connection, records, "INSERT OR REPLACE")


def _write(connection: Connection, records: Sequence[Record], verb: str) -> None:
    if not records:
        return
    name = records[0].kind.name
    names, row = _row_maker(name)
    marks = ",".join("?" * len(names))
    connection.exec_driver_sql(
        f'{verb} INTO "{name}" ({",".join(quoted(names))}) VALUES ({marks})',
        [row(entry) for entry in records],
    )


def quoted(names: Iterable[str]) -> list[str]:
    """Column names as SQL writes them."""
    return [f'"{name}"' for name in names]


@cache
def _row_maker(name: str) -> tuple[tuple[str, ...], Callable[[Record], tuple[Any, ...]]]:
    fields = KINDS[name].fields
    jsons = {n for n, field in fields.items() if field.form in (Form.SEVERAL, Form.MAP)}
    plain = tuple(name for name in fields if name not in jsons)
    packs = tuple(jsons)
    plain_of, packs_of = attrgetter(*plain), _all_of(packs)

    def row(entry: Record) -> tuple[Any, ...]:
        return (*plain_of(entry), *map(_json, packs_of(entry)))

    return plain + packs, row


def _all_of(names: tuple[str, ...]) -> Callable[[Record], tuple[Any, ...]]:
    if len(names) == 1:
        return lambda entry: (getattr(entry, names[0]),)
    return attrgetter(*names)


def _json(value: Any) -> str:
    if not value:
        return "{}" if isinstance(value, dict) else "[]"
    return packed(value)


def values_of(kind: str, row: RowMapping) -> dict[str, Any]:
    """The fields of a kind out of a row; what was written before a field existed is blank there."""
    fields = KINDS[kind]
    return {name: blank(fields, name) if row[name] is None else row[name] for name in fields.fields}


def from_row(kind: type[Kept], row: RowMapping) -> Kept:
    """A row as the record it holds."""
    return kind(**values_of(kind.kind.name, row))


def get(connection: Connection, kind: type[Kept], record_id: str) -> Kept | None:
    """The record of this id on this desk, deleted or not, or None where there is none."""
    table = on_desk(kind.kind.name)
    found = connection.execute(select(table).where(table.c.id == record_id)).mappings().first()
    return from_row(kind, found) if found else None


def by_id(connection: Connection, kind: type[Kept], ids: Iterable[str]) -> dict[str, Kept]:
    """Those records of `ids` that are on this desk."""
    table = on_desk(kind.kind.name)
    return {row["id"]: from_row(kind, row) for row in rows_by(connection, table, "id", ids)}


def where(connection: Connection, kind: type[Kept], **equal: Any) -> list[Kept]:
    """Records of a kind that are not deleted and have these values."""
    table = on_desk(kind.kind.name)
    query = select(table).where(table.c.deleted.is_(False))
    for name, value in equal.items():
        query = query.where(table.c[name] == value)
    return [from_row(kind, row) for row in connection.execute(query).mappings()]


def rows_by(
    connection: Connection, table: Table, name: str, values: Iterable[str]
) -> Iterable[RowMapping]:
    """Rows of `table` whose column `name` is one of `values`."""
    query = select(table).where(table.c[name].in_(LISTED))
    yield from connection.execute(query, {"listed": packed(list(values))}).mappings()
