"""What every page of a list has around its rows: head, foot, square code and corner marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from gridapp.domain.codes import code_list
from gridapp.domain.list_sheet import ListSheet
from gridapp.domain.page_codes import PageCode, page_code
from gridapp.domain.times import LOCAL, read_moment
from gridapp.domain.words import N_, shown
from gridapp.paper.shapes import (
    Align,
    Fill,
    Layer,
    Line,
    Page,
    Square,
    Text,
    fitted,
    ruled,
    text_width,
)

WIDTH, HEIGHT = 297.0, 210.0
LEFT, RIGHT, TOP = 10.0, 287.0, 10.0
HEAD, FOOT = 34.0, 188.0  # where the head ends and the foot begins
CODE_SIZE = 24.0
TEXT_RIGHT = RIGHT - CODE_SIZE - 3
_CENTRE = (LEFT + RIGHT) / 2
_MARK = 5.0
_MOMENT = "%Y-%m-%d %H:%M"


@dataclass(frozen=True)
class Heading:
    """What the head of one page says beside the list's own words."""

    title: str
    place: str
    counts: str
    page: int
    of: int
    template: str


def framed(sheet: ListSheet, heading: Heading, language: str, *layers: Layer) -> Page:
    """A page with its head and foot around the layers."""
    own = (_head(sheet, heading, language), _foot(sheet, heading, language))
    return Page(WIDTH, HEIGHT, (_always(language), *layers, *own), across=across(sheet, language))


def across(sheet: ListSheet, language: str) -> str:
    """What is written over the whole of a page that is for practice only."""
    return shown(N_("Practice only"), language) if sheet.is_demo else ""


@lru_cache(maxsize=4096)  # the same few days stand on every page
def when(at: str, pattern: str = _MOMENT) -> str:
    """A moment as it is written on paper, UTC+8; a dash for none."""
    return f"{read_moment(at).astimezone(LOCAL):{pattern}}" if at else "–"


def blanks(labels: Sequence[str], left: float, right: float, y: float, size: float = 9.0) -> Layer:
    """Words with a line to write on after each, side by side over the whole width."""
    share = (right - left) / len(labels)
    texts, lines = [], []
    for number, label in enumerate(labels):
        x = left + number * share
        begin = x + text_width(label, size) + 1
        texts.append(Text(x, y, label, size=size))
        lines.append(ruled(begin, y + 2, x + share - 3 - begin))
    return Layer(lines=tuple(lines), texts=tuple(texts))


@cache
def corner_marks(width: float, height: float) -> tuple[Fill, ...]:
    """The four squares by which a photographed page is set straight."""
    near, right, foot = LEFT - _MARK, width - LEFT, height - TOP
    return tuple(Fill(x, y, _MARK, _MARK) for x in (near, right) for y in (near, foot))


@cache
def _always(language: str) -> Layer:
    """What every page of every list has."""
    keys = "    ".join(f"{key.code} {key.label(language)}" for key in code_list("paper_key"))
    told = shown(N_("Result:"), language)
    asked = shown(N_("Tick one box and write the hour"), language)
    signed = blanks([shown(label, language) for label in _SIGNED], LEFT, RIGHT, 191.2)
    leader = blanks([shown(label, language) for label in _LEADER], 165, TEXT_RIGHT + 3, 26.0)
    secret = shown(
        N_("Internal. For this round only. Hand back today. To be destroyed together"), language
    )
    return Layer(
        fills=corner_marks(WIDTH, HEIGHT),
        lines=(*signed.lines, *leader.lines),
        texts=(
            *signed.texts,
            *leader.texts,
            Text(LEFT, 31.4, told, size=11, bold=True),
            Text(LEFT + text_width(told, 11) + 2, 31.4, keys, size=11.5, bold=True),
            Text(TEXT_RIGHT, 31.4, asked, align=Align.RIGHT),
            Text(_CENTRE, 197.4, secret, size=10.5, bold=True, align=Align.CENTRE),
        ),
    )


