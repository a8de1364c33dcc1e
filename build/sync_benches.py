"""The benches of sync against the floor: seconds, bytes, requests and memory of the same work."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from build import floor_desk, floor_hub
from build.line import Line
from build.sync_rows import Making, as_rows
from build.sync_sides import (
    FLOOR,
    GRID,
    GRIDAPP,
    OTHER_GRID,
    Side,
    Synced,
    begun_hub,
    laptop,
    put_at_hub,
    write_here,
)
from gridapp.sync.converse import converse

_ROUNDS = 7
_FUTURE = 2**40
_AT_ONCE = 10_000


@dataclass
class Measured:
    """What one side needed: each sync in turn, and what crossed the line in one of them."""

    synced: list[Synced] = field(default_factory=list)
    up: int = 0
    down: int = 0
    requests: int = 0


def first_up(count: int, prepared: Path) -> None:
    """A desk with so many new visits, and a colleague of another grid with 50, at an empty hub."""
    hub = begun_hub(prepared, (("worker", GRID), ("colleague", OTHER_GRID)))
    for name in ("worker", "colleague"):
        laptop(hub, prepared, name).close()
    hub.store.close()
    write_here(prepared, "worker", Making(GRID, "worker", 1).visits(count))
    write_here(prepared, "colleague", Making(OTHER_GRID, "colleague", 2).visits(50))
    for name in ("worker", "colleague"):  # neither is to be told what the other wrote
        with contextlib.closing(floor_desk.opened(prepared / f"{name}.db")) as kept:
            floor_desk.has_read(kept, _FUTURE)


@cache
def up(count: int) -> tuple[Measured, Measured]:
    """So many new visits up, in a fresh pair of stores each time; the hub had a request before."""
    sides = {FLOOR.name: Measured(), GRIDAPP.name: Measured()}
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared"
        prepared.mkdir()
        first_up(count, prepared)
        for number in range(_ROUNDS + 1):
            for side in (FLOOR, GRIDAPP):
                with _copied(prepared) as here, side.serve(here, "") as address:
                    side.sync(here, "colleague", address)
                    _once(side, here, address, sides[side.name], counted=number == 0)
    return sides[FLOOR.name], sides[GRIDAPP.name]


@contextlib.contextmanager
def _copied(prepared: Path) -> Iterator[Path]:
    here = prepared.with_name("round")
    shutil.copytree(prepared, here)
    yield here
    shutil.rmtree(here)


def _once(side: Side, here: Path, address: str, measured: Measured, *, counted: bool) -> None:
    if not counted:
        measured.synced.append(side.sync(here, "worker", address))
        return
    with Line(address) as line:
        side.sync(here, "worker", line.entrance)
        measured.up, measured.down, measured.requests = line.up, line.down, line.requests


@cache
def daily(existing: int) -> tuple[Measured, Measured]:
    """Fifty up and fifty down where so many records are on both sides, evening after evening."""
    sides = {FLOOR.name: Measured(), GRIDAPP.name: Measured()}
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as open_:
        here = Path(folder)
        _old_office(existing, here)
        served = {side.name: open_.enter_context(side.serve(here, "")) for side in (FLOOR, GRIDAPP)}
        for number in range(_ROUNDS + 2):
            for name, seed in (("worker", 100), ("colleague", 200)):
                write_here(here, name, Making(GRID, name, seed + number).visits(50))
            for side in (FLOOR, GRIDAPP):
                address = served[side.name]
                side.sync(here, "colleague", address)
                if number == 0:
                    side.sync(here, "worker", address)
                    continue
                _once(side, here, address, sides[side.name], counted=number == 1)
    return sides[FLOOR.name], sides[GRIDAPP.name]


def _old_office(existing: int, here: Path) -> None:
    """A hub and two desks of one grid that hold so many visits, on both sides."""
    hub = begun_hub(here, (("worker", GRID), ("colleague", GRID)))
    desks = [laptop(hub, here, name) for name in ("worker", "colleague")]
    floors = [floor_desk.opened(here / f"{name}.db") for name in ("worker", "colleague")]
    kept = floor_hub.InSqlite(str(here / "floor_hub.db"))
    for first in range(0, existing, _AT_ONCE):
        visits = Making(GRID, "worker", first + 10_000).visits(min(_AT_ONCE, existing - first))
        put_at_hub(hub, "visit", visits)
        rows = as_rows("visit", visits)
        read = kept.take({"visit": rows})
        for floor in floors:
            floor_desk.fill(floor, "visit", rows, waits=False)
            floor_desk.has_read(floor, read)
    for floor in floors:
        floor.close()
    for desk in desks:
        device = hub.device(desk.me.device_id)
        assert device is not None
        converse(desk.store, hub.at(device), desk.clock)
        desk.close()
    hub.store.close()
