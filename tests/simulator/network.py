"""The network between one laptop and the hub: what becomes of each request on its way."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from gridapp.wire.messages import Spent
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


@dataclass
class Line:
    """The hub as `laptop` reaches it: each request meets the next of `fates`, then all get there.

    `meanwhile` is what happens at some laptop while a request is on its way.
    """

    world: World
    laptop: Laptop
    fates: Iterator[str] = iter(())
    meanwhile: Callable[[str], Any] = lambda what: None
    spent: Spent = Spent()

    def exchange(self, ask):
        """One request."""
        world, fate = self.world, next(self.fates, "there")
        ask = _newer(ask) if self.laptop.is_newer else ask
        world.asked.append((self.laptop.device, ask))
        self._before(fate, ask)
        answer = world.answered(self.laptop.device, ask)
        match fate:
            case "lost_coming":
                raise lost()
            case "twice":
                world.answered(self.laptop.device, ask)
            case "busy_after":
                self.meanwhile("busy")
            case "desk_ended":
                self.laptop.disk.dies = True
        return answer

    def snapshot_piece(self, etag, offset):
        """A piece of what is read first."""
        return self.world.hub.at(self.laptop.device).snapshot_piece(etag, offset)

    def _before(self, fate, ask):
        world = self.world
        match fate:
            case "lost_going":
                raise lost()
            case "late":
                world.late.append((self.laptop.device, ask))
                raise lost()
            case "replay":
                self.meanwhile("replay")
            case "hub_ended":
                world.disk.dies = bool(ask.changes or ask.made or ask.healing)
            case "hub_ended_before_note":
                world.beside.dies.add("before")
            case "hub_ended_after_note":
                world.beside.dies.add("after")
            case "busy_before":
                self.meanwhile("busy")
            case "other_between":
                self.meanwhile("other")
            case "restored_between":
                self.meanwhile("restore")


def _newer(ask):
    """The same as a newer program says it: what this one keeps under `extra` are its fields."""
    changes = []
    for change in ask.changes:
        plain = {**change.fields}
        extra = plain.pop("extra", {})
        changes.append(msgspec.structs.replace(change, fields={**plain, **extra}))
    return msgspec.structs.replace(ask, changes=changes)
