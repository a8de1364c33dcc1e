"""When something was done, as people type it in the evening from paper."""

import re
import unicodedata
from datetime import datetime, timedelta

from gridapp.domain.errors import Expected
from gridapp.domain.times import LOCAL
from gridapp.domain.words import N_

_TOLD = re.compile(
    r"(?:(?:(?P<year>[0-9]{4})[-/.年])?(?P<month>[0-9]{1,2})[-/.月](?P<day>[0-9]{1,2})[日号]?\s*)?"
    r"(?P<hour>[0-9]{1,2})[:点时](?P<minute>[0-9]{2})?分?"
)


class NotAnHour(Expected):
    """No hour can be read, or the calendar has no such one."""


class NotYet(Expected):
    """The hour is still to come."""


def read_told_time(said: str, *, now: datetime) -> datetime:
    """The moment meant by "19:05" (today) or "11-21 19:05" (the latest such day), in UTC+8.

    Raises NotAnHour or NotYet.
    """
    found = _TOLD.fullmatch(unicodedata.normalize("NFKC", said).strip())
    if found is None:
        raise _unread(said)
    today = now.astimezone(LOCAL)
    try:
        at = today.replace(
            year=int(found["year"] or today.year),
            month=int(found["month"] or today.month),
            day=int(found["day"] or today.day),
            hour=int(found["hour"]),
            minute=int(found["minute"] or 0),
            second=0,
            microsecond=0,
        )
        if found["month"] and not found["year"] and at > now:
            at = at.replace(year=at.year - 1)
    except ValueError:
        raise _unread(said) from None
    if at > now + timedelta(minutes=1):
        raise NotYet(N_("{time} is still to come. Write an earlier day as 11-21 19:05."), time=said)
    return at


def _unread(said: str) -> NotAnHour:
    return NotAnHour(
        N_("“{time}” is not an hour. Write 19:05, or with its day 11-21 19:05."), time=said
    )
