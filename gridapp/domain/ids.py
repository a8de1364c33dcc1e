"""Names for records: time-ordered random ids, identity of place, and numbers one can say."""

import hashlib
import os
import uuid
from datetime import datetime
from functools import cache

from gridapp.domain.times import LOCAL


def new_id(now: datetime) -> str:
    """A UUIDv7 (RFC 9562): milliseconds since 1970, then 74 random bits.

    Made on the laptop and never from device and counter: a restored or cloned laptop would
    make the same ones again.
    """
    stamp = int(now.timestamp() * 1000).to_bytes(6, "big")
    raw = bytearray(stamp + os.urandom(10))
    raw[6] = raw[6] & 0x0F | 0x70
    return _text(raw)


def place_id(salt: str, kind: str, *parts: str) -> str:
    """The id of what stands at a place: the same on every laptop of one district.

    `salt` is the district's own namespace (a UUID handed out at sign-in), so that an id met
    outside cannot be traced back to an address by trying them all.
    """
    # UUIDv5 is SHA-1 by definition. uuid.uuid5 says the same six times slower, and an import
    # names tens of thousands of places.
    named = hashlib.sha1(_space(salt) + "\x1f".join((kind, *parts)).encode())  # noqa: S324
    raw = bytearray(named.digest()[:16])
    raw[6] = raw[6] & 0x0F | 0x50
    return _text(raw)


@cache
def _space(salt: str) -> bytes:
    return uuid.UUID(salt).bytes


def _text(raw: bytearray) -> str:
    raw[8] = raw[8] & 0x3F | 0x80
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def short_no(letter: str, device_tag: str, now: datetime, sequence: int) -> str:
    """A number one can say on the phone: V-7K3-1122-4 is the 4th visit of 22 November."""
    return f"{letter}-{device_tag}-{now.astimezone(LOCAL):%m%d}-{sequence}"
