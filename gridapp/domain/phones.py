"""Telephone numbers as rosters hold them: mobile, landline and short ones."""

import re
import unicodedata

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_

_NOT_A_PHONE = N_("“{value}” is not a telephone number. Write 11 digits, or 0951-6012345.")
_ROUNDED = N_(
    "“{value}” is a number the spreadsheet shortened. Set the column to text and type it again."
)

_SEPARATORS = re.compile(r"[/、,;|\n]|或|和")
_SIGNS = re.compile(r"(?<=[0-9])[.]0$|[-()\s.‐‑‒–—―−]+")
_COUNTRY = re.compile(r"\+86|0086|86(?=1[0-9]{10}$)")
_MOBILE = re.compile("1[0-9]{10}")
_LANDLINE = re.compile("(0(?:10|2[0-9]|[3-9][0-9]{2}))([2-8][0-9]{6,7})")
_LOCAL = re.compile("(?!20[0-9]{2}[01][0-9][0-3][0-9]$)[2-8][0-9]{6,7}")  # not 20250307
_SERVICE = re.compile("1[12][0-9]|1[02][0-9]{3}|9[56][0-9]{3,4}|[48]00[0-9]{7}")
_EXPONENT = re.compile(r"[0-9](?:[.][0-9]+)?E[+]?[0-9]+")
_SHORT = 6
_HIDDEN = "****"


class NotAPhone(Expected):
    """Digits are missing, or there are words."""


def tidy_phone(value: object) -> str:
    """The first number in a cell: "10047182093", "0951-6012345", "12345"; "" for an empty cell.

    Raises NotAPhone, also when a further number in the cell is none.
    """
    if isinstance(value, str) and value.isascii() and _MOBILE.fullmatch(value):
        return value  # nearly every cell is just that
    return next(iter(all_phones(value)), "")


def all_phones(value: object) -> tuple[str, ...]:
    """Every number in a cell, each once, in its order there; NotAPhone if one of them is none."""
    said = _said(value)
    if _EXPONENT.fullmatch(said):
        raise NotAPhone(_ROUNDED, value=value)
    found = [phone for part in _SEPARATORS.split(said) for phone in _numbers(part)]
    if not all(found):
        raise NotAPhone(_NOT_A_PHONE, value=value)
    return tuple(dict.fromkeys(found))


def masked_phone(phone: str) -> str:
    """100****1234; of a landline the last 4 digits; a service number (12345) is no secret."""
    if len(phone) <= _SHORT:
        return phone
    head = phone[:3] if _MOBILE.fullmatch(phone) else ""
    return f"{head}{_HIDDEN}{phone[-4:]}"


def _said(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # calamine reads every number as a float
    return "" if value is None else unicodedata.normalize("NFKC", str(value)).strip().upper()


def _numbers(part: str) -> list[str]:
    words = [_number(word) for word in part.split()]
    if all(len(word) > _SHORT for word in words):  # whole numbers apart, not one in groups
        return words
    return [_number(part)]


def _number(words: str) -> str:
    said = _SIGNS.sub("", words)
    country = _COUNTRY.match(said)
    number = said[country.end() :] if country else said
    if country and not number.startswith("0") and not _MOBILE.fullmatch(number):
        number = f"0{number}"  # +86 951 … leaves out the first digit of the area
    if landline := _LANDLINE.fullmatch(number):
        return "-".join(landline.groups())
    patterns = (_MOBILE, _LOCAL, _SERVICE)
    return number if any(pattern.fullmatch(number) for pattern in patterns) else ""
