"""Slips of paper the office hands over: who signs in with what, and how a laptop is registered."""

from collections.abc import Sequence

from gridapp.domain.office import AccountSlip, LaptopSlip
from gridapp.domain.words import N_, shown
from gridapp.paper.shapes import Layer, Line, Page, Text

_WIDTH, _HEIGHT = 210.0, 297.0
_A_SHEET = 5
_LEFT, _TOP, _TALL = 18.0, 14.0, 54.0


def account_pages(slips: Sequence[AccountSlip], language: str) -> list[Page]:
    """Five slips a sheet, to be cut apart."""
    sheets = [slips[at : at + _A_SHEET] for at in range(0, len(slips), _A_SHEET)]
    return [
        Page(
            _WIDTH,
            _HEIGHT,
            tuple(
                _slip(_account(each, language), number * _TALL) for number, each in enumerate(sheet)
            ),
        )
        for sheet in sheets
    ]


def _account(slip: AccountSlip, language: str) -> list[str]:
    told = [
        (N_("{person}   {place}"), {"person": slip.person, "place": slip.place_name}),
        (N_("Account: {account}"), {"account": slip.account}),
        (N_("Password: {password}"), {"password": slip.password}),
        (N_("Office hub: {address}"), {"address": slip.address}),
    ]
    if slip.digits:
        told.append((N_("Digits of its certificate: {digits}"), {"digits": slip.digits}))
    return [shown(text, language, **values) for text, values in told]


def laptop_page(slip: LaptopSlip, language: str) -> Page:
    """The code of one enrolment file and what to do with it."""
    told = [
        shown(N_("Registration of a laptop for {person}"), language, person=slip.person),
        shown(N_("File: {file}"), language, file=slip.file.name),
        shown(N_("Code: {code}"), language, code=slip.code),
    ]
    steps = [f"{number}. {shown(step, language)}" for number, step in enumerate(slip.steps, 1)]
    return Page(_WIDTH, _HEIGHT, (_slip([*told, *steps], 0),))


def _slip(lines: Sequence[str], top: float) -> Layer:
    texts = tuple(
        Text(_LEFT, top + _TOP + number * 8.5, line, size=14 if number else 16, bold=not number)
        for number, line in enumerate(lines)
    )
    cut = top + _TOP + max(_TALL - 8, len(lines) * 8.5)
    return Layer(lines=(Line(((8, cut), (_WIDTH - 8, cut)), 0.1),), texts=texts)
