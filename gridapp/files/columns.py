"""The columns of a roster as a person may correct and keep them."""

import json
from dataclasses import asdict, dataclass
from typing import Self

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_

FIELDS = (
    "serial", "address", "area", "compound", "building", "unit", "floor", "room", "name", "phone",
    "id_number", "birth", "sex", "relation", "resident_count", "usage", "remark", "registered_on",
    "tenant", "party_member", "grid",
)  # fmt: skip
OTHER = "other"  # shown, not imported


class NotAColumnMap(Expected):
    """What was given back is not what `to_json` wrote."""


@dataclass(frozen=True)
class Column:
    """One column: where it stands, what is written above it, and the field it fills."""

    letter: str
    heading: str
    field: str


@dataclass(frozen=True)
class ColumnMap:
    """How one sheet is read; a person may correct it and it may be kept for the next file.

    `header_rows` count from 1 as Excel does, and are none where a person says so; `building` is for sheets that are one building.
    """

    sheet: str
    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    building: str = ""

    def says_where(self) -> bool:
        """Whether a row can name a door: an address, or a building and a room."""
        fields = {column.field for column in self.columns}
        has_building = bool(self.building) or "building" in fields
        return "address" in fields or (has_building and "room" in fields)

    def to_json(self) -> str:
        """The map as text to keep."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The map that was kept."""
        try:
            said = json.loads(text)
            columns = tuple(Column(**column) for column in said["columns"])
            header_rows = tuple(map(int, said["header_rows"]))
            kept = cls(said["sheet"], header_rows, columns, said["building"])
            known = {column.field for column in columns} <= {*FIELDS, OTHER}
        except (TypeError, KeyError, ValueError) as error:
            raise _not_a_map() from error
        if not known:
            raise _not_a_map()
        return kept


def _not_a_map() -> NotAColumnMap:
    return NotAColumnMap(
        N_("These columns were saved by another program or version. Choose the columns again.")
    )


def letter_of(column: int) -> str:
    """The letter above column 0, 1, …: A, B, … Z, AA."""
    letters = ""
    while column >= 0:
        column, rest = divmod(column, 26)
        letters = chr(ord("A") + rest) + letters
        column -= 1
    return letters


def place_of(letter: str) -> int:
    """The place of a column from 0, read from its letter."""
    place = 0
    for each in letter:
        place = place * 26 + ord(each) - ord("A") + 1
    return place - 1
