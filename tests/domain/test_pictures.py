"""What a JPEG says of itself is looked at before it is opened."""

import random
from io import BytesIO

import pytest
from PIL import Image

from gridapp.domain.pictures import SIDE, is_plain


def jpeg(size=(40, 30), mode="RGB", **told):
    out = BytesIO()
    Image.new(mode, size, 120).save(out, "JPEG", **told)
    return out.getvalue()


def with_size(content, width, height):
    """The same bytes that say they hold other points: what a bomb does."""
    at = content.index(b"\xff\xc0")
    size = height.to_bytes(2) + width.to_bytes(2)
    return content[: at + 5] + size + content[at + 9 :]


@pytest.mark.parametrize(
    ("size", "plain"), [((1600, 1600), True), ((1601, 40), False), ((40, 1601), False)]
)
def test_no_side_is_longer_than_ours(size, plain):
    assert is_plain(jpeg(size), side=SIDE) is plain


@pytest.mark.parametrize("size", [(65_500, 65_500), (0, 30), (40, 0)])
def test_bomb_of_a_few_bytes_is_seen_for_what_it_says(size):
    assert not is_plain(with_size(jpeg(), *size), side=SIDE)


@pytest.mark.parametrize(
    "told", [{"exif": b"Exif\0\0words"}, {"comment": b"words"}, {"xmp": b"<x/>"}]
)
def test_words_of_a_camera_are_not_plain(told):
    assert not is_plain(jpeg(**told), side=SIDE)


def test_progressive_and_grey_are_plain_too():
    assert is_plain(jpeg(progressive=True), side=SIDE)
    assert is_plain(jpeg(mode="L"), side=SIDE)


def test_any_other_bytes_are_not_and_never_harm():
    content = jpeg()
    begins = content.index(b"\xff\xda")
    for end in range(begins):
        assert not is_plain(content[:end], side=SIDE)
    dice = random.Random(7)
    for _ in range(500):
        is_plain(b"\xff\xd8\xff" + dice.randbytes(60), side=SIDE)
    assert not is_plain(b"\x89PNG", side=SIDE)
