"""Where to knock next, and in which part of the week: the one rule of chart, day and lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import takewhile
from typing import NamedTuple

from gridapp.domain.codes import code_list
from gridapp.domain.times import LOCAL, local_day, read_moment
from gridapp.domain.workdays import is_workday

DAYTIME, EVENING, WEEKEND = "workday_daytime", "workday_evening", "weekend"

_ROUND = timedelta(days=365)  # an ordinary household is visited once a year
_RECHECK = timedelta(days=90)
_NOBODY_LIVES = frozenset({"30", "40", "50", "60"})  # codes of usage
_GO_AGAIN = frozenset({"yes", "low", "new_household", "at_time", "other_band"})
_OTHER_BAND = "other_band"


class Knock(NamedTuple):
    """One visit at a door: its outcome, and when (UTC text)."""

    outcome: str
    at: str


@dataclass(frozen=True)
class DoorFacts:
    """What decides whether to knock: the household's knocks, oldest first, and its wishes.

    `refusal` and `usage` are codes; `appointed_on` is the day they asked us to come, "" for none.
    """

    knocks: tuple[Knock, ...] = ()
    refusal: str = ""
    usage: str = ""
    appointed_on: str = ""


def band_of(at: datetime) -> str:
    """The code of the part of the week; a holiday is a weekend, the late evening an evening."""
    local = at.astimezone(LOCAL)
    if not is_workday(local.date()):
        return WEEKEND
    begins = time.fromisoformat(code_list("band")[EVENING].traits["from"])
    return EVENING if local.time() >= begins else DAYTIME


def bands_tried(knocks: Iterable[Knock]) -> frozenset[str]:
    """The parts of the week in which nobody answered since somebody was last met."""
    newest_first = sorted(knocks, key=lambda knock: knock.at, reverse=True)
    unmet = takewhile(lambda knock: _trait(knock, "met") != "y", newest_first)
    return frozenset(_band(knock) for knock in unmet if _trait(knock, "revisit") == _OTHER_BAND)


def due_bands(door: DoorFacts, now: datetime) -> frozenset[str]:
    """The parts of the week in which to knock; none where all is settled or needs somebody else.

    A part of the week in which nobody answered is left out, and where it was tried in all of
    them, knocking once more tells nothing new.
    """
    recent = [knock for knock in door.knocks if read_moment(knock.at) > now - _ROUND]
    if not _is_open(door, recent, now):
        return frozenset()
    return frozenset({DAYTIME, EVENING, WEEKEND}) - bands_tried(recent) - _bands_today(recent, now)


def this_evening(now: datetime) -> str:
    """The part of the week this evening belongs to."""
    return EVENING if is_workday(local_day(now)) else WEEKEND


def _is_open(door: DoorFacts, recent: list[Knock], now: datetime) -> bool:
    """True where the door still has something to tell us, and one person may go and hear it."""
    is_promised = door.appointed_on >= local_day(now).isoformat()
    if door.refusal or door.usage in _NOBODY_LIVES or is_promised:
        return False
    if not recent:
        return True
    last = max(recent, key=lambda knock: knock.at)
    revisit = _trait(last, "revisit")
    waited = read_moment(last.at) <= now - _RECHECK
    return revisit in _GO_AGAIN or (revisit == "recheck_90d" and waited)


def _bands_today(knocks: Iterable[Knock], now: datetime) -> frozenset[str]:
    """Whoever was knocked at this morning is left in peace until the evening."""
    today = local_day(now)
    return frozenset(_band(k) for k in knocks if local_day(read_moment(k.at)) == today)


def _band(knock: Knock) -> str:
    return band_of(read_moment(knock.at))


def _trait(knock: Knock, name: str) -> str:
    # What a newer program means by its own outcome is not known here: it asks for no knock.
    codes = code_list("outcome").codes
    return codes[knock.outcome].traits[name] if knock.outcome in codes else ""
