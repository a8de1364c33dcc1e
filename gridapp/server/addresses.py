"""Where laptops call this computer: the addresses it has, and its name."""

import contextlib
import ipaddress
import socket
from collections.abc import Iterator

_ANYWHERE = ("192.0.2.1", 9)  # RFC 5737: nobody's; nothing is sent there
_EVERY = frozenset({"0.0.0.0", "::"})  # noqa: S104 - what people ask for


def reached_at(host: str, port: int, scheme: str) -> tuple[str, ...]:
    """The addresses of a listener at `host`, the likeliest first; all, where it is every one."""
    hosts = dict.fromkeys([*_own(), socket.gethostname()] if host in _EVERY else [host])
    return tuple(f"{scheme}://{_bracketed(each)}:{port}" for each in hosts)


def by_name(port: int) -> tuple[str, ...]:
    """Where a protected listener will be reached that does not listen yet."""
    return (f"https://{socket.gethostname()}:{port}",)


def is_loopback(host: str) -> bool:
    """Whether nobody but this computer reaches a listener at `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _own() -> Iterator[str]:
    """The addresses it has in its networks; first the one that leads out."""
    found = [*_way_out(), *_named()]
    yield from (one for one in found if not is_loopback(one))


def _way_out() -> Iterator[str]:
    with (
        contextlib.suppress(OSError),
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as looking,
    ):
        looking.connect(_ANYWHERE)
        yield str(looking.getsockname()[0])


def _named() -> Iterator[str]:
    with contextlib.suppress(OSError):
        for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET):
            yield str(entry[4][0])


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
