"""Where a hub keeps its records: a file in its folder, or a PostgreSQL database elsewhere.

The key is in the folder either way, and so are the photos: several programs that serve one
database share the folder.
"""

import contextlib
import hashlib
import hmac
import secrets
import uuid
from collections.abc import Iterator
from datetime import datetime

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_
from gridapp.store import migrate, settings
from gridapp.store.engine import Store, WrongKey, open_store
from gridapp.store.keys import Custody


class NoHub(Expected):
    """There is no hub yet."""


class HubThere(Expected):
    """A hub was begun in this database before."""


def begin(custody: Custody, database: str, *, demo: bool, now: datetime) -> tuple[Store, bytes]:
    """The store of a new hub and its key; raises NoKey or HubThere where there is one already."""
    key = b"" if database else custody.make(demo=demo)
    with _closed_on_failure(_store(custody, key, database)) as store:
        migrate.upgrade(store, "hub", now=now)
        if database:
            _check_is_free(store)
            key = custody.make(demo=demo)
        ids = {"hub_id": str(uuid.uuid4()), "epoch": secrets.token_hex(8)}
        with store.writing() as connection:
            settings.keep(connection, **ids, demo=demo, key_mark=_mark(key))
    return store, key


def opened(custody: Custody, database: str, *, now: datetime) -> tuple[Store, bytes]:
    """The store of an existing hub, brought to this version, and its key.

    Raises NoHub, NewerStore, WrongKey and what Custody raises.
    """
    key = custody.unlock()
    with _closed_on_failure(_store(custody, key, database)) as store:
        if database:
            if not _is_begun(store):
                raise no_hub()
            _check_key(store, custody, key)
        elif not _is_begun(store):
            raise no_records()
        migrate.upgrade(store, "hub", now=now)
    return store, key


def _store(custody: Custody, key: bytes, database: str) -> Store:
    if not database:
        return open_store(custody.store_path, key)
    from gridapp.store.postgres import open_postgres  # noqa: PLC0415 - slow, and few hubs need it

    return open_postgres(database, custody.store_path)


@contextlib.contextmanager
def _closed_on_failure(store: Store) -> Iterator[Store]:
    try:
        yield store
    except BaseException:
        store.close()
        raise


def _check_is_free(store: Store) -> None:
    with store.reading() as connection:
        if settings.read(connection, "hub_id"):
            raise HubThere(N_("There is a hub in this database already. Nothing was changed."))


def _is_begun(store: Store) -> bool:
    with store.reading() as connection:
        return bool(migrate.revision_of(connection) and settings.read(connection, "hub_id"))


def _check_key(store: Store, custody: Custody, key: bytes) -> None:
    with store.reading() as connection:
        mark = settings.read(connection, "key_mark")
    if not hmac.compare_digest(mark, _mark(key)):
        raise WrongKey(
            N_("The key in {file} belongs to another hub than this database. Nothing was changed."),
            file=custody.key_path.name,
        )


def _mark(key: bytes) -> str:
    """By which a key is known without being told."""
    return hmac.new(key, b"gridapp hub", hashlib.sha256).hexdigest()


def no_hub() -> NoHub:
    """What the person hears where there is none."""
    return NoHub(N_("There is no hub here yet. Run “gridapp admin init” first."))


def no_records() -> NoHub:
    """The same where its key is: they were lost, or the beginning was cut off."""
    return NoHub(
        N_(
            "The key of a hub is in this folder, its records are not. If they are in PostgreSQL, name "
            "it with --database. Else put a copy back with “gridapp admin restore”; if it never held "
            "anything, remove the folder and begin again."
        )
    )
