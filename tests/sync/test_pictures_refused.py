"""What is no picture of ours, or not what its name says, is not kept; the laptop notes why."""

from io import BytesIO

import pytest
from PIL import Image

from gridapp.client.actions.photos import keep_photo
from gridapp.client.actions.send_photos import seen_photo
from gridapp.domain.pictures import PIECE, PictureNotThere, PictureRefused
from gridapp.store import photos
from gridapp.store.photos import NotHere
from gridapp.sync.link import NotAccepted
from tests.end_to_end import faulty
from tests.sync.pictures import jpeg

SMALL = jpeg(1, side=100)


def test_other_bytes_under_the_name_are_thrown_away_and_refused(place, li):
    full = jpeg(6)
    other = jpeg(7)[: len(full)].ljust(len(full), b"\0")
    photo = li.photo(full)
    li.sync()
    remote = li.remote()
    first, *between, last = range(0, len(full), PIECE)
    for at in (first, *between):
        held = remote.put_picture_piece(photo.sha256, at, len(full), other[at : at + PIECE])
        assert (held.held, held.stored) == (at + PIECE, False)
    with pytest.raises(PictureRefused, match="damaged and was not kept"):
        remote.put_picture_piece(photo.sha256, last, len(full), other[last:])
    held = remote.picture_held(photo.sha256)
    assert (held.held, held.stored) == (0, False)
    li.send()
    assert place.on_hub(photo.sha256) == full


def bomb():
    """A few kB that say they hold four thousand million points."""
    at = SMALL.index(b"\xff\xc0")
    return SMALL[: at + 5] + b"\xff\xdc\xff\xdc" + SMALL[at + 9 :]


@pytest.mark.parametrize(
    "content",
    [
        bomb(),
        jpeg(8, side=1700, quality=10),
        jpeg(9, side=100, exif=b"Exif\0\0 where it was taken"),
        b"MZ this is a program" * 20,
    ],
    ids=["bomb", "large", "exif", "program"],
)
def test_what_is_no_picture_of_ours_is_refused_and_the_laptop_notes_why(place, li, content):
    photo, well = li.photo(content), li.photo(SMALL)
    li.send()
    why = li.refused(photo.sha256)
    assert why.reason.startswith("The office hub does not take this photo")
    assert str(seen_photo(li.desk, photo).why) == why.reason
    assert place.on_hub(well.sha256) == SMALL
    with pytest.raises(NotHere):
        place.on_hub(photo.sha256)
    assert li.waiting() == (0, 0)
    assert li.send() == []


def test_hub_checks_what_a_picture_says_of_itself(place, li):
    photo = li.photo(jpeg(20), SMALL)
    li.sync()
    remote, full = li.remote(), jpeg(20)
    for offset, total, piece in [
        (0, len(full) + 1, full[:PIECE]),
        (0, 1 << 40, full[:PIECE]),
        (0, len(full), full[: PIECE - 1]),
    ]:
        with pytest.raises(PictureRefused):
            remote.put_picture_piece(photo.sha256, offset, total, piece)
    with pytest.raises(NotAccepted):  # more than a piece is not even read
        remote.put_picture_piece(photo.sha256, 0, len(full), full)
    for name in (photo.preview.upper(), "0" * 64, "photo"):
        with pytest.raises(PictureNotThere):
            remote.put_picture_piece(name, 0, len(SMALL), SMALL)
    for name in ("", "\0", "../hub.db"):
        with pytest.raises(PictureNotThere):
            place.world.remote(li.desk).picture_held(name)
    with pytest.raises(PictureRefused):  # a preview is small in every way
        remote.put_picture_piece(photo.preview, 0, len(full), full[:PIECE])
    assert remote.put_picture_piece(photo.preview, PIECE, 2 * PIECE, SMALL).held == 0


def test_nobody_else_signs_for_a_laptop_nor_moves_its_bytes(place, li):
    full = jpeg(23)
    photo = li.photo(full)
    li.sync()
    stranger = li.remote()
    stranger._private_key = bytes(32)
    with pytest.raises(NotAccepted):
        stranger.put_picture_piece(photo.sha256, 0, len(full), full[:PIECE])

    def moved(call):
        call.request = call.request.replace(b"bytes 0-", b"bytes 00-")
        faulty.passed(call)

    place.line.fault = moved
    with pytest.raises(NotAccepted):
        li.remote().put_picture_piece(photo.sha256, 0, len(full), full[:PIECE])


def test_where_it_was_taken_is_nowhere_on_the_hub(place, li):
    told = Image.Exif()
    told[0x010F] = "a camera"
    told.get_ifd(0x8825)[2] = (36.0, 39.0, 12.0)
    out = BytesIO()
    Image.open(BytesIO(jpeg(25, side=2000))).save(out, "JPEG", exif=told.tobytes())
    photo = keep_photo(li.desk, "issue", li.issue().id, out.getvalue())
    li.send()
    for name, longest in ((photo.sha256, 1600), (photo.preview, 320)):
        picture = place.on_hub(name)
        seen = Image.open(BytesIO(picture))
        assert seen.size == (longest, longest)
        assert not seen.getexif()
        assert b"camera" not in picture


def test_file_that_is_gone_from_the_laptop_is_noted(li):
    photo = li.photo(SMALL)
    photos.remove(li.store, [photo.sha256])
    li.send()
    assert "on the laptop where it was added" in li.refused(photo.sha256).reason
    assert li.waiting() == (0, 0)
