"""Small facts a store keeps about itself, by name; any JSON value."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, select
from sqlalchemy.dialects.sqlite import insert

from gridapp.domain.times import local_day
from gridapp.store import dialect
from gridapp.store.tables import cursor, numbering, setting


def read(connection: Connection, name: str, default: Any = None) -> Any:
    """The value kept under `name`."""
    found = connection.execute(select(setting.c.value).where(setting.c.name == name)).scalar()
    return default if found is None else found


def keep(connection: Connection, **values: Any) -> None:
    """Keep each value under its name."""
    rows = [{"name": name, "value": value} for name, value in values.items()]
    dialect.upsert(connection, setting, rows)


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
    return {row.reach: (row.epoch, row.rev) for row in connection.execute(select(cursor))}


def keep_cursors(connection: Connection, read_to: dict[str, tuple[str, int]]) -> None:
    """Replace all cursors: a reach that is gone is read no further."""
    connection.execute(cursor.delete())
    if read_to:
        connection.execute(
            cursor.insert(),
            [{"reach": reach, "epoch": e, "rev": rev} for reach, (e, rev) in read_to.items()],
        )
