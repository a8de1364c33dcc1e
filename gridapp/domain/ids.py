"""Names for records: time-ordered random ids, identity of place, and numbers one can say.

Ids are UUIDs (RFC 9562) written as 32 hexadecimal digits.
"""

import hashlib
import os
import uuid
from collections.abc import Callable
from datetime import datetime
from functools import cache

from gridapp.domain.times import LOCAL


def new_id(now: datetime) -> str:
    """A UUIDv7: milliseconds since 1970, then 74 random bits.

    Made on the laptop and never from device and counter: a restored or cloned laptop would
    make the same ones again.
    """
    since = max(0, int(now.timestamp() * 1000))  # a clock may stand before 1970
    stamp = since.to_bytes(6, "big")
    return _marked(bytearray(stamp + os.urandom(10)), version=0x70)


def place_id(salt: str, kind: str, *parts: str) -> str:
    """The id of what stands at a place, a UUIDv5: the same on every laptop of one district.

    `salt` is the district's own namespace (a UUID handed out at sign-in), so that an id met
    outside cannot be traced back to an address by trying them all.
    """
    return namer(salt, kind)(*parts)


@cache
def namer(salt: str, kind: str, *within: str) -> Callable[..., str]:
    """What gives the ids of one kind, `within` a place; an import asks for tens of thousands."""
    # UUIDv5 is SHA-1 by definition; uuid.uuid5 says the same several times slower.
    begun = hashlib.sha1(uuid.UUID(salt).bytes)  # noqa: S324
    begun.update("\x1f".join((kind, *within)).encode())

    def named(*parts: str) -> str:
        said = begun.copy()
        for part in parts:
            said.update(b"\x1f" + part.encode())
        return _marked(bytearray(said.digest()[:16]), version=0x50)

    return named


def _marked(raw: bytearray, *, version: int) -> str:
    raw[6] = raw[6] & 0x0F | version
    raw[8] = raw[8] & 0x3F | 0x80
    return raw.hex()


def short_no(letter: str, device_tag: str, now: datetime, sequence: int) -> str:
    """A number one can say on the phone: V-7K3-1122-4 is the 4th visit of 22 November."""
    return f"{letter}-{device_tag}-{now.astimezone(LOCAL):%m%d}-{sequence}"
