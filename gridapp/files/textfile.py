"""Tables in plain text: what the bytes mean, and what stands between the cells."""

import csv
import io
import re
from collections.abc import Iterator

from gridapp.files.refused import Refused

_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_OTHER_KINDS = ("<", "%PDF", "{\\rtf")  # web pages named .xls are common
_DELIMITERS = ",\t;"  # the first of equals wins


def text_rows(raw: bytes) -> list[list[object]]:
    """The rows of a .csv or .txt as WPS, Excel or a web system writes it."""
    text = _decoded(raw)
    if text.lstrip().startswith(_OTHER_KINDS):
        raise Refused("kind")
    try:
        delimiter = max(_DELIMITERS, key=lambda mark: _usual_width(text, mark))
        rows = list(_rows(text, delimiter))
    except csv.Error as error:
        raise Refused("broken") from error
    width = max(map(len, rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _decoded(raw: bytes) -> str:
    for encoding in _encodings(raw):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("kind")


def _encodings(raw: bytes) -> tuple[str, ...]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)  # Excel's "Unicode text"
    return () if _NOT_TEXT.search(raw) else ("utf-8-sig", "gb18030")


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _usual_width(text: str, delimiter: str) -> int:
    """How wide most of the first rows are: a title line with a comma in it decides nothing."""
    first = zip(_rows(text, delimiter), range(30), strict=False)
    widths = sorted(len(row) for row, _ in first if row)
    return widths[len(widths) // 2] if widths else 0
