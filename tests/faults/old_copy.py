"""A hub whose records are put back to an old copy, and what all laptops know."""

import shutil
from dataclasses import dataclass, replace
from typing import Any

from gridapp.server import lineage
from gridapp.store.engine import open_store
from tests.server.world import Built, World
from tests.sync.shaky import stands

# What the hub gives anew when it takes a record back.
_NUMBERED = {"rev", "hub_at"}
_COPY = "copy.db"


@dataclass
class OldCopy:
    """A copy of the hub's records as they are now, in a file or a database."""

    world: World
    built: Built
    database: str = ""

    @classmethod
    def of(cls, world: World, built: Built) -> "OldCopy":
        """Made while nobody uses them."""
        copy = cls(world, built)
        path = world.hub.store.path
        if built.postgres is None:
            world.hub.store.close()
            shutil.copy(path, path.with_name(_COPY))
            copy._open()
            return copy
        with world.hub.store.reading() as connection:
            name = str(connection.exec_driver_sql("SELECT current_database()").scalar_one())
        world.hub.store.close()
        copy.database = built.postgres.copy(name)
        copy._open(name)
        return copy

    def put_back(self, how: str) -> None:
        """Put it in place of the hub's records, and begin the hub anew.

        The hub is `told` by its office, it `notices` by its own notes, or these are gone too.
        """
        path = self.world.hub.store.path
        self.world.hub.store.close()
        if self.built.postgres is None:
            for ending in ("-wal", "-shm"):
                path.with_name(path.name + ending).unlink(missing_ok=True)
            shutil.copy(path.with_name(_COPY), path)
        if how == "forgotten":
            path.with_name("hub.high.json").unlink()
        self._open(self.database)
        with self.world.hub.store.writing() as connection:
            if how == "told":
                lineage.put_back(connection)
            else:
                assert lineage.look(connection, self.world.hub.lineage) is (how == "noticed")

    def _open(self, database: str = "") -> None:
        world, path = self.world, self.world.hub.store.path
        if self.built.postgres:
            store = world.opened.enter_context(self.built.postgres.store(path, database))
        else:
            store = open_store(path, self.built.key)
        world.opened.callback(store.close)
        world.hub = replace(
            world.hub, store=store, lineage=lineage.of(self.built.key, world.folder)
        )


def known_by(side: Any) -> dict[str, dict[str, dict[str, Any]]]:
    """Every record of a desk or the hub without what the hub gives it anew."""
    return {
        kind: {
            this: {name: value for name, value in row.items() if name not in _NUMBERED}
            for this, row in held.items()
        }
        for kind, held in stands(side).items()
    }


def differing(before: Any, after: Any) -> list[tuple[Any, ...]]:
    """Where two such differ, for a person to read: kind, id, field and both values."""
    found = []
    for kind, held in before.items():
        for this in held.keys() | after[kind].keys():
            one, other = held.get(this, {}), after[kind].get(this, {})
            names = sorted(n for n in one.keys() | other.keys() if one.get(n) != other.get(n))
            found += [(kind, this, name, one.get(name), other.get(name)) for name in names]
    return found
