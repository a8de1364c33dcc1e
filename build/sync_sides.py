"""The two sides of a comparison, floor and gridapp: how each is prepared, served and synced."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from gridapp.client.actions.sign_in import sign_in
from gridapp.client.desk import Desk
from gridapp.server import admin, clock
from gridapp.server.hub import Hub
from gridapp.store.keys import Custody

PASSPHRASE = "bench-only"  # noqa: S105 - for stores of made-up people
GRID, OTHER_GRID = "990101001001001", "990101001001002"
_HERE = Path(__file__).parent


class Synced(NamedTuple):
    """How one sync went: seconds, and the client's peak memory in MB."""

    seconds: float
    memory: float
    sent: int
    received: int


@dataclass(frozen=True)
class Side:
    """`serve` a folder, at a database where one is named; `sync` the desk of a name in it."""

    name: str
    serve: Callable[[Path, str], AbstractContextManager[str]]
    sync: Callable[[Path, str, str], Synced]


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


@contextlib.contextmanager
def _served(words: list[str]) -> Iterator[str]:
    """A server as a process of its own; the address it says."""
    served = subprocess.Popen(
        [sys.executable, *words], stdout=subprocess.PIPE, text=True, env=_environment()
    )
    assert served.stdout is not None
    try:
        yield str(json.loads(served.stdout.readline())["hub"])
    finally:
        served.terminate()
        served.communicate(timeout=30)


def _environment() -> dict[str, str]:
    top = str(_HERE.parent)
    return {**os.environ, "GRIDAPP_PASSPHRASE": PASSPHRASE, "PYTHONPATH": top}


def _serve_floor(folder: Path, database: str) -> AbstractContextManager[str]:
    return _served([str(_HERE / "floor_hub.py"), database or str(folder / "floor_hub.db")])


def _serve_gridapp(folder: Path, database: str) -> AbstractContextManager[str]:
    words = ["serve", "--data", str(folder / "hub"), "--port", "0", "--database", database]
    if profile := os.environ.get("BENCH_PROFILE"):
        probe = [str(_HERE / "sync_probes.py"), "hub", f"{profile}/hub.txt"]
        return _served([*probe, *words])
    return _served(["-m", "gridapp", *words])


def _told(words: list[str]) -> Synced:
    done = subprocess.run(
        [sys.executable, *words], stdout=subprocess.PIPE, check=True, env=_environment()
    )
    return Synced(**json.loads(done.stdout))


def _sync_floor(folder: Path, account: str, address: str) -> Synced:
    return _told([str(_HERE / "floor_desk.py"), str(folder / f"{account}.db"), address])


def _sync_gridapp(folder: Path, account: str, address: str) -> Synced:
    profile = os.environ.get("BENCH_PROFILE")
    more = [f"{profile}/desk of {account}.txt"] if profile else []
    return _told([str(_HERE / "sync_probes.py"), "desk", str(folder / account), address, *more])


FLOOR = Side("floor", _serve_floor, _sync_floor)
GRIDAPP = Side("gridapp", _serve_gridapp, _sync_gridapp)
SIDES = (FLOOR, GRIDAPP)
