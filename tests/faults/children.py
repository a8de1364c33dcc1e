"""What a test lets a process do until it is killed: python -m tests.faults.children.

It reads one JSON line a job, forks itself, tells what the child said first, and at the next line
kills it. So what was acknowledged is known to another process than the one that dies, and none
has to be started anew.
"""

import itertools
import json
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

import uvicorn  # noqa: F401 - so that no child has to load it

from gridapp.__main__ import main
from gridapp.client import clock
from gridapp.client.actions import photos
from gridapp.client.desk import Desk, Me
from gridapp.domain.errors import Expected
from gridapp.files.pictures import Picture
from gridapp.server import serving  # noqa: F401 - likewise
from gridapp.store.engine import open_store
from gridapp.sync.converse import converse
from gridapp.sync.http_pictures import HttpPictures
from tests.faults import careless
from tests.server.world import KEY
from tests.sync.shaky import knock


def record(desk: Desk, told: Any) -> None:
    """Visit after visit, each said once it is saved."""
    for _ in _still(told):
        _say(knock(desk, told["door"]).id)


def attach(desk: Desk, told: Any) -> None:
    """Photo after photo; each was made small by another process before."""
    for number in _still(told):
        picture = bytes(range(256)) * 300 + str(number).encode() + os.urandom(8)
        photos.read_picture = _as_made  # type: ignore[attr-defined,assignment]  # its own import
        _say(photos.keep_photo(desk, "issue", told["issue"], picture).id)


def _as_made(picture: Any) -> Picture:
    return Picture(picture, picture[-2000:])


def sync(desk: Desk, told: Any) -> None:
    """Visits that are sent, each said once the hub has answered."""
    remote = HttpPictures(
        told["address"], device_id=desk.me.device_id, private_key=bytes.fromhex(told["private"])
    )
    for _ in _still(told):
        visits = [knock(desk, told["door"]).id for _ in range(3)]
        converse(desk.store, remote, clock.now)
        for this in visits:
            _say(this)


def serve(told: Any) -> None:
    """`gridapp serve` itself."""
    os.environ.update(told["environment"])
    main(["serve", "--port", "0", "--data", told["folder"]])


def _still(told: Any) -> Any:
    return range(told["most"]) if "most" in told else itertools.count()


_ACTS = {each.__name__: each for each in (record, attach, sync)}


def _child(told: Any) -> None:
    for twin in told.get("twins", ()):
        getattr(careless, twin)()
    if told["act"] == "serve":
        serve(told)
        return
    try:
        store = open_store(Path(told["store"]), KEY)
        _ACTS[told["act"]](Desk(store, Me(**told["me"])), told)
        store.close()
    except Expected as problem:
        _say(f"told {type(problem).__name__} {problem}")


def _say(text: str) -> None:
    os.write(1, f"{text}\n".encode())


def _forked(told: Any) -> tuple[int, Any]:
    """The child and what it says."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.dup2(writing, 1)
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - until the end
        try:
            _child(told)
        except BaseException as bug:  # noqa: BLE001 - whatever it is, it is told
            traceback.print_exc()
            _say(f"bug {bug!r}")
        finally:
            os._exit(0)
    os.close(writing)
    return child, os.fdopen(reading)


def _zygote() -> None:
    for line in sys.stdin:
        child, words = _forked(json.loads(line))
        _tell(words.readline().rstrip("\n"))
        if sys.stdin.readline().strip() == "kill":
            os.kill(child, signal.SIGKILL)
        said = words.read().splitlines()
        words.close()
        os.waitpid(child, 0)
        _tell(said)


def _tell(told: Any) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _zygote()
