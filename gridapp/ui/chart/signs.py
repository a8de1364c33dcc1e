"""What the chart says: a word, a mark and a tint for each status, and places as people say them."""

from datetime import date, timedelta
from typing import NamedTuple

from gridapp.domain.chart import APPOINTMENT, CARE, ISSUE, NOBODY, OWED, PAIR, Building, Cell
from gridapp.domain.floor_plan import EVEN, FLOOR, ODD, Row
from gridapp.domain.today import Promise
from gridapp.domain.words import N_
from gridapp.ui.words import Words

_WEEK = timedelta(days=7)
_STEMS = "甲乙丙丁戊"


class Sign(NamedTuple):
    """A tint of the scheme, an icon, a marked word; a pattern where nobody is to be knocked at."""

    tint: str
    mark: str
    word: str
    patterned: bool = False


SIGNS = {
    "untried": Sign("untried", "mark-untried", N_("Untried")),
    "unknown": Sign("untried", "mark-untried", N_("Unlisted")),
    "moved": Sign("untried", "mark-untried", N_("Moved")),
    "met": Sign("met", "mark-met", N_("Met")),
    "partly": Sign("met", "mark-partly", N_("Unfinished")),
    "second_hand": Sign("nobody", "mark-second-hand", N_("Second-hand")),
    "nobody": Sign("nobody", "mark-nobody", N_("Nobody")),
    "again": Sign("nobody", "mark-nobody", N_("Go again")),
    "appointment": Sign("appointment", "mark-appointment", N_("Appointment")),
    "declined": Sign("declined", "mark-declined", N_("Declined")),
    "no_access": Sign("no_access", "mark-no-access", N_("No access")),
    "no_knock": Sign("no_knock", "mark-no-knock", N_("No knock"), patterned=True),
    "empty_maybe": Sign("empty", "mark-empty-maybe", N_("Empty?"), patterned=True),
    "empty": Sign("empty", "mark-empty", N_("Empty"), patterned=True),
    "renovated": Sign("empty", "mark-empty-maybe", N_("Renovation"), patterned=True),
    "shop": Sign("empty", "mark-shop", N_("Shop")),
    "gone": Sign("empty", "mark-empty", N_("No door"), patterned=True),
}
CORNERS = {
    OWED: ("corner-owed", N_("Reply owed")),
    ISSUE: ("corner-issue", N_("Has an issue")),
    CARE: ("corner-care", N_("Care visit due")),
    PAIR: ("corner-pair", N_("Go in pairs")),
}
_ON_WEEKDAY = (
    N_("for Mon"),
    N_("for Tue"),
    N_("for Wed"),
    N_("for Thu"),
    N_("for Fri"),
    N_("for Sat"),
    N_("for Sun"),
)


def status_word(words: Words, cell: Cell, today: date) -> str:
    """The one word of a cell: “nobody 2”, “for Sat”."""
    word = words.shown(SIGNS[cell.status].word)
    if cell.status == NOBODY:
        return words.shown(N_("{word} {count}"), word=word, count=cell.tries)
    if cell.status == APPOINTMENT and cell.promise and cell.promise.on:
        return _promised(words, cell.promise, today)
    return word


def _promised(words: Words, promise: Promise, today: date) -> str:
    on = date.fromisoformat(promise.on)
    if on < today:
        return words.shown(N_("Overdue"))
    if on >= today + _WEEK:
        return words.shown(N_("for later"))
    if on > today:
        return words.shown(_ON_WEEKDAY[on.weekday()])
    if promise.hour is not None:
        return words.shown(N_("at {hour}:00"), hour=promise.hour)
    part = words.code("part_of_day", promise.part_of_day)
    return words.shown(N_("for {part}"), part=part) if part else words.shown(N_("for today"))


def corner_words(words: Words, cell: Cell) -> list[str]:
    """The words of a cell's corner marks."""
    return [words.shown(CORNERS[corner][1]) for corner in cell.corners]


def spoken(words: Words, cell: Cell, today: date) -> str:
    """All that a cell shows, for who hears it: “3-2-501 nobody 2, reply owed”."""
    said = f"{cell.door.label} {status_word(words, cell, today)}"
    return ", ".join([said, *corner_words(words, cell)])


def building_word(words: Words, building: Building) -> str:
    """3号楼, A座; a lane by its own name."""
    no = building.no
    if no.isascii() and no.isalpha():
        return words.shown(N_("Block {no}"), no=no)
    if any(sign.isdecimal() for sign in no) and no.strip(_STEMS).isascii():
        return words.shown(N_("Building {no}"), no=no)
    return no


def place_word(words: Words, building: Building) -> str:
    """The same with its compound."""
    return f"{building.compound} {building_word(words, building)}".strip()


def stair_word(words: Words, no: str) -> str:
    """2单元, "" where the building has none."""
    return words.shown(N_("Stair {no}"), no=no) if no else ""


def row_word(words: Words, row: Row) -> str:
    """6层, or a side of a lane."""
    if row.kind == FLOOR:
        return words.shown(N_("F{floor}"), floor=row.floor)
    return words.shown({ODD: N_("odd"), EVEN: N_("even")}.get(row.kind, N_("other")))
