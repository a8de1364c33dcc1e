"""Any picture becomes a small plain JPEG, or is refused with one sentence."""

import random
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from gridapp.domain.errors import Expected
from gridapp.domain.pictures import PREVIEW_SIDE, SIDE, is_plain
from gridapp.files.pictures import REFUSALS, Limits, NotAPicture, read_picture

RED, BLUE = (220, 20, 20), (20, 20, 220)


@pytest.fixture(autouse=True)
def _large(monkeypatch):
    """Let the tests make what the child must survive."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", None)


def drawn(kind="JPEG", size=(400, 300), mode="RGB", color=RED, **told):
    """A picture of one colour whose top left quarter is blue, as a file."""
    picture = Image.new("RGB", size, color)
    picture.paste(BLUE, (0, 0, size[0] // 2, size[1] // 2))
    out = BytesIO()
    picture.convert(mode).save(out, kind, **told)
    return out.getvalue()


def seen(answer):
    assert answer.startswith(b"\xff\xd8\xff")
    return Image.open(BytesIO(answer))


def full(picture):
    return read_picture(picture).full


def is_blue(picture, x, y):
    red, _, blue = picture.convert("RGB").getpixel((x, y))
    return blue > red


def refusal(picture, **limits):
    with pytest.raises(NotAPicture) as refused:
        read_picture(picture, limits=Limits(**limits))
    assert isinstance(refused.value, Expected)
    assert "{" not in str(refused.value)
    return refused.value.reason


def exif(orientation=1):
    told = Image.Exif()
    told[0x0112] = orientation
    told[0x010F] = "a camera"
    told.get_ifd(0x8825)[1] = "N"
    told.get_ifd(0x8825)[2] = (36.0, 39.0, 12.0)
    return told.tobytes()


def test_large_photo_becomes_small_and_keeps_its_shape():
    answer = full(drawn(size=(4000, 3000)))
    assert seen(answer).size == (1600, 1200)
    assert is_blue(seen(answer), 10, 10)
    assert not is_blue(seen(answer), 1590, 1190)


def test_small_photo_is_not_made_larger():
    assert seen(full(drawn(size=(40, 30)))).size == (40, 30)


def test_photo_full_of_detail_stays_below_a_megabyte_and_its_preview_a_few_kilobytes():
    noise = random.Random(7).randbytes(300 * 400 * 3)
    picture = Image.frombytes("RGB", (400, 300), noise).resize(
        (4000, 3000), Image.Resampling.BICUBIC
    )
    out = BytesIO()
    picture.save(out, "JPEG", quality=95)
    small = read_picture(out.getvalue())
    assert len(small.full) < 1 << 20
    assert len(small.preview) < 40_000


def test_preview_shows_the_same_small_and_upright():
    small = read_picture(drawn(size=(4000, 3000), exif=exif(6)))
    assert seen(small.preview).size == (240, 320)
    assert is_blue(seen(small.preview), 235, 5)
    assert is_blue(seen(small.full), 1190, 10)


def test_what_is_made_says_nothing_but_its_points_and_its_size():
    small = read_picture(drawn(size=(4000, 3000), exif=exif(), comment=b"secret words"))
    assert is_plain(small.full, side=SIDE)
    assert is_plain(small.preview, side=PREVIEW_SIDE)
    assert not is_plain(small.full, side=PREVIEW_SIDE)


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [(1, (0, 0)), (3, (1, 1)), (6, (1, 0)), (8, (0, 1)), (2, (1, 0)), (5, (0, 0))],
)
def test_photo_is_turned_as_the_camera_said(orientation, corner):
    picture = seen(full(drawn(size=(400, 300), exif=exif(orientation))))
    assert picture.size == ((300, 400) if orientation >= 5 else (400, 300))
    corners = [(x, y) for x in (0, 1) for y in (0, 1)]
    width, height = picture.size
    blue = [
        c for c in corners if is_blue(picture, 5 + c[0] * (width - 10), 5 + c[1] * (height - 10))
    ]
    assert blue == [corner]


def test_place_and_camera_and_words_are_left_out():
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    told = {"exif": exif(), "comment": b"secret words", "icc_profile": icc, "xmp": b"<x>secret</x>"}
    content = drawn(dpi=(300, 300), **told)
    assert b"secret" in content
    assert b"a camera" in content
    answer = full(content)
    for word in (b"Exif", b"secret", b"camera", b"ICC_PROFILE", b"http"):
        assert word not in answer
    assert not seen(answer).getexif()


def test_words_in_a_png_are_left_out():
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "secret words")
    assert b"secret" not in full(drawn("PNG", pnginfo=words))


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "RGB"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "L"),
        ("PNG", "1"),
        ("WEBP", "RGB"),
        ("BMP", "RGB"),
        ("GIF", "P"),
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("MPO", "RGB"),
    ],
)
def test_every_usual_kind_is_read_whatever_its_name(tmp_path, kind, mode):
    path = tmp_path / "照片.dat"
    path.write_bytes(drawn(kind, (2000, 1500), mode))
    picture = seen(full(path))
    assert (picture.size, picture.mode) == ((1600, 1200), "RGB")


def test_what_can_be_seen_through_is_white():
    out = BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    assert seen(full(out.getvalue())).getpixel((25, 25)) == (255, 255, 255)


def test_progressive_photo_is_read():
    assert seen(full(drawn(size=(4000, 3000), progressive=True))).size == (1600, 1200)


@pytest.mark.parametrize(("whole", "becomes"), [(False, (1600, 1250)), (True, "huge")])
def test_photo_of_two_hundred_megapixels_is_read_unless_it_must_be_held_whole(whole, becomes):
    out = BytesIO()
    Image.new("L", (16_000, 12_500)).save(out, "JPEG", progressive=whole)
    content = out.getvalue()
    assert (refusal(content) if whole else seen(full(content)).size) == becomes


@pytest.mark.parametrize("kind", ["PNG", "GIF", "BMP", "WEBP"])
def test_points_without_end_are_refused(kind):
    limit = {"megapixels": 5}
    assert refusal(drawn(kind, (3000, 2000), "P" if kind == "GIF" else "RGB"), **limit) == "huge"


def test_png_that_says_it_is_huge_is_refused_before_it_is_unpacked():
    def chunk(name, body):
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = chunk(b"IHDR", struct.pack(">2I5B", 60_000, 60_000, 8, 2, 0, 0, 0))
    bomb = chunk(b"IDAT", zlib.compress(bytes(10 << 20)))
    assert refusal(b"\x89PNG\r\n\x1a\n" + head + bomb + chunk(b"IEND", b"")) == "huge"


def test_words_in_a_png_that_unpack_without_end_are_refused():
    words = PngImagePlugin.PngInfo()
    for number in range(3):
        words.add_text(f"Comment {number}", "x" * (60 << 20), zip=True)
    assert refusal(drawn("PNG", pnginfo=words)) in {"broken", "memory"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "kind"),
        ("今天走访了三户".encode(), "kind"),
        (bytes(100_000), "kind"),
        (b"%PDF-1.7 not a picture", "kind"),
        (b"PK\3\4 a zip", "kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "kind"),
        (b"\xff\xd8\xff" + bytes(5000), "kind"),
        (b"\x89PNG\r\n\x1a\n" + bytes(5000), "kind"),
        (b"\0\0\0\x20ftypheic" + bytes(500), "heic"),
        (b"\0\0\0\x20ftypmif1" + bytes(500), "heic"),
        (drawn(size=(2000, 1500))[:4000], "broken"),
        (drawn("PNG", (2000, 1500))[:-400], "broken"),
    ],
    ids=lambda value: repr(value[:12]) if isinstance(value, bytes) else value,
)
def test_what_is_no_photo_is_refused(tmp_path, content, reason):
    path = tmp_path / "楼道.jpg"
    path.write_bytes(content)
    with pytest.raises(NotAPicture, match=r"楼道\.jpg") as refused:
        read_picture(path)
    assert refused.value.reason == reason
    assert refusal(content) == reason


def test_heic_is_told_what_to_do():
    with pytest.raises(NotAPicture, match="Save it as JPEG"):
        read_picture(b"\0\0\0\x20ftypheix" + bytes(500))


def test_file_that_is_not_there_or_a_folder_is_refused(tmp_path):
    assert refusal(tmp_path / "gone.jpg") == "missing"
    assert refusal(tmp_path) == "folder"


def test_large_file_is_refused_unread(tmp_path):
    path = tmp_path / "film.jpg"
    with path.open("wb") as file:
        file.truncate(3 << 20)
    assert refusal(path, file_bytes=2 << 20) == "large"
    assert refusal(path.read_bytes(), file_bytes=2 << 20) == "large"


def test_child_that_takes_too_long_is_ended():
    assert refusal(drawn(), seconds=0.001) == "slow"


def test_child_that_takes_too_much_memory_is_ended():
    assert refusal(drawn("PNG", (6000, 5000)), memory=150 << 20) == "memory"


def test_every_refusal_ends_in_what_to_do():
    assert all(words.count(". ") == 1 and words.endswith(".") for words in REFUSALS.values())


@pytest.mark.parametrize("seed", range(5))
def test_photo_with_bytes_turned_over_never_harms(seed):
    """Either it is read or refused; nothing else may come of it."""
    content = bytearray(drawn(size=(300, 200), exif=exif(6)))
    dice = random.Random(seed)
    for _ in range(20):
        content[dice.randrange(len(content))] = dice.randrange(256)
    try:
        width = seen(full(bytes(content))).width
    except NotAPicture:
        width = 0
    assert width <= 300
