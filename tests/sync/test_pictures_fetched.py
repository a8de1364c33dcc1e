"""Who sees a photo fetches its picture, previews by themselves; nobody else gets a byte."""

import hashlib
import tracemalloc

import pytest

from gridapp.client.actions.send_photos import (
    ON_ITS_WAY,
    WAITS,
    fetch_photo,
    seen_photo,
    send_photos,
)
from gridapp.domain.pictures import PIECE, PictureNotThere
from gridapp.store import photos
from gridapp.sync.link import HubAway
from gridapp.sync.pictures import NotKept, fetch, fetch_previews, send_pictures
from tests.end_to_end import faulty
from tests.end_to_end.faulty import Gone
from tests.sync.pictures import jpeg

SMALL = jpeg(1, side=100)


def test_picture_of_another_grid_is_neither_given_nor_taken(place, li):
    photo = li.photo(SMALL, jpeg(21, side=90))
    li.send()
    for account in ("other", "far", "clerk"):
        remote = place.laptop(account).remote(place.straight)
        for name in (photo.sha256, photo.preview):
            with pytest.raises(PictureNotThere):
                remote.get_picture(name, 0)
            with pytest.raises(PictureNotThere):
                remote.picture_held(name)
            with pytest.raises(PictureNotThere):
                remote.put_picture_piece(name, 0, len(SMALL), SMALL)


def test_who_sees_the_photo_sees_the_picture(place, li):
    full = jpeg(22)
    photo = li.photo(full, SMALL)
    li.send()
    for account in ("zhang", "office", "street", "centre"):
        remote = place.laptop(account).remote()
        piece = remote.get_picture(photo.sha256, 0)
        assert (piece.picture, piece.total) == (full[:PIECE], len(full))
        assert remote.get_picture(photo.sha256, PIECE + 10).picture == full[PIECE + 10 : 2 * PIECE]
        assert remote.get_picture(photo.preview, 0).picture == SMALL


def test_answer_about_another_picture_is_no_answer(place, li):
    one, other = li.photo(SMALL), li.photo(jpeg(24, side=100))
    li.sync()
    remote = li.remote()
    assert remote.put_picture_piece(one.sha256, 0, len(SMALL), SMALL).stored
    assert remote.picture_held(one.sha256).stored
    place.line.fault = faulty.stale
    with pytest.raises(Exception, match="answer to something else"):
        remote.picture_held(other.sha256)


def test_others_get_previews_by_themselves_and_the_whole_when_they_look(place, li):
    full = jpeg(27)
    photo = li.photo(full, SMALL)
    assert seen_photo(li.desk, photo).told == WAITS
    zhang = place.laptop("zhang")
    li.sync()
    zhang.sync()
    assert seen_photo(zhang.desk, photo) == (b"", False, ON_ITS_WAY, None)
    assert list(fetch_previews(zhang.store, zhang.remote(), most_bytes=1 << 20)) == []
    with pytest.raises(PictureNotThere, match="not reached the office yet"):
        fetch_photo(zhang.desk, zhang.remote(), photo)
    li.send()
    list(send_photos(zhang.desk, zhang.remote()))
    assert seen_photo(zhang.desk, photo) == (SMALL, False, "", None)
    assert fetch_photo(zhang.desk, zhang.remote(), photo) == full
    assert seen_photo(zhang.desk, photo) == (full, True, "", None)
    assert seen_photo(li.desk, photo) == (full, True, "", None)
    place.line.requests.clear()
    fetch_photo(zhang.desk, zhang.remote(), photo)
    assert place.line.requests == []


def test_fetching_goes_on_where_it_was_cut(place, li):
    full = jpeg(28, side=900)
    photo = li.photo(full)
    li.send()
    zhang = place.laptop("zhang")
    zhang.sync()
    stopped = fetch(zhang.store, zhang.remote(), photo.sha256)
    next(stopped)
    del stopped
    place.line.fault = faulty.cut_down
    with pytest.raises(HubAway):
        fetch_photo(zhang.desk, zhang.remote(), photo)
    place.line.requests.clear()
    place.line.fault = faulty.passed
    assert fetch_photo(zhang.desk, zhang.remote(), photo) == full
    assert b"range: bytes=%d-" % PIECE in place.line.requests[0].lower()
    assert len(place.line.requests) == -(-len(full) // PIECE) - 1


def test_bytes_changed_on_the_way_are_not_kept(place, li):
    photo = li.photo(SMALL)
    li.send()
    zhang = place.laptop("zhang")
    zhang.sync()

    def changed(call):
        answer = call.ask()
        call.answer(answer[:-9] + b"x" + answer[-8:])
        raise Gone

    place.line.fault = changed
    with pytest.raises(NotKept):
        fetch_photo(zhang.desk, zhang.remote(), photo)
    assert photos.held(zhang.store, photo.sha256) == 0
    place.line.fault = faulty.passed
    assert fetch_photo(zhang.desk, zhang.remote(), photo) == SMALL


def test_only_pieces_are_in_memory(place, li):
    full = jpeg(26, side=1600, quality=98)
    size = len(full)
    assert size > 12 * PIECE
    li.photo(full)
    zhang = place.laptop("zhang")
    li.sync()
    remotes = [each.remote(place.straight) for each in (li, zhang)]
    name = hashlib.sha256(full).hexdigest()
    del full
    remotes[0].picture_held(name)
    tracemalloc.start()
    list(send_pictures(li.store, remotes[0]))
    zhang.sync()
    list(fetch(zhang.store, remotes[1], name))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert photos.size(zhang.store, name) == size
    assert most < 10 * PIECE  # laptop, hub and web server together


def test_without_http_in_between_it_is_the_same(place, li):
    full = jpeg(31)
    photo = li.photo(full, SMALL)
    li.send(place.world.remote(li.desk))
    assert place.on_hub(photo.sha256) == full
    zhang = place.laptop("zhang")
    zhang.sync()
    assert fetch_photo(zhang.desk, place.world.remote(zhang.desk), photo) == full
