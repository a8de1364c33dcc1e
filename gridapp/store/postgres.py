"""A hub's store on PostgreSQL: how it is opened, and what it says when it refuses."""

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg import errors
from psycopg.abc import RV, PQGen
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, create_engine, event
from sqlalchemy import exc as alchemy

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_
from gridapp.store.engine import CommitUnknown, DatabaseAway, DatabaseBusy, Store, full

log = logging.getLogger(__name__)

# Nothing waits for ever: neither for a server that is not there, nor for one that fell silent,
# nor for the lock of a request that hangs.
_USUAL = {
    "client_encoding": "UTF8",
    "connect_timeout": "10",  # seconds
    "tcp_user_timeout": "30000",  # milliseconds
    "keepalives_idle": "30",  # seconds
    "keepalives_interval": "10",
    "keepalives_count": "3",
    # A standby that is asked by mistake could only read.
    "target_session_attrs": "read-write",
}
_SESSION = "-c lock_timeout=15s -c idle_in_transaction_session_timeout=60s"
# Codes are compared by their bytes, and so ranges of them are.
_SORTS_BY_BYTES = "SELECT 'B' < 'a' AND '~' < '中' AND '10a' < '1~'"
_BUSY = (errors.LockNotAvailable, errors.DeadlockDetected, errors.TooManyConnections)


class NotKeepable(Expected):
    """What was sent has signs or numbers the database takes none of."""


class NotADatabase(Expected):
    """The address names no PostgreSQL database a hub can be kept in."""


def open_postgres(url: str, path: Path, *, patience: float = 20.0) -> Store:
    """Open the database of a `url` or libpq string; files of the hub are kept beside `path`.

    A commit may wait for the standby for `patience` seconds. Raises NotADatabase or DatabaseAway.
    """
    try:
        told = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        raise NotADatabase(
            N_("This is no address of a database. Write it as {example}."),
            example="postgresql://gridapp@127.0.0.1/gridapp",
        ) from None
    usual = {name: said for name, said in _USUAL.items() if name not in told}
    options = f"{_SESSION} {told.get('options', '')}"
    address = make_conninfo(url, **usual, options=options)

    def connect() -> psycopg.Connection[Any]:
        connection = _Careful.connect(address)
        connection.patience = patience
        return connection

    engine = create_engine("postgresql+psycopg://", creator=connect, pool_pre_ping=True)
    event.listen(engine, "begin", _begin)
    store = Store(engine, path, said)
    _check(store)
    return store


class _Careful(psycopg.Connection[Any]):
    """A commit that may have been lost is never taken for one that was made."""

    patience: float  # seconds that a commit may wait for the standby

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._warned = self._commits = False
        self.add_notice_handler(self._note)

    def _note(self, notice: errors.Diagnostic) -> None:
        self._warned |= notice.severity_nonlocalized == "WARNING"

    def commit(self) -> None:
        """Commit; raises CommitUnknown.

        A server that stops waiting for its standby says "committed", with a warning beside; and
        its own timeouts do not end that wait.
        """
        self._warned, self._commits = False, True
        try:
            super().commit()
        except psycopg.OperationalError as lost:
            if self.info.transaction_status == TransactionStatus.ACTIVE:
                self.close()  # nothing was answered in time
            if not self.closed:
                raise
            raise _unknown() from lost
        finally:
            self._commits = False
        if self._warned:
            raise _unknown()

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """What the driver waits for; a commit only so long."""
        return super().wait(gen, interval, self.patience if self._commits else timeout)


def _unknown() -> CommitUnknown:
    return CommitUnknown(
        N_(
            "The hub could not make sure that all is kept twice. What you wrote is still here. "
            "Please try again in a minute."
        )
    )


def _begin(connection: Connection) -> None:
    # The driver says it together with its BEGIN: no message more.
    raw: Any = connection.connection.dbapi_connection
    writing = bool(connection.get_execution_options().get("writing"))
    level = psycopg.IsolationLevel
    raw.isolation_level = level.READ_COMMITTED if writing else level.REPEATABLE_READ
    raw.read_only = not writing


def _check(store: Store) -> None:
    with store.reading() as connection:
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
        if encoding == "UTF8" and connection.exec_driver_sql(_SORTS_BY_BYTES).scalar_one():
            return
    store.close()
    raise NotADatabase(
        N_(
            "This database sorts words by a language or cannot keep Chinese. Make one with: "
            "{command}"
        ),
        command="CREATE DATABASE gridapp TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'",
    )


@contextlib.contextmanager
def said() -> Iterator[None]:
    """Turn what the database complains of into a sentence for the person."""
    try:
        yield
    except (psycopg.OperationalError, alchemy.OperationalError, alchemy.TimeoutError) as problem:
        told = getattr(problem, "orig", problem)
        # It names hosts and databases, and nobody's records.
        log.warning("the database refused: %s", str(told).strip())
        raise _sentence(told) from problem
    except (psycopg.DataError, alchemy.DataError) as problem:
        log.warning("the database takes no such value: %s", type(problem).__name__)
        raise NotKeepable(
            N_("The hub could not read what was sent. Nothing was lost. Please try again.")
        ) from None  # it would tell the value


def _sentence(told: object) -> Expected:
    if isinstance(told, errors.DiskFull):
        return full()
    if isinstance(told, (*_BUSY, alchemy.TimeoutError)):
        return DatabaseBusy(
            N_("The hub is busy. Nothing was changed. Please try again in a minute.")
        )
    return DatabaseAway(
        N_(
            "The hub's database does not answer or does not let the hub in. Nothing was changed. "
            "See that it runs and that its address and password are right."
        )
    )
