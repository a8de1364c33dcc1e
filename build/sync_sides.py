"""The two sides of a comparison, floor and gridapp: how each is served and synced, as processes."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

PASSPHRASE = "bench-only"  # noqa: S105 - for stores of made-up people
_HERE = Path(__file__).parent
_PROBES = str(_HERE / "sync_probes.py")
_DEADLINE = 600  # seconds


class Served(NamedTuple):
    """A hub that runs."""

    address: str
    pid: int


class Synced(NamedTuple):
    """How one sync went: seconds, and the client's peak memory in MB."""

    seconds: float
    memory: float
    sent: int
    received: int


@dataclass(frozen=True)
class Side:
    """What serves a folder, or a database where one is named; and what syncs a desk in it.

    `within` are words before the command, of a program that runs it elsewhere.
    """

    name: str
    hub: Callable[[Path, str], list[str]]
    desk: Callable[[Path, str, str], list[str]]

    @contextlib.contextmanager
    def serve(
        self, folder: Path, database: str = "", within: Sequence[str] = ()
    ) -> Iterator[Served]:
        """Run the hub, ready to be called."""
        words = [*within, sys.executable, *self.hub(folder, database)]
        ran = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment())
        assert ran.stdout is not None
        try:
            yield Served(str(json.loads(ran.stdout.readline())["hub"]), ran.pid)
        finally:
            ran.terminate()
            ran.communicate(timeout=30)

    def sync(self, folder: Path, name: str, address: str, within: Sequence[str] = ()) -> Synced:
        """Let the desk of a name hand in and read, in a process of its own."""
        words = [*within, sys.executable, *self.desk(folder, name, address)]
        done = subprocess.run(
            words, stdout=subprocess.PIPE, check=True, env=environment(), timeout=_DEADLINE
        )
        return Synced(**json.loads(done.stdout))


def environment() -> dict[str, str]:
    """For every process of ours."""
    return {**os.environ, "GRIDAPP_PASSPHRASE": PASSPHRASE, "PYTHONPATH": str(_HERE.parent)}


def _profile() -> str:
    return os.environ.get("BENCH_PROFILE", "")


def _gridapp_hub(folder: Path, database: str) -> list[str]:
    words = ["serve", "--data", str(folder / "hub"), "--port", "0", "--database", database]
    profiled = [_PROBES, "hub", f"{_profile()}/hub.txt"]
    return [*(profiled if _profile() else ["-m", "gridapp"]), *words]


def _gridapp_desk(folder: Path, name: str, address: str) -> list[str]:
    more = [f"{_profile()}/desk of {name}.txt"] if _profile() else []
    return [_PROBES, "desk", str(folder / name), address, *more]


FLOOR = Side(
    "floor",
    lambda folder, database: [
        str(_HERE / "floor_hub.py"),
        database or str(folder / "floor_hub.db"),
    ],
    lambda folder, name, address: [
        str(_HERE / "floor_desk.py"),
        str(folder / f"{name}.db"),
        address,
    ],
)
GRIDAPP = Side("gridapp", _gridapp_hub, _gridapp_desk)
SIDES = (FLOOR, GRIDAPP)
