"""Small facts a store keeps about itself, by name; any JSON value."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, text
from sqlalchemy.dialects.sqlite import insert

from gridapp.domain.times import local_day
from gridapp.store import dialect
from gridapp.store.tables import numbering, setting
from gridapp.wire.jsontext import packed, unpacked

# In words: each sync asks for a dozen, and a built query takes longer to make than to run.
_READ = text("SELECT value FROM setting WHERE name = :name")
_KEEP = text(
    "INSERT INTO setting (name, value) VALUES (:name, :value)"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)


def read(connection: Connection, name: str, default: Any = None) -> Any:
    """The value kept under `name`."""
    found = connection.execute(_READ, {"name": name}).scalar()
    return default if found is None else unpacked(found)


def keep(connection: Connection, **values: Any) -> None:
    """Keep each value under its name."""
    for name, value in values.items():
        told = None if value is None else packed(value)
        connection.execute(_KEEP, {"name": name, "value": told})


def keep_first(connection: Connection, name: str, value: Any) -> Any:
    """Keep `value` where nothing is kept under `name`; what is, the same for all who come at once."""
    dialect.insert_new(connection, setting, [{"name": name, "value": value}])
    return read(connection, name)


def next_number(connection: Connection, letter: str, now: datetime) -> int:
    """The next running number of this desk for `letter` today, from 1."""
    counted = insert(numbering).values(letter=letter, day=local_day(now).isoformat(), last=1)
    new_day = numbering.c.day != counted.excluded.day
    following = case((new_day, 1), else_=numbering.c.last + 1)
    counted = counted.on_conflict_do_update(
        index_elements=["letter"], set_={"day": counted.excluded.day, "last": following}
    )
    return int(connection.execute(counted.returning(numbering.c.last)).scalar_one())


def cursors(connection: Connection) -> dict[str, tuple[str, int]]:
    """How far this desk has read, by reach: (epoch, rev)."""
    found = connection.exec_driver_sql("SELECT reach, epoch, rev FROM cursor")
    return {reach: (epoch, rev) for reach, epoch, rev in found}


def keep_cursors(connection: Connection, read_to: dict[str, tuple[str, int]]) -> None:
    """Replace all cursors: a reach that is gone is read no further."""
    connection.exec_driver_sql("DELETE FROM cursor")
    rows = [(reach, epoch, rev) for reach, (epoch, rev) in read_to.items()]
    if rows:
        connection.exec_driver_sql("INSERT INTO cursor (reach, epoch, rev) VALUES (?, ?, ?)", rows)
