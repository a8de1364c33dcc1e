"""Photos: dropped, pasted or chosen; refused in a sentence; small, upright, and taken back."""

from io import BytesIO

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel

from gridapp.client.actions.doors import list_doors
from gridapp.client.actions.issues import report_issue
from gridapp.client.actions.photos import keep_photo, photo_bytes, photos_of
from gridapp.client.actions.send_photos import send_photos
from gridapp.ui.photos import MOST
from tests.ui import hands
from tests.ui.conftest import find

_ORIENTATION, _GPS = 0x0112, 0x8825


@pytest.fixture
def issue(desk, stairs):
    """An issue of the first household."""
    assert stairs.households
    home = list_doors(desk)[0].household_id
    return report_issue(desk, category="0205", text="厨房下水反水", household=home).issue


@pytest.fixture
def page(inside, issue):
    """The page of that issue."""
    inside.go("issue", id=issue.id)
    return find(inside, "page-issue")


@pytest.fixture
def shot(tmp_path):
    """A photo taken with the phone turned, with the place it was taken at."""
    exif = Image.Exif()
    exif[_ORIENTATION] = 6
    exif.get_ifd(_GPS)[1] = "N"
    path = tmp_path / "门口.jpg"
    path.write_bytes(hands.jpeg(exif=exif.tobytes()))
    return path


def thumbs(inside):
    return [w for w in inside.window.findChildren(object, None) if _is_thumb(w)]


def _is_thumb(widget):
    return widget.objectName().startswith("photo-") and widget.isVisible()


def kept(qtbot, desk, issue, count=1):
    qtbot.waitUntil(lambda: len(photos_of(desk, issue.id)) == count)
    return [photo_bytes(desk, photo) for photo in photos_of(desk, issue.id)]


def said(inside):
    return inside.window.findChild(QLabel, "notice-text").text()


def test_a_dropped_photo_is_kept_upright_small_and_without_its_place(
    inside, page, issue, shot, qtbot, desk
):
    assert hands.drop(page, hands.files(shot))
    (picture,) = kept(qtbot, desk, issue)
    seen = Image.open(BytesIO(picture))
    assert seen.size == (800, 1600)
    assert not seen.getexif()
    qtbot.waitUntil(lambda: len(thumbs(inside)) == 1)


def test_no_file_of_a_photo_can_be_read_without_the_key(page, issue, shot, qtbot, desk):
    hands.drop(page, hands.files(shot))
    (picture,) = kept(qtbot, desk, issue)
    folder = desk.store.path.parent
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert not [file for file in files if picture[:200] in file.read_bytes()]


def test_a_pasted_screenshot_is_kept(page, issue, qtbot, desk):
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("#204080"))
    offered = QMimeData()
    offered.setImageData(image)
    hands.copied(offered)
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    (picture,) = kept(qtbot, desk, issue)
    assert Image.open(BytesIO(picture)).size == (300, 200)


def test_copied_files_are_pasted_too(page, issue, shot, qtbot, desk):
    hands.copied(hands.files(shot))
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert kept(qtbot, desk, issue)


def test_pasting_over_the_words_of_the_form_adds_the_photo(inside, shot, qtbot):
    inside.go("report")
    hands.copied(hands.files(shot))
    find(inside, "what").paste()
    qtbot.waitUntil(lambda: len(thumbs(inside)) == 1)
    assert find(inside, "what").toPlainText() == ""


