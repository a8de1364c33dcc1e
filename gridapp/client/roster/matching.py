"""The columns of a roster as a person sees and corrects them before anything is imported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from gridapp.client.roster.masking import masked_value
from gridapp.domain.words import N_
from gridapp.files.columns import OTHER, Column, ColumnMap, letter_of, place_of
from gridapp.files.headings import SEARCHED_ROWS, cell_text, recognise
from gridapp.files.sheets import Cell, Sheet, read_sheets
from gridapp.store.collecting import no_collector

# What an import takes from a roster, as a person calls it; in the order it is asked for.
FIELDS: Mapping[str, str] = {
    "address": N_("Address"),
    "compound": N_("Compound"),
    "building": N_("Building"),
    "unit": N_("Stair entrance"),
    "room": N_("Room"),
    "name": N_("Name"),
    "phone": N_("Phone"),
    "resident_count": N_("Residents"),
    "usage": N_("Use"),
    "remark": N_("Remark"),
    "relation": N_("Relation"),
    "sex": N_("Sex"),
    "birth": N_("Born in"),
    "tenant": N_("Tenant"),
    "id_number": N_("ID number"),
}
Maps = tuple[ColumnMap, ...]
_SAMPLES = 3
_SEARCHED = 200  # rows for samples


@dataclass(frozen=True)
class Opened:
    """A spreadsheet that was read."""

    name: str
    sheets: Sequence[Sheet] = field(repr=False)


class Seen(NamedTuple):
    """A column as it stands in the sheet."""

    letter: str
    heading: str


@dataclass(frozen=True)
class SheetColumns:
    """One sheet: its columns, and by field the letter of the column that fills it.

    `header_rows` are none where no headings were recognised; such a sheet is not imported.
    """

    sheet: str
    header_rows: tuple[int, ...]
    columns: tuple[Seen, ...]
    filled: Mapping[str, str]
    building: str = ""

    @property
    def says_where(self) -> bool:
        """Whether a row can name a door."""
        return bool(self.header_rows) and self._map().says_where()

    @property
    def left_out(self) -> list[str]:
        """The headings of columns that nothing is taken from."""
        used = set(self.filled.values())
        return [each.heading for each in self.columns if each.heading and each.letter not in used]

    def with_column(self, name: str, letter: str) -> "SheetColumns":
        """The field `name` filled by another column, "" for none; a column fills one field."""
        filled = {n: at for n, at in self.filled.items() if n != name and at != letter}
        return replace(self, filled={**filled, name: letter} if letter else filled)

    def _map(self) -> ColumnMap:
        fields = {letter: name for name, letter in self.filled.items()}
        columns = (
            Column(each.letter, each.heading, fields.get(each.letter, OTHER))
            for each in self.columns
            if each.heading or each.letter in fields
        )
        return ColumnMap(self.sheet, self.header_rows, tuple(columns), self.building)


@no_collector()
def open_roster(path: Path) -> Opened:
    """Read a spreadsheet; raises CannotRead."""
    return Opened(path.name, read_sheets(path))


def recognised(opened: Opened) -> list[SheetColumns]:
    """What the headings of each sheet that is not empty say."""
    return [
        _seen(sheet, recognise(sheet) or ColumnMap(sheet.name, (), ()))
        for sheet in opened.sheets
        if sheet.rows
    ]


def rows_searched(opened: Opened, sheet: str) -> int:
    """How many rows from the top may hold the headings."""
    rows = next(each.rows for each in opened.sheets if each.name == sheet)
    return min(len(rows), SEARCHED_ROWS)


def headed(opened: Opened, sheet: str, row: int) -> SheetColumns:
    """The sheet with its headings in `row`, from 1 as Excel counts, as a person says they are."""
    found = next(each for each in opened.sheets if each.name == sheet)
    heads = [cell_text(cell) for cell in found.rows[row - 1]]
    plain = (Column(letter_of(at), text, OTHER) for at, text in enumerate(heads) if text)
    alone = Sheet(found.name, [found.rows[row - 1], *found.rows[row:]], [])
    known = recognise(alone)
    if known is not None and known.header_rows == (1,):
        return _seen(found, replace(known, header_rows=(row,)))
    return _seen(found, ColumnMap(sheet, (row,), tuple(plain)))


def chosen(
    sheets: Sequence[SheetColumns], sheet: str, name: str, letter: str
) -> list[SheetColumns]:
    """A column chosen in one sheet, and in those that have the same heading there."""
    own = next(each for each in sheets if each.sheet == sheet)
    heads = {each.letter: each.heading for each in own.columns}
    return [
        each.with_column(name, letter)
        if each is own or _has(each, letter or own.filled.get(name, ""), heads)
        else each
        for each in sheets
    ]


def _has(sheet: SheetColumns, letter: str, heads: Mapping[str, str]) -> bool:
    return Seen(letter, heads.get(letter, "")) in sheet.columns


def samples(opened: Opened, columns: SheetColumns, name: str) -> list[str]:
    """The first values of the column that fills a field; names and numbers are masked."""
    letter = columns.filled.get(name)
    rows = next(each.rows for each in opened.sheets if each.name == columns.sheet)
    if not letter:
        return []
    below = rows[max(columns.header_rows, default=0) :][:_SEARCHED]
    said = (_text(row[place_of(letter)]) for row in below)
    return [masked_value(name, text) for text in dict.fromkeys(said) if text][:_SAMPLES]


def column_maps(sheets: Sequence[SheetColumns]) -> Maps:
    """The columns as an import is handed them."""
    return tuple(each._map() for each in sheets if each.header_rows)  # noqa: SLF001 - its own


def _seen(sheet: Sheet, found: ColumnMap) -> SheetColumns:
    heads = {column.letter: column.heading for column in found.columns}
    width = len(sheet.rows[0])
    columns = (Seen(letter_of(at), heads.get(letter_of(at), "")) for at in range(width))
    filled = {each.field: each.letter for each in found.columns if each.field != OTHER}
    return SheetColumns(found.sheet, found.header_rows, tuple(columns), filled, found.building)


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)  # every number is read as a float
    return str(cell).strip()
