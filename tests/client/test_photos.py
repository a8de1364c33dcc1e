"""A photo of a matter is kept small and sealed, follows corrections, and goes when taken back."""

import shutil
from io import BytesIO

import pytest
from PIL import Image

from gridapp.client.actions.issues import amend_issue, report_issue, withdraw_issue
from gridapp.client.actions.photos import (
    AboutNothing,
    keep_photo,
    photo_bytes,
    photos_of,
    withdraw_photo,
)
from gridapp.client.actions.send import keep_copy, status
from gridapp.client.actions.send_photos import WAITS, seen_photo, unsent_photos
from gridapp.client.actions.visits import amend_visit, record_visit, withdraw_visit
from gridapp.domain.records.people import Household
from gridapp.domain.records.visits import Photo
from gridapp.files.pictures import NotAPicture
from gridapp.store import photos
from gridapp.store.photos import NotHere
from tests.client.conftest import dump, held, row

DOOR, LIGHT = "5-1-101", "楼道灯不亮，看不见台阶"


@pytest.fixture(autouse=True)
def _home(take):
    take(row())


@pytest.fixture
def visit(desk):
    return record_visit(desk, household=DOOR, outcome="11").visit


@pytest.fixture
def issue(desk):
    return report_issue(desk, household=DOOR, category="0204", text=LIGHT).issue


def picture(color=(200, 20, 20), size=(2000, 1000)):
    out = BytesIO()
    Image.new("RGB", size, color).save(out, "PNG")
    return out.getvalue()


def files(desk):
    folder = desk.store.path.with_name("photos")
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_photo_is_kept_small_and_can_be_looked_at(desk, visit, tmp_path):
    path = tmp_path / "楼道.png"
    path.write_bytes(picture())
    photo = keep_photo(desk, "visit", visit.id, path)
    assert held(desk, Photo) == [photo] == photos_of(desk, visit.id)
    assert (photo.about_kind, photo.about_id, photo.scope) == ("visit", visit.id, visit.scope)
    shown = photo_bytes(desk, photo)
    assert len(shown) == photo.size
    assert Image.open(BytesIO(shown)).size == (1600, 800)
    assert files(desk) == sorted([photo.sha256, photo.preview])
    assert Image.open(BytesIO(photos.read(desk.store, photo.preview))).size == (320, 160)


def test_photo_of_an_issue_is_seen_by_whoever_sees_the_issue(town, desk, issue):
    photo = keep_photo(desk, "issue", issue.id, picture())
    assert photo.scope == issue.scope
    zhang = town.desk("zhang")
    town.sync(desk, zhang)
    assert [each.sha256 for each in photos_of(zhang, issue.id)] == [photo.sha256]


def test_picture_of_another_laptop_is_told_to_be_there(town, desk, issue):
    keep_photo(desk, "issue", issue.id, picture())
    zhang = town.desk("zhang")
    town.sync(desk, zhang)
    (photo,) = photos_of(zhang, issue.id)
    with pytest.raises(NotHere, match="where it was added"):
        photo_bytes(zhang, photo)


def test_same_picture_again_is_one_photo(desk, visit):
    first = keep_photo(desk, "visit", visit.id, picture())
    again = keep_photo(desk, "visit", visit.id, picture())
    other = keep_photo(desk, "visit", visit.id, picture((20, 20, 200)))
    assert again == first
    assert photos_of(desk, visit.id) == [first, other]


def test_every_photo_waits_to_be_sent_until_it_is_taken_back(desk, visit, issue):
    one = keep_photo(desk, "visit", visit.id, picture())
    assert unsent_photos(desk).photos == 1
    assert unsent_photos(desk).bytes > len(photo_bytes(desk, one))
    assert seen_photo(desk, one).told == WAITS
    other = keep_photo(desk, "issue", issue.id, picture())
    assert unsent_photos(desk).photos == 1  # the same picture is sent once
    withdraw_photo(desk, one.id)
    assert unsent_photos(desk).photos == 1
    withdraw_photo(desk, other.id)
    assert unsent_photos(desk) == (0, 0)