def test_words_with_a_picture_of_them_are_pasted_as_words(inside):
    inside.go("report")
    offered = QMimeData()
    offered.setText("厨房下水反水")
    offered.setImageData(QImage(30, 20, QImage.Format.Format_RGB32))
    hands.copied(offered)
    find(inside, "what").paste()
    assert find(inside, "what").toPlainText() == "厨房下水反水"
    assert thumbs(inside) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("说明.jpg", "这不是照片".encode()),
        ("IMG_1.HEIC", b"\0\0\0\x18ftypheic" + b"\0" * 40),
        ("半张.jpg", hands.jpeg()[:800]),
        ("空.png", b""),
    ],
)
def test_what_is_no_photo_is_refused_in_a_sentence(inside, qtbot, tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    inside.go("report")
    hands.drop(find(inside, "page-report"), hands.files(path))
    qtbot.waitUntil(lambda: name in said(inside))
    assert thumbs(inside) == []
    assert thumbs(inside) == []


def test_a_photo_of_two_hundred_megapixels_is_taken(page, issue, qtbot, desk, tmp_path):
    path = tmp_path / "全景.jpg"
    path.write_bytes(hands.jpeg(size=(20000, 10000), quality=10))
    hands.drop(page, hands.files(path))
    qtbot.waitUntil(lambda: len(photos_of(desk, issue.id)) == 1, timeout=30_000)


def test_a_folder_dropped_is_refused_and_the_photo_beside_it_taken(
    inside, page, issue, shot, qtbot, desk
):
    hands.drop(page, hands.files(shot.parent, shot))
    kept(qtbot, desk, issue)
    assert shot.parent.name in said(inside)


def test_text_dropped_on_the_page_is_no_photo(page):
    offered = QMimeData()
    offered.setText("厨房下水反水")
    assert not hands.drop(page, offered)


def test_no_more_than_nine(inside, shot, qtbot):
    inside.go("report")
    hands.drop(find(inside, "page-report"), hands.files(*[shot] * (MOST + 3)))
    assert str(MOST) in said(inside)
    qtbot.waitUntil(lambda: len(thumbs(inside)) == MOST, timeout=30_000)


def test_a_photo_pressed_is_shown_large_and_small_again(inside, page, issue, qtbot, desk):
    keep_photo(desk, "issue", issue.id, hands.jpeg())
    inside.here.changed.emit(frozenset({"photo"}))
    qtbot.waitUntil(lambda: len(thumbs(inside)) == 1)
    assert page.isVisible()
    find(inside, "photo-1").click()
    assert find(inside, "large-photo").pixmap().width() > find(inside, "photo-1").width()
    find(inside, "close-photo").click()
    assert not [w for w in inside.window.findChildren(object, "large-photo") if w.isVisible()]


def test_a_photo_is_taken_away_and_brought_back(inside, page, issue, qtbot, desk):
    keep_photo(desk, "issue", issue.id, hands.jpeg())
    inside.here.changed.emit(frozenset({"photo"}))
    qtbot.waitUntil(lambda: len(thumbs(inside)) == 1)
    assert page.isVisible()
    find(inside, "photo-1").click()
    find(inside, "remove-photo").click()
    assert photos_of(desk, issue.id) == []
    qtbot.waitUntil(lambda: thumbs(inside) == [])
    find(inside, "undo").click()
    kept(qtbot, desk, issue)


def test_a_photo_of_the_form_is_taken_away(inside, shot, qtbot):
    inside.go("report")
    hands.drop(find(inside, "page-report"), hands.files(shot))
    qtbot.waitUntil(lambda: len(thumbs(inside)) == 1)
    find(inside, "photo-1").click()
    find(inside, "remove-photo").click()
    assert thumbs(inside) == []


@pytest.fixture
def from_zhang(town, desk, issue):
    """A photo somebody else added; its record is here."""
    zhang = town.desk("zhang")
    town.sync(desk, zhang)
    photo = keep_photo(zhang, "issue", issue.id, hands.jpeg())
    town.sync(zhang, desk)
    return zhang, photo


def shown(inside, page, qtbot):
    inside.here.changed.emit(frozenset({"photo"}))
    qtbot.waitUntil(lambda: len(thumbs(inside)) == 1)
    assert page.isVisible()
    return find(inside, "photo-1")


def test_a_picture_that_is_not_here_yet_is_on_its_way(inside, page, from_zhang, qtbot):
    assert from_zhang
    assert shown(inside, page, qtbot).text() == "在传"


def test_a_preview_is_shown_and_why_the_whole_does_not_come(
    town, inside, page, from_zhang, qtbot, desk
):
    zhang, _ = from_zhang
    for each in (zhang, desk):
        assert list(send_photos(each, town.remote(each)))
    small = shown(inside, page, qtbot)
    assert (small.text(), small.icon().isNull()) == ("", False)
    small.click()
    told = find(inside, "photo-told")
    qtbot.waitUntil(lambda: "总台" in told.text())  # nobody serves it here
    assert find(inside, "large-photo").pixmap().width() > 0


def test_a_photo_of_ours_says_that_it_waits_until_the_hub_has_it(
    town, inside, page, issue, qtbot, desk
):
    keep_photo(desk, "issue", issue.id, hands.jpeg())
    assert shown(inside, page, qtbot).text() == "待上传"
    town.sync(desk)
    assert list(send_photos(desk, town.remote(desk)))
    inside.go("today")
    inside.go("issue", id=issue.id)
    qtbot.waitUntil(lambda: [w.text() for w in thumbs(inside)] == [""])
