"""The cover of a visit list: what it holds, what its letters mean, what to say, whom to call."""

from collections import Counter
from collections.abc import Iterable, Iterator

from gridapp.domain.codes import code_list
from gridapp.domain.list_sheet import ListSheet
from gridapp.domain.page_codes import PageCode, page_code
from gridapp.domain.words import N_, shown
from gridapp.paper.frame import (
    CODE_SIZE,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    across,
    blanks,
    copy_number,
    corner_marks,
    when,
)
from gridapp.paper.list_pages import parts
from gridapp.paper.shapes import TIED, Layer, Line, Page, Square, Text, fitted, wrapped

TEMPLATE = "C1"
_MIDDLE = 150.0
_BODY, _LEADING = 12.5, 7.2
_BEGIN, _FOOT = 42.0, 178.0
_OPENING = N_(
    "Hello, I am your grid worker. I come round to every door to ask how you are and whether "
    "anything needs putting right. You need not let me in, and you need not answer."
)
_EMERGENCY = N_("Police 110    Fire 119    Ambulance 120    Public hotline 12345")
_GIVEN = (N_("Handed out by"), N_("Taken by"), N_("When taken"), N_("Pages"))
_BACK = (N_("Handed back by"), N_("Received by"), N_("When handed back"), N_("Pages"))


def cover(sheet: ListSheet, language: str) -> Page:
    """The worker's own page; the only one that says what the care letters mean."""
    texts = [
        *_heading(sheet, language),
        *_column(LEFT, _MIDDLE - 3, _left(sheet, language), language),
        *_column(_MIDDLE + 5, RIGHT, _right(sheet, language), language),
    ]
    signed = [
        blanks([shown(label, language) for label in labels], LEFT, RIGHT, y, 11)
        for labels, y in ((_GIVEN, 184.0), (_BACK, 194.0))
    ]
    code = page_code(PageCode(sheet.short_no, 0, TEMPLATE))
    layer = Layer(
        fills=corner_marks(WIDTH, HEIGHT),
        lines=(
            Line(((LEFT, 36), (RIGHT, 36)), 0.5),
            Line(((_MIDDLE + 1, 40), (_MIDDLE + 1, _FOOT - 3))),
            Line(((LEFT, _FOOT), (RIGHT, _FOOT)), 0.5),
            *(line for each in signed for line in each.lines),
        ),
        texts=(*texts, *(text for each in signed for text in each.texts)),
        squares=(Square(RIGHT - CODE_SIZE, TOP - 1, CODE_SIZE, code),),
    )
    return Page(WIDTH, HEIGHT, (layer,), across=across(sheet, language))


def _heading(sheet: ListSheet, language: str) -> Iterator[Text]:
    kind = shown(N_("Door-knock visit list: cover"), language)
    title, size = fitted(f"{sheet.campaign} {kind}".strip(), 240, size=22, least=12)
    yield Text(LEFT, 15, title, size=size, bold=True)
    told = [
        shown(N_("List {number}"), language, number=sheet.short_no),
        shown(N_("for {workers}"), language, workers="、".join(sheet.workers)),
        *([copy_number(sheet, language)] if sheet.copy_no else []),
    ]
    yield Text(LEFT, 24, "    ".join(told), size=13, bold=True)
    times = [
        shown(N_("Printed {at}"), language, at=when(sheet.printed_at)),
        shown(N_("as of {at}"), language, at=when(sheet.as_of)),
    ]
    yield Text(LEFT, 31, "    ".join(times), size=11)


def _column(
    left: float, right: float, lines: Iterable[tuple[str, bool]], language: str
) -> Iterator[Text]:
    """Lines one below the other, headings in bold with some air above.

    What does not fit is said to stand on the pages themselves.
    """
    y = _BEGIN
    for said, bold in lines:
        y += 2.5 if bold and y > _BEGIN else 0
        for line in wrapped(said, right - left, _BODY):
            if y > _FOOT - 2 * _LEADING:
                more = shown(N_("… more: see the pages"), language)
                yield Text(left, y, more, size=_BODY)
                return
            yield Text(left, y, line, size=_BODY, bold=bold)
            y += _LEADING


def _left(sheet: ListSheet, language: str) -> Iterator[tuple[str, bool]]:
    """Where the list leads, and which doors need a second thought."""
    rows = [row for stair in sheet.stairs for row in stair.rows]
    counts = shown(
        N_("Doors {doors}   to visit {due}   in care {care}"),
        language,
        doors=len(rows),
        due=sum(not row.do_not_knock for row in rows),
        care=sum(bool(row.care) for row in rows),
    )
    yield counts, True
    doors: Counter[str] = Counter()
    for stair in sheet.stairs:
        doors[stair.building] += len(stair.rows)
    for building, count in doors.items():
        yield (
            shown(N_("{building}: {count} doors"), language, building=building, count=count),
            False,
        )
    pages = list(enumerate(parts(sheet), 1))
    marked = {
        N_("Ask whether it was put right"): [
            (number, [row.room for row in part.rows if row.follow_up]) for number, part in pages
        ],
        N_("Households in care"): [
            (number, [f"{row.room}{TIED}{row.care}" for row in part.rows if row.care])
            for number, part in pages
        ],
    }
    for heading, listed in marked.items():
        if any(rooms for _, rooms in listed):
            yield shown(heading, language), True
        for number, rooms in listed:
            if rooms:
                page = shown(N_("page {page}"), language, page=number)
                yield f"{page}:  {'    '.join(rooms)}", False


def _right(sheet: ListSheet, language: str) -> Iterator[tuple[str, bool]]:
    """What the worker needs in mind at the door."""
    yield shown(N_("At the door say:"), language), True
    yield shown(_OPENING, language), False
    yield shown(N_("Result: tick one"), language), True
    keys = [f"{key.code} {key.label(language)}" for key in code_list("paper_key")]
    yield "    ".join(keys[:3]), False
    yield "    ".join(keys[3:]), False
    legend = list(_legend(sheet, language))
    if legend:
        yield shown(N_("Care letters of this list only"), language), True
        yield from ((line, False) for line in legend)
    yield shown(N_("In an emergency"), language), True
    yield shown(_EMERGENCY, language), False


def _legend(sheet: ListSheet, language: str) -> Iterator[str]:
    used = {letter for stair in sheet.stairs for row in stair.rows for letter in row.care}
    tags = code_list("care_tag")
    for letter in sorted(used):
        named = [
            tags.label(tag, language) for tag, drawn in sheet.letters.items() if drawn == letter
        ]
        yield f"{letter}  {'、'.join(named)}"
