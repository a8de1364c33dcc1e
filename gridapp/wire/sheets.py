"""What the hub says it holds, under its seal: so that a laptop can prove it later.

Each answer of the hub carries one tag over a sheet: number and fingerprint of every record the
answer is about. The desk makes the same sheet out of what it has and keeps it. A hub put back to
an old copy knows its own tag again and takes such a record back without judging it anew.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

import msgspec

from gridapp.wire.columns import Columns, column, dense, unpack

_LENGTH = 16  # bytes of a fingerprint and of a tag
_NUMBER = 8
_ROWS = 500  # of a sheet: to prove one record takes 12 kB at most
ROW = _NUMBER + _LENGTH
# The hub's own number and time of a record are not what it says.
_NOT_SAID = frozenset({"rev", "hub_at"})
_encode = msgspec.msgpack.Encoder(order="deterministic").encode


def fingerprints(kind: str, columns: Columns) -> list[bytes]:
    """The fingerprint of each row: of its kind and of the fields it holds, in any order."""
    if "extra" in columns.names:
        return [fingerprint(kind, row) for row in unpack(columns)]
    full = dense(columns, dict.fromkeys(columns.names))
    made: list[bytes] = [b""] * len(columns)
    for mask in set(columns.masks):
        held = [n for at, n in enumerate(columns.names) if mask >> at & 1 and n not in _NOT_SAID]
        places = [at for at, each in enumerate(columns.masks) if each == mask]
        columns_held = [_at(places, full[name]) for name in sorted(held)]
        rows = zip(*columns_held, strict=True) if held else [()] * len(places)
        key = _key(kind, sorted(held))
        for at, row in zip(places, rows, strict=True):
            made[at] = _print(key, row)
    return made


def fingerprint(kind: str, values: Mapping[str, Any]) -> bytes:
    """The same of one record; what `extra` holds counts as fields of its own."""
    extra = values.get("extra", {})  # from outside it may be anything
    said = {**values, **extra} if isinstance(extra, dict) else values
    held = sorted(said.keys() - _NOT_SAID - {"extra"})
    return _print(_key(kind, held), tuple(said[name] for name in held))


def _at(places: Sequence[int], values: Sequence[Any]) -> Sequence[Any]:
    if len(places) == len(values):
        return values
    return itemgetter(*places)(values) if len(places) > 1 else [values[places[0]]]


def _key(kind: str, names: Sequence[str]) -> bytes:
    return hashlib.blake2b(_encode((kind, names)), digest_size=_LENGTH).digest()


def _print(key: bytes, row: Any) -> bytes:
    return hashlib.blake2b(_encode(row), digest_size=_LENGTH, key=key).digest()


def sheets(rows: Sequence[tuple[int, bytes]]) -> list[bytes]:
    """Numbers and fingerprints as sheets of a fixed length, in order."""
    many = [row(rev, one) for rev, one in rows]
    return [b"".join(many[at : at + _ROWS]) for at in range(0, len(many), _ROWS)]


def sheets_of(rows: Mapping[str, Columns]) -> list[bytes]:
    """The sheets of numbered records, by kind, in order."""
    return sheets(
        [
            one
            for kind, columns in rows.items()
            for one in zip(column(columns, "rev"), fingerprints(kind, columns), strict=True)
        ]
    )


def tag(secret: bytes, body: bytes) -> bytes:
    """The hub's seal under a sheet."""
    return hashlib.blake2b(body, digest_size=_LENGTH, key=secret).digest()


def run_seal(secret: bytes, shard: str, run: int, after: int) -> str:
    """The hub's seal under which number a run followed on."""
    said = _encode((shard, run, after))
    return hashlib.blake2b(said, digest_size=_LENGTH, key=secret, person=b"gridapp run").hexdigest()


def is_sealed(secret: bytes, body: bytes, seal: bytes) -> bool:
    """True where the hub of this secret sealed the sheet."""
    return len(body) % ROW == 0 and hmac.compare_digest(tag(secret, body), seal)


def row(rev: int, one: bytes) -> bytes:
    """A row of a sheet."""
    return rev.to_bytes(_NUMBER, "big") + one


def rows_of(body: bytes) -> set[bytes]:
    """The rows of a sheet, each number and fingerprint."""
    return {body[at : at + ROW] for at in range(0, len(body), ROW)}
