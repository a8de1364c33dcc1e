"""Pictures on their way: handed over after the records, fetched to be looked at, and what shows."""

from collections.abc import Iterator
from typing import NamedTuple

from gridapp.client.actions.send import is_metered
from gridapp.client.desk import Desk
from gridapp.domain.errors import Expected
from gridapp.domain.records.visits import Photo
from gridapp.domain.words import N_
from gridapp.store import photos, pictures
from gridapp.sync.pictures import Progress, fetch, fetch_previews, send_pictures
from gridapp.wire.pictures import PictureRemote

_MOST_PREVIEWS = 4 << 20  # bytes fetched after each sending

WAITS, ON_ITS_WAY = N_("Waits to be sent"), N_("On its way")


class NotTaken(Expected):
    """The hub will not have this photo."""


class Seen(NamedTuple):
    """What of a photo can be shown: the whole picture or its preview, b"" where neither is here.

    `told` is marked English, "" where all is well, and `why` the reason the hub gave.
    """

    picture: bytes
    is_whole: bool
    told: str = ""
    why: Expected | None = None


def send_photos(
    desk: Desk, remote: PictureRemote, *, most_bytes: int | None = None
) -> Iterator[Progress]:
    """Hand over pictures, at most so many bytes, then fetch new previews; nothing on a metered link.

    To be called after the records were sent. After each piece the caller may stop for now; raises
    what `remote` raises.
    """
    if is_metered(desk):
        return
    yield from send_pictures(desk.store, remote, most_bytes=most_bytes)
    yield from fetch_previews(desk.store, remote, most_bytes=_MOST_PREVIEWS)


def unsent_photos(desk: Desk) -> pictures.Waiting:
    """How many photos the hub does not have whole, and how many bytes of them."""
    with desk.store.reading() as connection:
        return pictures.waiting(connection)


def seen_photo(desk: Desk, photo: Photo) -> Seen:
    """What of a photo can be shown on this laptop now; raises Damaged."""
    with desk.store.reading() as connection:
        unstored = pictures.states(connection, [photo.sha256])
    refused = unstored.get(photo.sha256)
    why = NotTaken(refused.reason, **refused.values) if refused else None
    told = WAITS if photo.sha256 in unstored and refused is None else ""
    if photos.size(desk.store, photo.sha256) is not None:
        return Seen(photos.read(desk.store, photo.sha256), is_whole=True, told=told, why=why)
    if photos.size(desk.store, photo.preview) is not None:
        return Seen(photos.read(desk.store, photo.preview), is_whole=False, told=told, why=why)
    return Seen(b"", is_whole=False, told=ON_ITS_WAY)


def fetch_photo(desk: Desk, remote: PictureRemote, photo: Photo) -> bytes:
    """The whole picture of a photo that is not here; raises PictureNotThere and NotKept.

    Raises what `remote` raises too; what came until then is kept.
    """
    for _ in fetch(desk.store, remote, photo.sha256):
        pass
    return photos.read(desk.store, photo.sha256)
