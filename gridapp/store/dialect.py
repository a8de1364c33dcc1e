"""What SQLite and PostgreSQL say differently, said once."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, ScalarSelect, String, Table, func, literal, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from gridapp.wire.jsontext import packed

Row = Mapping[str, Any]


class ThereAlready(Exception):  # noqa: N818 - it says what is wrong
    """A row of this key is there."""


def upsert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Write rows that name every column; each replaces the one with its primary key, if any."""
    if rows:
        statement = _insert(connection, table)
        new = {column.name: statement.excluded[column.name] for column in table.columns}
        keys = [column.name for column in table.primary_key]
        connection.execute(
            statement.on_conflict_do_update(index_elements=keys, set_=new), list(rows)
        )


def insert_new(connection: Connection, table: Table, rows: Sequence[Row]) -> int:
    """Write the rows whose keys are not there yet and leave the others; how many were new."""
    if not rows:
        return 0
    statement = _insert(connection, table).on_conflict_do_nothing()
    counted = statement.execution_options(preserve_rowcount=True)
    return int(connection.execute(counted, list(rows)).rowcount)


def _insert(connection: Connection, table: Table) -> Any:
    if not on_postgres(connection):
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - no desk needs it, and it is slow

    return postgresql.insert(table)


def copy_in(
    connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Write new rows as the driver takes them, the fastest way: JSON columns are packed text.

    Raises ThereAlready where the key of one is taken; then the transaction is to be undone.
    """
    names = ",".join(f'"{name}"' for name in columns)
    if on_postgres(connection):
        _copy_to_postgres(connection, f'COPY "{table.name}" ({names}) FROM STDIN', rows)
    elif several := list(rows):
        marks = ",".join("?" * len(columns))
        told = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'  # noqa: S608 - our own names
        try:
            connection.exec_driver_sql(told, several)
        except IntegrityError as problem:
            raise ThereAlready from problem


def _copy_to_postgres(connection: Connection, told: str, rows: Iterable[tuple[Any, ...]]) -> None:
    from psycopg.errors import UniqueViolation  # noqa: PLC0415 - no desk needs it, and it is slow

    raw: Any = connection.connection.dbapi_connection
    try:
        with raw.cursor() as cursor, cursor.copy(told) as copy:
            for row in rows:
                copy.write_row(row)
    except UniqueViolation as problem:
        raise ThereAlready from problem


def listed(values: Iterable[str]) -> ScalarSelect[str]:
    """Any number of texts for `column.in_(…)`, as one parameter."""
    listing = _Listing(literal(packed(list(values)), String())).table_valued("value")
    return select(listing.c.value).scalar_subquery()


def one_at_a_time(connection: Connection, what: str) -> None:
    """Wait until no other transaction does `what`; SQLite lets only one write anyway."""
    if on_postgres(connection):
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(what))))


def on_postgres(connection: Connection) -> bool:
    """True where this is PostgreSQL, False where it is SQLite."""
    return connection.dialect.name == "postgresql"


class _Listing(FunctionElement[Any]):
    """The texts of a JSON array as rows of one column, `value`."""

    name = "listing"
    inherit_cache = True


@compiles(_Listing, "sqlite")
def _on_sqlite(listing: _Listing, compiler: SQLCompiler, **named: Any) -> str:
    return f"json_each({compiler.process(listing.clauses, **named)})"


@compiles(_Listing, "postgresql")
def _on_postgresql(listing: _Listing, compiler: SQLCompiler, **named: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(listing.clauses, **named)} AS json))"
