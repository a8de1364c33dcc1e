"""Photos of a matter: add one, look at it, take it back."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from gridapp.client.desk import Desk
from gridapp.domain.errors import Expected
from gridapp.domain.fields import check
from gridapp.domain.ids import new_id
from gridapp.domain.records import KINDS
from gridapp.domain.records.header import Record
from gridapp.domain.records.issues import Issue
from gridapp.domain.records.visits import Photo, Visit
from gridapp.domain.words import N_
from gridapp.files.pictures import read_picture
from gridapp.store import facts, outbox, photos, pictures, rows
from gridapp.store.engine import Transaction


class AboutNothing(Expected):
    """What the photo is about is not here."""


def keep_photo(desk: Desk, about_kind: str, about_id: str, picture: Path | bytes) -> Photo:
    """Keep a small copy of a picture, without where and when it was taken, about a record.

    The same picture about the same record is kept once. Raises NotAPicture, AboutNothing,
    StoreFull.
    """
    small = read_picture(picture)
    name, preview = (photos.keep(desk.store, each) for each in small)
    with desk.store.writing() as connection:
        about = rows.get(connection, KINDS[about_kind].record, about_id)
        if about is None or about.deleted:
            raise AboutNothing(N_("What this photo is about is not here any more."))
        for kept in _about(connection, about_id):
            if kept.sha256 == name:
                return kept
        photo = _photo(desk, about, sha256=name, preview=preview, size=len(small.full))
        outbox.add(connection, [photo])
        pictures.note(connection, preview, len(small.preview), is_preview=True)
        pictures.note(connection, name, len(small.full))
    return photo


def _photo(desk: Desk, about: Record, **picture: Any) -> Photo:
    now = desk.clock()
    made = Photo(
        **desk.head(now),
        id=new_id(now),
        scope=about.scope,
        about_kind=about.kind.name,
        about_id=about.id,
        **picture,
    )
    check(made)
    return made


def photo_bytes(desk: Desk, photo: Photo) -> bytes:
    """The picture as JPEG; raises NotHere where it is on another laptop, or Damaged."""
    return photos.read(desk.store, photo.sha256)


def photos_of(desk: Desk, about_id: str) -> list[Photo]:
    """The photos about a record and about what it corrects, oldest first."""
    with desk.store.reading() as connection:
        return _about(connection, about_id)


def _about(connection: Transaction, about_id: str) -> list[Photo]:
    corrected = (facts.lineage(connection, kind, about_id) for kind in (Visit, Issue))
    ids = {this for ids in corrected for this in ids}
    found = [photo for this in ids for photo in rows.where(connection, Photo, about_id=this)]
    return sorted(found, key=lambda photo: photo.id)


def withdraw_photo(desk: Desk, photo_id: str) -> None:
    """Take a photo back; its picture goes from this laptop. One that is gone is gone."""
    now = desk.clock()
    with desk.store.writing() as connection:
        photo = rows.get(connection, Photo, photo_id)
        if photo is None:
            return
        facts.withdraw(connection, photo, desk.head(now))
    photos.forget(desk.store, _names([photo]))


def take_photos_back(
    desk: Desk, connection: Transaction, about_id: str, now: datetime
) -> list[str]:
    """Withdraw the photos about a record; the names of their pictures, for `photos.forget`."""
    gone = _about(connection, about_id)
    for photo in gone:
        facts.withdraw(connection, photo, desk.head(now))
    return _names(gone)


def _names(several: Iterable[Photo]) -> list[str]:
    return [name for photo in several for name in (photo.sha256, photo.preview)]
