"""The rows of a roster told apart: people and doors from titles, totals and signatures."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from gridapp.files.columns import OTHER, ColumnMap, place_of
from gridapp.files.headings import cell_text
from gridapp.files.merges import Merge, merges_over_rows
from gridapp.files.sheets import Cell, Sheet

_HINT = re.compile("[计共:：]")  # few rows have one, and only they are looked at closely
_TOTAL = re.compile(r".{0,8}(?:小计|合计|总计|共计|累计):?.{0,12}|共:?[\d户人口,、]*")
_SIGNATURE = re.compile(
    r"(?:制表|填表|填报|审核|复核|统计|负责|经办)(?:人|单位|日期|时间)?(?:签字|签名)?:.*"
    r"|(?:填表)?(?:说明|备注|注):.+"
)
_DOOR_OR_NAME = ("address", "room", "name")


class Line(NamedTuple):
    """One row by fields: as it reads, and what is its own where a merge from above fills it."""

    number: int
    cells: dict[str, Cell]
    own: dict[str, Cell]


@dataclass(frozen=True)
class Skipped:
    """A row that is no household (row 0: a whole sheet), with the first words in it.

    `reason` is title, heading, blank, total, signature, stray (neither door nor name), or for a
    sheet no_headings or no_address.
    """

    sheet: str
    row: int
    reason: str
    text: str = ""


def lines(sheet: Sheet, columns: ColumnMap) -> Iterator[Line | Skipped]:
    """Every row of the sheet in turn."""
    places = {each.field: place_of(each.letter) for each in columns.columns if each.field != OTHER}
    heads = [sheet.rows[row - 1] for row in columns.header_rows]
    first = min(columns.header_rows, default=1)
    over_rows = merges_over_rows(sheet.merged)
    for number, (row, over) in enumerate(zip(sheet.rows, over_rows, strict=False), start=1):
        reads, own = _apart(row, number - 1, over)
        cells = {field: reads[place] for field, place in places.items()}
        if over:
            line = Line(number, cells, {field: own[place] for field, place in places.items()})
        else:
            line = Line(number, cells, cells)
        words = [text for cell in own if (text := str(cell).strip())]
        if not words:
            reason = "blank"
        elif number < first:
            reason = "title"
        elif row in heads:  # printed again on every page
            reason = "heading"
        else:
            reason = _why_no_household(line, words)
        yield Skipped(sheet.name, number, reason, words[0] if words else "") if reason else line


def is_blank(cell: Cell) -> bool:
    """Whether a person sees nothing in the cell."""
    return not str(cell).strip()


def _apart(row: list[Cell], at: int, over: Iterable[Merge]) -> tuple[list[Cell], list[Cell]]:
    """The row as it reads, and its own.

    A value merged across columns (空置 over name and phone) belongs to the first of them alone.
    """
    if not over:
        return row, row
    reads, own = list(row), list(row)
    for (top, left), (_, right) in over:
        reads[left + 1 : right + 1] = own[left + 1 : right + 1] = [""] * (right - left)
        if top < at:
            own[left] = ""
    return reads, own


def _why_no_household(line: Line, words: list[str]) -> str:
    start = [cell_text(word) for word in words[:2] if _HINT.search(word)]
    if any(_TOTAL.fullmatch(text) for text in start):
        return "total"
    if start and _SIGNATURE.fullmatch(start[0]):
        return "signature"
    has_door_or_name = any(not is_blank(line.own.get(each, "")) for each in _DOOR_OR_NAME)
    return "" if has_door_or_name else "stray"
