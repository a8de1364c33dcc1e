"""The rows that could not be taken in, handed back as a sheet to correct and import again."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_
from gridapp.files.sheets import Cell
from gridapp.files.workbook import workbook

REASON = "原因"


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
        path.write_bytes(workbook(table))
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


def _text(cell: Cell) -> str:
    """As a person would type it; True and False as Excel shows them."""
    if isinstance(cell, bool):
        return str(cell).upper()
    return cell.isoformat(" ") if isinstance(cell, datetime) else str(cell)
