"""One hub and its laptops in one process: clock, network, disk and chance are the simulator's own."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache

from gridapp.client.desk import Desk
from gridapp.domain.errors import Expected
from gridapp.server import lineage
from gridapp.server.accounts import Device
from gridapp.server.hub import Hub
from gridapp.server.lineage import Lineage
from gridapp.server.reach import person_of
from gridapp.store import outbox
from gridapp.store.hub_tables import hub as hub_tables
from gridapp.store.tables import desk as desk_tables
from gridapp.sync.converse import converse
from gridapp.wire import codec
from gridapp.wire.messages import Answer, Ask
from tests.simulator.beginning import SECRET, Clock, beginning
from tests.simulator.disk import Disk, Image, Killed
from tests.simulator.ledger import Ledger

MOST_LAPTOPS = 4


class Lost(Expected):
    """The connection is gone."""


def lost():
    """What a laptop is told of it."""
    return Lost("lost on the way")


@cache
def disk(number):
    """The disks of this process, used again by each history."""
    return Disk(desk_tables if number else hub_tables)


@dataclass(frozen=True)
class Beside(Lineage):
    """What the hub keeps beside its records, on a disk of its own; `dies` says when it is ended."""

    kept: dict[str, int] = field(default_factory=dict)
    dies: set[str] = field(default_factory=set)

    def note(self, revs):
        if "before" in self.dies:
            raise Killed
        self.kept.update(revs)
        if "after" in self.dies:
            raise Killed

    def high(self):
        return dict(self.kept)


@dataclass
class Laptop:
    """A laptop: its disk, who sits at it, and what it was when images of it were taken.

    `last` is what somebody wrote at it last.
    """

    name: str
    device: Device
    disk: Disk
    desk: Desk
    clock: Clock
    is_newer: bool = False
    images: list[tuple[Image, set[int]]] = field(default_factory=list)
    wrote: set[int] = field(default_factory=set)
    last: tuple[int, ...] = ()

    def waiting(self):
        """How many changes it says are not sent."""
        with self.disk.store.reading() as connection:
            return sum(outbox.waiting(connection).values())


@dataclass
class World:
    """The state of a history; `packs` says whether messages travel as bytes."""

    packs: bool = False
    laptops: list[Laptop] = field(default_factory=list)
    clock: Clock = field(default_factory=Clock)
    kept: dict[str, int] = field(default_factory=dict)
    backups: list[tuple[Image, dict[str, int]]] = field(default_factory=list)
    asked: list[tuple[Device, Ask]] = field(default_factory=list)
    late: list[tuple[Device, Ask]] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)

    def __post_init__(self):
        self.disk = disk(0)
        self.disk.dies = False
        self.disk.put_back(beginning().hub)
        self.clock.at += timedelta(hours=1)
        self.start()

    def start(self):
        """Start the hub's program, as after a power cut; its memory is empty."""
        self.beside = Beside(SECRET, kept=self.kept)
        self.hub = Hub(self.disk.store, self.clock, lineage=self.beside)
        with self.disk.store.writing() as connection:
            lineage.look(connection, self.beside)

    def open(self, name, wrong=timedelta()):
        """Open one of the laptops everything begins with."""
        begun = beginning()
        self._add(name, begun.devices[name], begun.desks[name], wrong)

    def _add(self, name, device, image, wrong):
        free = [n for n in range(1, MOST_LAPTOPS + 1) if disk(n) not in self._disks()]
        its, clock = disk(free[0]), Clock(self.clock.at, wrong)
        its.put_back(image)
        me = beginning().me[name]
        made = Laptop(name, device, its, Desk(its.store, me, clock), clock)
        self.laptops.append(made)
        return made

    def _disks(self):
        return [laptop.disk for laptop in self.laptops]

    def clone(self, laptop):
        """Another laptop with every byte of this one; it thinks it is this one."""
        if len(self.laptops) < MOST_LAPTOPS:
            made = self._add(laptop.name, laptop.device, laptop.disk.image(), laptop.clock.wrong)
            made.wrote = set(laptop.wrote)

    def reaches(self, laptop):
        """What the hub lets who sits at a laptop see today."""
        with self.disk.store.reading() as connection:
            return person_of(connection, laptop.device.account, self.clock()).reaches

    def answered(self, device, ask):
        """What the hub answers; where it is ended meanwhile it starts again and nobody is answered."""
        try:
            answer = self.hub.at(device).exchange(self._travelled(ask, Ask))
        except Killed:
            self.start()
            raise lost() from None
        self.ledger.told(ask, answer)
        return self._travelled(answer, Answer)

    def _travelled(self, message, kind):
        return codec.decode(codec.encode(message), kind) if self.packs else message

    def sync(self, laptop, remote):
        """Send and update; None where it did not get through."""
        try:
            return converse(laptop.disk.store, remote, laptop.clock)
        except Lost:
            return None
        except Killed:
            return None
