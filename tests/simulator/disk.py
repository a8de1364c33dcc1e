"""Stores in memory that are copied and put back row for row, and chance that comes from a seed."""

import contextlib
import os
import random
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, StaticPool, create_engine, event

from gridapp.store.engine import Store, _begin
from gridapp.store.tables import derived, desk

# Of each table that holds something how to fill it, and its rows.
Image = list[tuple[str, list[tuple[Any, ...]]]]


class Killed(Exception):  # noqa: N818 - it says what happened
    """The program was ended here."""


class Disk:
    """A store in memory: its connection and what it compiled stay while its rows come and go."""

    def __init__(self, metadata: MetaData):
        self.raw = sqlite3.connect(
            ":memory:", isolation_level=None, check_same_thread=False, cached_statements=2000
        )
        engine = create_engine(
            "sqlite://",
            creator=lambda: self.raw,
            poolclass=StaticPool,
            pool_reset_on_return=None,
        )
        event.listen(engine, "begin", _begin)
        event.listen(engine, "commit", self._commit)
        self.store = Store(engine, Path("store.db"), contextlib.nullcontext)
        self.dies = False
        metadata.create_all(engine)
        if metadata is desk:
            derived.create_all(engine)
        self._tables = self._read_tables()

    def _commit(self, connection):
        if self.dies and connection.get_execution_options().get("writing"):
            self.dies = False
            self.raw.rollback()
            raise Killed

    def _read_tables(self):
        """Of each table how to read it whole, to empty it and to fill it."""
        found = self.raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        return [self._statements(name, sql or "") for name, sql in found.fetchall()]

    def _statements(self, name, sql):
        columns = [row[1] for row in self.raw.execute(f'PRAGMA table_info("{name}")')]
        if "WITHOUT ROWID" not in sql:
            columns.insert(0, "rowid")
        listed = ",".join(f'"{column}"' for column in columns)
        marks = ",".join("?" * len(columns))
        return (
            f'SELECT {listed} FROM "{name}"',  # noqa: S608
            f'DELETE FROM "{name}"',  # noqa: S608
            f'INSERT INTO "{name}" ({listed}) VALUES ({marks})',  # noqa: S608
        )

    def image(self):
        """Every row of it."""
        read = self.raw.execute
        held = [(fill, read(whole).fetchall()) for whole, _, fill in self._tables]
        return [(fill, rows) for fill, rows in held if rows]

    def put_back(self, image):
        """Hold these rows and nothing else."""
        self.raw.execute("BEGIN")
        for _, empty, _ in self._tables:
            self.raw.execute(empty)
        for fill, rows in image:
            self.raw.executemany(fill, rows)
        self.raw.execute("COMMIT")


@contextlib.contextmanager
def drawn_from(seed):
    """All chance of this process comes from `seed` for a while."""
    drawn, real = random.Random(seed).randbytes, os.urandom
    os.urandom = random.__dict__["_urandom"] = drawn  # the second is what `secrets` asks
    try:
        yield
    finally:
        os.urandom = random.__dict__["_urandom"] = real
