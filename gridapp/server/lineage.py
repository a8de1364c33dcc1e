"""What a running hub knows beside its records, so that it sees when they were put back.

The seal of its sheets comes from the key of its records, and the highest numbers it gave stand in
a small file: a copy of the records that is put back brings neither along.
"""

import contextlib
import hashlib
import json
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock
from sqlalchemy import Connection, select

from gridapp.store import settings
from gridapp.store.hub_log import Log
from gridapp.store.hub_tables import shard

_FILE = "hub.high.json"
_MOMENT = 0.002  # seconds: writing it takes less


@dataclass(frozen=True)
class Lineage:
    """`secret` seals sheets; `begun` are the runs of numbers this hub began, by district."""

    secret: bytes = b""
    folder: Path | None = None
    begun: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock, compare=False, repr=False)

    @property
    def _file(self) -> Path | None:
        return self.folder / _FILE if self.folder else None

    def note(self, revs: Mapping[str, int]) -> None:
        """Note the last numbers given; after their transaction, and before anybody hears of them."""
        if self._file is None or not revs:
            return
        # Other threads wait without looking again and again; other programs of this hub cannot.
        with self._lock, FileLock(self._file.with_suffix(".lock"), poll_interval=_MOMENT):
            known = self.high()
            high = {name: max(rev, known.get(name, 0)) for name, rev in revs.items()}
            part = self._file.with_suffix(".part")
            part.write_text(json.dumps(known | high), encoding="utf-8")
            part.replace(self._file)

    def forget(self) -> None:
        """Forget the numbers given: what was put back begins anew."""
        if self._file is not None:
            self._file.unlink(missing_ok=True)

    def high(self) -> dict[str, int]:
        """The highest numbers that were ever given, by district; what cannot be read says nothing."""
        with contextlib.suppress(OSError, ValueError):
            if self._file is not None:
                read: dict[str, int] = json.loads(self._file.read_text(encoding="utf-8"))
                return read
        return {}


def of(key: bytes, folder: Path) -> Lineage:
    """What the hub knows whose records open with `key`, and whose folder this is."""
    secret = hashlib.blake2b(key, digest_size=32, person=b"gridapp sheets").digest()
    return Lineage(secret, folder)


def look(connection: Connection, lineage: Lineage) -> bool:
    """Begin another epoch where the records are older than what was given out; True where so.

    Where no number was given since the copy was made, no record is lacking that has one.
    """
    high = lineage.high()
    found = select(shard.c.shard, shard.c.rev)
    held = {row.shard: row.rev for row in connection.execute(found)}
    behind = any(rev > held.get(name, 0) for name, rev in high.items())
    if behind:
        put_back(connection)
        lineage.forget()
        lineage.note(held)
    return behind


def put_back(connection: Connection) -> str:
    """Begin another epoch, which comes back: these records were put back from a copy.

    Programs that serve them at this moment begin another run of numbers with it.
    """
    epoch = secrets.token_hex(8)
    settings.keep(connection, epoch=epoch)
    log = Log(connection, {})
    for district in connection.execute(select(shard.c.shard).order_by(shard.c.shard)).scalars():
        log.number(district, 0)
    log.flush()
    return epoch
