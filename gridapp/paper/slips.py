"""The slip left where nobody was at home: four to a sheet, with nothing about who lives there."""

from collections.abc import Iterator
from dataclasses import dataclass

from gridapp.domain.list_sheet import ListSheet
from gridapp.domain.words import N_, shown
from gridapp.paper.frame import across
from gridapp.paper.shapes import Align, Layer, Line, Page, Square, Text, box, ruled, wrapped

_WIDTH, _HEIGHT = 210.0, 297.0
_SLIP = (_WIDTH / 2, _HEIGHT / 2)
_EDGE, _CODE, _LABEL = 11.0, 26.0, 34.0
_GREETING = N_("Hello! We came by today to see how you are, and did not find you in.")
_WHY = N_("We call on every household to hear what needs putting right.")
_PARTS = (N_("morning"), N_("afternoon"), N_("evening"))


@dataclass(frozen=True)
class Office:
    """Where a resident finds us; what is not told is left blank to be written in."""

    phone: str = ""
    hours: str = ""
    why: str = ""


def slips(sheet: ListSheet, office: Office, language: str) -> Page:
    """One sheet of four equal slips, to be cut."""
    across_x, down_y = _SLIP
    cuts = (
        Line(((across_x, 4), (across_x, _HEIGHT - 4)), 0.1),
        Line(((4, down_y), (_WIDTH - 4, down_y)), 0.1),
    )
    places = [(x, y) for y in (0.0, down_y) for x in (0.0, across_x)]
    four = [_slip(sheet, office, language, x, y) for x, y in places]
    return Page(_WIDTH, _HEIGHT, (Layer(lines=cuts), *four), across=across(sheet, language))


def _slip(sheet: ListSheet, office: Office, language: str, left: float, top: float) -> Layer:
    x, width = left + _EDGE, _SLIP[0] - 2 * _EDGE
    texts = [
        Text(
            left + _SLIP[0] / 2,
            top + 17,
            shown(N_("While you were out"), language),
            size=22,
            bold=True,
            align=Align.CENTRE,
        ),
        *_paragraph(shown(_GREETING, language), x, top + 31, width),
        *_paragraph(office.why or shown(_WHY, language), x, top + 46, width),
    ]
    lines = []
    told = (
        (N_("Who came:"), "、".join(sheet.workers)),
        (N_("When:"), ""),
        (N_("We come again:"), ""),
    )
    for number, (label, said) in enumerate(told):
        texts.append(Text(x, top + 64 + number * 11, shown(label, language), size=12, bold=True))
        texts.append(Text(x + _LABEL, top + 64 + number * 11, said, size=12))
        if not said:
            lines.append(ruled(x + _LABEL, top + 66.5 + number * 11, width - _LABEL))
    for number, part in enumerate(_PARTS):
        at = x + number * width / len(_PARTS)
        lines.append(box(at, top + 93, 4, 4))
        texts.append(Text(at + 5.5, top + 95, shown(part, language), size=12))
    squares = (
        (Square(left + _SLIP[0] - _EDGE - _CODE, top + 106, _CODE, f"TEL:{office.phone}"),)
        if office.phone
        else ()
    )
    reached, rules = _reached(office, language, x, top)
    return Layer(lines=(*lines, *rules), texts=(*texts, *reached), squares=squares)


def _reached(office: Office, language: str, x: float, top: float) -> tuple[list[Text], list[Line]]:
    texts, rules = [], []
    told = ((N_("Call us:"), office.phone), (N_("Office hours:"), office.hours))
    for number, (label, said) in enumerate(told):
        y = top + 109 + number * 15
        texts.append(Text(x, y, shown(label, language), size=12, bold=True))
        texts += [Text(x, y + 6.5, said, size=14, bold=True)]
        if not said:
            rules.append(ruled(x, y + 9, 50))
    return texts, rules


def _paragraph(text: str, x: float, y: float, width: float) -> Iterator[Text]:
    for number, line in enumerate(wrapped(text, width, 13)):
        yield Text(x, y + number * 7, line, size=13)
