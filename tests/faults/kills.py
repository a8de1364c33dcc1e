"""kill -9, or a power cut, while people record, add photos and send; and of the hub meanwhile."""

import contextlib
import json
import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from threading import Event
from typing import Any

from gridapp.client.actions.issues import report_issue
from gridapp.client.actions.photos import photo_bytes
from gridapp.client.desk import Desk
from gridapp.domain.errors import Expected
from gridapp.domain.records.visits import Photo, Visit
from gridapp.store import rows
from gridapp.sync.converse import converse
from tests.faults.counted import Count
from tests.faults.disk import Disk
from tests.faults.town import Town, homes
from tests.faults.zygote import Zygote
from tests.sync.shaky import knock

_LONGEST = 0.25  # seconds until the kill


@dataclass
class Kills:
    """Kills in one town: its hub and its laptops' programs are children of one zygote.

    Where there is a `disk`, its power is cut with each. `twins` are mistakes the children make.
    """

    town: Town
    zygote: Zygote
    chance: random.Random
    disk: Disk | None = None
    twins: Sequence[str] = ()
    desks: list[Desk] = field(default_factory=list)
    doors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def begun(
        cls, town: Town, zygote: Zygote, chance: random.Random, disk: Disk | None = None
    ) -> "Kills":
        """Five laptops with a door each; the hub does not run yet."""
        kills = cls(town, zygote, chance, disk)
        kills.desks = [town.laptop(account) for account in ("li", "zhang", "li", "zhang", "li")]
        for number, desk in enumerate(kills.desks):
            (kills.doors[desk.me.device_id],) = homes(desk, [101 + number])
        return kills

    @property
    def _how(self) -> str:
        return "power cut" if self.disk else "kill -9"

    def _cut(self) -> None:
        if self.disk:
            self.disk.cut(self.chance)

    def recording(self, count: int) -> Count:
        """Visits that were saved are there, each once."""
        counted = Count(f"{self._how}: recording")
        for _ in range(count):
            desk = self.chance.choice(self.desks)
            acked = self._killed("record", desk)
            counted.lost += len(acked) - len(self.here(desk, acked))
            counted.doubled += len(acked) - len(set(acked))
            counted.trials += 1
        return counted

    def attaching(self, count: int) -> Count:
        """Photos that were added are there and can be looked at."""
        counted = Count(f"{self._how}: adding photos")
        desk = self.desks[0]
        door = self.doors[desk.me.device_id]
        issue = report_issue(desk, household=door, category="0205", text="lamp").issue
        for _ in range(count):
            acked = self._killed("attach", desk, issue=issue.id)
            with desk.store.reading() as connection:
                held = rows.by_id(connection, Photo, acked)
            counted.lost += sum(not self._is_whole(desk, held.get(each)) for each in acked)
            counted.trials += 1
        return counted

    def sending(self, count: int) -> Count:
        """What the hub acknowledged to a program that died is there, and each once."""
        counted = Count(f"{self._how}: sending")
        self.town.open()
        for _ in range(count):
            desk = self.chance.choice(self.desks)
            private = self.town.privates[desk.me.device_id]
            called = {"address": self.town.line.address, "private": private.hex()}
            acked = self._killed("sync", desk, **called)
            counted.false += sum(self.town.on_hub("visit", each) is None for each in acked)
            self.settle(counted, [desk])
        self.town.place.close()
        return counted

    def hub(self, count: int) -> Count:
        """The hub dies while five laptops send."""
        counted = Count(f"{self._how}: the hub while five send")
        for _ in range(count):
            self.serve(self.twins)
            over = Event()
            with ThreadPoolExecutor(len(self.desks)) as pool:
                sent = [pool.submit(self._send_on, desk, over) for desk in self.desks]
                self.zygote.kill(0.05 + self.chance.random() * 2 * _LONGEST)
                over.set()
            self._cut()
            acked = [this for each in sent for this in each.result()]
            self.serve()
            counted.false += len(acked) - len(self.town.held("visit", acked))
            self.settle(counted, self.desks)
            self.zygote.kill()
        return counted

    def serve(self, twins: Sequence[str] = ()) -> None:
        self.town.world.hub.store.close()
        told = {"folder": str(self.town.world.folder), "environment": self.town.environment()}
        said = self.zygote.begin("serve", twins=list(twins), **told)
        self.town.line.lead_to(json.loads(said)["hub"])

    def _send_on(self, desk: Desk, over: Event) -> list[str]:
        """Knock and send until the hub is dead; what it acknowledged."""
        acked: list[str] = []
        remote = self.town.remotes[desk.me.device_id]
        while not over.is_set():
            visits = [knock(desk, self.doors[desk.me.device_id]).id for _ in range(2)]
            with contextlib.suppress(Expected):
                converse(desk.store, remote, desk.clock)
                acked += visits
        return acked

    def settle(self, counted: Count, desks: Sequence[Desk]) -> None:
        """Everything is sent, and everything is there once."""
        for desk in desks:
            converse(desk.store, self.town.remotes[desk.me.device_id], desk.clock)
            with desk.store.reading() as connection:
                visits = [each.id for each in rows.where(connection, Visit)]
            held = self.town.held("visit", visits)
            counted.lost += len(visits) - len(held)
            counted.doubled += sum(each > 1 for each in held.values())
        counted.trials += 1

    def told(self, desk: Desk, act: str, **more: Any) -> dict[str, Any]:
        """What a child must know to act at a desk."""
        at = {"store": str(desk.store.path), "me": asdict(desk.me)}
        door = self.doors[desk.me.device_id]
        return {"act": act, "door": door, "twins": list(self.twins), **at, **more}

    def _killed(self, act: str, desk: Desk, **more: Any) -> list[str]:
        for each in self.desks:  # what is open here would not see the power go
            each.store.close()
        first = self.zygote.begin(**self.told(desk, act, **more))
        said = [first, *self.zygote.kill(self.chance.random() * _LONGEST)]
        self._cut()
        assert self.twins or not [word for word in said if " " in word], said
        return said

    def here(self, desk: Desk, ids: Sequence[str]) -> dict[str, Visit]:
        """Those that are in the store; none where it cannot be read."""
        with contextlib.suppress(Expected), desk.store.reading() as connection:
            return rows.by_id(connection, Visit, ids)
        return {}

    def _is_whole(self, desk: Desk, photo: Photo | None) -> bool:
        return photo is not None and len(photo_bytes(desk, photo)) == photo.size
