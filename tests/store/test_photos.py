"""Photos lie on the disk sealed, whole or not at all, and open only with what the store holds."""

import hashlib
import random
import shutil
from dataclasses import replace
from typing import Any

import pytest

from gridapp.domain.pictures import PIECE
from gridapp.domain.records.visits import Photo
from gridapp.store import migrate, photos
from gridapp.store.engine import StoreFull, open_store
from gridapp.store.photos import NotHere
from gridapp.store.pieces import Damaged
from tests.store.made import KEY, NOW, SCOPE, add

PICTURE = b"\xff\xd8\xff" + b"a picture of a staircase " * 100
NAME = hashlib.sha256(PICTURE).hexdigest()


def files(desk):
    return sorted(path.name for path in desk.path.with_name("photos").iterdir())


def test_photo_is_read_back_as_it_was(desk):
    assert photos.keep(desk, PICTURE) == NAME
    assert photos.read(desk, NAME) == PICTURE
    assert files(desk) == [NAME]


def test_nothing_of_the_picture_lies_on_the_disk_in_the_clear(desk):
    photos.keep(desk, PICTURE)
    [sealed] = desk.path.with_name("photos").iterdir()
    assert b"staircase" not in sealed.read_bytes()


def test_same_picture_twice_is_one_file_and_never_sealed_the_same(desk):
    photos.keep(desk, PICTURE)
    [path] = desk.path.with_name("photos").iterdir()
    first = path.read_bytes()
    photos.keep(desk, PICTURE)
    assert files(desk) == [NAME]
    assert path.read_bytes() != first
    assert photos.read(desk, NAME) == PICTURE


def test_photos_open_after_the_store_was_closed(desk):
    photos.keep(desk, PICTURE)
    desk.close()
    again = open_store(desk.path, KEY)
    assert photos.read(again, NAME) == PICTURE
    again.close()


def test_files_of_another_laptop_do_not_open(desk, tmp_path):
    photos.keep(desk, PICTURE)
    (tmp_path / "other").mkdir()
    other = open_store(tmp_path / "other" / "desk.db", KEY)
    migrate.upgrade(other, "desk", now=NOW)
    photos.keep(other, b"another")
    shutil.copy(desk.path.with_name("photos") / NAME, other.path.with_name("photos") / NAME)
    with pytest.raises(Damaged):
        photos.read(other, NAME)
    other.close()


@pytest.mark.parametrize(
    "spoil", [lambda b: b[:-1], lambda b: b[:0], lambda b: b[:20] + b"x" + b[21:]]
)
def test_damaged_file_is_told(desk, spoil):
    photos.keep(desk, PICTURE)
    path = desk.path.with_name("photos") / NAME
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(Damaged):
        photos.read(desk, NAME)


def test_file_under_the_name_of_another_picture_does_not_pass_for_it(desk):
    photos.keep(desk, PICTURE)
    other = photos.keep(desk, b"another")
    folder = desk.path.with_name("photos")
    shutil.copy(folder / other, folder / NAME)
    with pytest.raises(Damaged):
        photos.read(desk, NAME)


def test_photo_that_is_not_here_is_told(desk):
    with pytest.raises(NotHere):
        photos.read(desk, NAME)
    photos.keep(desk, b"another")
    with pytest.raises(NotHere):
        photos.read(desk, NAME)


def pieces(seed, size):
    content = random.Random(seed).randbytes(size)
    offsets = range(0, size, PIECE)
    return content, [(at, content[at : at + PIECE]) for at in offsets]


@pytest.mark.parametrize("size", [1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7])
def test_picture_comes_piece_by_piece(desk, size):
    content, several = pieces(size, size)
    name = hashlib.sha256(content).hexdigest()
    for at, piece in several:
        assert photos.held(desk, name) == at
        assert photos.size(desk, name) is None
        assert not photos.finish(desk, name)
        assert photos.append(desk, name, at, piece)
    assert photos.finish(desk, name)
    assert photos.finish(desk, name)
    assert photos.size(desk, name) == size
    assert photos.read(desk, name) == content
    assert photos.here(desk) == {name} == set(files(desk))
    for at in (0, size // 2, size - 1):
        ends = (at // PIECE + 1) * PIECE
        assert photos.piece(desk, name, at) == content[at:ends]


def test_piece_is_taken_only_where_it_follows(desk):
    content, several = pieces(7, 3 * PIECE)
    name = hashlib.sha256(content).hexdigest()
    assert not photos.append(desk, name, *several[1])
    assert photos.append(desk, name, *several[0])
    assert not photos.append(desk, name, *several[0])
    assert not photos.append(desk, name, *several[2])
    assert not photos.append(desk, "../desk.db", *several[0])
    assert photos.held(desk, name) == PIECE


def test_half_a_piece_after_a_cut_of_the_power_is_written_anew(desk):
    content, several = pieces(8, 2 * PIECE + 50)
    name = hashlib.sha256(content).hexdigest()
    photos.append(desk, name, *several[0])
    part = desk.path.with_name("photos") / f"{name}.part"
    whole = part.read_bytes()
    for torn in (1, 28, 5000):
        part.write_bytes(whole + bytes(torn))
        assert photos.held(desk, name) == PIECE
    for at, piece in several[1:]:
        assert photos.append(desk, name, at, piece)
    assert photos.finish(desk, name)
    assert photos.read(desk, name) == content


def test_what_came_is_not_what_its_name_says(desk):
    photos.append(desk, NAME, 0, b"another picture")
    assert not photos.finish(desk, NAME)
    assert photos.size(desk, NAME) is None
    photos.remove(desk, [NAME])
    assert files(desk) == []


def test_file_goes_when_no_photo_names_it(desk):
    photos.keep(desk, PICTURE)
    about: dict[str, Any] = {"about_kind": "visit", "about_id": "v1"}
    one = Photo(id="p1", scope=SCOPE, sha256=NAME, **about)
    add(desk, one, replace(one, id="p2", deleted=True))
    photos.forget(desk, [NAME])
    assert files(desk) == [NAME]
    with desk.writing() as connection:
        connection.exec_driver_sql("UPDATE photo SET deleted = 1")
    photos.forget(desk, [NAME, NAME])
    assert files(desk) == []
    photos.forget(desk, [NAME])


def test_name_that_is_none_touches_no_file(desk):
    """Names come with records, and records from other laptops."""
    photos.keep(desk, PICTURE)
    for name in ("../desk.db", "", ".", str(desk.path), NAME.upper()):
        with pytest.raises(NotHere):
            photos.read(desk, name)
        photos.forget(desk, [name])
    assert desk.path.exists()
    assert files(desk) == [NAME]


def test_disk_that_takes_no_photo_says_so(desk):
    desk.path.with_name("photos").write_text("not a folder")
    with pytest.raises(StoreFull):
        photos.keep(desk, PICTURE)
