"""The hub's own program seen from outside: whether it runs, and how it is started and ended.

Two small files beside the hub's lock say it to everybody: `hub.running` holds the addresses
while the hub serves, and whoever writes `hub.stop` asks it to end. So it does not matter who started it,
and no number of a process, which the system gives out again, is ever believed.

Where the records are in a database several programs may serve one folder. Each then has a lock and
addresses of its own: `hub`, `hub-2`, `hub-3` and so on.
"""

import contextlib
import itertools
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_
from gridapp.server import certifying

PORT = 8420
_HUB = "hub"  # the name of a program that is the only one, or the first
_STOP, _LOG = "hub.stop", "hub.log"
_GLANCE = 1.0  # seconds: somebody who only looks holds the lock for a moment
_DEADLINE = 30.0  # seconds for the hub to end


class RunsAlready(Expected):
    """Another program serves this folder."""


class NotStarted(Expected):
    """The hub ended before laptops could call it."""


class NotStopped(Expected):
    """The hub was asked to end and goes on."""


@dataclass(frozen=True)
class Running:
    """`address` is "" while the hub is off or still starting; `cut_off` as nobody told it to end.

    `addresses` are all it listens at, that one first.
    """

    runs: bool
    address: str
    cut_off: bool
    addresses: tuple[str, ...] = ()


def running(folder: Path) -> Running:
    """Whether the hub of `folder` runs, whoever started it; of several programs all addresses."""
    others = sorted(path.stem for path in folder.glob(f"{_HUB}-*.running"))
    programs = [_running(folder, name) for name in (_HUB, *others)]
    addresses = tuple(address for each in programs for address in each.addresses)
    return Running(
        runs=any(each.runs for each in programs),
        address=next(iter(addresses), ""),
        cut_off=any(each.cut_off for each in programs),
        addresses=addresses,
    )


def _running(folder: Path, name: str) -> Running:
    is_free = _is_free(folder, name)
    try:
        addresses = tuple((folder / f"{name}.running").read_text(encoding="utf-8").split())
    except FileNotFoundError:
        addresses = ()
    if is_free or not addresses:
        return Running(not is_free, "", is_free and bool(addresses))
    return Running(runs=True, address=addresses[0], cut_off=False, addresses=addresses)


def _is_free(folder: Path, name: str = _HUB) -> bool:
    if not folder.is_dir():
        return True
    try:
        with FileLock(folder / f"{name}.lock").acquire(timeout=0):
            return True
    except Timeout:
        return False


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[str]:
    """Be the hub of this folder; its name. Raises RunsAlready where another one is."""
    try:
        with FileLock(folder / f"{_HUB}.lock").acquire(timeout=_GLANCE):
            (folder / _STOP).unlink(missing_ok=True)
            yield _HUB
    except Timeout:
        raise RunsAlready(N_("The hub of this folder is running already.")) from None


@contextlib.contextmanager
def among_others(folder: Path) -> Iterator[str]:
    """Be one of the programs that serve the hub of this folder, whose records are in a database.

    Its name, which no other one has.
    """
    names = (f"{_HUB}-{number}" if number > 1 else _HUB for number in itertools.count(1))
    locks = ((name, FileLock(folder / f"{name}.lock", blocking=False)) for name in names)
    name, lock = next(each for each in locks if _is_taken(each[1]))
    try:
        if name == _HUB:
            (folder / _STOP).unlink(missing_ok=True)
        yield name
    finally:
        lock.release()


def _is_taken(lock: FileLock) -> bool:
    """Take a lock unless somebody else has it."""
    try:
        lock.acquire()
    except Timeout:
        return False
    return True


@contextlib.contextmanager
def serving_at(folder: Path, addresses: Sequence[str], name: str = _HUB) -> Iterator[None]:
    """Say where the hub's program of this name is called for as long as it can be."""
    said = folder / f"{name}.running"
    said.write_text("\n".join(addresses), encoding="utf-8")
    try:
        yield
    except Exception:
        raise  # a bug: what stays behind says that the hub was cut off
    except BaseException:
        said.unlink(missing_ok=True)
        raise
    said.unlink(missing_ok=True)


def is_told_to_stop(folder: Path) -> bool:
    """Whether somebody asked the hub of this folder to end."""
    return (folder / _STOP).exists()


def program() -> list[str]:
    """What starts this very program again: a bundle has no interpreter but itself."""
    frozen = getattr(sys, "frozen", False)
    return [sys.executable] if frozen else [sys.executable, "-m", "gridapp"]


def _environment(passphrase: str | None) -> dict[str, str]:
    """For a hub whose records are in its folder, whatever this program was told."""
    told = {"GRIDAPP_PASSPHRASE": passphrase} if passphrase else {}
    return {**os.environ, **told, "GRIDAPP_DATABASE": ""}


def serve_command(folder: Path, port: int) -> list[str]:
    """What serves the hub of `folder`, as a program of its own."""
    hosts = ["--host", "0.0.0.0"] if certifying.is_there(folder) else []  # noqa: S104 - for laptops
    return [*program(), "serve", "--data", str(folder.absolute()), "--port", str(port), *hosts]


class Starter:
    """Starts the hub of one folder beside this program, and ends it, whoever started it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._child: subprocess.Popen[str] | None = None

    def start(self, passphrase: str | None = None, port: int = PORT) -> str:
        """The address of the hub, which is ready to be called; 0 takes a free port.

        Raises RunsAlready, or NotStarted with what the hub had to say.
        """
        if not _is_free(self._folder):
            raise RunsAlready(N_("The hub of this folder is running already."))
        self._reap()
        child = self._child = self._begun(passphrase, port)
        assert child.stdout is not None
        with child.stdout:
            line = child.stdout.readline()
        if not line:
            self._reap()
            words = self._log().read_text(encoding="utf-8", errors="replace").strip()
            raise NotStarted(N_("The hub did not start. It says: {words}"), words=words)
        return str(json.loads(line)["hub"])

    def _begun(self, passphrase: str | None, port: int) -> subprocess.Popen[str]:
        # A pipe nobody reads would fill and hold the hub up; a file does not.
        with self._log().open("wb") as complaints:
            return subprocess.Popen(
                serve_command(self._folder, port),
                env=_environment(passphrase),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=complaints,
                text=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                start_new_session=True,  # closing the window or its terminal leaves the hub alone
            )

    def _log(self) -> Path:
        return self._folder / _LOG

    def stop(self) -> None:
        """End the hub and wait until it has; nothing happens where none runs.

        Raises NotStopped.
        """
        if not _is_free(self._folder):
            self._ask_to_end()
        self._reap()

    def _ask_to_end(self) -> None:
        told = self._folder / _STOP
        told.touch()
        try:
            with FileLock(self._folder / f"{_HUB}.lock").acquire(timeout=_DEADLINE):
                told.unlink(missing_ok=True)
        except Timeout:
            raise NotStopped(
                N_("The hub has not stopped yet. Nothing was lost. Wait a minute and try again.")
            ) from None

    def _reap(self) -> None:
        """Take back a child that has ended; else the system keeps its name."""
        if self._child is not None:
            self._child.wait(_DEADLINE)
            self._child = None
