"""The child that opens other people's spreadsheets, so that a bad file costs only a child.

Started as `python -m gridapp.files.reader PATH LIMITS`, answers one JSON text on standard output.
It imports little (no dataclasses, typing, pathlib): its start is paid for at every file read.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO

import python_calamine as calamine

from gridapp.files.archive import names_inside
from gridapp.files.celltext import Row, answer_text, sheet_text
from gridapp.files.merges import Merge, filled_rows, merges_within
from gridapp.files.refused import Refused
from gridapp.files.restraint import restrain
from gridapp.files.textfile import text_rows

_Limits = dict[str, int]
_Table = tuple[str, Iterable[Row], list[Merge]]

_ZIP = (b"PK\3\4", b"PK\5\6")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIPPED = {"xl/workbook.xml": ".xlsx", "xl/workbook.bin": ".xlsb", "content.xml": ".ods"}


def main(arguments: list[str]) -> None:
    """Read the file named first within the limits given second (JSON)."""
    path, limits = arguments
    with open(1, "wb", closefd=False) as out:  # a windowed app on Windows has no sys.stdout
        out.write(_answer(path, json.loads(limits)))


def _answer(path: str, limits: _Limits) -> bytes:
    restrain(memory=limits["memory"], seconds=limits["seconds"])
    try:
        sheets = [sheet_text(*table) for table in _tables(path, limits)]
        if not any(has_words for _, has_words in sheets):
            raise Refused("empty")  # noqa: TRY301 - the one place that answers
        return b'{"sheets":[' + b",".join(text for text, _ in sheets) + b"]}"
    except Refused as refused:
        reason, values = refused.reason, refused.values
    except MemoryError:
        reason, values = "memory", {}
    except OSError:
        reason, values = "locked", {}
    return answer_text({"refused": reason, "values": values})


def _tables(path: str, limits: _Limits) -> Iterator[_Table]:
    """What the file is, is told by its first bytes: names lie."""
    with open(path, "rb") as file:  # noqa: PTH123 - pathlib would cost the child 4 ms
        content = file.read(limits["file_bytes"] + 1)
    if len(content) > limits["file_bytes"]:
        raise Refused("large", limit=limits["file_bytes"] >> 20)
    if content.startswith(_ZIP):
        names = names_inside(content, at_most=limits["unpacked"])
        suffix = next((suffix for name, suffix in _ZIPPED.items() if name in names), None)
        if suffix is None:
            raise Refused("kind")
        yield from _workbook_tables(path, content, suffix, limits)
    elif content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise Refused("password")
        yield from _workbook_tables(path, content, ".xls", limits)
    else:
        rows = text_rows(content)
        _check_size(len(rows), len(rows[0]) if rows else 0, limits)
        yield "", rows, []


def _workbook_tables(path: str, content: bytes, suffix: str, limits: _Limits) -> Iterator[_Table]:
    """The sheets that a person sees."""
    try:
        book = _workbook(path, content, suffix)
        for sheet in book.sheets_metadata:
            is_shown = sheet.visible == calamine.SheetVisibleEnum.Visible
            if is_shown and sheet.typ == calamine.SheetTypeEnum.WorkSheet:
                yield _table(book.get_sheet_by_name(sheet.name), limits)
    except calamine.PasswordError as error:
        raise Refused("password") from error
    except calamine.CalamineError as error:
        raise Refused("broken") from error


def _workbook(path: str, content: bytes, suffix: str) -> calamine.CalamineWorkbook:
    """By its path calamine believes the name; of bytes it tries all kinds, which takes longer."""
    if path.lower().endswith(suffix):
        return calamine.CalamineWorkbook.from_path(path)
    return calamine.CalamineWorkbook.from_filelike(BytesIO(content))


def _table(sheet: calamine.CalamineSheet, limits: _Limits) -> _Table:
    if sheet.start is None or sheet.end is None:
        return sheet.name, [], []
    height, width = sheet.end[0] + 1, sheet.end[1] + 1
    _check_size(height, width, limits)
    merged = merges_within(sheet.merged_cell_ranges or [], rows=height, columns=width)
    left: Row = [""] * sheet.start[1]  # iter_rows pads above, not before
    return sheet.name, filled_rows((left + row for row in sheet.iter_rows()), merged), merged


def _check_size(rows: int, columns: int, limits: _Limits) -> None:
    if rows > limits["rows"]:
        raise Refused("rows", limit=limits["rows"])
    if columns > limits["columns"]:
        raise Refused("columns", limit=limits["columns"])


if __name__ == "__main__":
    main(sys.argv[1:])
