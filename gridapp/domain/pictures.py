"""How large a picture of ours may be, and whether a JPEG says it is one, before it is opened."""

from gridapp.domain.errors import Expected

SIDE, PREVIEW_SIDE = 1600, 320  # points of the longer side
MOST_BYTES, PREVIEW_BYTES = 8 << 20, 128 << 10
PIECE = 256 << 10  # bytes: what travels, and is sealed, at a time

_BEGINS = b"\xff\xd8"
_SCAN = 0xDA
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_WORDS = frozenset({*range(0xE1, 0xF0), 0xFE})  # place, time, camera, colours, comments


class PictureNotThere(Expected):
    """The hub has no such picture for this laptop, or not yet."""


class PictureRefused(Expected):
    """The hub will not take this picture, however often it is sent."""


def is_plain(head: bytes, *, side: int) -> bool:
    """True where `head` begins a JPEG of at most `side` points either way, and with no words in it.

    Nothing is unpacked: a picture of a few kB may say it has a thousand million points.
    """
    at, fits = len(_BEGINS), False
    if not head.startswith(_BEGINS):
        return False
    while at + 9 <= len(head) and head[at] == 0xFF:  # noqa: PLR2004 - every mark begins so
        mark = head[at + 1]
        if mark == _SCAN or mark in _WORDS:
            return fits and mark == _SCAN
        if mark in _FRAMES:
            height, width = head[at + 5 : at + 7], head[at + 7 : at + 9]
            fits = all(0 < int.from_bytes(points) <= side for points in (height, width))
        at += 2 + int.from_bytes(head[at + 2 : at + 4])
    return False
