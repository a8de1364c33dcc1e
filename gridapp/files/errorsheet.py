"""The rows that could not be taken in, handed back as a sheet to correct and import again."""

import io
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import xlsxwriter

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_
from gridapp.files.sheets import Cell

REASON = "原因"
_LONGEST = 32_767  # Excel's limit for one cell; xlsxwriter leaves a longer one out
_NARROWEST, _WIDEST = 6, 40


class CannotWrite(Expected):
    """The file is open elsewhere, or its folder is read-only or full."""


def write_problem_sheet(
    path: Path, headings: list[str], rows: list[tuple[list[Cell], str]]
) -> None:
    """The rows in the columns they came in, with the reason last.

    Every cell is text: a name such as =1+1 stays a name, and no digit of an ID number is lost.
    """
    width = max(len(headings), *(len(cells) for cells, _ in rows), 0)
    table = [_line(headings, width, REASON)]
    table += [_line([_text(cell) for cell in cells], width, reason) for cells, reason in rows]
    try:
        path.write_bytes(_workbook(table))
    except OSError as error:
        raise CannotWrite(
            N_(
                "“{name}” cannot be written. Close it if it is open in WPS or Excel, "
                "or choose another folder."
            ),
            name=path.name,
        ) from error


def _line(cells: Sequence[str], width: int, last: str) -> list[str]:
    return [*cells, *[""] * (width - len(cells)), last]


def _workbook(table: Sequence[Sequence[str]]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:  # or it leaves parts on the disk
        sheet = book.add_worksheet()
        text = book.add_format({"num_format": "@"})  # stays text when a person corrects it
        head = book.add_format({"num_format": "@", "bold": True, "text_wrap": True})
        for number, row in enumerate(table):
            for column, words in enumerate(row):
                sheet.write_string(number, column, words[:_LONGEST], text if number else head)
        for column in range(len(table[0])):
            sheet.set_column(column, column, _width([row[column] for row in table]), text)
        sheet.freeze_panes(1, 0)
    return file.getvalue()


def _text(cell: Cell) -> str:
    """As a person would type it; True and False as Excel shows them."""
    if isinstance(cell, bool):
        return str(cell).upper()
    return cell.isoformat(" ") if isinstance(cell, datetime) else str(cell)


def _width(cells: Sequence[str]) -> int:
    """Enough for most, counting a Chinese character as two."""
    wide = (
        sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in words[:_WIDEST])
        for words in cells
    )
    return min(_WIDEST, max(_NARROWEST, *wide) + 2)
