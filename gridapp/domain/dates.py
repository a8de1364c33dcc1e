"""Dates as rosters write them; what could mean two days or two months is asked, never guessed."""

import re
import unicodedata
from datetime import date, timedelta

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_

_NOT_A_DATE = N_("“{value}” is not a date. Write it as 2025-03-07.")
_NOT_A_MONTH = N_("“{value}” is not a year and month. Write it as 1996-01.")
_NO_SUCH_DAY = N_("“{value}” is no day of the calendar. Look it up and write it as 2025-03-07.")
_NO_SUCH_MONTH = N_("“{value}” is no month of the calendar. Look it up and write it as 1996-01.")
_TWO_DAYS = N_(
    "“{value}” does not tell year, month and day for certain. Write all three, as 2025-03-07."
)
_TWO_MONTHS = N_("“{value}” does not tell year and month for certain. Write both, as 1996-01.")
_ZERO_LOST = N_(
    "“{value}” may be January or October: a spreadsheet drops the last zero of a number. "
    "Set the column to text and write {year}-01 or {year}-10."
)
_YEAR_ALONE = N_(
    "“{value}” is a year without a month. Write it as 1996-01, or leave the cell empty."
)

_TIME_APART = re.compile(r"(?<=[0-9])\s+(?=[0-9]{1,2}:)")
_APART = re.compile(r"(?<=[0-9])\s+(?=[0-9])")
_TIME = "(?:T[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]+)?)?)?"
_DAY = re.compile(f"([0-9]{{4}})[-/.年]([0-9]{{1,2}})[-/.月]([0-9]{{1,2}})[日号]?{_TIME}")
_DAY_UNBROKEN = re.compile("([0-9]{4})([0-9]{2})([0-9]{2})")
_DAY_OF_A_YEAR = re.compile("([0-9]{1,2})月([0-9]{1,2})[日号]")
_MONTH = re.compile("([0-9]{4})(?:年([0-9]{1,2})月?份?|[-/.]([0-9]{1,2})月?|([0-9]{2}))")
_YEAR = re.compile("(?:19|20)[0-9]{2}年?")
_DOUBTFUL = re.compile("[0-9]{1,4}(?:[-/.年月][0-9]{1,4}){1,2}[月日号]?|[0-9]{6}")
_SERIAL = re.compile("[1-7][0-9]{4}")
_SERIAL_ZERO = date(1899, 12, 30)  # the 1900 system; its false 29 February lies before 5 digits
_YEARS = range(1900, 2101)
_MONTHS = range(1, 13)
_JANUARY_OR_OCTOBER = ".1"


class NotADate(Expected):
    """Nothing that names a day or a month."""


class ImpossibleDate(Expected):
    """A day or month the calendar does not have."""


class DoubtfulDate(Expected):
    """Could be two dates, or lacks a part."""


def read_date(value: object, *, today: date) -> date:
    """The day in a cell: a date, a spreadsheet's serial number (1900 system) or words.

    "11月22日" is the latest such day up to `today`, of this year or the last. Raises NotADate,
    ImpossibleDate or DoubtfulDate.
    """
    said = _said(value)
    if found := _DAY.fullmatch(said) or _DAY_UNBROKEN.fullmatch(said):
        return _day(value, *found.groups())
    if found := _DAY_OF_A_YEAR.fullmatch(said):
        month, day = found.groups()
        passed = (int(month), int(day)) <= (today.month, today.day)
        return _day(value, str(today.year if passed else today.year - 1), month, day)
    if _DOUBTFUL.fullmatch(said) or _YEAR.fullmatch(said):
        raise DoubtfulDate(_TWO_DAYS, value=value)
    raise NotADate(_NOT_A_DATE, value=value)


def read_year_month(value: object) -> str:
    """The month in a cell as "YYYY-MM"; the day is dropped where one is told.

    The text "1996.1" is January, the number 1996.1 may be October too: DoubtfulDate. Also raises
    NotADate and ImpossibleDate.
    """
    said = _said(value)
    if isinstance(value, float) and said.endswith(_JANUARY_OR_OCTOBER) and _MONTH.fullmatch(said):
        raise DoubtfulDate(_ZERO_LOST, value=value, year=int(value))
    if found := _DAY.fullmatch(said) or _DAY_UNBROKEN.fullmatch(said):
        return _day(value, *found.groups()).isoformat()[: len("YYYY-MM")]
    if found := _MONTH.fullmatch(said):
        return _month(value, *(part for part in found.groups() if part))
    if _YEAR.fullmatch(said):
        raise DoubtfulDate(_YEAR_ALONE, value=value)
    if _DOUBTFUL.fullmatch(said):
        raise DoubtfulDate(_TWO_MONTHS, value=value)
    raise NotADate(_NOT_A_MONTH, value=value)


def _said(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # calamine reads every number as a float
    said = _TIME_APART.sub("T", unicodedata.normalize("NFKC", str(value).strip()))
    said = "".join(_APART.sub("-", said).split())
    if _SERIAL.fullmatch(said):
        return (_SERIAL_ZERO + timedelta(days=int(said))).isoformat()
    return said


def _day(value: object, year: str, month: str, day: str) -> date:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise ImpossibleDate(_NO_SUCH_DAY, value=value) from None
    if found.year not in _YEARS:
        raise ImpossibleDate(_NO_SUCH_DAY, value=value)
    return found


def _month(value: object, year: str, month: str) -> str:
    if int(year) not in _YEARS or int(month) not in _MONTHS:
        raise ImpossibleDate(_NO_SUCH_MONTH, value=value)
    return f"{year}-{int(month):02}"