_LEADER = (N_("Building leader"), N_("Phone"))
_SIGNED = (
    N_("Taken by"),
    N_("When taken"),
    N_("Handed back by"),
    N_("When handed back"),
    N_("Received by"),
)


def page_number(heading: Heading, language: str) -> str:
    """Which page of how many."""
    return shown(N_("page {page} of {of}"), language, page=heading.page, of=heading.of)


def _head(sheet: ListSheet, heading: Heading, language: str) -> Layer:
    title = f"{sheet.campaign} {heading.title}".strip()
    number = shown(N_("List {number}"), language, number=sheet.short_no)
    right = f"{number}   {page_number(heading, language)}"
    room = TEXT_RIGHT - LEFT
    title, title_size = fitted(title, room - text_width(right, 12) - 4, size=13, least=9)
    place, place_size = fitted(
        heading.place, room - text_width(heading.counts, 12) - 4, size=20, least=11
    )
    code = page_code(PageCode(sheet.short_no, heading.page, heading.template))
    return Layer(
        texts=(
            Text(LEFT, 12.8, title, size=title_size, bold=True),
            Text(TEXT_RIGHT, 12.8, right, size=12, align=Align.RIGHT),
            Text(LEFT, 20.3, place, size=place_size, bold=True),
            Text(TEXT_RIGHT, 20.3, heading.counts, size=12, bold=True, align=Align.RIGHT),
            Text(LEFT, 26.4, _made(sheet, language), size=9),
        ),
        squares=(Square(RIGHT - CODE_SIZE, TOP - 1, CODE_SIZE, code),),
    )


def _made(sheet: ListSheet, language: str) -> str:
    told = [
        shown(N_("Printed {at}"), language, at=when(sheet.printed_at)),
        shown(N_("as of {at}"), language, at=when(sheet.as_of)),
        shown(N_("for {workers}"), language, workers="、".join(sheet.workers)),
        *([copy_number(sheet, language)] if sheet.copy_no else []),
    ]
    return "   ".join(told)


def copy_number(sheet: ListSheet, language: str) -> str:
    """Which copy of this list it is."""
    return shown(N_("copy {number}"), language, number=sheet.copy_no)


def _foot(sheet: ListSheet, heading: Heading, language: str) -> Layer:
    left = f"{sheet.short_no}   {page_number(heading, language)}"
    if sheet.copy_no:
        left += f"   {copy_number(sheet, language)}"
    printed = shown(N_("Printed by {person}"), language, person=sheet.printed_by)
    if sheet.purpose:
        printed += "   " + shown(N_("for {purpose}"), language, purpose=sheet.purpose)
    printed, size = fitted(printed, 75, size=9, least=6)
    return Layer(
        texts=(
            Text(LEFT, 197.4, left, size=9),
            Text(RIGHT, 197.4, printed, size=size, align=Align.RIGHT),
        )
    )


def grid(
    columns: Sequence[tuple[float, float]],
    heads: Sequence[str],
    top: float,
    rows: int,
    height: float,
) -> Layer:
    """The ruled table: a grey line of heads 7 mm high, then `rows` rows."""
    left, right, first = columns[0][0], columns[-1][1], top + 7
    foot = first + rows * height
    across_page = [
        Line(((left, y), (right, y))) for y in (first + n * height for n in range(1, rows))
    ]
    down = [Line(((x, top), (x, foot))) for _, x in columns[:-1]]
    outer = Line(((left, top), (right, top), (right, foot), (left, foot), (left, top)), 0.4)
    texts = []
    for (begin, end), head in zip(columns, heads, strict=True):
        said, size = fitted(head, end - begin - 1, size=9.5, least=6)
        texts.append(Text((begin + end) / 2, top + 3.5, said, size, bold=True, align=Align.CENTRE))
    return Layer(
        fills=(Fill(left, top, right - left, 7, 0.88),),
        lines=(*across_page, *down, outer, Line(((left, first), (right, first)), 0.4)),
        texts=tuple(texts),
    )
