"""What a bench finds before it begins: a hub and its desks, and the floor's, with the same records."""

import contextlib
import secrets
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from build import floor_desk, floor_hub
from build.sync_rows import Making, as_rows
from build.sync_sides import PASSPHRASE, SIDES, Served, Side, Synced
from gridapp.client.actions.sign_in import sign_in
from gridapp.client.desk import Desk, open_desk
from gridapp.domain.merge import said
from gridapp.domain.records.header import Record
from gridapp.domain.times import moment
from gridapp.server import admin, clock
from gridapp.server.hub import Hub
from gridapp.store import outbox
from gridapp.store.hub import Batch
from gridapp.store.keys import Custody
from gridapp.sync.converse import converse
from gridapp.wire.columns import pack

GRID, OTHER_GRID = "990101001001001", "990101001001002"
_NAMES = ("worker", "colleague")
_FUTURE = 2**40
_AT_ONCE = 10_000
_EVENING = 50  # visits


def begun_hub(folder: Path, accounts: Sequence[tuple[str, str]], database: str = "") -> Hub:
    """A hub with these accounts, each a worker of a grid."""
    custody = Custody(folder / "hub", admin.STORE, PASSPHRASE)
    hub = admin.init(custody, demo=True, clock=clock.now, database=database)
    for code in {grid for _, grid in accounts}:
        admin.add_grid(hub, code=code, name=f"榆晴社区第{int(code[-3:])}网格")
    for name, grid in accounts:
        post = {"role": "grid_worker", "place": grid}
        admin.add_account(hub, name=name, person="李桂芬", password=PASSPHRASE, post=post)
    return hub


def laptop(hub: Hub, folder: Path, account: str) -> Desk:
    """A desk of this account in the folder of its name, signed in."""
    return sign_in(
        Custody(folder / account, "desk.db", PASSPHRASE),
        hub,  # type: ignore[arg-type]  # signing in is all that is asked of it here
        account=account,
        password=PASSPHRASE,
        label="bench",
        address="http://127.0.0.1:8420",
        demo=True,
        clock=clock.now,
    )


def with_visits(folder: Path, count: int, database: str = "") -> None:
    """The worker has so many new visits, a colleague of another grid a few; the hub is empty."""
    grids = dict(zip(_NAMES, (GRID, OTHER_GRID), strict=True))
    hub = begun_hub(folder, tuple(grids.items()), database)
    for name in _NAMES:
        laptop(hub, folder, name).close()
    hub.store.close()
    for number, (name, grid) in enumerate(grids.items()):
        visits = Making(grid, name, number).visits(_EVENING if number else count)
        write_here(folder, name, visits)
        with contextlib.closing(floor_desk.opened(folder / f"{name}.db")) as kept:
            floor_desk.has_read(kept, _FUTURE)  # neither is told what the other wrote


def with_people(folder: Path, count: int) -> None:
    """The hub has so many households of three, of which the laptops of their grid know nothing."""
    hub = begun_hub(folder, [(name, GRID) for name in _NAMES])
    making = Making(GRID, "office", 3)
    households = making.households(count)
    residents = making.residents(households)
    put_at_hub(hub, "household", households)
    put_at_hub(hub, "resident", residents)
    for name in _NAMES:
        laptop(hub, folder, name).close()
        (folder / f"{name}.key").write_text(secrets.token_hex(32), "utf-8")
    hub.store.close()
    rows = {
        "household": as_rows("household", households),
        "resident": as_rows("resident", residents),
    }
    floor_hub.InSqlite(str(folder / "floor_hub.db")).take(rows)


def write_here(folder: Path, name: str, records: Sequence[Record]) -> None:
    """New records of one kind wait at both desks of this name."""
    with (
        contextlib.closing(open_desk(folder / name, None)) as desk,
        desk.store.writing() as connection,
    ):
        outbox.add(connection, records)
    kind = records[0].kind.name
    with contextlib.closing(floor_desk.opened(folder / f"{name}.db")) as kept:
        floor_desk.fill(kept, kind, as_rows(kind, records), waits=True)


def put_at_hub(hub: Hub, kind: str, records: Sequence[Record]) -> None:
    """Records that are at the hub already, as it writes new ones."""
    told = pack([said(kind, each.__dict__) for each in records])
    with hub.store.writing() as connection:
        batch = Batch(connection, moment(hub.clock()), hub.lineage.begun)
        batch.add_new(kind, told)
        batch.commit()
    hub.lineage.note(batch.log.revs)


@dataclass(frozen=True)
class Office:
    """Two workers of one grid; `served` are floor and gridapp."""

    folder: Path
    served: dict[str, Served]

    @classmethod
    @contextlib.contextmanager
    def of(cls, existing: int) -> Iterator["Office"]:
        """An office in whose stores, on both sides, so many visits are."""
        with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as open_:
            here = Path(folder)
            _fill(here, existing)
            served = {side.name: open_.enter_context(side.serve(here, "")) for side in SIDES}
            yield cls(here, served)

    def write(self, number: int) -> None:
        """An evening's visits wait at each desk."""
        for seed, name in enumerate(_NAMES, 1):
            visits = Making(GRID, name, 1_000_000 * seed + number).visits(_EVENING)
            write_here(self.folder, name, visits)

    def sync(self, side: Side, name: str) -> Synced:
        """Let one of them sync."""
        return side.sync(self.folder, name, self.served[side.name].address)


def _fill(here: Path, existing: int) -> None:
    hub = begun_hub(here, [(name, GRID) for name in _NAMES])
    floors = [floor_desk.opened(here / f"{name}.db") for name in _NAMES]
    kept = floor_hub.InSqlite(str(here / "floor_hub.db"))
    for first in range(0, existing, _AT_ONCE):
        visits = Making(GRID, "worker", first).visits(min(_AT_ONCE, existing - first))
        put_at_hub(hub, "visit", visits)
        rows = as_rows("visit", visits)
        read = kept.take({"visit": rows})
        for floor in floors:
            floor_desk.fill(floor, "visit", rows, waits=False)
            floor_desk.has_read(floor, read)
    for floor in floors:
        floor.close()
    for name in _NAMES:
        desk = laptop(hub, here, name)
        device = hub.device(desk.me.device_id)
        assert device is not None
        converse(desk.store, hub.at(device), desk.clock)
        desk.close()
    hub.store.close()
