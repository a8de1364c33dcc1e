"""A hub behind a bad connection, and what a store holds, to be compared."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from gridapp.client.actions.send import status
from gridapp.client.actions.visits import record_visit
from gridapp.domain.errors import Expected
from gridapp.domain.fields import Writing
from gridapp.domain.records import KINDS
from gridapp.store import rows
from gridapp.store.tables import desk as desk_tables
from gridapp.wire.messages import Answer, Remote
from tests.server.world import World


class Lost(Expected):
    """The connection is gone."""


@dataclass
class Shaky:
    """`remote`, but the first conversation goes as told; later ones go through.

    `lost` is the request or the answer; `meanwhile` happens at the desk before or after the hub
    took what was sent; `bent` changes the answer on its way.
    """

    remote: Remote
    lost: str = ""
    meanwhile: Sequence[Callable[[], Any]] = ()
    when: str = "before"
    bent: Callable[[Answer], Answer] = lambda answer: answer

    @property
    def spent(self):
        return self.remote.spent

    def sign_in(self, ask):
        if self.lost == "request":
            raise Lost("lost on the way there")
        return self.remote.sign_in(ask)

    def exchange(self, ask):
        if self.lost == "request":
            raise Lost("lost on the way there")
        if self.when == "before":
            self._happen()
        answer = self.bent(self.remote.exchange(ask))
        if self.lost == "answer":
            raise Lost("lost on the way back")
        self._happen()
        return answer

    def snapshot_piece(self, etag, offset):
        return self.remote.snapshot_piece(etag, offset)

    def _happen(self):
        happening, self.meanwhile = self.meanwhile, ()
        for act in happening:
            act()


def knock(desk, home, **told):
    """Record a visit at `desk`."""
    return record_visit(desk, household=home, **{"outcome": "11", **told}).visit


def stands(side):
    """Every record that desks write and its conflicts, whole, by kind and id: of a desk or hub."""
    kinds = [n for n, kind in KINDS.items() if kind.writing is not Writing.REFERENCE]
    if isinstance(side, World):
        return {kind: side.held(kind) for kind in [*kinds, "conflict"]}
    with side.store.reading() as connection:
        return {
            kind: {
                row["id"]: rows.values_of(kind, row)
                for row in connection.execute(desk_tables.tables[kind].select()).mappings()
            }
            for kind in [*kinds, "conflict"]
        }


def standing(side, kind):
    """The records of a kind that stand, by id, of a desk or the hub."""
    return {this: row for this, row in stands(side)[kind.kind.name].items() if not row["deleted"]}


def settled(world, *desks):
    """Everybody sends and reads until nothing moves; then all hold the same."""
    world.sync(*desks, *desks)
    for desk in desks:
        tally = world.sync(desk)
        assert (tally.sent, tally.received) == (0, 0)
        assert status(desk).waiting == {}
        assert stands(desk) == stands(world)
