"""The line between laptops and hub: a real proxy on this computer that fails as it is told to."""

import contextlib
import socket
import socketserver
import struct
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

_WAIT = 15.0  # seconds: no test waits longer for a byte
_PIECE = 65536


class Gone(Exception):  # noqa: N818 - the other side has gone
    """A connection ended before the message did."""


@dataclass
class Call:
    """One request on its way, and what may become of it."""

    line: "Line"
    laptop: socket.socket
    request: bytes

    def ask(self):
        """The hub's whole answer to the whole request; by then the hub has committed."""
        with self._hub() as hub:
            hub.sendall(self.request)
            answer = _message(hub)
        self.line.answers.append(answer)
        return answer

    def ask_half(self, most):
        """Send the hub only the first `most` bytes, and hang up."""
        with self._hub() as hub:
            hub.sendall(self.request[:most])

    def answer(self, said):
        """Send bytes to the laptop."""
        self.laptop.sendall(said)

    def hang_up(self):
        """End the connection as a pulled plug does."""
        self.laptop.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise Gone

    def _hub(self):
        host, port = self.line.hub
        return socket.create_connection((host, port), timeout=_WAIT)


Fault = Callable[[Call], None]


def passed(call: Call) -> None:
    """The line is well."""
    call.answer(call.ask())


def cut_up(call: Call) -> None:
    """The connection is lost in the middle of the request."""
    call.ask_half(len(call.request) * 2 // 3)
    call.hang_up()


def dropped(call: Call) -> None:
    """The hub has taken everything, and its answer is lost."""
    call.ask()
    call.hang_up()


def cut_down(call: Call) -> None:
    """The connection is lost in the middle of the answer."""
    answer = call.ask()
    call.answer(answer[: len(answer) * 2 // 3])
    call.hang_up()


def refused(call: Call) -> None:
    """The line is dead."""
    call.hang_up()


def stale(call: Call) -> None:
    """A clever box in between answers with what was said to an earlier request."""
    call.answer(call.line.answers[-1])


def says(status: str, body: bytes = b"", **headers: str) -> Fault:
    """Something else answers."""

    def fault(call: Call) -> None:
        listed = {"content-length": str(len(body)), **headers}
        lines = [f"{name.replace('_', '-')}: {value}\r\n" for name, value in listed.items()]
        call.answer(f"HTTP/1.1 {status}\r\n{''.join(lines)}\r\n".encode() + body)

    return fault


html = says(
    "200 OK", b"<html><body>Welcome, please sign in</body></html>", content_type="text/html"
)
broken = says("500 Internal Server Error", b"Traceback", content_type="text/plain")


@dataclass
class Line:
    """A proxy at `address`; `hub` is where it leads, `fault` what it does to every request."""

    hub: tuple[str, int] = ("127.0.0.1", 9)
    fault: Fault = passed
    requests: list[bytes] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)
    address: str = ""

    @contextlib.contextmanager
    def running(self):
        """Listen for as long as this lasts."""
        line = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                self.request.settimeout(_WAIT)
                with contextlib.suppress(Gone, OSError):
                    while True:
                        line._carry(self.request)

        with _Server(("127.0.0.1", 0), Handler) as server, ThreadPoolExecutor(1) as pool:
            self.address = f"http://127.0.0.1:{server.server_address[1]}"
            pool.submit(server.serve_forever, poll_interval=0.02)
            try:
                yield self
            finally:
                server.shutdown()

    def lead_to(self, address):
        """Lead to the hub at this address, with everything well."""
        host, _, port = address.removeprefix("http://").partition(":")
        self.hub, self.fault = (host, int(port)), passed

    def _carry(self, laptop):
        request = _message(laptop)
        self.requests.append(request)
        self.fault(Call(self, laptop, request))


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False


def _message(sender):
    """One HTTP message with the body its length promises."""
    said = b""
    while b"\r\n\r\n" not in said:
        said += _more(sender)
    head, _, body = said.partition(b"\r\n\r\n")
    lengths = [
        int(line.partition(b":")[2])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length:")
    ]
    wanted = lengths[0] if lengths else 0
    while len(body) < wanted:
        body += _more(sender)
    return head + b"\r\n\r\n" + body


def _more(sender):
    piece = sender.recv(_PIECE)
    if not piece:
        raise Gone
    return piece
