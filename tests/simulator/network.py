"""The network between one laptop and the hub: what becomes of each request on its way."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from gridapp.wire.messages import Spent
from tests.simulator.ledger import Broken
from tests.simulator.world import Laptop, World, lost

# What may become of a request; some come more often than others.
FATES = (
    "there",
    "there",
    "lost_going",
    "lost_coming",
    "lost_coming",
    "twice",
    "late",
    "late",
    "replay",
    "desk_ended",
    "hub_ended",
    "hub_ended_before_note",
    "hub_ended_after_note",
    "busy_before",
    "busy_after",
    "other_between",
    "restored_between",
)


_MOST_TRIPS = 150
_MEANWHILE = {
    "replay": "replay",
    "busy_before": "busy",
    "other_between": "other",
    "restored_between": "restore",
}


@dataclass
class Line:
    """The hub as `laptop` reaches it: each request meets the next of `fates`, then all get there.

    `meanwhile` is what happens at some laptop while a request is on its way.
    """

    world: World
    laptop: Laptop
    fates: Iterator[str] = field(default_factory=lambda: iter(()))
    meanwhile: Callable[[str], Any] | None = None
    spent: Spent = field(default_factory=Spent)
    trips: int = 0

    def exchange(self, ask):
        """One request."""
        world, fate = self.world, next(self.fates, "there")
        self.trips += 1
        if self.trips > _MOST_TRIPS:
            raise Broken("a conversation without an end")
        ask = _newer(ask) if self.laptop.is_newer else ask
        if _hands_in(ask):
            world.asked.append((self.laptop.device, ask))
        self._before(fate, ask)
        answer = world.answered(self.laptop.device, ask)
        match fate:
            case "lost_coming":
                raise lost()
            case "twice":
                world.answered(self.laptop.device, ask)
            case "busy_after" if self.meanwhile:
                self.meanwhile("busy")
            case "desk_ended":
                self.laptop.disk.dies = True
            case _:
                pass
        return answer

    def snapshot_piece(self, etag, offset):
        """A piece of what is read first."""
        return self.world.hub.at(self.laptop.device).snapshot_piece(etag, offset)

    def _before(self, fate, ask):
        world = self.world
        if fate in _MEANWHILE and self.meanwhile:
            self.meanwhile(_MEANWHILE[fate])
        match fate:
            case "lost_going":
                raise lost()
            case "late":
                world.late += [(self.laptop.device, ask)] if _hands_in(ask) else []
                raise lost()
            case "hub_ended":
                world.disk.dies = _hands_in(ask)
            case "hub_ended_before_note":
                world.beside.dies.add("before")
            case "hub_ended_after_note":
                world.beside.dies.add("after")
            case _:
                pass


def _hands_in(ask):
    """True where a request makes the hub write."""
    return bool(ask.changes or ask.made or ask.healing)


def _newer(ask):
    """The same as a newer program says it: what this one keeps under `extra` are its fields."""
    changes = []
    for change in ask.changes:
        plain = {**change.fields}
        extra = plain.pop("extra", {})
        changes.append(msgspec.structs.replace(change, fields={**plain, **extra}))
    return msgspec.structs.replace(ask, changes=changes)
