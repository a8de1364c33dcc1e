"""The rows with problems as a list of its own, to be corrected and imported again.

What a row owes to its neighbours stands in it here: the building and the remark of the rows above,
the compound of the title. Else it would come back as another household.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from gridapp.domain.remarks import is_ditto
from gridapp.files.columns import OTHER, ColumnMap, place_of
from gridapp.files.roster import Entry
from gridapp.files.sheets import Cell, Sheet

_COMPOUND, _BUILDING = "小区", "楼号"
Row = tuple[str, int]


class ToCorrect(NamedTuple):
    """Headings, and below them the rows with the reasons, "" for others of the household."""

    headings: list[str]
    rows: list[tuple[list[Cell], str]]


def to_correct(
    entries: Sequence[Entry],
    sheets: Sequence[Sheet],
    columns: Sequence[ColumnMap],
    reasons: Mapping[Row, str],
    *,
    compound: str = "",
) -> ToCorrect:
    """Every household with a row in `reasons`, whole; `compound` is of those that name none."""
    rows_of = {sheet.name: sheet.rows for sheet in sheets}
    maps = {each.sheet: each for each in columns}
    headings: dict[tuple[str, int], None] = {}
    filled: list[tuple[dict[tuple[str, int], Cell], str]] = []
    for each in columns:
        headings |= dict.fromkeys(heading for heading, _, _ in _headed(each))
    for entry in _remarked(entries):
        persons = (entry, *entry.members)
        if not any((one.sheet, one.row) in reasons for one in persons):
            continue
        for one in persons:
            cells = _cells(one, rows_of[one.sheet][one.row - 1], maps[one.sheet])
            if one is entry:
                cells |= _owed(one, maps[one.sheet], compound)
            filled.append((cells, reasons.get((one.sheet, one.row), "")))
    headings |= dict.fromkeys(heading for cells, _ in filled for heading in cells)
    rows = [([cells.get(heading, "") for heading in headings], why) for cells, why in filled]
    return ToCorrect([heading for heading, _ in headings], rows)


def _remarked(entries: Sequence[Entry]) -> Iterator[Entry]:
    """The households, with the remark that 同上 stands for."""
    above = ""
    for entry in entries:
        said = str(entry.cells.get("remark", "")).strip()
        if above and is_ditto(said):
            yield entry._replace(cells={**entry.cells, "remark": above})
        else:
            above = said
            yield entry


def _headed(columns: ColumnMap) -> Iterator[tuple[tuple[str, int], str, int]]:
    """Each column's heading with its number among equal ones, its field and its place."""
    times: Counter[str] = Counter()
    for column in columns.columns:
        yield (column.heading, times[column.heading]), column.field, place_of(column.letter)
        times[column.heading] += 1


def _cells(one: Entry, row: Sequence[Cell], columns: ColumnMap) -> dict[tuple[str, int], Cell]:
    return {
        heading: row[place] if field == OTHER else one.cells[field]
        for heading, field, place in _headed(columns)
    }


def _owed(head: Entry, columns: ColumnMap, compound: str) -> dict[tuple[str, int], Cell]:
    """What a household has from the title or the name of its sheet."""
    said = {field: heading for heading, field, _ in _headed(columns) if field != OTHER}
    owed: dict[tuple[str, int], Cell] = {}
    if compound and not str(head.cells.get("compound", "")).strip():
        owed[said.get("compound", (_COMPOUND, 0))] = compound
    if columns.building and "building" not in said and "address" not in said:
        owed[_BUILDING, 0] = columns.building
    return owed
