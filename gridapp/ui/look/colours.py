"""The three colour schemes, and the arithmetic that proves them readable."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import NamedTuple

TEXT_LEAST = 7.0  # contrast of any text with what is behind it
PART_LEAST = 3.0  # contrast of a line, ring or mark with what is behind it


class Scheme(NamedTuple):
    """Named colours, "#rrggbb". `tints` are the grounds of door cells by their status class."""

    name: str
    ground: str
    panel: str
    text: str
    dim: str
    line: str
    accent: str
    on_accent: str
    chosen: str
    good: str
    bad: str
    warn: str
    tints: Mapping[str, str]


_LIGHT_TINTS = {
    "untried": "#ffffff",
    "met": "#d8f0de",
    "nobody": "#fbeecb",
    "declined": "#f9dfd8",
    "appointment": "#dae7fb",
    "empty": "#eceff3",
    "no_access": "#efe3f6",
    "no_knock": "#dfe3e9",
}
_DARK_TINTS = {
    "untried": "#171c23",
    "met": "#123620",
    "nobody": "#3a2f0c",
    "declined": "#44201a",
    "appointment": "#172f52",
    "empty": "#262d36",
    "no_access": "#33213f",
    "no_knock": "#303842",
}
_CONTRAST_TINTS = dict.fromkeys(_LIGHT_TINTS, "#000000")

LIGHT = Scheme(
    name="light",
    ground="#ffffff",
    panel="#f1f4f8",
    text="#141c26",
    dim="#3d4855",
    line="#73808f",
    accent="#0a4aa8",
    on_accent="#ffffff",
    chosen="#d3e4ff",
    good="#0d5523",
    bad="#8e1616",
    warn="#6b4000",
    tints=_LIGHT_TINTS,
)
DARK = Scheme(
    name="dark",
    ground="#171c23",
    panel="#20272f",
    text="#f2f5f8",
    dim="#cbd3dc",
    line="#8592a1",
    accent="#9cc4ff",
    on_accent="#0b1420",
    chosen="#25456f",
    good="#95dfa9",
    bad="#ffb9b0",
    warn="#f5cf85",
    tints=_DARK_TINTS,
)
CONTRAST = Scheme(
    name="contrast",
    ground="#000000",
    panel="#000000",
    text="#ffffff",
    dim="#ffffff",
    line="#ffffff",
    accent="#ffff00",
    on_accent="#000000",
    chosen="#003a8c",
    good="#7dff9b",
    bad="#ffb3b3",
    warn="#ffe066",
    tints=_CONTRAST_TINTS,
)
SCHEMES: Mapping[str, Scheme] = {each.name: each for each in (LIGHT, DARK, CONTRAST)}


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG 2.2 counts it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def text_pairs(scheme: Scheme) -> Iterator[tuple[str, str]]:
    """Every (letters, ground) the window draws."""
    grounds = (scheme.ground, scheme.panel)
    yield from product((scheme.text, scheme.dim, scheme.good, scheme.bad, scheme.warn), grounds)
    yield from product((scheme.accent,), grounds)
    yield scheme.on_accent, scheme.accent
    yield from product((scheme.text,), (scheme.chosen, *scheme.tints.values()))


def part_pairs(scheme: Scheme) -> Iterator[tuple[str, str]]:
    """Every (line or ring, ground) the window draws."""
    grounds = (scheme.ground, scheme.panel, scheme.chosen, *scheme.tints.values())
    yield from product((scheme.accent,), grounds)
    yield from product((scheme.line,), (scheme.ground, scheme.panel))
