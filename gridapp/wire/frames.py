"""A snapshot as bytes: pages one after the other, each to be read without the others."""

from collections.abc import Iterable, Iterator

from gridapp.wire import codec
from gridapp.wire.messages import Rows

_LENGTH = 4  # bytes before each page that say how many it has


def framed(rows: Rows) -> bytes:
    """A page, ready to stand behind another."""
    packed = codec.encode(rows, thrifty=True)  # once, and fetched by many
    return len(packed).to_bytes(_LENGTH, "big") + packed


def split(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pages again, still packed, out of pieces cut anywhere; raises NotOurs where one is cut."""
    held = bytearray()
    for piece in pieces:
        held += piece
        while len(held) >= _LENGTH and len(held) >= (end := _end(held)):
            yield bytes(held[_LENGTH:end])
            del held[:end]
    if held:
        raise codec.NotOurs("the last page is not whole")


def _end(held: bytearray) -> int:
    return _LENGTH + int.from_bytes(held[:_LENGTH], "big")
