"""Stores in memory that are copied and put back byte for byte, and chance that comes from a seed."""

import contextlib
import os
import random
import sqlite3
from pathlib import Path

from sqlalchemy import StaticPool, create_engine, event

from gridapp.store.engine import Store, _begin


class Killed(Exception):  # noqa: N818 - it says what happened
    """The program was ended here."""


class Disk:
    """A store that is made anew in no time: its connection and what it compiled stay."""

    def __init__(self):
        self.raw = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self.raw.execute("PRAGMA page_size=1024")
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

    def _commit(self, connection):
        if self.dies and connection.get_execution_options().get("writing"):
            self.dies = False
            raise Killed

    def image(self):
        """Every byte of it."""
        return self.raw.serialize()

    def put_back(self, image):
        """Hold these bytes and nothing else."""
        self.raw.deserialize(image)


@contextlib.contextmanager
def drawn_from(seed):
    """All chance of this process comes from `seed` for a while."""
    drawn, real = random.Random(seed).randbytes, os.urandom
    os.urandom = random._urandom = drawn
    try:
        yield
    finally:
        os.urandom = random._urandom = real
