"""Records into rows and back, for any kind, many at a time."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import Boolean, Connection, RowMapping, Table, select, text

from gridapp.domain.fields import Form
from gridapp.domain.records import KINDS
from gridapp.domain.records.header import Record
from gridapp.store.tables import Packed, on_desk
from gridapp.wire.jsontext import packed, unpacked

Kept = TypeVar("Kept", bound=Record)
Row = Mapping[str, Any] | RowMapping

# Any number of values as one parameter, at a desk: thousands of marks are slow to make and capped.
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
    plain, packs = _told(name, records)
    columns = ",".join(f'"{column}"' for column in (*plain, *packs))
    marks = ",".join("?" * (len(plain) + len(packs)))
    connection.exec_driver_sql(
        f'{verb} INTO "{name}" ({columns}) VALUES ({marks})', _rows(records, plain, packs)
    )


_ALWAYS = ("id", "scope", "rev", "deleted")


def _told(kind: str, records: Sequence[Record]) -> tuple[list[str], list[str]]:
    """The columns any of the records fills, plain and packed: blank ones are the table's own."""
    fields = KINDS[kind].fields
    told = [n for n in fields if n in _ALWAYS or any(map(attrgetter(n), records))]
    whole = [n for n in fields if fields[n].form is Form.WHOLE and n not in told]
    told += [n for n in whole if any(getattr(entry, n) is not None for entry in records)]
    packs = [n for n in told if fields[n].form in (Form.SEVERAL, Form.MAP)]
    return [n for n in told if n not in packs], packs


def _rows(records: Sequence[Record], plain: list[str], packs: list[str]) -> list[tuple[Any, ...]]:
    plain_of = attrgetter(*plain)
    if not packs:
        return list(map(plain_of, records))
    return [
        (*plain_of(entry), *(packed(getattr(entry, name)) for name in packs)) for entry in records
    ]


def values_of(kind: str, row: Row) -> dict[str, Any]:
    """The fields of a kind out of a row that may hold other columns too."""
    return {name: row[name] for name in KINDS[kind].fields}


def from_row(kind: type[Kept], row: Row) -> Kept:
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


def has(connection: Connection, kind: type[Record]) -> bool:
    """True where this desk holds any record of a kind."""
    return connection.execute(select(on_desk(kind.kind.name).c.id).limit(1)).first() is not None


def where(connection: Connection, kind: type[Kept], **equal: Any) -> list[Kept]:
    """Records of a kind that are not deleted and have these values."""
    table = on_desk(kind.kind.name)
    query = select(table).where(table.c.deleted.is_(False))
    for name, value in equal.items():
        query = query.where(table.c[name] == value)
    return [from_row(kind, row) for row in connection.execute(query).mappings()]


def rows_by(
    connection: Connection, table: Table, name: str, values: Iterable[str]
) -> Iterable[dict[str, Any]]:
    """Rows of a desk's `table` whose column `name` is one of `values`."""
    among = f'WHERE "{name}" IN (SELECT value FROM json_each(?))'  # noqa: S608 - our own names
    return asked(connection, table, among, packed(list(values)))


def asked(connection: Connection, table: Table, rest: str, *told: Any) -> Iterable[dict[str, Any]]:
    """Rows of a desk's `table`, as the `rest` of a statement asks for them.

    For what every sync asks: a built query takes three times as long, and thirty when it is new.
    """
    begun, names, reads = _selecting(table)
    for row in connection.exec_driver_sql(f"{begun} {rest}", told):
        values = dict(zip(names, row, strict=True))
        for name, read in reads:
            if values[name] is not None:
                values[name] = read(values[name])
        yield values


@cache
def _selecting(table: Table) -> tuple[str, Sequence[str], Sequence[tuple[str, Any]]]:
    """How a SELECT of all columns begins, their names, and what reads those that are no plain text."""
    names = [column.name for column in table.columns]
    listed = ",".join(f'"{name}"' for name in names)
    types = ((column.name, _READ.get(type(column.type))) for column in table.columns)
    reads = [(name, read) for name, read in types if read]
    return f'SELECT {listed} FROM "{table.name}"', names, reads  # noqa: S608 - our own names


_READ = {Packed: unpacked, Boolean: bool}
