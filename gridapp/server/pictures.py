"""Pictures of photos: who may hand one over and who may look, and what the hub makes sure of."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select

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
from gridapp.domain.records import KINDS
from gridapp.domain.records.visits import Photo
from gridapp.domain.words import N_
from gridapp.server.accounts import Device
from gridapp.server.reach import Person, person_of
from gridapp.store import dialect, photos, rows
from gridapp.store.engine import Store
from gridapp.store.hub_tables import on_hub
from gridapp.store.pieces import Damaged
from gridapp.wire.pictures import PictureHeld, PicturePiece


def held(store: Store, device: Device, name: str, now: datetime) -> PictureHeld:
    """How much of a picture the hub has; raises PictureNotThere where it is none of theirs."""
    return _held(store, name, _written(store, device, name, now))


def take(  # noqa: PLR0913, PLR0917 - one piece, said in one place
    store: Store, device: Device, name: str, offset: int, total: int, picture: bytes, now: datetime
) -> PictureHeld:
    """Take a piece where it begins at what is held; what is held now.

    Raises PictureNotThere where no photo this laptop may write names the picture, and
    PictureRefused where it cannot become that picture: what came of it is gone.
    """
    photo = _written(store, device, name, now)
    before = _held(store, name, photo)
    if before.stored or before.held != offset:
        return before
    _check(photo, name, offset, total, picture)
    photos.append(store, name, offset, picture)
    if offset + len(picture) < total:
        return PictureHeld(photos.held(store, name), stored=False)
    return _finished(store, name, total)


def give(store: Store, device: Device, name: str, offset: int, now: datetime) -> PicturePiece:
    """A piece of a picture for whoever sees the photo; raises PictureNotThere."""
    person, named = _named(store, device, name, now)
    if not any(reach.holds(photo.scope) for reach in person.reaches for photo in named):
        raise _unknown()
    total = photos.size(store, name)
    if total is None:
        raise PictureNotThere(N_("This photo has not reached the office yet. Look again later."))
    try:
        return PicturePiece(photos.piece(store, name, offset), total)
    except (Damaged, photos.NotHere):  # one that does not open is none, and stops no other
        raise PictureNotThere(
            N_("The office's file of this photo is damaged. Whoever took it can add it again.")
        ) from None


def forget_withdrawn(store: Store, photo_ids: Iterable[str]) -> None:
    """Remove the pictures of those of these photos that no longer stand, if no other names them."""
    table = on_hub("photo")
    with store.reading() as connection:
        query = select(table).where(table.c.id.in_(dialect.listed(photo_ids)))
        found = connection.execute(query).mappings().all()
        names = {row[name] for row in found if row["deleted"] for name in ("sha256", "preview")}
        standing = select(table.c.id).where(table.c.deleted.is_(False)).limit(1)
        gone = [n for n in names if not connection.execute(standing.where(_names(n))).first()]
    photos.remove(store, gone)


def _held(store: Store, name: str, photo: Photo) -> PictureHeld:
    whole = photos.size(store, name)
    if whole is not None:
        if photos.is_sound(store, name):
            return PictureHeld(whole, stored=True)
        # The disk spoilt it, or its key went when records were put back.
        photos.remove(store, [name])
    there = photos.held(store, name)
    if name == photo.sha256 and there == photo.size:  # cut off before it was looked through
        return _finished(store, name, there)
    return PictureHeld(there, stored=False)


def _finished(store: Store, name: str, total: int) -> PictureHeld:
    if photos.finish(store, name):
        return PictureHeld(total, stored=True)
    is_spoilt = photos.is_spoilt(store, name)
    photos.remove(store, [name])
    if is_spoilt:  # here, not at the laptop: it sends it once more
        return PictureHeld(0, stored=False)
    raise PictureRefused(
        N_("This photo reached the office damaged and was not kept. Please add it again.")
    )


def _check(photo: Photo, name: str, offset: int, total: int, picture: bytes) -> None:
    """Refuse what is not a picture of ours before anything of it is written."""
    is_preview = name == photo.preview
    most, side = (PREVIEW_BYTES, PREVIEW_SIDE) if is_preview else (MOST_BYTES, SIDE)
    fits = total <= most and (is_preview or total == photo.size)
    whole_pieces = len(picture) == min(PIECE, total - offset) > 0
    if not fits or not whole_pieces or (offset == 0 and not is_plain(picture, side=side)):
        raise PictureRefused(
            N_("The office hub does not take this photo: it is not as this program makes them.")
        )


def _written(store: Store, device: Device, name: str, now: datetime) -> Photo:
    """A photo of this picture that this person may write."""
    person, named = _named(store, device, name, now)
    for photo in named:
        if person.writes(KINDS["photo"], photo.scope):
            return photo
    raise _unknown()


def _named(
    store: Store, device: Device, name: str, now: datetime
) -> tuple[Person, Sequence[Photo]]:
    """Who sits at the laptop, and the standing photos of this picture."""
    table = on_hub("photo")
    query = select(table).where(_names(name), table.c.deleted.is_(False))
    with store.reading() as connection:
        person = person_of(connection, device.account, now)
        found = connection.execute(query).mappings().all() if photos.is_name(name) else []
        return person, [rows.from_row(Photo, row) for row in found]


def _names(name: str) -> ColumnElement[bool]:
    table = on_hub("photo")
    return or_(table.c.sha256 == name, table.c.preview == name)


def _unknown() -> PictureNotThere:
    return PictureNotThere(N_("The office hub knows no such photo of yours."))
