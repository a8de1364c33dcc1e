"""A bad link between two network namespaces of its own: slow, late and losing. Linux, as root.

`bad_link.py DESK HUB KBIT MS LOSS SEED` runs the link itself between two namespaces that are there:
a TUN device in each, and between them so many kbit/s each way, so many ms one way, LOSS percent of
packets lost, and a queue that drops what does not fit. TCP meets real losses.
"""

import contextlib
import ctypes
import fcntl
import heapq
import itertools
import os
import random
import select
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_DESK, _HUB = "10.78.0.1", "10.78.0.2"  # inside the namespaces only
_PORT = 8420
_QUEUE = 64 * 1024  # bytes
_NETWORK = 0x40000000  # CLONE_NEWNET
_TUNSETIFF, _TUN_WITHOUT_HEADER = 0x400454CA, 0x1001
_LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Link:
    """The words that run a command at the desk's and at the hub's end."""

    desk: tuple[str, ...]
    hub: tuple[str, ...]

    @contextlib.contextmanager
    def leading_to(self, address: str) -> Iterator[str]:
        """The address at the desk's end that leads to a hub at its own end, at `address` there.

        A hub speaks on its own computer only, and a desk calls none elsewhere without a
        certificate: at either end somebody passes on.
        """
        line, end = str(Path(__file__).with_name("line.py")), f"{_HUB}:{_PORT}"
        here = f"127.0.0.1:{_PORT}"
        with (
            _ready(*self.hub, sys.executable, line, end, address),
            _ready(*self.desk, sys.executable, line, here, f"http://{end}"),
        ):
            yield f"http://{here}"


def is_to_be_had() -> bool:
    """Whether this computer lets us make namespaces and TUN devices."""
    return sys.platform == "linux" and os.geteuid() == 0 and Path("/dev/net/tun").exists()


@contextlib.contextmanager
def ends() -> Iterator[Link]:
    """Two namespaces, gone at the end with all that is in them."""
    names = [f"gridapp-{end}-{os.getpid()}" for end in ("desk", "hub")]
    with contextlib.ExitStack() as undo:
        for name in names:
            _ip("netns", "add", name)
            undo.callback(_ip, "netns", "del", name)
            _ip("-n", name, "link", "set", "lo", "up")
        desk, hub = (("ip", "netns", "exec", name) for name in names)
        yield Link(desk, hub)


@contextlib.contextmanager
def between(link: Link, kbit: float, ms: float, loss: float, seed: int) -> Iterator[None]:
    """Let the link be there for a while."""
    told = (link.desk[-1], link.hub[-1], *map(str, (kbit, ms, loss, seed)))
    with _ready(sys.executable, __file__, *told):
        yield


@contextlib.contextmanager
def _ready(*words: str) -> Iterator[None]:
    """A program beside ours that says when it is ready."""
    ran = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    assert ran.stdout is not None
    try:
        assert ran.stdout.readline()
        yield
    finally:
        ran.terminate()
        ran.communicate(timeout=30)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)  # noqa: S607 - wherever the system has it


def _tun(namespace: str, own: str, other: str) -> int:
    """A TUN device in a namespace; what it sends is read from the file that comes back."""
    before = os.open("/proc/self/ns/net", os.O_RDONLY)
    there = os.open(f"/run/netns/{namespace}", os.O_RDONLY)
    assert _LIBC.setns(there, _NETWORK) == 0
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, _TUNSETIFF, struct.pack("16sH", b"bad0", _TUN_WITHOUT_HEADER))
    assert _LIBC.setns(before, _NETWORK) == 0
    os.close(before)
    os.close(there)
    _ip("-n", namespace, "addr", "add", own, "peer", other, "dev", "bad0")
    _ip("-n", namespace, "link", "set", "bad0", "up", "mtu", "1400")
    return device


def carry(desk: str, hub: str, kbit: float, ms: float, loss: float, seed: float) -> None:
    """Carry packets both ways until the program is ended."""
    ends = [_tun(desk, _DESK, _HUB), _tun(hub, _HUB, _DESK)]
    rate, chance = kbit * 1000 / 8, random.Random(seed)  # noqa: S311 - the same losses again
    idle = [0.0, 0.0]  # when each direction has sent what it took
    order, waiting = itertools.count(), list[tuple[float, int, int, bytes]]()
    print("ready", flush=True)
    while True:
        pause = max(0.0, waiting[0][0] - time.monotonic()) if waiting else None
        ready, _, _ = select.select(ends, [], [], pause)
        now = time.monotonic()
        for way in map(ends.index, ready):
            for packet in _packets(ends[way]):
                if (idle[way] - now) * rate > _QUEUE:
                    continue
                idle[way] = max(now, idle[way]) + len(packet) / rate
                if chance.random() * 100 >= loss:
                    arrives = idle[way] + ms / 1000
                    heapq.heappush(waiting, (arrives, next(order), 1 - way, packet))
        while waiting and waiting[0][0] <= now:
            _, _, to, packet = heapq.heappop(waiting)
            with contextlib.suppress(OSError):
                os.write(ends[to], packet)


def _packets(device: int) -> Iterator[bytes]:
    with contextlib.suppress(BlockingIOError):
        while True:
            yield os.read(device, 1 << 16)


if __name__ == "__main__":
    at_desk, at_hub, *told = sys.argv[1:]
    carry(at_desk, at_hub, *map(float, told))
