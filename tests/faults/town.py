"""A hub that is a process of its own, and desks of this one that call it through a bad line."""

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from gridapp.client.desk import Desk
from gridapp.store import dialect
from gridapp.store.hub_tables import device as devices
from gridapp.store.hub_tables import hub as hub_tables
from gridapp.sync.http_pictures import HttpPictures
from gridapp.wire import signature
from tests.end_to_end.faulty import Line
from tests.end_to_end.office import Place, Started
from tests.server.world import Built, World, move_in

_HASTY = (3.05, 0.5)  # seconds: nobody waits long for a fault


@dataclass
class Town:
    """`world` made the hub and its laptops; the hub itself is served by a process.

    `remotes` are the hub as each laptop calls it, `hasty` the same of one who gives up soon.
    """

    built: Built
    world: World
    line: Line
    place: Place
    remotes: dict[str, HttpPictures] = field(default_factory=dict)
    hasty: dict[str, HttpPictures] = field(default_factory=dict)
    privates: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    @contextlib.contextmanager
    def of(cls, built: Built, folder: Path) -> Iterator["Town"]:
        """A town in `folder`, from a hub that was built; whatever runs is ended with it."""
        world = World.copy_of(built, folder / "hub")
        with Line().running() as line:
            town = cls(built, world, line, Place(folder, folder / "home"))
            try:
                yield town
            finally:
                town.close()

    def open(self) -> None:
        """Run `gridapp serve` on the hub's records."""
        served = self.start()
        served.wait_for(1)
        self.line.lead_to(served.printed()[0]["hub"])

    def start(self) -> Started:
        """Start `gridapp serve`; it may not be ready yet."""
        words = ["serve", "--port", "0", "--data", str(self.world.folder)]
        name = f"hub-{len(self.place.running)}"
        started: Started = self.place.start(*words, name=name, **self.environment())
        return started

    def environment(self) -> dict[str, str]:
        """What tells a hub where its records are and how they open."""
        told = {"GRIDAPP_PASSPHRASE": "a passphrase"}
        if self.built.postgres is None:
            return told
        with self.world.hub.store.reading() as connection:
            name = connection.exec_driver_sql("SELECT current_database()").scalar()
        return {**told, "GRIDAPP_DATABASE": self.built.postgres.url(name)}

    def laptop(self, account: str) -> Desk:
        """A desk whose key the hub knows; to be made before the hub runs."""
        desk: Desk = self.world.desk(account)
        private = signature.new_key()
        known = devices.update().where(devices.c.device_id == desk.me.device_id)
        with self.world.hub.store.writing() as connection:
            connection.execute(known.values(public_key=signature.public_of(private)))
        me = desk.me.device_id
        called = partial(HttpPictures, self.line.address, device_id=me, private_key=private)
        self.remotes[me], self.hasty[me] = called(), called(timeout=_HASTY)
        self.privates[me] = private
        return desk

    def close(self) -> None:
        self.place.close()
        for remote in (*self.remotes.values(), *self.hasty.values()):
            remote.close()
        self.world.close()

    def on_hub(self, kind: str, record_id: str) -> dict[str, Any] | None:
        """A record as it lies in the hub's own store, read beside the hub."""
        table = hub_tables.tables[kind]
        with self.world.hub.store.reading() as connection:
            found = connection.execute(table.select().where(table.c.id == record_id))
            row = found.mappings().first()
            return dict(row) if row else None

    def count(self, kind: str) -> int:
        """How many records of a kind the hub holds."""
        query = select(func.count()).select_from(hub_tables.tables[kind])
        with self.world.hub.store.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def held(self, kind: str, ids: Iterable[str]) -> dict[str, int]:
        """Those of these records of a kind the hub holds, and how often its log names each."""
        entry = hub_tables.tables["entry"]
        listed = entry.c.record_id.in_(dialect.listed(ids)), entry.c.kind == kind
        query = select(entry.c.record_id, func.count()).where(*listed)
        with self.world.hub.store.reading() as connection:
            found = connection.execute(query.group_by(entry.c.record_id))
            return {this: times for this, times in found}  # noqa: C416 - rows are no pairs


def homes(desk: Desk, rooms: Iterable[int]) -> list[str]:
    """Households at whose doors one can knock."""
    return [move_in(desk, str(room)) for room in rooms]
