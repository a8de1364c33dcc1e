"""The households of a roster, each with the members below it, and what was left out and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_
from gridapp.files.columns import ColumnMap
from gridapp.files.headings import cell_text, recognise
from gridapp.files.lines import Line, Skipped, is_blank, lines
from gridapp.files.sheets import Cell, Sheet

_CARRIED = ("area", "compound", "building", "unit")  # from the widest to the narrowest
_PLACE = ("address", *_CARRIED, "room")
_HEADS = {"户主", "本人", "本户户主"}

_Cells = dict[str, Cell]
_Household = tuple[Line, list[Line]]


class NoHeadings(Expected):
    """No sheet has a row of headings that can be recognised."""


class NoAddressColumn(Expected):
    """There are headings, and none of them says where a household lives."""


class Entry(NamedTuple):
    """One household, or in `members` one person of it; `cells` are as the sheet has them.

    `row` counts from 1 as Excel shows it. A member's cells are its own: what was merged over the
    whole household, its remark above all, stands in the household alone.
    """

    sheet: str
    row: int
    cells: Mapping[str, Cell]
    members: tuple["Entry", ...] = ()


@dataclass(frozen=True)
class Roster:
    """All sheets of a file together; `columns` has the sheets that were read."""

    columns: tuple[ColumnMap, ...]
    entries: tuple[Entry, ...]
    skipped: tuple[Skipped, ...]


def roster_rows(sheets: Sequence[Sheet], given: Sequence[ColumnMap] = ()) -> Roster:
    """The households in `sheets`, read by the maps a person has `given` or by the headings."""
    used: list[ColumnMap] = []
    unused: list[ColumnMap] = []
    entries: list[Entry] = []
    skipped: list[Skipped] = []
    for sheet in sheets:
        columns = recognise(sheet, _map_for(sheet, given))
        if columns is None:
            skipped += [Skipped(sheet.name, 0, "no_headings")] if sheet.rows else []
        elif not columns.says_where():
            unused.append(columns)
            skipped.append(Skipped(sheet.name, 0, "no_address"))
        else:
            used.append(columns)
            households, left_out = _read(sheet, columns)
            entries += households
            skipped += left_out
    if not used:
        raise _nothing_usable(unused)
    return Roster(tuple(used), tuple(entries), tuple(skipped))


def _map_for(sheet: Sheet, given: Sequence[ColumnMap]) -> ColumnMap | None:
    """The map made for this sheet, else the first: it knows what the headings mean."""
    own = (columns for columns in given if columns.sheet == sheet.name)
    return next(own, given[0] if given else None)


def _nothing_usable(unused: Sequence[ColumnMap]) -> Expected:
    if not unused:
        return NoHeadings(
            N_(
                "No row of headings was found. Put headings such as 楼号, 房号, 姓名 in one row "
                "above the list and import it again."
            )
        )
    headings = dict.fromkeys(column.heading for each in unused for column in each.columns)
    return NoAddressColumn(
        N_(
            "No column says where each household lives; the headings are: {headings}. Choose the "
            "column with the address, or name one 详细地址 in the sheet and import it again."
        ),
        headings="、".join(headings),
    )


def _read(sheet: Sheet, columns: ColumnMap) -> tuple[list[Entry], list[Skipped]]:
    households: list[_Household] = []
    skipped = []
    for line in lines(sheet, columns):
        if isinstance(line, Skipped):
            skipped.append(line)
        elif households and _belongs(line, households[-1][0]):
            households[-1][1].append(line)
        else:
            households.append((line, []))
    named: _Cells = {"building": columns.building} if columns.building else {}
    filled = _carried_down([head for head, _ in households])
    entries = [
        Entry(
            sheet.name, head.number, named | cells if named else cells, _people(sheet.name, members)
        )
        for (head, members), cells in zip(households, filled, strict=True)
    ]
    return entries, skipped


def _people(sheet: str, members: Sequence[Line]) -> tuple[Entry, ...]:
    return tuple(Entry(sheet, member.number, member.own) for member in members)


def _belongs(line: Line, head: Line) -> bool:
    """Whether the row is one more person of the household above.

    Either it has no door and no number of its own, or it repeats the household's door and says
    how the person is related.
    """
    if is_blank(line.own.get("name", "")):
        return False
    if all(is_blank(line.own.get(each, "")) for each in ("serial", "address", "room")):
        return True
    said = line.own.get("relation", "")
    relation = cell_text(said) if said else ""
    return bool(relation) and relation not in _HEADS and _same_door(line, head)


def _same_door(line: Line, head: Line) -> bool:
    said = [(cell_text(line.cells.get(each, "")), each) for each in _PLACE]
    return all(not text or text == cell_text(head.cells.get(each, "")) for text, each in said)


def _carried_down(heads: Sequence[Line]) -> list[_Cells]:
    """The households' cells, with the building and its like where a row leaves them to the last.

    Only where the column is written so: a value that stands twice running shows that it is
    written on every row, and then a blank is a gap for a person to fill.
    """
    present = [each for each in _CARRIED if heads and each in heads[0].cells]
    households = [dict(head.cells) for head in heads] if present else [h.cells for h in heads]
    left_out = {
        each
        for each in present
        if not any(_same(above, below, each) for above, below in pairwise(households))
    }
    for above, below in pairwise(households):
        if left_out and is_blank(below.get("address", "")):
            _take_over(above, below, present, left_out)
    return households


def _take_over(above: _Cells, below: _Cells, present: Sequence[str], left_out: set[str]) -> None:
    for each in present:
        if is_blank(below[each]) and each in left_out:
            below[each] = above[each]
        elif not _same(above, below, each):
            return  # a new building says its units anew


def _same(above: _Cells, below: _Cells, each: str) -> bool:
    said = cell_text(above[each])
    return bool(said) and said == cell_text(below[each])
