"""Addresses of an office hub as people type them."""

import ipaddress
from urllib.parse import SplitResult, urlsplit

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_


class NotAnAddress(Expected):
    """What was typed is no address of a hub."""


class NotPrivate(Expected):
    """The address would send records in the clear over a network."""


def checked_address(address: str) -> str:
    """`address` without a slash at its end.

    Raises NotAnAddress, or NotPrivate for plain http beyond this computer.
    """
    parts = parts_of(address.strip().rstrip("/"))
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise NotAnAddress(
            N_(
                "“{address}” is not an address of an office hub. It looks like https://hub.example."
            ),
            address=address,
        )
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise NotPrivate(
            N_(
                "Nothing was sent: {address} is not a protected address. "
                "Please ask the office for the one that begins with https."
            ),
            address=address,
        )
    return address.strip().rstrip("/")


def parts_of(address: str) -> SplitResult:
    """The parts of an address; of one that readers of addresses do not agree on, none."""
    try:
        parts = urlsplit(address)
        agreed = parts.port is None or parts.port > 0
    except ValueError:
        agreed = False
    return parts if agreed and not set(address) & set("\\@?# \t\r\n") else urlsplit("")


def is_loopback(host: str) -> bool:
    """Whether `host` is this computer by an address that cannot lead elsewhere."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
