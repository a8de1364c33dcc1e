"""The child that opens other people's pictures: small JPEG out, or one reason why not.

Started as `python -m gridapp.files.picture_reader LIMITS`, reads the file from standard input,
answers two JPEG, the length of the first in four bytes before them, or one JSON text, on standard
output.
"""

import json
import sys
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError, WebPImagePlugin

from gridapp.files.celltext import answer_text
from gridapp.files.refused import Refused
from gridapp.files.restraint import restrain

_Limits = dict[str, int]

_FORMATS = ("JPEG", "PNG", "BMP", "GIF", WebPImagePlugin.WebPImageFile.format)
_HEIC = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
_QUALITY, _PREVIEW_QUALITY = 80, 60
_WHITE = (255, 255, 255)


def main(arguments: list[str]) -> None:
    """Answer the picture on standard input as a small JPEG, within the limits given (JSON)."""
    limits = json.loads(arguments[0])
    with open(0, "rb", closefd=False) as given:
        content = given.read()
    with open(1, "wb", closefd=False) as out:  # a windowed app on Windows has no sys.stdout
        out.write(_answer(content, limits))


def _answer(content: bytes, limits: _Limits) -> bytes:
    restrain(memory=limits["memory"], seconds=limits["seconds"])
    try:
        return _small(content, limits)
    except Refused as refused:
        reason, values = refused.reason, refused.values
    except UnidentifiedImageError:
        reason, values = "kind", {}
    except MemoryError:
        reason, values = "memory", {}
    return answer_text({"refused": reason, "values": values})


def _small(content: bytes, limits: _Limits) -> bytes:
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        raise Refused("heic")
    Image.MAX_IMAGE_PIXELS = None  # a JPEG of any size is read small; the rest is checked below
    with Image.open(BytesIO(content), formats=_FORMATS) as picture:
        side = limits["side"]
        _check_size(picture, side, limits["megapixels"])
        # Points of a palette have nothing between them to be made smaller by.
        seen = picture.convert("RGBA") if picture.mode in ("1", "P") else picture
        seen.thumbnail((side, side), Image.Resampling.LANCZOS)
        upright = ImageOps.exif_transpose(seen)
    plain = _without_words(upright)
    full = _jpeg(plain, _QUALITY)
    side = limits["preview_side"]
    plain.thumbnail((side, side), Image.Resampling.LANCZOS)
    return len(full).to_bytes(4) + full + _jpeg(plain, _PREVIEW_QUALITY)


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _check_size(picture: Image.Image, side: int, megapixels: int) -> None:
    """What will be held in memory: a progressive JPEG is held whole before it is made smaller."""
    width, height = picture.size
    if not picture.info.get("progressive"):
        picture.draft(None, (side, side))
        width, height = picture.size
    if width * height > megapixels * 10**6:
        raise Refused("huge", limit=megapixels)


def _without_words(picture: Image.Image) -> Image.Image:
    """Nothing but the points: no place, no time, no camera, no comment."""
    plain = Image.new("RGB", picture.size, _WHITE)
    if picture.has_transparency_data:
        seen = picture.convert("RGBA")
        plain.paste(seen, mask=seen)
    else:
        plain.paste(picture.convert("RGB"))
    return plain


if __name__ == "__main__":
    main(sys.argv[1:])
