"""A line between desk and hub that counts: bytes each way, headers too, and the requests.

`line.py HOST:PORT ADDRESS` passes on from there to the hub at ADDRESS until the program is ended.
"""

import contextlib
import re
import selectors
import socket
import sys
import threading
from dataclasses import dataclass, field
from typing import Self

_REQUEST = re.compile(rb"(?:GET|PUT|POST|HEAD) \S+ HTTP/1\.1\r\n")
_MOST = 1 << 16


@dataclass
class Line:
    """Passes every connection on to `address`; to be used with `with`.

    Once `cut` bytes have passed, up and down, the connection is cut; that happens once.
    `requests` are the bytes of each.
    """

    address: str
    cut: int = 0
    at: tuple[str, int] = ("127.0.0.1", 0)
    up: int = 0
    down: int = 0
    requests: list[int] = field(default_factory=list)
    _listener: socket.socket = field(init=False)

    @property
    def entrance(self) -> str:
        """The address to call instead."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._listener = socket.create_server(self.at)
        _aside(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                desk, _ = self._listener.accept()
            except OSError:
                return
            _aside(self._pass_on, desk)

    def _pass_on(self, desk: socket.socket) -> None:
        host, port = self.address.removeprefix("http://").split(":")
        with (
            contextlib.suppress(OSError),
            desk,
            socket.create_connection((host, int(port))) as hub,
            selectors.DefaultSelector() as ready,
        ):
            ready.register(desk, selectors.EVENT_READ, hub)
            ready.register(hub, selectors.EVENT_READ, desk)
            while all(self._moved(key, is_up=key.fileobj is desk) for key, _ in ready.select()):
                pass

    def _moved(self, key: selectors.SelectorKey, *, is_up: bool) -> bool:
        """Pass on what is there; False where this was the last of a connection."""
        part = key.fileobj.recv(_MOST)  # type: ignore[union-attr]
        room = self.cut - self.up - self.down
        is_cut = self.cut > 0 and len(part) >= room
        if is_cut:
            part, self.cut = part[:room], 0
        self._count(part, is_up=is_up)
        key.data.sendall(part)
        return bool(part) and not is_cut

    def _count(self, part: bytes, *, is_up: bool) -> None:
        if not is_up:
            self.down += len(part)
            return
        self.up += len(part)
        if _REQUEST.match(part):  # a request begins a part of its own: the desk waits for answers
            self.requests.append(0)
        if self.requests:
            self.requests[-1] += len(part)


def _aside(act: object, *given: object) -> None:
    threading.Thread(target=act, args=given, daemon=True).start()  # type: ignore[arg-type]  # noqa: TID251


if __name__ == "__main__":
    listens, port = sys.argv[1].split(":")
    with Line(sys.argv[2], at=(listens, int(port))):
        print("ready", flush=True)
        threading.Event().wait()
