"""A disk that is full, breaks or takes nothing, from each write on; and bits that turned over."""

import contextlib
import errno
import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gridapp.domain.errors import Expected
from gridapp.store.engine import Store, open_store
from gridapp.store.tables import desk as desk_tables
from gridapp.sync.converse import converse
from tests.faults.counted import Count
from tests.faults.kills import Kills
from tests.faults.network import flipped
from tests.sync.shaky import knock

FAILURES = {"disk full": errno.ENOSPC, "broken disk": errno.EIO, "read-only disk": errno.EROFS}
_VISITS = 4  # written while the disk fails


@dataclass
class Starving:
    """Towns with a disk that fails; what was not saved is told in one sentence."""

    kills: Kills

    def laptop(self, failure: str, count: int) -> Count:
        """At the laptop, while visits are saved: from each write on."""
        counted = Count(f"{failure}: laptop")
        kills, disk = self.kills, self.kills.disk
        assert disk
        desk = kills.desks[0]
        for writes in range(1, count + 1):
            desk.store.close()
            disk.fail(FAILURES[failure], writes)
            told = kills.told(desk, "record", most=_VISITS)
            said = [kills.zygote.begin(**told), *kills.zygote.end()]
            disk.mend()
            acked = [word for word in said if word and " " not in word]
            assert not [word for word in said if word.startswith("bug")], said
            disk.cut(kills.chance)
            counted.lost += len(acked) - len(kills.here(desk, acked))
            knock(desk, kills.doors[desk.me.device_id])  # and it works again
            counted.trials += 1
        return counted

    def hub(self, failure: str, count: int) -> Count:
        """At the hub, while a laptop sends: what it said it took is there after a power cut."""
        counted = Count(f"{failure}: hub")
        kills, disk = self.kills, self.kills.disk
        assert disk
        desk = kills.desks[0]
        remote = kills.town.remotes[desk.me.device_id]
        acked: list[str] = []
        kills.serve()
        for writes in range(1, count + 1):
            visits = [knock(desk, kills.doors[desk.me.device_id]).id for _ in range(2)]
            disk.fail(FAILURES[failure], writes)
            with contextlib.suppress(Expected):
                converse(desk.store, remote, desk.clock)
                acked += visits
            disk.mend()
            counted.trials += 1
        kills.zygote.kill()
        disk.cut(kills.chance)
        kills.serve()
        counted.false += len(acked) - len(kills.town.held("visit", acked))
        kills.settle(counted, [desk])
        kills.zygote.kill()
        counted.trials -= 1  # the last was no trial
        return counted


def turned(store: Path, key: bytes, chance: random.Random, count: int) -> Count:
    """One bit of a closed store is another one: it is noticed, or the store says what it said."""
    counted = Count(f"a bit turned: {store.name}")
    whole = store.read_bytes()
    said = _all(store, key)
    for _ in range(count):
        for ending in ("-wal", "-shm"):
            store.with_name(store.name + ending).unlink(missing_ok=True)
        store.write_bytes(flipped(whole, chance))
        with contextlib.suppress(Expected):
            counted.false += _all(store, key) != said
        counted.trials += 1
    store.write_bytes(whole)
    return counted


def _all(path: Path, key: bytes) -> Mapping[str, Any]:
    store = open_store(path, key)
    try:
        return _read(store)
    finally:
        store.close()


def _read(store: Store) -> Mapping[str, Any]:
    with store.reading() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = [name for (name,) in names.all() if name in desk_tables.tables]
        return {
            name: sorted(map(str, connection.exec_driver_sql(f'SELECT * FROM "{name}"').all()))  # noqa: S608
            for name in tables
        }
