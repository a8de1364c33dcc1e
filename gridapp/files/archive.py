"""Looks into a zip before a parser does: its directory is read first, its bytes are counted."""

import struct
import zlib
from collections.abc import Iterator

from gridapp.files.refused import Refused

_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_64 = struct.Struct("<4sLQL")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_FULL = 0xFFFFFFFF  # "look in the zip64 extra field"
_STORED, _DEFLATED = 0, 8
_IS_UTF_8 = 0x800
_LONGEST_DIRECTORY = 1 << 20
_PIECE, _ROOM = 1 << 16, 1 << 20

_Entry = tuple[str, int, int, int, int]  # name, method, packed size, claimed size, offset


def names_inside(zipped: bytes, *, at_most: int) -> set[str]:
    """The names in the zip; Refused if it would unpack to more than `at_most` bytes.

    Claimed sizes are summed first because that is free, then every entry is unpacked and counted
    because they may lie. `zipfile` stops at the claimed size, the parser does not.
    """
    try:
        entries = list(_entries(zipped))
    except (struct.error, UnicodeDecodeError) as error:
        raise Refused("broken") from error
    left = at_most
    if sum(claimed for _, _, _, claimed, _ in entries) > left:
        raise Refused("bomb", limit=at_most >> 20)
    for entry in entries:
        left -= _real_size(zipped, entry, left)
        if left < 0:
            raise Refused("bomb", limit=at_most >> 20)
    return {name for name, *_ in entries}


def _entries(zipped: bytes) -> Iterator[_Entry]:
    directory = _directory(zipped)
    at = 0
    while at < len(directory):
        said = _ENTRY.unpack_from(directory, at)
        if said[0] != b"PK\1\2":
            raise Refused("broken")
        flags, method, sizes = said[3], said[4], (said[9], said[8], said[16])
        if flags & 1:
            raise Refused("password")
        at += _ENTRY.size
        name = directory[at : at + said[10]]
        extra = directory[at + said[10] : at + said[10] + said[11]]
        at += said[10] + said[11] + said[12]
        claimed, packed, offset = _wide(extra, sizes)
        yield (
            name.decode("utf-8" if flags & _IS_UTF_8 else "latin-1"),
            method,
            packed,
            claimed,
            offset,
        )


def _directory(zipped: bytes) -> bytes:
    end = zipped.rfind(b"PK\5\6", max(0, len(zipped) - _END.size - 0xFFFF))
    if end < 0:
        raise Refused("broken")
    size, offset = _END.unpack_from(zipped, end)[5:7]
    if _FULL in (size, offset):
        end = _LOCATOR_64.unpack_from(zipped, max(0, end - _LOCATOR_64.size))[2]
        size, offset = _END_64.unpack(zipped[end : end + _END_64.size])[8:10]
    if offset + size > len(zipped):
        raise Refused("broken")
    if size > _LONGEST_DIRECTORY:
        raise Refused("memory")
    return zipped[offset : offset + size]


def _wide(extra: bytes, sizes: tuple[int, ...]) -> list[int]:
    """The sizes, where a 32-bit field is full taken from the zip64 extra field in its order."""
    wide: list[int] = []
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == 1:
            wide = list(struct.unpack_from(f"<{length // 8}Q", extra, at + 4))
        at += 4 + length
    return [wide.pop(0) if size == _FULL and wide else size for size in sizes]


def _real_size(zipped: bytes, entry: _Entry, at_most: int) -> int:
    _, method, packed, _, offset = entry
    if method == _STORED:
        return packed
    if method != _DEFLATED:
        raise Refused("kind")
    try:
        name, extra = _LOCAL.unpack(zipped[offset : offset + _LOCAL.size])[9:11]
        start = offset + _LOCAL.size + name + extra
        return _inflated(memoryview(zipped)[start : start + packed], at_most)
    except (struct.error, zlib.error) as error:
        raise Refused("broken") from error


def _inflated(packed: memoryview, at_most: int) -> int:
    """Bytes that come out, counted until there is one too many."""
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    real = 0
    for start in range(0, len(packed), _PIECE):
        piece: bytes | memoryview = packed[start : start + _PIECE]
        while piece and real <= at_most:
            real += len(inflate.decompress(piece, _ROOM))
            piece = inflate.unconsumed_tail
        if inflate.eof or real > at_most:
            break
    return real
