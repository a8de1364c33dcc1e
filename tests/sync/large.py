"""A grid of more than a page holds, and a connection on which its snapshot comes by pieces."""

from dataclasses import dataclass, field

from gridapp.domain.snapshots import PIECE
from gridapp.domain.times import moment
from gridapp.store.hub import Batch
from gridapp.store.hub_pages import PAGE
from gridapp.sync.converse import converse
from gridapp.wire.columns import pack
from gridapp.wire.messages import SnapshotPiece
from tests.server.world import GRID, visit
from tests.sync.shaky import Lost, Shaky

MANY = PAGE + 500


@dataclass
class Counted(Shaky):
    """A connection that notes which bytes of snapshots came.

    `most` bytes come at once; the connection is gone after so many `pieces`. `spoiled` is what
    becomes of a piece on its way.
    """

    most: int = PIECE
    pieces: int = 1 << 30
    came: list[tuple[str, int, int]] = field(default_factory=list)
    spoiled: bool = False

    def snapshot_piece(self, etag, offset):
        if len(self.came) == self.pieces:
            raise Lost("lost between two pieces")
        whole = self.remote.snapshot_piece(etag, offset)
        body = whole.body[: self.most]
        self.came.append((etag, offset, offset + len(body)))
        return SnapshotPiece(bytes([body[0] ^ 1]) + body[1:] if self.spoiled else body, whole.total)


def put(world, how_many, place=GRID, name="v"):
    """So many visits at the hub, as laptops of long ago handed them in."""
    said = [
        {**dict(visit(f"{name}-{number}", place=place, note=f"note {number}").fields)}
        | {"id": f"{name}-{number}", "written_by": "li", "written_at": "2026-11-22T09:00:00.000Z"}
        for number in range(how_many)
    ]
    with world.hub.store.writing() as connection:
        batch = Batch(connection, moment(world.clock()), world.hub.lineage.begun)
        batch.add_new("visit", pack(said))
        batch.commit()
    world.hub.lineage.note(batch.log.revs)


def end_posts(world, account):
    """Let this person hold no post since long ago."""
    with world.hub.store.writing() as connection:
        batch = Batch(connection, moment(world.clock()), world.hub.lineage.begun)
        for post in world.held("post").values():
            if post["account"] == account:
                batch.find("post", post["id"])
                batch.write("post", {**post, "to_on": "2020-01-01"}, ["to_on"])
        batch.commit()


def talk(world, desk, **told):
    """Send and update over a connection that is noted."""
    line = Counted(world.remote(desk), **told)
    return line, converse(desk.store, line, world.clock)


def first_offers(world, account):
    """What a laptop of this account that knows nothing is offered."""
    return world.ask(world.device(account)).offers


def rows_of(store, table):
    with store.reading() as connection:
        return connection.execute(table.select()).mappings().all()
