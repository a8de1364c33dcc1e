"""Pictures after the records: handed over piece by piece, and fetched; a cut costs one piece."""

import math
from collections.abc import Iterator
from typing import NamedTuple

from gridapp.domain.errors import Expected
from gridapp.domain.pictures import (
    MOST_BYTES,
    PIECE,
    PREVIEW_BYTES,
    PREVIEW_SIDE,
    SIDE,
    PictureNotThere,
    PictureRefused,
    is_plain,
)
from gridapp.domain.words import N_
from gridapp.store import photos, pictures
from gridapp.store.engine import Store
from gridapp.store.photos import NotHere
from gridapp.store.pictures import ToSend
from gridapp.store.pieces import Damaged
from gridapp.wire.pictures import PictureHeld, PictureRemote


class NotKept(Expected):
    """What came is not the picture it should be."""


class Progress(NamedTuple):
    """How many bytes of how many have come over."""

    moved: int
    total: int


def send_pictures(
    store: Store, remote: PictureRemote, *, most_bytes: int | None = None
) -> Iterator[Progress]:
    """Hand over what waits, at most so many bytes; after each piece the caller may stop.

    What the hub refuses is noted with why; what it knows nothing of yet goes on waiting. Raises
    what `remote` raises.
    """
    with store.reading() as connection:
        waiting = pictures.to_send(connection)
    total = sum(each.size for each in waiting)
    room = math.inf if most_bytes is None else most_bytes
    done = 0
    for each in waiting:
        if room < min(each.size, PIECE):
            return
        for piece, held in _sent(store, remote, each):
            room -= piece
            yield Progress(done + held, total)
            if held < each.size and room < PIECE:
                return
        done += each.size


def _sent(store: Store, remote: PictureRemote, each: ToSend) -> Iterator[tuple[int, int]]:
    """The bytes of each piece and what the hub has after it, until it has the picture."""
    try:
        yield from _pieces(store, remote, each)
    except PictureNotThere:
        return  # the photo itself will be sent again first
    except (PictureRefused, NotHere, Damaged) as why:
        with store.writing() as connection:
            pictures.note_refused(connection, each.sha256, why)


def _pieces(store: Store, remote: PictureRemote, each: ToSend) -> Iterator[tuple[int, int]]:
    name, total = each.sha256, each.size
    # A single piece is sooner sent than asked about, unless it was there before.
    asks = total > PIECE or each.held > 0
    after = remote.picture_held(name) if asks else PictureHeld(0, stored=False)
    # A hub that goes on forgetting what it took is left alone until next time.
    for _ in range(2 * (total // PIECE + 1)):
        if after.stored:
            break
        piece = photos.piece(store, name, after.held)
        after = remote.put_picture_piece(name, after.held, total, piece)
        _note(store, name, after)
        yield len(piece), after.held
    _note(store, name, after)


def _note(store: Store, name: str, after: PictureHeld) -> None:
    with store.writing() as connection:
        pictures.note_held(connection, name, after.held, stored=after.stored)


def fetch_previews(store: Store, remote: PictureRemote, *, most_bytes: int) -> Iterator[Progress]:
    """Fetch previews that are not here, the newest first, at most so many bytes."""
    with store.reading() as connection:
        wanted = pictures.previews(connection)
    here = photos.here(store)
    moved = 0
    for name in (each for each in wanted if each not in here):
        if moved + PREVIEW_BYTES > most_bytes:
            return
        try:
            for piece in fetch(store, remote, name, is_preview=True):
                moved += piece.moved
                yield Progress(moved, most_bytes)
        except (PictureNotThere, NotKept):
            continue


def fetch(
    store: Store, remote: PictureRemote, name: str, *, is_preview: bool = False
) -> Iterator[Progress]:
    """Fetch a picture, going on where it was cut off; after each piece the caller may stop.

    Raises PictureNotThere, NotKept, StoreFull and what `remote` raises.
    """
    most, side = (PREVIEW_BYTES, PREVIEW_SIDE) if is_preview else (MOST_BYTES, SIDE)
    while not photos.finish(store, name):
        offset = photos.held(store, name)
        came = remote.get_picture(name, offset)
        moved = offset + len(came.picture)
        if came.total > most or (offset == 0 and not is_plain(came.picture, side=side)):
            raise _not_kept()
        photos.append(store, name, offset, came.picture)
        yield Progress(moved, came.total)
        if moved == came.total and not photos.finish(store, name):
            photos.remove(store, [name])
            raise _not_kept()


def _not_kept() -> NotKept:
    return NotKept(N_("This photo did not come over whole and was not kept. Open it again."))
