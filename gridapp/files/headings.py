"""Which column of a roster holds what, read from its headings."""

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from gridapp.domain.resources import resource
from gridapp.files.columns import OTHER, Column, ColumnMap, letter_of, place_of
from gridapp.files.sheets import Cell, Sheet

SEARCHED_ROWS = 30
_ANCHORS = {"address", "building", "room", "name", "phone", "id_number"}
_BUILDING = re.compile(
    r"(?:[A-Za-z]?\d{1,4}[甲乙丙丁A-Za-z]?|[A-Za-z]|[一二三四五六七八九十]{1,3})"
    r"(?:号楼|栋|幢|座|#楼?)(?:[\d一二三四五六七八九十]{1,2}单元)?"
)
_WHOLE_DOOR = re.compile(r"\d\D+\d")


def recognise(sheet: Sheet, given: ColumnMap | None = None) -> ColumnMap | None:
    """How `sheet` is read, or None where no headings stand; what `given` says goes first.

    A map made for another sheet or for last year's file still tells what its headings mean.
    """
    if not sheet.rows:
        return None
    words = _Words(given)
    same = given if given is not None and given.sheet == sheet.name else None
    header_rows = _kept_rows(sheet, same, words)
    if header_rows is None:
        header_rows = _header_rows(sheet, words)
    if header_rows is None:
        return None
    columns = _columns(_headings(sheet, header_rows, words), words)
    if same is not None:
        return ColumnMap(sheet.name, header_rows, columns, same.building)
    has_building = any(column.field == "building" for column in columns)
    building = "" if has_building else _building_in(sheet.name)
    found = ColumnMap(sheet.name, header_rows, columns, building)
    return found if found.says_where() else _with_room_as_address(found, sheet)


def cell_text(cell: Cell) -> str:
    """A cell as it compares: full-width as half-width, without any spaces."""
    return "".join(unicodedata.normalize("NFKC", str(cell)).split())


class _Words:
    """What headings mean: a person's word for this map, else the table of synonyms."""

    def __init__(self, given: ColumnMap | None) -> None:
        columns = given.columns if given else ()
        self._in_place = {(each.letter, _key(each.heading)): each.field for each in columns}
        self._anywhere = {
            _key(each.heading): each.field for each in reversed(columns) if each.heading
        }

    def meaning(self, column: int, heading: str) -> tuple[int, str]:
        """Its rank among the words for its field (lower is surer), and the field."""
        key = _key(heading)
        given = self._in_place.get((letter_of(column), key)) or self._anywhere.get(key)
        if given:
            return -1, given
        synonyms = _synonyms()
        return synonyms.get(key) or synonyms.get(key.split("(")[0]) or (0, OTHER)

    def fields(self, headings: Sequence[str]) -> set[str]:
        """The fields that a row of headings names."""
        return {self.meaning(*each)[1] for each in enumerate(headings)} - {OTHER}


@cache
def _synonyms() -> dict[str, tuple[int, str]]:
    with resource("roster", "headings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {_key(row["heading"]): (rank, row["field"]) for rank, row in enumerate(rows)}


def _key(heading: str) -> str:
    return cell_text(heading).lower().strip("*:.")


def _kept_rows(sheet: Sheet, given: ColumnMap | None, words: _Words) -> tuple[int, ...] | None:
    """The header rows a person chose (it may be none), if their headings still stand there."""
    if given is None or any(not 0 < row <= len(sheet.rows) for row in given.header_rows):
        return None
    headings = enumerate(_headings(sheet, given.header_rows, words))
    stands = {letter_of(column): _key(heading) for column, heading in headings}
    same = all(stands.get(each.letter) == _key(each.heading) for each in given.columns)
    return given.header_rows if same else None


def _header_rows(sheet: Sheet, words: _Words) -> tuple[int, ...] | None:
    """The row, or the two, that name most fields; a list of two or more, with people or places."""
    best: tuple[int, bool, int, tuple[int, ...]] = (1, False, 0, ())
    for row in range(1, min(SEARCHED_ROWS, len(sheet.rows)) + 1):
        alone = words.fields(_headings(sheet, (row,), words))
        below = (row, row + 1) if alone and row < len(sheet.rows) else (row,)
        both = words.fields(_headings(sheet, below, words))
        rows, fields = (below, both) if len(both) > len(alone) else ((row,), alone)
        if fields & _ANCHORS:
            best = max(best, (len(fields), len(rows) > 1, -row, rows))
    return best[-1] or None


def _headings(sheet: Sheet, header_rows: Sequence[int], words: _Words) -> list[str]:
    headings = [""] * len(sheet.rows[0])
    for row in header_rows:
        headings = _under(headings, [cell_text(cell) for cell in sheet.rows[row - 1]], words)
    return headings


def _under(groups: list[str], texts: list[str], words: _Words) -> list[str]:
    """The lower headings, joined to the group above where only both together mean something.

    So they do where one word stands twice: 户主 over 姓名 is not 租户 over 姓名.
    """
    headings = []
    times = Counter(texts)
    group = ""
    for column, (above, text) in enumerate(zip(groups, texts, strict=True)):
        group = above or group
        if not text or text == above:
            headings.append(above)
        else:
            known = words.meaning(column, group + text)[1] != OTHER
            headings.append(group + text if known or times[text] > 1 else text)
    return headings


def _columns(headings: list[str], words: _Words) -> tuple[Column, ...]:
    """A field is filled by one column only, the one with its surest word."""
    meanings = [words.meaning(*each) for each in enumerate(headings)]
    surest: dict[str, int] = {}
    for column in sorted(range(len(headings)), key=lambda column: meanings[column][0]):
        surest.setdefault(meanings[column][1], column)
    return tuple(
        Column(letter_of(at), headings[at], field if surest[field] == at else OTHER)
        for at, (_, field) in enumerate(meanings)
        if headings[at] or field != OTHER
    )


def _building_in(name: str) -> str:
    """The building a sheet is named after; a sheet of two buildings is named after none."""
    found = _BUILDING.findall(cell_text(name))
    return found[0] if len(found) == 1 else ""


def _with_room_as_address(found: ColumnMap, sheet: Sheet) -> ColumnMap:
    """Where nothing says the building and the rooms read 3-2-501, the room is the address."""
    room = next((column for column in found.columns if column.field == "room"), None)
    if room is None:
        return found
    below = sheet.rows[max(found.header_rows) :]
    rooms = [text for row in below if (text := cell_text(row[place_of(room.letter)]))]
    if sum(bool(_WHOLE_DOOR.search(text)) for text in rooms) * 2 <= len(rooms):
        return found
    address = replace(room, field="address")
    return replace(
        found, columns=tuple(address if each is room else each for each in found.columns)
    )
