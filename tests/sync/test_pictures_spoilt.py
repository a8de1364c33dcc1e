"""Files of pictures the hub cannot open any more: never told as stored, and sent once more."""

import pytest

from gridapp.client.actions.send_photos import fetch_photo
from gridapp.domain.pictures import PIECE, PictureNotThere
from gridapp.store import photos, pictures
from gridapp.store.tables import setting
from gridapp.sync.pictures import fetch_previews, send_pictures
from tests.sync.pictures import jpeg

SMALL = jpeg(1, side=100)


def file_of(place, name):
    """Where the hub keeps what has this name."""
    return place.world.hub.store.path.with_name("photos") / name


def turn_a_bit(path, at=100):
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def lose_the_key(place):
    """As where the records are put back to a copy that is older than the first photo."""
    with place.world.hub.store.writing() as connection:
        connection.execute(setting.delete().where(setting.c.name == "photo_key"))


def doubt(laptop):
    with laptop.store.writing() as connection:
        pictures.doubt(connection)


@pytest.mark.parametrize("spoil", ["bit", "key"])
def test_picture_that_does_not_open_is_not_told_as_stored(place, li, spoil):
    full = jpeg(40)
    photo = li.photo(full, SMALL)
    li.send()
    if spoil == "bit":
        turn_a_bit(file_of(place, photo.sha256))
    else:
        lose_the_key(place)
    doubt(li)
    assert not li.remote().picture_held(photo.sha256).stored
    li.send()
    assert place.on_hub(photo.sha256) == full
    assert place.on_hub(photo.preview) == SMALL
    assert li.waiting() == (0, 0)


@pytest.mark.parametrize("spoil", ["bit", "key"])
def test_pieces_that_do_not_open_are_sent_once_more_and_not_refused(place, li, spoil):
    full = jpeg(41, side=900)
    photo = li.photo(full)
    li.send(most_bytes=PIECE)
    if spoil == "bit":
        turn_a_bit(file_of(place, f"{photo.sha256}.part"))
    else:
        lose_the_key(place)
    list(send_pictures(li.store, li.remote()))
    assert place.on_hub(photo.sha256) == full
    assert li.waiting() == (0, 0)


def test_hub_that_lost_half_of_what_came_is_sent_the_rest(place, li):
    full = jpeg(42, side=900)
    photo = li.photo(full)
    li.send(most_bytes=2 * PIECE)
    part = file_of(place, f"{photo.sha256}.part")
    part.write_bytes(part.read_bytes()[: PIECE + 1000])
    list(send_pictures(li.store, li.remote()))
    assert place.on_hub(photo.sha256) == full


def test_one_that_does_not_open_keeps_nobody_from_the_others(place, li):
    one, other = li.photo(jpeg(43), SMALL), li.photo(jpeg(44), jpeg(45, side=90))
    li.send()
    for photo in (one, other):
        turn_a_bit(file_of(place, photo.sha256))
    turn_a_bit(file_of(place, other.preview))
    zhang = place.laptop("zhang")
    zhang.sync()
    list(fetch_previews(zhang.store, zhang.remote(), most_bytes=1 << 20))
    assert photos.here(zhang.store) == {one.preview}
    with pytest.raises(PictureNotThere, match="damaged"):
        fetch_photo(zhang.desk, zhang.remote(), one)
