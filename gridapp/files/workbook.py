"""Tables as .xlsx files: every word is text, never a formula, and no digit is lost."""

import io
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Any

_LONGEST = 32_767  # Excel's limit for one cell; xlsxwriter leaves a longer one out
_NARROWEST, _WIDEST = 6, 40


def workbook(
    table: Sequence[Sequence[str | int]],
    *,
    name: str = "",
    titles: Sequence[str] = (),
    made_at: datetime | None = None,
) -> bytes:
    """One sheet: `titles`, each over all columns, the head row of `table`, and its other rows.

    With `made_at` the same table is the same file to the last byte.
    """
    import xlsxwriter  # noqa: PLC0415 - slow, and most who import a roster write none

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:  # or it leaves parts on the disk
        book.set_properties({"created": made_at} if made_at else {})
        sheet = book.add_worksheet(name or None)
        text = book.add_format({"num_format": "@"})  # stays text when a person corrects it
        head = book.add_format({"num_format": "@", "bold": True, "text_wrap": True})
        for number, words in enumerate(titles):
            sheet.merge_range(number, 0, number, len(table[0]) - 1, words, head)
        for number, row in enumerate(table):
            for column, cell in enumerate(row):
                _write(sheet, (len(titles) + number, column), cell, text if number else head)
        for column in range(len(table[0])):
            sheet.set_column(column, column, _width([str(row[column]) for row in table]), text)
        sheet.freeze_panes(len(titles) + 1, 0)
    return file.getvalue()


def _write(sheet: Any, at: tuple[int, int], cell: str | int, look: Any) -> None:
    if isinstance(cell, int):
        sheet.write_number(*at, cell)
    else:
        sheet.write_string(*at, cell[:_LONGEST], look)


def _width(cells: Sequence[str]) -> int:
    """Enough for most, counting a Chinese character as two."""
    wide = (
        sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in words[:_WIDEST])
        for words in cells
    )
    return min(_WIDEST, max(_NARROWEST, *wide) + 2)
