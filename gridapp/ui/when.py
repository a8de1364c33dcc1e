"""Times as people say them."""

from datetime import datetime, timedelta

from gridapp.domain.times import LOCAL, local_day, read_moment
from gridapp.domain.words import N_
from gridapp.ui.words import Words

_WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)


def said(words: Words, moment: str, now: datetime) -> str:
    """“today 19:05”, “yesterday 18:42”, “11-08 14:00”; “not yet” for none."""
    if not moment:
        return words.shown(N_("not yet"))
    at = read_moment(moment).astimezone(LOCAL)
    clock = f"{at:%H:%M}"
    ago = local_day(now) - at.date()
    if ago == timedelta(0):
        return words.shown(N_("today {time}"), time=clock)
    if ago == timedelta(1):
        return words.shown(N_("yesterday {time}"), time=clock)
    style = "%m-%d" if at.year == local_day(now).year else "%Y-%m-%d"
    return f"{at.strftime(style)} {clock}"


def today_said(words: Words, now: datetime) -> str:
    """“November 22, Sunday”, for the head of a page."""
    day = local_day(now)
    return words.shown(
        N_("{month}-{day}, {weekday}"),
        month=day.month,
        day=day.day,
        weekday=_WEEKDAYS[day.weekday()],
    )
