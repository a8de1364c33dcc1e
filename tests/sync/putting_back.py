"""A hub put back to the copy that was made of it yesterday."""

import shutil
from dataclasses import dataclass, replace
from typing import Any

import pytest

from gridapp.server import lineage
from gridapp.store.backup import copy
from gridapp.store.engine import open_store
from tests.server.world import World, move_in
from tests.sync.shaky import knock, stands

HIGH = "hub.high.json"


@dataclass
class Yesterday:
    """A world whose hub can be put back to the copy that was made of it."""

    world: World
    key: bytes
    kept: Any

    def put_back(self, way="by file"):
        """Put the copy in place, and begin the hub again as its program does."""
        world = self.world
        old = world.hub.store
        if way != "by file":
            (world.folder / HIGH).unlink(missing_ok=True)
        old.close()
        for left in world.folder.glob(f"{old.path.name}*"):
            left.unlink()
        shutil.copy(self.kept, old.path)
        store = open_store(old.path, self.key)
        world.opened.callback(store.close)
        here = replace(world.hub.lineage, begun={})
        with store.writing() as connection:
            lineage.look(connection, here)
            if way == "by command":
                lineage.put_back(connection)
        world.hub = replace(world.hub, store=store, lineage=here)


def as_of_now(world, key):
    """The same world, whose hub can be put back to what it is now."""
    kept = copy(world.hub.store, world.folder / "copies", label="daily", now=world.clock())
    return Yesterday(world, key, kept)


def yesterday_of(world, key, li, zhang):
    """Both laptops know a household and a visit, and so does the copy."""
    knock(li, move_in(li))
    world.sync(li, zhang)
    return as_of_now(world, key)


@pytest.fixture
def li(world):
    return world.desk("li")


@pytest.fixture
def zhang(world):
    return world.desk("zhang")


@pytest.fixture
def yesterday(world, built, li, zhang):
    """A copy of the hub of which both laptops hold all."""
    return yesterday_of(world, built.key, li, zhang)


@pytest.fixture
def home(yesterday):
    (this,) = stands(yesterday.world)["household"]
    return this


def same(world, *desks):
    """Everybody sends and reads; then all hold the same and nobody has anything to mend."""
    world.sync(*desks, *desks)
    for desk in desks:
        tally = world.sync(desk)
        assert (tally.sent, tally.received, tally.round_trips) == (0, 0, 1)
        assert stands(desk) == stands(world)
