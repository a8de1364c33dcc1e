"""The page for doors the list lacks: filled in by hand, one for each building."""

from functools import cache

from gridapp.domain.list_sheet import ListSheet
from gridapp.domain.words import N_, shown
from gridapp.paper.frame import HEAD, LEFT, Heading, framed, grid
from gridapp.paper.shapes import Align, Layer, Page, Text, edges

TEMPLATE = "B1"
_ROWS, _HEIGHT = 14, 10.5
_COLUMNS = edges(LEFT, (8.0, 34.0, 36.0, 16.0, 34.0, 34.0, 20.0, 95.0))
_HEADS = (
    N_("Row"),
    N_("Stair and room"),
    N_("Contact person"),
    N_("Residents"),
    N_("Use"),
    N_("Last 4 of phone"),
    N_("Result 1-6"),
    N_("Issue or need (code and words)"),
)


def added_page(sheet: ListSheet, building: str, page: int, of: int, language: str) -> Page:
    """An empty page for the doors of a building that are missing or new."""
    title = shown(N_("Door-knock visit list"), language)
    told = shown(N_("Doors left out or new"), language)
    heading = Heading(title, f"{building}  {told}", "", page, of, TEMPLATE)
    return framed(sheet, heading, language, _table(language))


@cache
def _table(language: str) -> Layer:
    ruling = grid(_COLUMNS, [shown(head, language) for head in _HEADS], HEAD, _ROWS, _HEIGHT)
    middle = sum(_COLUMNS[0]) / 2
    numbers = [
        Text(middle, HEAD + 7 + (n + 0.5) * _HEIGHT, str(n + 1), size=11, align=Align.CENTRE)
        for n in range(_ROWS)
    ]
    return Layer(ruling.fills, ruling.lines, (*ruling.texts, *numbers))
