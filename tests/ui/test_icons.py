"""Every icon is one family, drawn in the colour it is given, and unlike every other."""

import re
import xml.etree.ElementTree as ET

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtSvg import QSvgRenderer

from build.icons import SIZES, drawn
from gridapp.domain.resources import resource

pytestmark = pytest.mark.usefixtures("qapp")  # without it Qt aborts on a drawing with text

FILES = sorted(resource("icons").glob("*.svg"))
PROGRAM = "gridapp"  # the one drawing with colours of its own
FAMILY = [file for file in FILES if file.stem != PROGRAM]
MARKS = [file for file in FAMILY if file.stem.startswith("mark-")]
SHOWN = (16, 20, 24, 48)
DRAWING = {"svg", "path", "circle", "rect"}
PAINT = {"none", "currentColor"}
INK = "#b42318"


def stroke_of(name):
    """Marks and corners are shown smaller than the rest, so they are drawn bolder."""
    return {"mark": "2.5", "corner": "4"}.get(name.split("-")[0], "2")


def elements(file):
    return list(ET.fromstring(file.read_text("utf-8")).iter())  # noqa: S314 - our own files


def painted(file, size, colour=INK):
    text = file.read_text("utf-8").replace("currentColor", colour)
    return drawn(text.encode(), size)


def inked(image):
    """The pixels where at least half is ink."""
    side = range(image.width())
    return {(x, y) for x in side for y in side if image.pixelColor(x, y).alpha() > 127}


def named(files):
    return pytest.mark.parametrize("file", files, ids=lambda file: file.stem)


def test_the_family_is_there():
    assert len(FAMILY) > 60
    assert len(MARKS) == 12


@named(FILES)
def test_an_icon_is_a_drawing_qt_can_read_on_the_grid(file):
    renderer = QSvgRenderer(file.read_bytes())
    assert renderer.isValid()
    assert renderer.viewBox().size() == QSize(24, 24)
    assert elements(file)[0].get("viewBox") == "0 0 24 24"


@named(FAMILY)
def test_an_icon_has_only_shapes_in_the_colour_it_is_given(file):
    assert {element.tag.split("}")[1] for element in elements(file)} <= DRAWING
    paint = {e.get(name) for e in elements(file) for name in ("fill", "stroke")} - {None}
    assert paint <= PAINT
    assert not re.search(r"#|rgb|style|class|href|on\w+=", file.read_text("utf-8"))


@named(FAMILY)
def test_an_icon_keeps_the_line_of_the_family(file):
    whole = elements(file)[0]
    assert whole.get("stroke-width") == stroke_of(file.stem)
    assert whole.get("stroke-linecap") == whole.get("stroke-linejoin") == "round"


@named(FAMILY)
def test_an_icon_keeps_clear_of_the_edge(file):
    image = painted(file, 96)  # four pixels a unit; the padding is two units, less a rounding
    spots = {spot for point in inked(image) for spot in point}
    assert min(spots) >= 6
    assert max(spots) < 90


@named(FILES)
def test_an_icon_shows_at_every_size_it_is_used_at(file):
    for size in SHOWN:
        assert len(inked(painted(file, size))) >= size * size // 20


@named(FAMILY)
def test_an_icon_takes_the_colour_it_is_given(file):
    image = painted(file, 48)
    solid = {c.name() for c in (image.pixelColor(*at) for at in inked(image)) if c.alpha() == 255}
    assert INK in solid


@pytest.mark.parametrize("size", SHOWN)
def test_no_two_icons_give_the_same_pixels(size):
    seen = [frozenset(inked(painted(file, size))) for file in FILES]
    assert len(set(seen)) == len(FILES)


@pytest.mark.parametrize("size", [16, 20])
def test_marks_differ_by_shape_alone(size):
    shapes = [inked(painted(file, size)) for file in MARKS]
    for k, one in enumerate(shapes):
        for other in shapes[k + 1 :]:
            assert len(one ^ other) >= size * size // 12


def test_the_program_icon_has_every_size_and_is_the_present_drawing():
    reader = QImageReader(str(resource("icons", "gridapp.ico")))
    for k, size in enumerate(SIZES):
        reader.jumpToImage(k)
        assert alike(reader.read(), painted(resource("icons", "gridapp.svg"), size))
    assert reader.imageCount() == len(SIZES)
    picture = QImage(str(resource("icons", "gridapp.png")))
    assert alike(picture, painted(resource("icons", "gridapp.svg"), 256))


def alike(one, other):
    """The same picture, but for the smoothing of another Qt."""
    plain = QImage.Format.Format_RGBA8888
    first, second = (bytes(image.convertToFormat(plain).constBits()) for image in (one, other))
    pairs = zip(first, second, strict=True)
    return sum(abs(a - b) for a, b in pairs) < len(first)