def test_the_daily_copy_has_the_photos_too_and_they_open_with_it(desk, visit, tmp_path):
    photo = keep_photo(desk, "visit", visit.id, picture())
    keep_copy(desk, tmp_path)
    folder = tmp_path / "photos"
    assert sorted(path.name for path in folder.iterdir()) == files(desk)
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    later = keep_photo(desk, "visit", visit.id, picture((20, 20, 200)))
    keep_copy(desk, tmp_path)
    assert {
        path.name: path.stat().st_mtime_ns for path in folder.iterdir()
    }.items() > before.items()
    shown = photo_bytes(desk, later)
    photos.remove(desk.store, files(desk))
    with pytest.raises(NotHere):
        photo_bytes(desk, photo)
    shutil.copytree(folder, desk.store.path.with_name("photos"), dirs_exist_ok=True)
    assert photo_bytes(desk, later) == shown
    assert photo_bytes(desk, photo)


def test_household_may_have_a_photo_too(desk):
    (home,) = held(desk, Household)
    photo = keep_photo(desk, "household", home.id, picture())
    assert photos_of(desk, home.id) == [photo]


def test_what_is_no_picture_keeps_nothing(desk, visit):
    before = dump(desk)
    with pytest.raises(NotAPicture):
        keep_photo(desk, "visit", visit.id, "今天走访了三户".encode())
    assert dump(desk) == before
    assert files(desk) == []


def test_photo_about_nothing_is_refused(desk, visit):
    withdraw_visit(desk, visit.id)
    for this in (visit.id, "nobody"):
        with pytest.raises(AboutNothing):
            keep_photo(desk, "visit", this, picture())
    assert held(desk, Photo) == []


def test_photo_taken_back_before_it_was_sent_leaves_nothing(desk, visit):
    photo = keep_photo(desk, "visit", visit.id, picture())
    before = status(desk).waiting
    withdraw_photo(desk, photo.id)
    withdraw_photo(desk, photo.id)
    assert photos_of(desk, visit.id) == []
    assert files(desk) == []
    assert status(desk).waiting.keys() == before.keys() - {"photo"}


def test_photo_taken_back_after_it_was_sent_is_gone_everywhere(town, desk, issue):
    photo = keep_photo(desk, "issue", issue.id, picture())
    zhang = town.desk("zhang")
    town.sync(desk, zhang)
    withdraw_photo(desk, photo.id)
    assert files(desk) == []
    town.sync(desk, zhang)
    assert photos_of(zhang, issue.id) == []


def test_picture_stays_while_another_photo_shows_it(desk, visit, issue):
    one = keep_photo(desk, "visit", visit.id, picture())
    other = keep_photo(desk, "issue", issue.id, picture())
    withdraw_photo(desk, one.id)
    assert photo_bytes(desk, other)


def test_photos_follow_what_they_are_about_through_its_corrections(town, desk, visit, issue):
    about_visit = keep_photo(desk, "visit", visit.id, picture())
    about_issue = keep_photo(desk, "issue", issue.id, picture((20, 20, 200)))
    town.sync(desk)
    second = amend_visit(desk, visit.id, note="已补充")
    later = amend_issue(desk, issue.id, text="三楼楼道灯不亮")
    town.sync(desk)
    third = amend_visit(desk, second.id, note="再补充")
    more = keep_photo(desk, "visit", third.id, picture((20, 200, 20)))
    assert [each.id for each in photos_of(desk, third.id)] == [about_visit.id, more.id]
    assert [each.id for each in photos_of(desk, later.id)] == [about_issue.id]
    zhang = town.desk("zhang")
    town.sync(desk, zhang)
    assert len(photos_of(zhang, third.id)) == 2


@pytest.mark.parametrize("sent", [False, True])
def test_photos_go_with_what_they_are_about(town, desk, visit, issue, sent):
    keep_photo(desk, "visit", visit.id, picture())
    keep_photo(desk, "issue", issue.id, picture())
    if sent:
        town.sync(desk)
        visit = amend_visit(desk, visit.id, note="已补充")
    withdraw_visit(desk, visit.id)
    (left,) = held(desk, Photo)
    assert files(desk) == sorted([left.sha256, left.preview])
    withdraw_issue(desk, issue.id)
    assert held(desk, Photo) == []
    assert files(desk) == []
