"""A line between desk and hub that counts: bytes each way, headers too, and the requests."""

import re
import selectors
import socket
import threading
from dataclasses import dataclass, field

_REQUEST = re.compile(rb"(?:GET|PUT|POST|HEAD) \S+ HTTP/1\.1\r\n")
_MOST = 1 << 16


@dataclass
class Line:
    """Passes every connection on to `address`; to be used with `with`."""

    address: str
    up: int = 0
    down: int = 0
    requests: int = 0
    _listener: socket.socket = field(init=False)

    @property
    def entrance(self) -> str:
        """The address to call instead."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> "Line":
        self._listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()  # noqa: TID251
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        host, port = self.address.removeprefix("http://").split(":")
        while True:
            try:
                desk, _ = self._listener.accept()
            except OSError:
                return
            with desk, socket.create_connection((host, int(port))) as hub:
                self._pass_on(desk, hub)

    def _pass_on(self, desk: socket.socket, hub: socket.socket) -> None:
        with selectors.DefaultSelector() as ready:
            ready.register(desk, selectors.EVENT_READ, hub)
            ready.register(hub, selectors.EVENT_READ, desk)
            while True:
                for key, _ in ready.select():
                    part = key.fileobj.recv(_MOST)  # type: ignore[union-attr]
                    if not part:
                        return
                    key.data.sendall(part)
                    self._count(part, is_up=key.fileobj is desk)

    def _count(self, part: bytes, *, is_up: bool) -> None:
        if is_up:
            self.up += len(part)
            self.requests += len(_REQUEST.findall(part))
        else:
            self.down += len(part)
