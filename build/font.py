"""Cuts the shipped font from Noto Sans CJK SC: resources/font/GridappSansSC.otf.

Run by hand when the characters below change; the app does not need it. On Debian or Ubuntu:

    sudo apt-get install fonts-noto-cjk unicode-data && pip install fonttools
    python build/font.py

Kept: GBK, the 8,105 characters of 通用规范汉字表 (Unihan's kTGH) and the signs of the app. Left
out: the radicals U+2E80-2FDF, for they share their glyphs with 入 and 户, and text copied out of a
PDF would come out as radicals. The family has a name of its own, since it is not the whole Noto.
"""

import bz2
import sys
from pathlib import Path

from fontTools import subset  # type: ignore[import-not-found, unused-ignore]
from fontTools.ttLib import TTCollection, TTFont  # type: ignore[import-not-found, unused-ignore]

NOTO = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
UNIHAN = Path("/usr/share/unicode/Unihan_OtherMappings.txt.bz2")
WRITTEN = Path(__file__).resolve().parent.parent / "resources" / "font" / "GridappSansSC.otf"

FACE = "Noto Sans CJK SC"
FAMILY = "Gridapp Sans SC"
RADICALS = range(0x2E80, 0x2FE0)
SIGNS = (
    range(0x0020, 0x0250),  # Latin with its accents
    range(0x2000, 0x2070),  # punctuation
    range(0x2190, 0x2200),  # arrows
    range(0x2460, 0x2500),  # numbers in rings
    range(0x2500, 0x27C0),  # boxes, shapes, ticks
    range(0x3000, 0x3100),  # Chinese punctuation, kana
    range(0xFF00, 0xFFF0),  # full width
)
_FAMILY_NAMES, _STYLE, _WHOLE, _POSTSCRIPT = (1, 16), 2, 4, 6
_KEPT_NAMES = (0, 1, 2, 3, 4, 5, 6, 13, 14)
_LAST_PAIR = 0xFEFE


def main() -> None:
    """Write the font and say which wanted characters Noto does not have."""
    font = _face(FACE)
    has = set(font.getBestCmap())
    wanted = {*_gbk(), *_standard(), *(code for signs in SIGNS for code in signs)}
    wanted -= set(RADICALS)
    lacking = sorted((_standard() | _gbk()) - has - set(RADICALS))
    _cut(font, wanted & has)
    _rename(font)
    WRITTEN.parent.mkdir(parents=True, exist_ok=True)
    font.save(WRITTEN)
    sys.stdout.write(f"{len(wanted & has)} characters, {WRITTEN.stat().st_size / 1e6:.1f} MB\n")
    sys.stdout.write(f"not in Noto: {' '.join(f'{code:X}' for code in lacking)}\n")


def _face(name: str) -> TTFont:
    return next(f for f in TTCollection(NOTO).fonts if f["name"].getDebugName(1) == name)


def _gbk() -> set[int]:
    pairs = (code.to_bytes(2, "big") for code in range(0x8140, _LAST_PAIR + 1))
    return {ord(text) for pair in pairs if (text := pair.decode("gbk", "ignore")) > "\x7f"}


def _standard() -> set[int]:
    with bz2.open(UNIHAN, "rt", encoding="utf-8") as lines:
        return {int(line[2:].split()[0], 16) for line in lines if "\tkTGH\t" in line}


def _cut(font: TTFont, codes: set[int]) -> None:
    options = subset.Options(
        hinting=False,
        layout_features=["kern"],
        name_IDs=list(_KEPT_NAMES),
        name_languages=[0x409],
        notdef_outline=True,
    )
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]  # nothing is written downwards
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)


def _rename(font: TTFont) -> None:
    plain = FAMILY.replace(" ", "")
    for record in font["name"].names:
        if record.nameID in _FAMILY_NAMES:
            record.string = FAMILY
        elif record.nameID == _STYLE:
            record.string = "Regular"
        elif record.nameID == _WHOLE:
            record.string = FAMILY
        elif record.nameID in (3, _POSTSCRIPT):
            record.string = f"{plain}-Regular"
    top = font["CFF "].cff
    top.fontNames = [f"{plain}-Regular"]
    top[0].FamilyName, top[0].FullName = FAMILY, FAMILY


if __name__ == "__main__":
    main()
