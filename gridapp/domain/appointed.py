"""The day somebody asked us to come back, as it is said at the door."""

import re
import unicodedata
from datetime import date, timedelta

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_

TONIGHT, TOMORROW, WEEKEND, OTHER = "tonight", "tomorrow", "weekend", "other"
CHOICES = (TONIGHT, TOMORROW, WEEKEND, OTHER)
EVENING = "evening"  # a code of part_of_day, as is WEEKEND

_SATURDAY = 5
_TOLD = re.compile(
    "(?:(?P<year>[0-9]{4})[-/.年])?(?P<month>[0-9]{1,2})[-/.月](?P<day>[0-9]{1,2})[日号]?"
)


class NotADayToCome(Expected):
    """No day can be read, or it has passed."""


def day_meant(choice: str, *, part: str, today: date) -> tuple[str, str]:
    """The day and the part of day meant by TONIGHT, TOMORROW or WEEKEND said on `today`.

    `part` is the part told before; it stays where the choice leaves it open.
    """
    if choice == TONIGHT:
        return today.isoformat(), EVENING
    if choice == TOMORROW:
        return (today + timedelta(days=1)).isoformat(), "" if part == WEEKEND else part
    ahead = (_SATURDAY - today.weekday()) % 7 or 1  # said on a Saturday it is Sunday
    return (today + timedelta(days=ahead)).isoformat(), WEEKEND


def choice_of(day: str, part: str, *, today: date) -> str:
    """The choice that means this day and part, "" where no day is told."""
    if not day or part == WEEKEND:
        return WEEKEND if day else ""
    if day == today.isoformat() and part == EVENING:
        return TONIGHT
    return TOMORROW if day == (today + timedelta(days=1)).isoformat() else OTHER


def read_day_to_come(said: str, *, today: date) -> date:
    """The next such day: "11-28", "11月28日" or "2026-11-28"; raises NotADayToCome."""
    found = _TOLD.fullmatch("".join(unicodedata.normalize("NFKC", said).split()))
    if found is None:
        raise _unread(said)
    try:
        day = date(int(found["year"] or today.year), int(found["month"]), int(found["day"]))
        if day < today and not found["year"]:
            day = day.replace(year=day.year + 1)
    except ValueError:
        raise _unread(said) from None
    if day < today:
        raise NotADayToCome(N_("{day} has passed. Write a day to come."), day=said)
    return day


def _unread(said: str) -> NotADayToCome:
    return NotADayToCome(N_("“{day}” is not a day. Write it as 11-28."), day=said)
