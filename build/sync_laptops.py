"""A thousand laptops of one district within a minute: fifty visits each, the hub on PostgreSQL.

`sync_laptops.py FOLDER ADDRESS SIDE` is the laptops: each calls once, at its own moment.
"""

import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

if not __package__:  # run as a script: import from the checkout's top, nothing from build/
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

import msgspec
import requests

from build import sync_postgres
from build.floor_rows import Ask as FloorAsk
from build.floor_rows import packed
from build.sync_office import begun_hub
from build.sync_rows import Making, as_rows
from build.sync_sides import PASSPHRASE, SIDES, Served, Side, environment
from gridapp.domain.merge import said
from gridapp.domain.times import moment
from gridapp.server import accounts, admin
from gridapp.server.hub import Hub
from gridapp.sync.http import HttpRemote
from gridapp.wire import codec, signature
from gridapp.wire.columns import pack
from gridapp.wire.messages import Ask

LAPTOPS = 1000
_GRIDS, _VISITS = 250, 50
_MINUTE = 60.0  # seconds
_AT_ONCE = 200
_PATIENCE = 300  # seconds


class Laptop(msgspec.Struct):
    """What one laptop has to say, and by whom: to gridapp's hub, and to the floor's."""

    device_id: str
    private_key: bytes
    ask: bytes
    floor_ask: bytes


class Told(NamedTuple):
    """How it went: seconds of each laptop, how many failed, and the hub's memory, MB."""

    seconds: list[float]
    failed: int
    began: float
    ended: float


def prepare(folder: Path, database: str) -> None:
    """A hub with a thousand workers, four in a grid, and what each has to say."""
    hub = begun_hub(folder, (), database)
    grids = [f"990101001001{number:03}" for number in range(1, _GRIDS + 1)]
    for code in grids:
        admin.add_grid(hub, code=code, name=f"第{int(code[-3:])}网格")
    workers = {f"worker{number}": grids[number % _GRIDS] for number in range(LAPTOPS)}
    kept = accounts.hashed(PASSPHRASE)
    with hub.store.writing() as connection:
        for name, grid in workers.items():
            accounts.add(connection, name, "李桂芬", kept)
            admin.give_post(hub, connection, name, role="grid_worker", place=grid)
    laptops = [_laptop(hub, name, grid, no) for no, (name, grid) in enumerate(workers.items())]
    hub.store.close()
    (folder / "laptops").write_bytes(msgspec.msgpack.encode(laptops))


def _laptop(hub: Hub, name: str, grid: str, number: int) -> Laptop:
    private, now = signature.new_key(), hub.clock()
    with hub.store.writing() as connection:
        device = accounts.enrol(connection, name, signature.public_of(private), "bench", now)
    read_to = hub.at(device).exchange(Ask((), (), moment(now))).cursors
    visits = Making(grid, name, number).visits(_VISITS)
    made = {"visit": pack([said("visit", each.__dict__) for each in visits])}
    ask = codec.encode(Ask((), read_to, moment(now), made))
    rows = packed(FloorAsk(2**40, {"visit": as_rows("visit", visits)}))
    return Laptop(device.device_id, private, ask, rows)


@cache
def measured() -> tuple[Told, Told]:
    """The thousand laptops at the floor's hub, then at gridapp's."""
    with sync_postgres.folder_and_server() as (folder, bases):
        prepare(folder, bases.template)
        told = []
        for number, side in enumerate(SIDES):
            with (
                bases.copied(is_hub=bool(number)) as base,
                side.serve(folder, base) as served,
            ):
                told.append(_crowd(folder, served, side))
        return told[0], told[1]


def _crowd(folder: Path, served: Served, side: Side) -> Told:
    words = [sys.executable, __file__, str(folder), served.address, side.name]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment()) as crowd:
        assert crowd.stdout is not None
        crowd.stdout.readline()  # a tenth of them were served
        began = _resident(served.pid)
        seconds, failed = json.loads(crowd.stdout.readline())
    return Told(seconds, failed, began, _resident(served.pid))


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def _gridapp(address: str, laptop: Laptop) -> None:
    """Hand in as the desktop does, and look at the numbers that came."""
    remote = HttpRemote(
        address,
        device_id=laptop.device_id,
        private_key=laptop.private_key,
        timeout=(_PATIENCE, _PATIENCE),
    )
    answer = remote.exchange(codec.decode(laptop.ask, Ask))
    remote.close()
    assert len(answer.numbers["visit"]) == _VISITS
    assert all(answer.numbers["visit"])


def _floor(address: str, laptop: Laptop) -> None:
    requests.post(address, data=laptop.floor_ask, timeout=_PATIENCE).raise_for_status()


def crowd(folder: str, address: str, side: str) -> None:
    """All laptops, each at a moment of its own within the minute; two JSON lines."""
    laptops = msgspec.msgpack.decode((Path(folder) / "laptops").read_bytes(), type=list[Laptop])
    chance = random.Random(5)  # noqa: S311 - the same minute every time
    moments = sorted(chance.uniform(0, _MINUTE) for _ in laptops)
    hand_in = partial({"floor": _floor, "gridapp": _gridapp}[side], address)
    begin = time.monotonic()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        calls = [
            pool.submit(_called, hand_in, laptop, begin + at)
            for laptop, at in zip(laptops, moments, strict=True)
        ]
        calls[len(calls) // 10].result()
        print(json.dumps("begun"), flush=True)
        seconds = [call.result() for call in calls]
    served = [each for each in seconds if each is not None]
    print(json.dumps([served, len(seconds) - len(served)]), flush=True)


def _called(hand_in: Callable[[Laptop], None], laptop: Laptop, at: float) -> float | None:
    """Seconds from the moment it wanted to call until it had its answer; None where it failed."""
    time.sleep(max(0.0, at - time.monotonic()))
    try:
        hand_in(laptop)
    except Exception as problem:  # noqa: BLE001 - whatever a person would see
        print(repr(problem), file=sys.stderr)
        return None
    return time.monotonic() - at


def memory() -> tuple[list[float], list[float]]:
    """Of gridapp's hub, MB: after a tenth of the laptops, and after all."""
    _, ours = measured()
    return [ours.began], [ours.ended]


def p99(told: Told) -> float:
    """Seconds; without end where anybody saw an error."""
    return float("inf") if told.failed else statistics.quantiles(told.seconds, n=100)[-1]


if __name__ == "__main__":
    crowd(*sys.argv[1:])
