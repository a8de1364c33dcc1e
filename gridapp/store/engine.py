"""A store, one transaction at a time; and how an encrypted SQLite file becomes one."""

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlcipher3 import dbapi2

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_

# A large page cache: with the default 2 MB every second read decrypts its page again.
_PRAGMAS = (
    "PRAGMA cipher_log_level=NONE",
    "PRAGMA journal_mode=WAL",
    # NORMAL loses acknowledged commits at a power cut.
    "PRAGMA synchronous=FULL",
    "PRAGMA cache_size=-65536",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA busy_timeout=15000",
)


# What an action is handed inside `reading` or `writing`; the rooms above need no other SQL word.
Transaction = Connection


class WrongKey(Expected):
    """The file does not open with this key."""


class StoreFull(Expected):
    """The disk took nothing more."""

    ends = True


class StoreDamaged(Expected):
    """The disk gave back something else than was written."""

    ends = True


class DatabaseAway(Expected):
    """The database does not answer, or does not let the hub in."""


class DatabaseBusy(Expected):
    """Others hold what is needed, for longer than anybody waits."""


class CommitUnknown(Expected):
    """What was written stands on one computer and may not stand on a second one."""


@dataclass(frozen=True)
class Store:
    """One database; every use of it is one transaction.

    `path` is its file, or on PostgreSQL, which has none here, names the place for what is kept
    beside it. `said` turns what the database complains of into a sentence for the person.
    """

    engine: Engine
    path: Path
    said: Callable[[], AbstractContextManager[None]]

    @property
    def is_file(self) -> bool:
        """True where the store is a file of this computer, which can be copied."""
        return self.engine.dialect.name == "sqlite"

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one moment of the store."""
        with self.said(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes: return commits, raise rolls back."""
        with self.said(), self.engine.connect() as connection:
            connection.execution_options(writing=True)
            with connection.begin():
                yield connection

    def let_go(self) -> None:
        """Give back the memory of pages that were read; what is needed again is read again."""
        if self.is_file:
            with self.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA shrink_memory")

    def close(self) -> None:
        """Give every connection back to the system."""
        self.engine.dispose()


def open_store(path: Path, key: bytes) -> Store:
    """Open, or make, the file at `path` with the raw 32-byte `key`.

    Raises WrongKey where the file does not open with it.
    """
    store = Store(_engine(path, key), path, partial(said, path))
    with store.reading() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
    return store


def _engine(path: Path, key: bytes) -> Engine:
    def connect() -> Any:
        # The driver's own begin none before DDL, and a kill would leave half a migration.
        connection = dbapi2.connect(path, isolation_level=None, check_same_thread=False)
        connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        return connection

    engine = create_engine(
        "sqlite://", module=dbapi2, creator=connect, poolclass=QueuePool, pool_reset_on_return=None
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextlib.contextmanager
def said(path: Path) -> Iterator[None]:
    """Turn what the disk or a wrong key says into a sentence for the person."""
    try:
        yield
    except (DatabaseError, dbapi2.DatabaseError) as problem:
        words = str(getattr(problem, "orig", problem))
        if "not a database" in words:
            raise WrongKey(
                N_("This password does not open {file}. Nothing was changed. Please try again."),
                file=path.name,
            ) from problem
        if "malformed" in words:
            raise damaged(path) from problem
        if isinstance(problem, OperationalError) and _is_full(words):
            raise full() from problem
        raise


def damaged(path: Path) -> StoreDamaged:
    """What the person hears where a file is not what was written."""
    return StoreDamaged(
        N_(
            "The records in {file} are damaged. Nothing was changed. "
            "Put back the newest copy from the folder “backup”, and tell the office."
        ),
        file=path.name,
    )


def full() -> StoreFull:
    """What the person hears where the disk takes nothing."""
    return StoreFull(
        N_(
            "The disk is full or cannot be written. What was said to be saved is safe; "
            "the last step was not saved. Free some room and do it again."
        ),
    )


def _is_full(words: str) -> bool:
    return any(
        sign in words for sign in ("is full", "disk I/O error", "readonly", "unable to open")
    )
