"""Citizens' ID numbers (GB 11643), checked by their own digit; no region is ever refused."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from operator import mul

from gridapp.domain.dates import ImpossibleDate
from gridapp.domain.errors import Expected
from gridapp.domain.words import N_

_LOST = N_(
    "The spreadsheet kept this ID number as a figure and rounded its last digits. "
    "Set the column to text and type the number again from the card."
)
_OLD = N_("{number} is an old number of 15 digits. Ask for the one on the present card.")
_NO_ID = N_("“{number}” is not an ID number, which has 18 digits. Look at the card again.")
_NO_BIRTHDAY = N_(
    "{number} holds a birthday that is no day of the calendar or yet to come. "
    "Look at the card again."
)
_WRONG = N_("{number} has a mistyped digit: the last one does not fit. Look at the card again.")

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_NUMBER = re.compile("[0-9]{17}[0-9X]")
_OLD_NUMBER = re.compile("[0-9]{15}")
_OLD_CENTURY = "19"
_ROUNDED = re.compile(r"[0-9](?:[.][0-9]+)?E[+]?[0-9]+")
_LOST_ENDING = "000"  # a spreadsheet keeps 15 digits and fills up with noughts
_FIRST_DOUBTFUL = 10**15
_FICTITIOUS = "99"
_FIRST_YEAR = 1900
_LONGEST = 24


class NotAnIdNumber(Expected):
    """Neither 18 nor 15 digits."""


class OldIdNumber(Expected):
    """A number of 15 digits, not in use since 2013."""


class LostDigits(Expected):
    """A spreadsheet kept the number as a figure and rounded it."""


class WrongCheckDigit(Expected):
    """A digit was mistyped, or two were exchanged."""


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A number that is right in itself.

    `birth_ym` is "YYYY-MM", `sex` "1" (man) or "2" (woman) of GB/T 2261.1; `fictitious` numbers
    (address code 99…) belong to demonstrations. The number is kept out of logs.
    """

    number: str = field(repr=False)
    birth_ym: str
    sex: str
    fictitious: bool


def read_id_number(value: object, *, today: date) -> IdNumber:
    """The 18 digits in a cell, which must be a person born up to `today`.

    Raises one of the errors above or ImpossibleDate; none shows more than two of the digits.
    """
    number = _digits(value)
    shown = masked_id_number(number)
    if _OLD_NUMBER.fullmatch(number):
        _check_birthday(_OLD_CENTURY + number[6:12], shown, today)
        raise OldIdNumber(_OLD, number=shown)
    if not _NUMBER.fullmatch(number):
        raise NotAnIdNumber(_NO_ID, number=shown)
    birthday = number[6:14]
    _check_birthday(birthday, shown, today)
    if check_digit(number) != number[-1]:
        raise _wrong(number, shown)
    sex = "1" if int(number[16]) % 2 else "2"
    return IdNumber(number, f"{birthday[:4]}-{birthday[4:6]}", sex, number.startswith(_FICTITIOUS))


def check_digit(number: str) -> str:
    """The 18th digit that belongs to the first 17 (ISO 7064 MOD 11-2, as GB 11643 says)."""
    total = sum(map(mul, map(int, number[:17]), _WEIGHTS))
    return _CHECK_DIGITS[total % len(_CHECK_DIGITS)]


def masked_id_number(number: str) -> str:
    """Only the first and the last digit: 9****************6; one or two digits are hidden."""
    hidden = "*" * (len(number) - 2)
    return f"{number[0]}{hidden}{number[-1]}" if hidden else "*" * len(number)


def _digits(value: object) -> str:
    if isinstance(value, float | int) and abs(value) >= _FIRST_DOUBTFUL:
        raise LostDigits(_LOST)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    said = "".join(unicodedata.normalize("NFKC", str(value)).split()).upper()
    if _ROUNDED.fullmatch(said):
        raise LostDigits(_LOST)
    return said.replace("-", "").removeprefix("'")[:_LONGEST]


def _check_birthday(birthday: str, shown: str, today: date) -> None:
    try:
        born = date(int(birthday[:4]), int(birthday[4:6]), int(birthday[6:]))
    except ValueError:
        born = date.max
    if born > today or born.year < _FIRST_YEAR:
        raise ImpossibleDate(_NO_BIRTHDAY, number=shown)


def _wrong(number: str, shown: str) -> LostDigits | WrongCheckDigit:
    return (
        LostDigits(_LOST)
        if number.endswith(_LOST_ENDING)
        else WrongCheckDigit(_WRONG, number=shown)
    )
