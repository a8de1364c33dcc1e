"""What stands on a page, in millimetres from its upper left corner; sizes of type in points."""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

MM_A_POINT = 25.4 / 72
_HAIR = 0.01  # mm
TIED = "\u00a0"  # a space at which no line is broken
_WIDE = frozenset("WF")  # East Asian wide and full width
_WORD = re.compile("[!-~\u00a0]+ *|.[，。：；、！？）”]?")
_NARROW_SIGN, _SIGN, _CAPITAL, _BROAD = 0.33, 0.57, 0.69, 0.92  # of the type size, rounded up


class Align(Enum):
    """Which part of a text stands at its x."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


@dataclass(frozen=True)
class Text:
    """One line of type; `y` is the middle of the line. Grey 0 is black, 1 is white."""

    x: float
    y: float
    text: str
    size: float = 9.5
    bold: bool = False
    align: Align = Align.LEFT
    grey: float = 0.0


@dataclass(frozen=True)
class Line:
    """A stroke between points, `width` in millimetres."""

    points: tuple[tuple[float, float], ...]
    width: float = 0.15


@dataclass(frozen=True)
class Fill:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    grey: float = 0.0


@dataclass(frozen=True)
class Square:
    """A QR code of `payload`, with a quiet zone of two modules inside `size`."""

    x: float
    y: float
    size: float
    payload: str


@dataclass(frozen=True)
class Layer:
    """Shapes drawn together; pages that share a layer share the work of drawing it."""

    fills: tuple[Fill, ...] = ()
    lines: tuple[Line, ...] = ()
    texts: tuple[Text, ...] = ()
    squares: tuple[Square, ...] = ()


@dataclass(frozen=True)
class Page:
    """A page; `across` is written in grey from corner to corner, under everything."""

    width: float
    height: float
    layers: tuple[Layer, ...]
    across: str = ""

    @property
    def texts(self) -> list[str]:
        """All that is written on the page."""
        return [text.text for layer in self.layers for text in layer.texts]


def box(x: float, y: float, width: float, height: float, stroke: float = 0.2) -> Line:
    """A rectangle to tick or to write in, as one stroke."""
    right, foot = x + width, y + height
    return Line(((x, y), (right, y), (right, foot), (x, foot), (x, y)), stroke)


def ruled(x: float, y: float, width: float) -> Line:
    """A line to write on."""
    return Line(((x, y), (x + width, y)))


def text_width(text: str, size: float) -> float:
    """How wide a text is at most, in millimetres."""
    return sum(map(_ems, text)) * size * MM_A_POINT


def _ems(sign: str) -> float:
    if sign == TIED:
        return _NARROW_SIGN
    if unicodedata.east_asian_width(sign) in _WIDE or not sign.isascii():
        return 1.0
    if sign in "MW@%m":
        return _BROAD
    if sign.isupper():
        return _CAPITAL
    return _NARROW_SIGN if sign in " .,:;-'!|ijl" else _SIGN


def fitted(text: str, width: float, *, size: float, least: float) -> tuple[str, float]:
    """The text and the size at which it fits; what does not fit at `least` is cut with “…”."""
    size = max(least, min(size, size * width / max(text_width(text, size), 0.1)))
    if text_width(text, size) <= width + _HAIR:
        return text, size
    kept = text
    while kept and text_width(f"{kept}…", size) > width:
        kept = kept[:-1]
    return f"{kept}…", size


def wrapped(text: str, width: float, size: float) -> list[str]:
    """The text in lines no wider than `width`, broken between words or Chinese characters."""
    lines = [""]
    for word in _WORD.findall(text):
        if lines[-1] and text_width((lines[-1] + word).rstrip(), size) > width:
            lines.append("")
        lines[-1] += word
    return [line.rstrip() for line in lines]


def edges(start: float, widths: tuple[float, ...]) -> tuple[tuple[float, float], ...]:
    """Left and right of columns that stand side by side."""
    ends = [start]
    for width in widths:
        ends.append(ends[-1] + width)
    return tuple(pairwise(ends))
